"""How the days that templates write, ``date:"j M Y"``, read in German: 3. Dez. 2026.

A day has its year, wherever it stands: "j M Y", with its weekday or the time where that
helps. Without a year are today, what is due within the year, marks below a chart, and
the first day of a span whose last one says it. In full, "j F Y", only on the paper of a
certificate. Django looks a format up under its name, and takes what it does not find as
it stands.
"""

DAYS = {
    "j F Y": "j. F Y",
    "j M": "j. M",
    "j M Y": "j. M Y",
    "D j M": "D, j. M",
    "D j M Y": "D, j. M Y",
    "j M Y, H:i": "j. M Y, H:i",
    "D j M Y, H:i": "D, j. M Y, H:i",
}
globals().update(DAYS)
