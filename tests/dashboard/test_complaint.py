"""Complaints: the list, and the page on which one is put right."""

import datetime as dt
from decimal import Decimal
from html import escape

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from events.pouring import refresh_statistics
from feedback.models import Customer, Interaction, Metric, Recovery
from feedback.rules.served import Share, monday
from staff.choices import Role
from tests.factories.feedback import answer, recovered, till_knows, visit
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import SkillFactory

pytestmark = pytest.mark.django_db
URL = "/customers/complaints/"
A_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def site(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def ann(site):
    return EmployeeFactory(team=site, first_name="Ann", last_name="Lee")


@pytest.fixture
def mona(site):
    return EmployeeFactory(
        team=site, first_name="Mona", last_name="Lindqvist", manages=[site]
    )


@pytest.fixture
def browser(sign_in, mona):
    return sign_in(mona)


@pytest.fixture
def complaint(ann):
    said = answer(ann, TODAY - 2 * A_DAY, 1, comment="Cold soup.")
    return said.interaction


def page_of(interaction):
    return reverse("dashboard:complaint-detail", args=[interaction.uuid])


def put(browser, interaction, **said):
    usual = {"did": "Cooked it again.", "put_right_on": TODAY.isoformat()}
    return browser.post(page_of(interaction), {**usual, **said}, follow=True)


def shown(page):
    return [row.interaction for row in page.context["rows"]]


def test_complaint_list_shows_what_waits(browser, complaint, ann):
    answer(ann, TODAY, 4, comment="Lovely.")

    page = browser.get(URL)

    assert shown(page) == [complaint]
    assert "<h1>1 complaint waits</h1>" in page.text
    assert "Cold soup." in page.text
    assert "Sat 21 Nov 2026 · Harbour Street · Satisfaction 1" in page.text
    assert f'href="{page_of(complaint)}"' in page.text


def test_complaint_list_shows_what_was_put_right_and_who_came_back(
    browser, complaint, mona, ann
):
    Metric.objects.filter(key="returned").update(window_days=1)
    till_knows(TODAY - 9 * A_DAY, TODAY)
    recovered(complaint, mona, TODAY - A_DAY, customer="LK-1", did="Cooked it again.")
    visit(ann, TODAY, "LK-1")

    waiting = browser.get(URL)
    page = browser.get(URL, {"state": "put_right"})

    assert shown(waiting) == []
    assert "<h1>No complaint waits in these weeks</h1>" in waiting.text
    assert "Everything of these 13 weeks is put right" in waiting.text
    assert "still wait" not in waiting.text
    assert shown(page) == [complaint]
    assert "<h1>1 complaint was put right</h1>" in page.text
    assert "Cooked it again." in page.text
    assert "said sorry · The customer came back" in page.text


def test_complaint_list_says_when_it_will_be_known(browser, complaint, mona, ann):
    recovered(complaint, mona, TODAY, customer="LK-1")
    visit(ann, TODAY, "LK-1")

    page = browser.get(URL, {"state": "all"})

    # The window is 90 days, and the day after it is the first.
    assert "is not known yet, at the earliest on 22 Feb 2027" in page.text


def test_complaint_list_is_of_the_team_and_weeks_asked_for(sign_in, company, site, ann):
    bar = TeamFactory(parent=company)
    boss = sign_in(EmployeeFactory(team=company, manages=[company]))
    here = answer(ann, TODAY, 1).interaction
    there = answer(team=bar, day=TODAY, score=1).interaction
    old = answer(ann, TODAY - 40 * A_DAY, 1).interaction

    assert set(shown(boss.get(URL))) == {here, there, old}
    assert set(shown(boss.get(URL, {"span": "4"}))) == {here, there}
    assert set(shown(boss.get(URL, {"team": site.pk}))) == {here, old}
    week = {"first": old.served_on, "last": old.served_on}
    assert shown(boss.get(URL, week)) == [old]
    assert set(shown(boss.get(URL, {**week, "span": "4"}))) == {here, there}


@pytest.mark.parametrize(
    "asked",
    [
        {"team": "x", "state": "lost", "span": "7"},
        {"team": str(10**30)},
        {"first": "2026-11-01"},
        {"first": "2026-11-20", "last": "2026-11-01", "span": "named"},
        {"first": "0001-01-01", "last": "9999-12-31"},
    ],
)
def test_complaint_list_takes_nonsense_as_nothing(browser, complaint, asked):
    page = browser.get(URL, asked)

    assert shown(page) == [complaint]


def test_complaint_list_without_any_says_so(browser):
    page = browser.get(URL)

    assert "No complaint in these weeks" in page.text
    assert "Nobody complained in these 13 weeks" in page.text


@pytest.mark.parametrize("came_lately", [False, True])
def test_complaint_list_without_any_that_waits_names_those_of_the_year(
    browser, company, site, ann, mona, came_lately
):
    """And leads to them, of the same team; what is older than a year is nowhere."""
    old = [answer(ann, TODAY - days * A_DAY, 1).interaction for days in (100, 200)]
    answer(ann, TODAY - 400 * A_DAY, 1)
    answer(team=TeamFactory(parent=company), day=TODAY - 100 * A_DAY, score=1)
    if came_lately:
        recovered(answer(ann, TODAY, 1).interaction, mona)

    page = browser.get(URL, {"team": site.pk})

    assert "2 complaints of the last 52 weeks still wait." in page.text
    address = f"?team={site.pk}&span=52"
    assert f'href="{escape(address)}">Show what waits</a>' in page.text
    assert shown(browser.get(URL + address)) == old
    assert "still wait." not in browser.get(URL, {"state": "all", "span": "52"}).text


def test_complaint_list_swaps_its_rows_alone(browser, complaint):
    page = browser.get(URL, headers={"HX-Request": "true"})

    assert "Cold soup." in page.text
    assert "<h1>" not in page.text


@pytest.mark.parametrize("rows", [3, 300])
def test_complaint_list_costs_the_same_queries_at_any_length(
    browser, ann, mona, rows, django_assert_num_queries
):
    for number in range(rows):
        said = answer(ann, TODAY, 1).interaction
        recovered(said, mona, customer=f"LK-{number}")
    refresh_statistics(apps.get_models())
    browser.get(URL)

    with django_assert_num_queries(21):
        page = browser.get(URL, {"state": "all"})

    assert page.text.count('<li id="complaint-') == min(rows, 30)
    assert page.context["counts"].total == rows


def test_complaint_says_all_that_one_may_know_of_it(browser, company, ann, site):
    bar = TeamFactory(parent=company, name="Bar")
    gone = EmployeeFactory(team=bar, first_name="Ben", last_name="Ng")
    shares = (
        Share(gone.pk, site.pk, None, monday(TODAY), 3_000),
        Share(None, bar.pk, None, monday(TODAY), 3_000),
    )
    said = answer(ann, TODAY, 2, comment="A shrug.", others=shares).interaction

    page = browser.get(page_of(said))

    assert "A complaint about Mon 23 Nov 2026" in page.text
    assert "A shrug." in page.text
    assert f'href="/people/{ann.pk}/overview/">Ann Lee</a>' in page.text
    # What he gave in her team is hers to see; who works elsewhere now is not named.
    assert page.text.count("Somebody who is not in your teams now") == 1
    assert "Ben Ng" not in page.text
    assert "Bar<" not in page.text


@pytest.mark.parametrize(("value", "is_said"), [(1, True), (0, False)])
def test_complaint_that_is_a_low_score_alone_does_not_say_no(
    browser, ann, value, is_said
):
    said = answer(ann, TODAY, 1, values={"complaint": value}).interaction

    assert ("<dt>Complaints" in browser.get(page_of(said)).text) == is_said


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("staff", 403),
        ("author", 403),
        ("manager", 200),
        ("manager above", 200),
        ("manager elsewhere", 404),
        ("hr", 200),
        ("administrator", 200),
    ],
)
def test_complaint_is_there_for_who_looks_after_the_team(
    sign_in, company, site, mona, complaint, who, status
):
    elsewhere = TeamFactory(parent=company)
    reader = {
        "staff": lambda: EmployeeFactory(team=site),
        "author": lambda: EmployeeFactory(team=site, roles=[Role.AUTHOR]),
        "manager": lambda: mona,
        "manager above": lambda: EmployeeFactory(team=company, manages=[company]),
        "manager elsewhere": lambda: EmployeeFactory(team=site, manages=[elsewhere]),
        "hr": lambda: EmployeeFactory(team=company, roles=[Role.HR]),
        "administrator": lambda: EmployeeFactory(
            team=company, roles=[Role.ADMINISTRATOR]
        ),
    }[who]()
    browser = sign_in(reader)

    assert browser.get(page_of(complaint)).status_code == status
    assert put(browser, complaint).status_code == status
    assert Recovery.objects.exists() == (status == 200)


def test_what_is_no_complaint_has_no_page_here(browser, ann):
    praise = answer(ann, TODAY, 4).interaction

    assert browser.get(page_of(praise)).status_code == 404
    assert put(browser, praise).status_code == 404


def test_complaint_is_put_right(browser, complaint, mona):
    skill = SkillFactory(name={"en": "apologising"})
    form = browser.get(page_of(complaint)).context["form"]

    page = put(
        browser,
        complaint,
        apologised="on",
        cost="12.50",
        skill=skill.pk,
        card=" lk-0042 ",
    )

    assert form["put_right_on"].value() == TODAY
    kept = Recovery.objects.get()
    assert (kept.interaction, kept.by, kept.skill) == (complaint, mona, skill)
    assert (kept.did, kept.cost) == ("Cooked it again.", Decimal("12.50"))
    assert (kept.put_right_on, kept.apologised) == (TODAY, True)
    assert "Mona Lindqvist said so on" in page.text


def test_a_card_is_known_as_files_know_it_and_never_shown(browser, complaint, ann):
    visit(ann, TODAY, "LK 0042")

    page = put(browser, complaint, card="lk 00\u0034\uff12")

    customer = Customer.objects.get()
    assert Recovery.objects.get().customer == customer
    assert "A customer’s card is on record" in page.text
    assert customer.key_hash[:8] not in page.text
    assert "0042" not in page.text


def test_a_card_stays_when_the_rest_is_said_anew(browser, complaint):
    put(browser, complaint, card="LK-1")
    customer = Recovery.objects.get().customer

    page = put(browser, complaint, did="Cooked it twice.", card="")

    kept = Recovery.objects.get()
    assert (kept.customer, kept.did) == (customer, "Cooked it twice.")
    assert "Cooked it twice.</textarea>" in page.text


def test_no_card_is_asked_for_where_the_answer_names_the_customer(browser, ann):
    said = answer(ann, TODAY, 1, customer="Kim").interaction

    page = browser.get(page_of(said))
    put(browser, said, card="LK-1")

    assert "card" not in page.context["form"].fields
    assert Recovery.objects.get().customer is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"did": " "}, "This field is required."),
        ({"did": "a" * 1_001}, "at most 1000 characters"),
        ({"put_right_on": "2026-11-24"}, "This day is still to come."),
        ({"put_right_on": "2026-11-20"}, "That was before the service itself."),
        ({"put_right_on": "soon"}, "Enter a valid date."),
        ({"cost": "-1"}, "greater than or equal to 0"),
        ({"cost": "NaN"}, "Enter a number."),
        ({"cost": "1e20"}, "digits"),
        ({"skill": "0"}, "not one of the available choices"),
    ],
)
def test_complaint_is_not_put_right_by_nonsense(browser, complaint, wrong, words):
    page = put(browser, complaint, **{"card": "LK-0042", **wrong})

    assert words in page.text
    assert "Nothing is saved yet." in page.text
    assert "LK-0042" not in page.text
    assert "Please type the card again: it was not kept." in page.text
    assert not Recovery.objects.exists()
    assert not Customer.objects.exists()


def test_complaint_costs_the_same_queries_whoever_shares_it(
    browser, ann, site, mona, django_assert_num_queries
):
    several = EmployeeFactory.create_batch(4, team=site)
    week = monday(TODAY)
    shares = tuple(Share(each.pk, site.pk, None, week, 1_000) for each in several)
    alone, shared = answer(ann, score=1), answer(ann, score=1, others=shares)
    for said in (alone, shared):
        recovered(said.interaction, mona, customer="LK-1")
    browser.get(URL)

    for said in (alone, shared):
        with django_assert_num_queries(20):
            browser.get(page_of(said.interaction))


def test_a_complaint_is_deleted_with_how_it_was_put_right(sign_in, complaint, mona):
    recovered(complaint, mona)
    browser = sign_in(EmployeeFactory(roles=[Role.HR]))
    url = reverse("dashboard:answer-detail", args=[complaint.uuid])

    assert "how a complaint was put right go for good" in browser.get(url).text
    browser.post(f"{url}delete/", {"reason": "wished"})

    assert not Interaction.objects.exists()
    assert browser.get(page_of(complaint)).status_code == 404


def test_customers_leads_to_complaints(browser, site):
    page = browser.get("/customers/")

    assert f'href="{URL}' in page.text
    assert browser.get(URL).text.count('aria-current="page"') == 2
