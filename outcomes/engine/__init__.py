"""The evidence engine: what training changed, how sure that is, and what it cannot know.

Plain numpy and scipy: no Django, no clock, no chance, no database. What goes in is a
panel of weekly cells and the weeks of the trainings; what comes out are plain values.

    panel.py      Panel, Training, NEVER, UNKNOWN, panel_from_long(...)
    settings.py   Settings: every threshold with its default
    finding.py    Finding and its parts; Finding.as_stored(), finding_from_stored(dict)
    judge.py      judge_panel(panel, trainings, *, settings, modules=None, workers=1)
                      -> dict[str, Finding]      trainings: dict[str, Training]
                  judge_module(panel, trainings, module, *, settings) -> Finding
    verdict.py    strike_verdicts(findings, settings) -> dict[str, Verdict]
                      findings: dict[str, Finding], all of one metric and one run
    placebo.py    ground_of(panel, trainings, settings, seed) -> Ground
                  ladder(ground), try_once(ground, people, number) -> Try,
                  summed(people, tries, settings) -> Tried

``judge_panel`` looks at one metric. A run may call ``judge_module`` for one module and
metric at a time, store each finding, and strike the verdicts over all of a metric's
findings at the end: the correction for asking many questions needs them together.
``panel``, ``settings``, ``finding`` and ``verdict`` but for the first import no numpy.

Linear algebra runs on one thread, so that the same panel gives the same bits again. The
variables below are read when numpy is imported, so this package has to come first; who
asks for two modules at a time uses ``workers``, which keeps the bits.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
