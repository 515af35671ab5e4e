"""From rows to a frozen panel, and from a frozen panel to estimates.

    cells.py      the weekly cells of one metric, as arrays
    people.py     who was where and when: teams by week, hires, trainings
    frozen.py     FrozenPanel: all of a run's input, to bytes and back
    freezing.py   freeze(analysis): rows as they are now -> FrozenPanel
    findings.py   a Finding of the engine -> fields of Estimate
    running.py    work_out(analysis), and compare(analysis) for a run done again
    plan_ahead.py plan_ahead(analysis): how many people it would take, tried out
    version.py    code_version(): what makes two runs comparable

Only commands and the worker come in here: it imports numpy, and no page waits for that.
"""
