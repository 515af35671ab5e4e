import pytest

from tests.factories.outcomes import AnalysisFactory, EstimateFactory
from tests.factories.staff import EmployeeFactory
from tests.factories.training import SkillFactory
from tests.outcomes.scenes import a_play, a_scenario_step

URL = "/payoff/scenarios/the-late-table/"


@pytest.fixture
def mona(company, sign_in):
    return sign_in(EmployeeFactory(team=company, manages=[company]))


def test_scenario_shows_what_the_modules_did_that_hold_it(mona):
    step = a_scenario_step()
    EstimateFactory(analysis=AnalysisFactory(), module=step.version.module)

    page = mona.get(URL).text

    assert "<h1>The late table</h1>" in page
    assert "Customers rate people who did it <b>.15 points higher</b>" in page


def test_scenario_describes_good_players_and_says_it_is_no_effect(mona, company):
    step = a_scenario_step()
    for _each in range(5):
        a_play(step, company, 90, 0.05)
        a_play(step, company, 30, 0.20)
    a_play(step, company, 70, 0.5)

    page = mona.get(URL).text

    assert "A description, not an effect" in page
    assert '<span class="num">5 %</span>' in page
    assert '<span class="num">20 %</span>' in page
    assert "50 %" not in page


def test_scenario_describes_each_of_its_skills(mona, company):
    SkillFactory(slug="empathy", name={"en": "Empathy"})
    SkillFactory(slug="promising", name={"en": "Promising well"})
    step = a_scenario_step(skills=["empathy", "promising"])
    for _each in range(5):
        a_play(step, company, 50, 0.05, skills={"empathy": 90, "promising": 50})
        a_play(step, company, 50, 0.20, skills={"empathy": 20, "promising": 50})
    a_play(step, company, 50, 0.5, skills={"empathy": 50, "promising": 50})

    page = mona.get(URL).text
    skills = page[page.index("Skill by skill") :]

    assert "A description too, and no evidence" in skills
    assert skills.index("67 to 100 %") < skills.index('<span class="num">5 %</span>')
    assert skills.index('<span class="num">20 %</span>') < skills.index("34 to 66 %")
    assert "50 %" not in skills
    assert "Too little to compare yet: Promising well." in skills


def test_scenario_with_few_players_shows_no_share(mona, company):
    step = a_scenario_step()
    a_play(step, company, 90, 0.05)

    page = mona.get(URL).text

    assert "Too few people have played it" in page
    assert "5 %" not in page


def test_scenario_that_does_not_exist_is_not_found(mona):
    assert mona.get(URL).status_code == 404
