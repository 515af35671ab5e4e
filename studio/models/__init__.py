from studio.models.draft import Draft
from studio.models.suggestion import Suggestion

__all__ = ["Draft", "Suggestion"]
