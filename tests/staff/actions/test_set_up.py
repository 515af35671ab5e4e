"""From an empty database to a house: the act."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.models import Event
from staff.actions.set_up import set_up_organisation
from staff.models import Employee, Organisation, Team
from tests.factories.staff import moment
from tests.staff.conftest import PASSWORD

PERSON = {
    "employee_number": "1",
    "first_name": "Olga",
    "last_name": "Owner",
    "email": "olga@example.com",
    "language": "de",
}


def set_up(**changes):
    facts = {
        "name": "Harbour Street",
        "time_zone": "Asia/Tokyo",
        "person": PERSON,
        "password": PASSWORD,
        "at": moment(hour=20),
    }
    return set_up_organisation(**facts | changes)


@pytest.mark.django_db
def test_set_up_organisation_makes_a_house_with_one_person_in_it(noon):
    noon.move_to(moment(hour=20))

    owner = set_up()

    root = Team.objects.get()
    assert (root.name, root.time_zone) == ("Harbour Street", "Asia/Tokyo")
    assert Organisation.objects.get().set_up_at == moment(hour=20)
    assert owner.check_password(PASSWORD)
    assert owner.language == "de"
    # It is tomorrow in Tokyo already.
    assert str(owner.employments.get().hired_on) == "2026-11-24"
    assert owner.postings.get().team == root
    assert owner.works_here()
    assert owner.roles == {"administrator", "hr"}
    assert owner.managed_teams.get().team == root
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {"team.created", "employee.hired", "role.granted"}


@pytest.mark.django_db
def test_set_up_organisation_is_done_once():
    set_up()

    with pytest.raises(ValidationError) as caught:
        set_up(name="Second", person=PERSON | {"employee_number": "2", "email": ""})

    assert caught.value.code == "set_up"
    assert (Team.objects.count(), Employee.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "olga@example"}, "password"),
        ({"person": PERSON | {"employee_number": " "}}, "employee_number"),
        ({"person": PERSON | {"email": "no mail"}}, "email"),
    ],
)
def test_set_up_organisation_leaves_nothing_behind_when_refused(changes, field):
    with pytest.raises(ValidationError) as caught:
        set_up(**changes)

    assert field in caught.value.message_dict
    assert not Organisation.objects.exists()
    assert not Team.objects.exists()
    assert not Employee.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_set_up_organisation_has_one_winner_of_two_at_once():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory knows no second connection that waits its turn")
    outcomes, start = [], Barrier(2, timeout=60)

    def race(number):
        start.wait()
        try:
            set_up(person=PERSON | {"employee_number": number, "email": ""})
        except ValidationError as refusal:
            outcomes.append(refusal.code)
        else:
            outcomes.append("won")
        finally:
            connection.close()

    racers = [Thread(target=race, args=[number]) for number in ("1", "2")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(outcomes) == ["set_up", "won"]
    assert Employee.objects.count() == 1
