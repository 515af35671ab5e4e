from studio.models.suggestion import Suggestion

__all__ = ["Suggestion"]
