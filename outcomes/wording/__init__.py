"""How findings are said and drawn: numbers, sentences and positions for the pages.

    amounts.py    a number of a metric in words: ".19 points", "1.3 in 100"
    axis.py       where an interval stands on the one axis of a table
    plan_ahead.py how many people it would take, tried out on the own past
    gates.py      what a verdict asks for, and what is missing
    verdicts.py   the sentence of a module, its headline, and that of all modules

Everything is said as gain: better is more, also where the metric itself is better when
lower. Nothing here asks the database.
"""
