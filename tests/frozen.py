"""A way around the guard of what is written once: only tests need one."""


def unguarded(model):
    """Return all rows of ``model``, frozen or not, to change or clear away."""
    return model._base_manager.all()
