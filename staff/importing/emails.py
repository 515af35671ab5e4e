"""Who gets which e-mail, where several people are said to have the same one."""

from collections import defaultdict


def granted_emails(claims, present):
    """Return the part of ``claims`` that leaves every e-mail with one person.

    claims: {person's key: e-mail the file says}. present: {person's key: e-mail known}.
    Where several would have one e-mail, whoever has it already keeps it, and of the
    others nobody gets it.
    """
    granted = dict(claims)
    while True:
        holders = defaultdict(list)
        for key, email in {**present, **granted}.items():
            if email:
                holders[email.casefold()].append(key)
        dropped = [
            key
            for email, keys in holders.items()
            if len(keys) > 1
            for key in keys
            if key in granted and present.get(key, "").casefold() != email
        ]
        if not dropped:
            return granted
        for key in dropped:
            del granted[key]
