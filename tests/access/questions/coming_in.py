"""How the acts of “Coming in” are asked."""

from staff.actions.sign_in_codes import issue_codes
from staff.models import Employee
from tests.access.questions.asking import Asked, asks
from tests.access.scene import PASSWORD
from tests.factories.staff import (
    moment,
)


def with_password(asker):
    person = Employee.objects.get(pk=asker.person("own").pk)
    person.set_password(PASSWORD)
    person.save()
    return person


def new_password(**other):
    return {
        "password": "four green pears",
        "password_again": "four green pears",
        **other,
    }


@asks("Sign in", changes=None)
def sign_in(asker, whom):
    number = with_password(asker).employee_number
    return Asked(sent={"username": number, "password": PASSWORD})


@asks("Sign out", changes=None)
def sign_out(asker, whom):
    return Asked(sent={})


@asks("Redeem a code")
def code_redeem(asker, whom):
    person = asker.scene.people["team"]
    [issued] = issue_codes(
        employees=[person], by=asker.scene.actors["administrator"], at=moment()
    )
    typed = {"number": person.employee_number, "code": issued.code}
    return Asked(sent=new_password(**typed))


SET_UP = "Set up, once it is done"


@asks(
    "Give the set-up key, then",
    "Name the organisation, then",
    "Name it again, then",
    "Become the first person, then",
    "Become it again, then",
)
def set_up(asker, whom):
    return Asked(sent={"key": "the-key", "name": "Taken over"})
