"""Telling in a form why an act was refused."""


def add_refusal(form, refusal):
    """Put ``refusal``, a ValidationError, beside the fields of ``form`` that it names.

    What names no field of this form stands above it.
    """
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
