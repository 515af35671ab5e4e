"""All that went into a run, as one file that can be read again years later."""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN, Panel, Training

FORMAT = 1


@dataclass(frozen=True)
class Cells:
    """The cells of one metric that have answers, in the order of ``place``.

    place: employee index × weeks + week index. weight: answers, with parts where they
    are shared; total: sum of weight × value; responses: distinct answers; top: the part
    of weight with the best score there is, None when not known.
    """

    place: np.ndarray
    weight: np.ndarray
    total: np.ndarray
    responses: np.ndarray
    top: np.ndarray | None = None


@dataclass(frozen=True)
class FrozenPanel:
    """first_week: the Monday of week 0. weeks: how many. metrics: {key: Cells}.

    employees, teams, modules: ids in the order of their indices. team: (E, T) index of
    the team, -1 when not here. hired, left: (E,) weeks. completed, assigned: (M, E)
    weeks, as outcomes.engine.panel.Training.
    """

    first_week: date
    weeks: int
    employees: np.ndarray
    teams: np.ndarray
    modules: np.ndarray
    team: np.ndarray
    hired: np.ndarray
    left: np.ndarray
    completed: np.ndarray
    assigned: np.ndarray
    metrics: dict[str, Cells]

    def monday(self, week):
        """Return the Monday of the week with index ``week``, which may lie outside."""
        return self.first_week + timedelta(weeks=week)

    def as_bytes(self):
        """Return the file; the same panel is the same bytes."""
        about = {
            "format": FORMAT,
            "first_week": self.first_week.isoformat(),
            "weeks": self.weeks,
            "metrics": list(self.metrics),
        }
        arrays = {
            "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
            **{name: getattr(self, name) for name in ARRAYS},
        }
        for key, cells in self.metrics.items():
            for name in CELL_ARRAYS:
                if getattr(cells, name) is not None:
                    arrays[f"{key}.{name}"] = getattr(cells, name)
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content):
        """Return the FrozenPanel that ``as_bytes`` wrote.

        Raises ValueError when it was written in another format.
        """
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about["format"] != FORMAT:
                raise ValueError(f"A panel of format {about['format']}, not {FORMAT}.")
            metrics = {
                key: Cells(
                    **{
                        name: arrays[f"{key}.{name}"]
                        for name in CELL_ARRAYS
                        if f"{key}.{name}" in arrays
                    }
                )
                for key in about["metrics"]
            }
            return cls(
                first_week=date.fromisoformat(about["first_week"]),
                weeks=about["weeks"],
                metrics=metrics,
                **{name: arrays[name] for name in ARRAYS},
            )

    def panel_of(self, key):
        """Return (Panel, {module id: Training}) of the metric ``key``.

        Its weeks begin with the first answer in that metric: what was completed before
        then was completed before anything was known.
        """
        cells = self.metrics[key]
        start = int((cells.place % self.weeks).min()) if len(cells.place) else 0
        shape = (len(self.employees), self.weeks)

        def grid(values, kind=np.float32):
            if values is None:
                return None
            dense = np.zeros(shape, kind)
            dense.reshape(-1)[cells.place] = values
            return np.ascontiguousarray(dense[:, start:])

        panel = Panel(
            weight=grid(cells.weight),
            total=grid(cells.total),
            responses=grid(cells.responses, np.int32),
            team=np.ascontiguousarray(self.team[:, start:]),
            hired=since(self.hired, start),
            left=since(self.left, start),
            top=grid(cells.top),
        )
        trainings = {
            str(module): Training(
                since(self.completed[row], start), since(self.assigned[row], start)
            )
            for row, module in enumerate(self.modules.tolist())
        }
        return panel, trainings


ARRAYS = (
    "employees",
    "teams",
    "modules",
    "team",
    "hired",
    "left",
    "completed",
    "assigned",
)
CELL_ARRAYS = ("place", "weight", "total", "responses", "top")


def since(weeks, start):
    """Return week indices counted from ``start``; what is no week stays what it is."""
    is_week = (weeks != NEVER) & (weeks != UNKNOWN) & (weeks != LONG_AGO)
    return np.where(is_week, weeks - start, weeks).astype(np.int32)


def digest_of(content):
    """Return the SHA-256 of a file's bytes, as text."""
    return hashlib.sha256(content).hexdigest()
