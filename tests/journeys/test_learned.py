"""An author sees what people do with what was written: a lot, too little, nothing yet."""

import datetime as dt
import random
from itertools import count

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ModuleVersionFactory,
    StepFactory,
)
from tests.studio.playing import a_step, played
from training.choices import StepKind
from training.content.reading import read_content
from training.models import Attempt, QuizAnswer
from training.scenario import play
from training.scenario.document import parse

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STARTER = settings.BASE_DIR / "training/starter"
DRILL = "a-drill-for-one-hole"
numbers = count(1)


@pytest.fixture
def ines(company):
    return EmployeeFactory(
        first_name="Ines", last_name="Duarte", team=company, roles=["author"]
    )


def played_by_many(company):
    """Let sixty people of three teams play, more often well than badly."""
    step = a_step(read_content(STARTER / f"scenarios/{DRILL}.yaml"), slug=DRILL)
    scenario, chance = parse(step.scenario_version.document), random.Random(7)
    sites = [
        TeamFactory(parent=company, name=name)
        for name in ("Harbour Street", "Old Town", "Station")
    ]
    for number in range(60):
        state, path = play.start(scenario), []
        while not play.is_finished(scenario, state):
            offers = play.available_choices(scenario, state)
            weights = [2.0 ** max(choice.points, -1) for choice in offers]
            path.append(chance.choices(offers, weights)[0].key)
            state = play.step(scenario, state, path[-1])
        played(
            step,
            path,
            team=sites[min(number % 4, 2)],
            at=moment() - dt.timedelta(days=chance.randrange(120)),
        )


def answered_by_many():
    """Let forty people answer the quiz of a starter module, and miss one question."""
    document = read_content(STARTER / "modules/asking-before-offering.yaml")
    quiz = next(step for step in document["steps"] if step["kind"] == "quiz")
    module = ModuleFactory(
        slug=document["slug"], title=document["title"], version=False
    )
    step = StepFactory(
        version=ModuleVersionFactory(module=module, number=1),
        key=quiz["key"],
        kind=StepKind.QUIZ,
        document=quiz,
    )
    chance = random.Random(3)
    for _ in range(40):
        knows = chance.random()
        given = [answer_to(question, knows, chance) for question in quiz["questions"]]
        attempt = Attempt.objects.create(
            enrolment=EnrolmentFactory(module=module, version=step.version),
            step=step,
            number=1,
            started_at=moment(),
            finished_at=moment(),
            score=sum(is_right for _options, is_right in given),
        )
        for question, (options, is_right) in zip(quiz["questions"], given, strict=True):
            QuizAnswer.objects.create(
                attempt=attempt,
                question=question["key"],
                options=options,
                is_right=is_right,
                at=moment(),
            )
    return module


def answer_to(question, knows, chance):
    """Return (options ticked, whether that is right)."""
    right = sorted(o["key"] for o in question["options"] if o["is_right"])
    wrong = [o["key"] for o in question["options"] if not o["is_right"]]
    if chance.random() < 0.25 + 0.6 * knows:
        return right, True
    return [wrong[0] if chance.random() < 0.8 else wrong[-1]], False


def test_an_author_sees_where_customers_are_lost(open_page, camera, company, ines):
    played_by_many(company)
    module = answered_by_many()
    page = open_page(ines)
    page.goto("/studio/learned/")
    expect(page.get_by_role("row", name="A drill for one hole")).to_contain_text(
        "60 people"
    )
    camera.take(page, "learned")

    page.get_by_role("link", name="A drill for one hole").click()
    expect(page.locator("h1")).to_contain_text("lose the customer")
    expect(page.locator(".enc-graph .scene")).to_have_count(18)
    camera.take(page, "scenario-learned")
    page.locator("select[name=team]").select_option("\u2007\u2007Harbour Street")
    expect(page.get_by_text("They were in Harbour Street")).to_be_visible()
    page.locator("select[name=period]").select_option("This month and 2 before it")
    page.wait_for_url("**period=quarter**")
    camera.take(page, "scenario-learned-team")

    page.goto(f"/studio/modules/{module.slug}/questions/")
    expect(page.get_by_text("Most tempting wrong answer").first).to_be_visible()
    camera.take(page, "module-questions")


def test_an_author_sees_nothing_of_a_few(open_page, camera, company, ines):
    step = a_step()
    for _ in range(4):
        played(step, ["own-it", "serve", "invite"], team=company)
    page = open_page(ines)
    page.goto("/studio/scenarios/a-scenario/learned/")

    expect(page.get_by_text("Figures appear as soon as five people")).to_be_visible()
    camera.take(page, "scenario-learned-few")


def test_an_author_sees_that_nothing_is_there_yet(open_page, camera, company, ines):
    page = open_page(ines)
    page.goto("/studio/learned/")

    expect(page.get_by_text("No scenario has been published yet.")).to_be_visible()
    camera.take(page, "learned-empty")
