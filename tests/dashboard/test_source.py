"""Sources: where data comes from, and what is said of a till that fell silent."""

import datetime as dt

import pytest
from django.urls import reverse

from events.models import Event
from feedback.actions.returns import measure_returns
from feedback.actions.sources import record_complete_days
from feedback.choices import SourceKind
from feedback.models import Measurement
from staff.choices import Role
from tests.factories.feedback import SourceFactory, answer, visit
from tests.factories.staff import TODAY, EmployeeFactory, moment

pytestmark = pytest.mark.django_db
FIRST = TODAY - dt.timedelta(days=400)


def day(number):
    return FIRST + dt.timedelta(days=number)


@pytest.fixture
def ann(company):
    return EmployeeFactory(team=company)


@pytest.fixture
def browser(sign_in, company):
    return sign_in(EmployeeFactory(team=company, roles=[Role.HR]))


@pytest.fixture
def till():
    """The till of today, complete from the first day to the 390th."""
    till = SourceFactory(key="till", name="Till", kind=SourceKind.VISITS)
    complete(till, 0, 390)
    return till


@pytest.fixture
def old_till():
    """It was complete for a hundred days, and nothing came since."""
    old = SourceFactory(key="old-till", name="Old till", kind=SourceKind.VISITS)
    complete(old, 0, 100)
    return old


def complete(source, first, last):
    record_complete_days(
        source=source, first_day=day(first), last_day=day(last), at=moment()
    )


def url(name, *args):
    return reverse(f"dashboard:source-{name}", args=args)


def returned():
    """Return {day number: whether the customer came back} of all that is known."""
    rows = Measurement.objects.filter(metric__key="returned")
    return {
        (served_on - FIRST).days: value
        for served_on, value in rows.values_list("interaction__served_on", "value")
    }


def test_sources_say_how_far_they_are_complete(browser, till, old_till, ann):
    visit(ann, day(5), source=till)
    answer(ann)

    page = browser.get(url("list")).text

    assert f'href="{url("detail", "old-till")}">Old till</a>' in page
    assert "Known so far: services up to 29 Oct 2025." in page
    assert "Complete through 13 Nov 2026." in page
    assert page.count("is waited for") == 1
    assert page.count("What customers said") == 1


def test_sources_without_one_lead_to_the_first_file(browser):
    assert "Nothing has come in yet" in browser.get(url("list")).text


def test_an_old_till_that_is_ended_no_longer_hides_who_came_back(
    browser, till, old_till, ann
):
    for number in (5, 200, 250):
        visit(ann, day(number), source=till)
    measure_returns(at=moment())
    assert returned() == {5: 0.0}

    page = browser.post(
        url("end", "old-till"), {"ended_on": day(100).isoformat()}, follow=True
    )

    assert returned() == {5: 0.0, 200: 1.0, 250: 0.0}
    assert "was its last day: services after it do not wait for it." in page.text
    assert "is waited for" not in browser.get(url("list")).text
    assert Event.objects.filter(kind="source.completed").last().subject_id == (
        old_till.pk
    )


def test_a_till_that_goes_on_after_all_is_waited_for_again(
    browser, till, old_till, ann
):
    visit(ann, day(200), source=till)
    browser.post(url("end", "old-till"), {"ended_on": day(100).isoformat()})
    assert returned() == {200: 0.0}

    browser.post(url("go-on", "old-till"))

    assert returned() == {}


def test_days_that_were_not_complete_make_returns_unknown_until_they_are(
    browser, till, ann
):
    visit(ann, day(200), source=till)
    measure_returns(at=moment())
    days = {"first_day": day(250).isoformat(), "last_day": day(251).isoformat()}

    browser.post(url("days", "till"), {"what": "missing", **days})
    missing = returned()
    page = browser.get(url("detail", "till")).text
    browser.post(url("days", "till"), {"what": "complete", **days})

    assert missing == {}
    assert "and, after a gap" in page
    assert returned() == {200: 0.0}


@pytest.mark.parametrize(
    ("act", "sent", "words"),
    [
        ("end", {"ended_on": "2999-01-01"}, "There is no such day."),
        ("end", {"ended_on": "2027-01-01"}, "That day is not over yet."),
        ("end", {}, "This field is required."),
        (
            "days",
            {"what": "missing", "first_day": "2026-02-02", "last_day": "2026-02-01"},
            "The last day lies before the first.",
        ),
        (
            "days",
            {"what": "complete", "first_day": "2026-02-02", "last_day": "2027-02-01"},
            "That day is not over yet.",
        ),
    ],
)
def test_a_source_refuses_days_that_cannot_be(browser, till, act, sent, words):
    page = browser.post(url(act, "till"), sent)

    assert words in page.text
    till.refresh_from_db()
    assert till.ended_on is None
    assert till.complete_periods.count() == 1


def test_a_source_that_ended_before_its_last_visit_is_asked_about(browser, till, ann):
    visit(ann, day(200), source=till)

    browser.post(url("end", "till"), {"ended_on": day(150).isoformat()})

    assert "is this its last day?" in browser.get(url("detail", "till")).text


@pytest.mark.parametrize("key", ["nothing", "survey"])
def test_only_sources_of_visits_have_a_page(browser, key):
    SourceFactory(key="survey")

    assert browser.get(url("detail", key)).status_code == 404
    assert browser.post(url("go-on", key)).status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_sources_cost_the_same_queries_at_any_length(
    browser, count, django_assert_num_queries
):
    for _each in range(count):
        complete(SourceFactory(kind=SourceKind.VISITS), 0, 10)

    with django_assert_num_queries(8):
        browser.get(url("list"))
