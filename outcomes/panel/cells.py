"""The weekly cells of one metric as arrays: some rows at a time, never all as objects."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import Sum

from feedback.models import Measurement, WeeklyOutcome

ROWS_AT_A_TIME = 50_000
COPY_HEADER = 19
COPY_DAY_ZERO = date(2000, 1, 1).toordinal()


@dataclass(frozen=True)
class LongCells:
    """Rows of one metric. employee, team: ids; week: ordinal of the Monday.

    weight: ten-thousandths; total: sum of share × value; responses: distinct answers.
    """

    employee: np.ndarray
    team: np.ndarray
    week: np.ndarray
    responses: np.ndarray
    weight: np.ndarray
    total: np.ndarray


def long_cells(metric_key, first_week, through_week):
    """Return the LongCells of one metric from ``first_week`` to ``through_week``."""
    rows = WeeklyOutcome.objects.filter(
        metric__key=metric_key,
        employee__isnull=False,
        week__range=(first_week, through_week),
    ).values_list("employee_id", "team_id", "week", "responses", "weight", "total")
    kinds = (np.int64, np.int64, np.int32, np.int32, np.int64, np.float64)
    return LongCells(*_columns(rows, kinds, week=2))


def top_weights(metric_key, top, first_week, through_week):
    """Return (employee ids, week ordinals, weights) of the answers with the best score.

    top: the best value there is. weights: ten-thousandths.
    """
    rows = (
        Measurement.objects.filter(
            metric__key=metric_key,
            value__gte=top,
            response__kind="original",
            interaction__credits__employee__isnull=False,
            interaction__credits__week__range=(first_week, through_week),
        )
        .order_by()
        .values("interaction__credits__employee", "interaction__credits__week")
        .annotate(weights=Sum("interaction__credits__weight"))
        .values_list(
            "interaction__credits__employee", "interaction__credits__week", "weights"
        )
    )
    return _columns(rows, (np.int64, np.int32, np.int64), week=1)


def _columns(rows, kinds, week):
    """Return one array a column of ``rows``, a values_list; ``week``: which is a date.

    kinds: as wide as what the database keeps. Past Django, whose conversions take most
    of the time: a date comes as the database sends it, text from SQLite, and each is
    looked at once.
    """
    if connection.vendor == "postgresql":
        return _copied(rows, kinds, week)
    parts = [[np.empty(0, kind)] for kind in kinds]
    ordinals = {}
    with connection.chunked_cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        while chunk := cursor.fetchmany(ROWS_AT_A_TIME):
            columns = list(zip(*chunk, strict=True))
            for day in set(columns[week]) - ordinals.keys():
                ordinals[day] = date.fromisoformat(str(day)).toordinal()
            columns[week] = map(ordinals.__getitem__, columns[week])
            for part, column, kind in zip(parts, columns, kinds, strict=True):
                part.append(np.fromiter(column, kind, len(chunk)))
    return tuple(np.concatenate(part) for part in parts)


def _copied(rows, kinds, week):
    """Return what _columns does, in PostgreSQL's binary form: no value becomes an object.

    Source: PostgreSQL manual, COPY, "Binary Format": a header of 19 bytes; in each row
    the number of fields and before each its length, high byte first; at the end -1.
    """
    layout = [("fields", ">i2")]
    for number, kind in enumerate(kinds):
        layout.append((f"size{number}", ">i4"))
        layout.append((f"value{number}", np.dtype(kind).newbyteorder(">")))
    layout = np.dtype(layout)
    sql, parameters = rows.query.sql_with_params()
    received = bytearray()
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)", parameters) as sent,
    ):
        for part in sent:
            received += part
    count = (len(received) - COPY_HEADER) // layout.itemsize
    table = np.frombuffer(received, layout, count, offset=COPY_HEADER)
    sizes = [np.dtype(kind).itemsize for kind in kinds]
    for number, size in enumerate(sizes):
        if (table[f"size{number}"] != size).any():
            raise ValueError(f"column {number} is not {size} bytes wide")
    columns = [
        table[f"value{number}"].astype(kind) for number, kind in enumerate(kinds)
    ]
    columns[week] += COPY_DAY_ZERO
    return tuple(columns)
