from studio.models.draft import Draft

__all__ = ["Draft"]
