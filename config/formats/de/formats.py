"""How the days that templates write, ``date:"j F"``, read in German: 3. Dezember.

Django looks a format up under its name, and takes what it does not find as it stands.
"""

DAYS = {
    "j F": "j. F",
    "j F Y": "j. F Y",
    "j M": "j. M",
    "j M Y": "j. M Y",
    "D j M": "D, j. M",
    "D j M Y": "D, j. M Y",
    "l, j F": "l, j. F",
    "j M, H:i": "j. M, H:i",
    "D j M, H:i": "D, j. M, H:i",
    "j M Y, H:i": "j. M Y, H:i",
}
globals().update(DAYS)
