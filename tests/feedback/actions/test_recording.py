import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from feedback.actions.recording import record_services
from feedback.choices import SourceKind
from feedback.models import (
    Credit,
    Customer,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    ReturnsMark,
)
from feedback.rules.served import Share, Value
from tests.factories.feedback import SourceFactory, metric, served
from tests.factories.staff import (
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

pytestmark = pytest.mark.django_db
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday())


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def team(company):
    return TeamFactory(parent=company, time_zone="Asia/Tokyo")


@pytest.fixture
def waiter(team):
    return EmployeeFactory(team=team, job_role=JobRoleFactory())


def counts(recorded):
    return recorded.new, recorded.changed, recorded.known


def test_record_services_keeps_everything_that_was_said(source, team, waiter):
    service = served(
        waiter,
        identity="id:7",
        channel="till",
        customer="A-1",
        spend=Decimal("12.50"),
        values=(Value("csat", 4, "4", "1-5"), Value("nps", -100, "3", "0-10")),
        comment="Fine.",
        language="en",
    )

    recorded = record_services(source=source, services=[service], at=moment())

    interaction = Interaction.objects.get()
    credit = Credit.objects.get()
    response = Response.objects.get()
    measured = Measurement.objects.order_by("metric__key").values_list(
        "metric__key", "value", "raw", "scale", "response", "interaction"
    )
    assert counts(recorded) == (1, 0, 0)
    assert (interaction.identity, interaction.external_id) == ("id:7", "7")
    assert interaction.occurred_at == service.occurred_at
    assert interaction.served_on == TODAY
    assert (interaction.channel, interaction.spend) == ("till", Decimal("12.50"))
    assert interaction.customer == Customer.objects.get()
    assert interaction.batch == recorded.batch
    assert (credit.employee, credit.team) == (waiter, team)
    assert credit.job_role == waiter.postings.get().job_role
    assert (credit.week, credit.weight) == (MONDAY, 10_000)
    assert (response.comment, response.language) == ("Fine.", "en")
    assert response.answered_at == service.occurred_at
    both = (response.pk, interaction.pk)
    assert list(measured) == [
        ("csat", 4, "4", "1-5", *both),
        ("nps", -100, "3", "0-10", *both),
    ]
    assert list(DirtyWeek.objects.values_list("team", "week")) == [(team.pk, MONDAY)]


def test_record_services_journals_a_chunk_as_one_event(source, waiter):
    services = [served(waiter, values={"csat": 4}) for _ in range(3)]

    recorded = record_services(source=source, services=services, at=moment(), by=waiter)

    [event] = Event.objects.all()
    assert (event.kind, event.batch) == ("feedback.recorded", recorded.batch)
    assert (event.subject, event.subject_id) == ("source", source.pk)
    assert event.actor_id == waiter.pk


def test_record_services_of_a_visit_makes_no_answer(waiter):
    till = SourceFactory(kind=SourceKind.VISITS)

    record_services(source=till, services=[served(waiter, customer="A")], at=moment())

    assert Interaction.objects.count() == Credit.objects.count() == 1
    assert Response.objects.count() == 0
    assert ReturnsMark.objects.get().customer == Customer.objects.get()


def test_record_services_again_changes_nothing(source, waiter):
    services = [
        served(waiter, values={"csat": 4}, comment="é", spend=Decimal("3")),
        served(waiter, customer="B", answered_at=moment()),
    ]
    record_services(source=source, services=services, at=moment())
    DirtyWeek.objects.all().delete()
    before = [list(m.objects.order_by("pk").values()) for m in MODELS]

    recorded = record_services(source=source, services=services, at=moment(13))

    assert counts(recorded) == (0, 0, 2)
    assert [list(m.objects.order_by("pk").values()) for m in MODELS] == before
    assert not DirtyWeek.objects.exists()
    assert Event.objects.count() == 1


MODELS = [Interaction, Credit, Response, Measurement, Customer]


def test_record_services_of_two_sources_are_two_services(source, waiter):
    service = served(waiter, values={"csat": 4})

    for each in (source, SourceFactory()):
        recorded = record_services(source=each, services=[service], at=moment())

        assert counts(recorded) == (1, 0, 0)


def test_record_services_changes_what_the_source_says_anew(source, waiter, company):
    old = served(waiter, values={"csat": 2, "ces": 5}, comment="Slow.", customer="A")
    record_services(source=source, services=[old], at=moment())
    answer = Response.objects.get()
    DirtyWeek.objects.all().delete()
    other = EmployeeFactory(team=company)
    last_week = TODAY - dt.timedelta(days=7)
    new = served(other, last_week, values={"csat": 5}, identity=old.identity)

    recorded = record_services(source=source, services=[new], at=moment(13))

    interaction = Interaction.objects.get()
    assert counts(recorded) == (0, 1, 0)
    assert (interaction.served_on, interaction.customer) == (last_week, None)
    assert interaction.batch == recorded.batch
    assert Response.objects.get().uuid == answer.uuid
    assert Response.objects.get().comment == ""
    assert list(Measurement.objects.values_list("metric__key", "value")) == [
        ("csat", 5)
    ]
    credited = Credit.objects.values_list("employee", "team", "week")
    assert list(credited) == [(other.pk, company.pk, MONDAY - dt.timedelta(days=7))]
    assert set(DirtyWeek.objects.values_list("team", "week")) == {
        (waiter.postings.get().team_id, MONDAY),
        (company.pk, MONDAY - dt.timedelta(days=7)),
    }
    assert Event.objects.filter(kind="feedback.changed", subject="source").count() == 1


def test_record_services_takes_an_answer_away_that_the_source_no_longer_has(
    source, waiter
):
    old = served(waiter, values={"csat": 2})
    record_services(source=source, services=[old], at=moment())

    recorded = record_services(
        source=source, services=[replace(old, values=())], at=moment()
    )

    assert counts(recorded) == (0, 1, 0)
    assert not Response.objects.exists()
    assert not Measurement.objects.exists()


def test_record_services_does_not_credit_anew_because_a_posting_was_mended(
    source, waiter, company
):
    """Credits are frozen: neither the same row nor another score moves them."""
    old = served(waiter, values={"csat": 2})
    record_services(source=source, services=[old], at=moment())
    moved = replace(old, team_id=company.pk, job_role_id=None)

    again = record_services(source=source, services=[moved], at=moment())
    rescored = replace(moved, values=(Value("csat", 3),))
    changed = record_services(source=source, services=[rescored], at=moment())

    assert counts(again) == (0, 0, 1)
    assert counts(changed) == (0, 1, 0)
    assert Credit.objects.get().team == waiter.postings.get().team
    assert Measurement.objects.get().value == 3


def test_record_services_credits_anew_when_the_source_states_another_team(
    source, waiter, company, team
):
    old = served(waiter, values={"csat": 2}, team=team)
    record_services(source=source, services=[old], at=moment())

    new = replace(old, team_id=company.pk)
    record_services(source=source, services=[new], at=moment())

    assert Credit.objects.get().team == company


def test_record_services_shares_one_service_among_several(source, waiter, team):
    cook = EmployeeFactory(team=team)
    shares = (
        Share(cook.pk, team.pk, None, MONDAY, 2500),
        Share(None, team.pk, None, MONDAY, 500),
    )
    service = served(waiter, values={"csat": 2}, others=shares)

    record_services(source=source, services=[service], at=moment())

    credited = Credit.objects.order_by("-weight").values_list("employee", "weight")
    assert list(credited) == [(waiter.pk, 7000), (cook.pk, 2500), (None, 500)]


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_record_services_counts_a_repeated_identity_the_same_in_any_cut(
    source, waiter, cut
):
    first = served(waiter, values={"csat": 2})
    second = replace(first, values=(Value("csat", 5),))
    services = [first, first, second, second]

    parts = [services[start : start + cut] for start in range(0, 4, cut)]
    total = [
        counts(record_services(source=source, services=part, at=moment()))
        for part in parts
    ]

    assert tuple(map(sum, zip(*total, strict=True))) == (1, 1, 2)
    assert Measurement.objects.get().value == 5


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"identity": "7"}, "identity"),
        ({"identity": "id:" + "7" * 218}, "text_too_long"),
        ({"channel": "c" * 41}, "text_too_long"),
        ({"comment": "a\0b"}, "bad_text"),
        ({"comment": "ä\ud800"}, "bad_text"),
        ({"spend": Decimal("1e11")}, "spend"),
        ({"values": {"csat": 6}}, "off_scale"),
        ({"values": {"csat": float("nan")}}, "off_scale"),
        ({"values": {"low_score": 1}}, "metric_unknown"),
        ({"values": {"returned": 1}}, "metric_unknown"),
        ({"values": (Value("csat", 1), Value("csat", 2))}, "metric_twice"),
        ({"values": (Value("csat", 1, "x" * 41),)}, "value_text_too_long"),
        ({"others": (Share(None, 1, None, MONDAY, 10_000),)}, "weights"),
    ],
)
def test_record_services_keeps_nothing_of_a_chunk_with_a_row_that_cannot_be_kept(
    source, waiter, said, code
):
    services = [served(waiter), served(waiter, **said)]

    with pytest.raises(ValueError, match=code):
        record_services(source=source, services=services, at=moment())

    assert not Interaction.objects.exists()


def test_record_services_costs_the_same_for_any_number_of_rows(team):
    people = [EmployeeFactory(team=team) for _ in range(3)]

    def statements(count, **said):
        source = SourceFactory(kind=SourceKind.VISITS)
        services = [
            served(
                people[n % 3],
                TODAY - dt.timedelta(days=7 * (n % 3)),
                customer=f"{source.key}-{n}",
                values={"csat": 4, "nps": 0},
            )
            for n in range(count)
        ]
        for each in (services, _rescored(services)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                record_services(source=source, services=each, at=moment())
            yield len(queries)

    assert list(statements(3)) == list(statements(300))


def _rescored(services):
    return [replace(each, values=(Value("csat", 1),)) for each in services]


def test_metric_of_every_key_is_there():
    assert metric("low_score").derived_from == metric("csat")
