"""What customers said, answer by answer, as a list shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from feedback.models import Measurement, Response


@dataclass(frozen=True)
class HeardRow:
    """One answer, or one visit: its words, and (metric, value) pairs.

    uuid: of the service it is about.
    """

    pk: int
    uuid: UUID
    comment: str
    language: str
    served_on: date
    scores: tuple


def shown_rows(rows):
    """Return ``rows``, one page of them, with a HeardRow for each Response or Measurement.

    They come with their interaction, a Response with its measurements and their metrics;
    what is a HeardRow already stays one.
    """
    makers = {Response: _of_response, Measurement: _of_measurement}
    return [makers[type(row)](row) if type(row) in makers else row for row in rows]


def _of_response(response):
    measured = sorted(response.measurements.all(), key=lambda each: each.metric_id)
    return HeardRow(
        response.pk,
        response.interaction.uuid,
        response.comment,
        response.language,
        response.interaction.served_on,
        tuple((each.metric, each.value) for each in measured),
    )


def _of_measurement(measurement):
    response = measurement.response
    return HeardRow(
        measurement.pk,
        measurement.interaction.uuid,
        response.comment if response else "",
        response.language if response else "",
        measurement.interaction.served_on,
        ((measurement.metric, measurement.value),),
    )
