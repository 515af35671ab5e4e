"""Handing out sign-in codes and redeeming them: the acts."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from events.models import Event
from staff.access import may_hand_code
from staff.actions.people import appoint_manager
from staff.actions.sign_in_codes import ALPHABET, issue_codes, redeem_code
from staff.choices import Role
from staff.models import FailedTry, SignInCode
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.staff.conftest import PASSWORD

AT = moment()
LATER = AT + dt.timedelta(minutes=1)


def issued(employee, by, at=AT):
    [code] = issue_codes(employees=[employee], by=by, at=at)
    return code.code


def redeem(number, code, password=PASSWORD, address="192.0.2.1", at=LATER):
    return redeem_code(
        number=number, code=code, password=password, address=address, at=at
    )


def refusal(*args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        redeem(*args, **kwargs)
    return getattr(caught.value, "code", None) or caught.value.message_dict


# Handing out ------------------------------------------------------------------------


def test_issue_codes_gives_everybody_a_code_of_their_own(manager, site):
    people = EmployeeFactory.create_batch(3, team=site)

    codes = issue_codes(employees=people, by=manager, at=AT)

    assert [code.employee for code in codes] == people
    assert len({code.code for code in codes}) == 3
    for code in codes:
        assert len(code.code) == 9
        assert set(code.code.replace("-", "")) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1ILU")
    assert {code.expires_at for code in codes} == {AT + dt.timedelta(days=7)}


def test_issue_codes_stores_no_code(manager, waiter):
    code = issued(waiter, manager)

    row = SignInCode.objects.get()
    assert code not in str(vars(row))
    assert code.replace("-", "") not in str(vars(row))
    assert (row.employee, row.created_by) == (waiter, manager)


def test_issue_codes_is_told_once_a_person(manager, site):
    people = EmployeeFactory.create_batch(2, team=site)

    issue_codes(employees=people, by=manager, at=AT)

    events = Event.objects.filter(kind="code.issued").order_by("employee_id")
    assert list(events.values_list("employee_id", "actor_id")) == [
        (person.pk, manager.pk) for person in people
    ]


def test_issue_codes_ends_the_password_and_the_sessions_of_before(
    manager, waiter, sign_in
):
    waiter.set_password(PASSWORD)
    waiter.save()
    client = sign_in(waiter)
    assert client.get("/me/").status_code == 200

    issued(waiter, manager)

    waiter.refresh_from_db()
    assert not waiter.has_usable_password()
    assert client.get("/me/").status_code == 302


def test_issue_codes_withdraws_the_code_of_before(manager, waiter):
    first = issued(waiter, manager)
    second = issued(waiter, manager, at=LATER)

    assert refusal("E17", first) == "spent"
    assert redeem("E17", second).employee == waiter


def test_issue_codes_takes_200_people_at_once_and_no_more(manager, site):
    people = EmployeeFactory.create_batch(201, team=site)

    with pytest.raises(ValidationError) as caught:
        issue_codes(employees=people, by=manager, at=AT)

    assert caught.value.code == "too_many"
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize("number", [1, 10])
def test_issue_codes_costs_the_same_for_any_number(
    manager, site, django_assert_num_queries, number
):
    people = EmployeeFactory.create_batch(number, team=site)
    by = type(manager).objects.with_time_zone().get(pk=manager.pk)

    with django_assert_num_queries(13):
        issue_codes(employees=people, by=by, at=AT)


# Whom one may hand a code -----------------------------------------------------------


def test_issue_codes_refuses_all_when_one_is_out_of_reach(manager, waiter, house):
    stranger = EmployeeFactory(team=house)

    with pytest.raises(PermissionDenied):
        issue_codes(employees=[waiter, stranger], by=manager, at=AT)

    assert not SignInCode.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_manager_hands_no_code_to_somebody_with_a_role(manager, site, role):
    trusted = EmployeeFactory(team=site, roles=[role])

    with pytest.raises(PermissionDenied):
        issued(trusted, manager)


def test_manager_hands_no_code_to_their_own_manager(manager, site, house):
    regional = EmployeeFactory(team=site, manages=[house])

    with pytest.raises(PermissionDenied):
        issued(regional, manager)


def test_manager_hands_no_code_to_somebody_who_will_manage_more(manager, site, house):
    promoted = EmployeeFactory(team=site)
    appoint_manager(
        employee=promoted,
        team=house,
        valid_from=TODAY + dt.timedelta(days=30),
        by=None,
        at=AT,
    )

    assert not may_hand_code(manager, promoted)


def test_manager_hands_a_code_to_who_manages_a_team_below(manager, site):
    shift = TeamFactory(parent=site)
    leader = EmployeeFactory(team=shift, manages=[shift])

    assert may_hand_code(manager, leader)


def test_manager_hands_no_code_to_another_team(manager, house):
    other = TeamFactory(parent=house)

    assert not may_hand_code(manager, EmployeeFactory(team=other))


def test_manager_hands_a_code_to_who_begins_next_week_and_to_no_leaver(manager, site):
    newcomer = EmployeeFactory(team=site, hired_on=TODAY + dt.timedelta(days=7))
    leaver = EmployeeFactory(team=site, left_on=TODAY)

    assert may_hand_code(manager, newcomer)
    assert not may_hand_code(manager, leaver)


def test_manager_of_nothing_any_more_hands_out_no_code(manager, waiter):
    manager.managed_teams.update(valid_to=TODAY)

    with pytest.raises(PermissionDenied):
        issued(waiter, manager)


def test_hr_hands_a_code_to_everybody_but_administrators(
    hr, administrator, manager, waiter
):
    other_hr = EmployeeFactory(roles=[Role.HR])

    assert may_hand_code(hr, manager)
    assert may_hand_code(hr, waiter)
    assert may_hand_code(hr, other_hr)
    assert not may_hand_code(hr, administrator)


def test_administrator_hands_a_code_to_administrators_too(administrator, hr):
    other = EmployeeFactory(roles=[Role.ADMINISTRATOR])

    assert may_hand_code(administrator, other)
    assert may_hand_code(administrator, hr)


@pytest.mark.parametrize("who", ["manager", "hr", "administrator", "waiter"])
def test_nobody_hands_themselves_a_code(request, who):
    person = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        issued(person, person)


def test_staff_and_authors_hand_out_no_codes(site, waiter):
    author = EmployeeFactory(team=site, roles=[Role.AUTHOR])

    assert not may_hand_code(author, waiter)
    assert not may_hand_code(waiter, author)


# Redeeming --------------------------------------------------------------------------


def test_redeem_code_sets_the_password_once(manager, waiter):
    code = issued(waiter, manager)

    redeemed = redeem("E17", code)

    waiter.refresh_from_db()
    assert waiter.check_password(PASSWORD)
    assert (redeemed.employee, redeemed.created_by) == (waiter, manager)
    assert SignInCode.objects.get().used_at == LATER
    assert refusal("E17", code) == "spent"
    kinds = Event.objects.filter(employee_id=waiter.pk, actor_id=waiter.pk)
    assert sorted(kinds.values_list("kind", flat=True)) == [
        "code.used",
        "password.changed",
    ]


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " ")])
def test_redeem_code_reads_a_code_however_it_is_typed(manager, waiter, typed):
    code = issued(waiter, manager)

    assert redeem(" e17 ", typed(code)).employee == waiter


def test_redeem_code_refuses_an_unknown_number_and_a_wrong_code_alike(manager, waiter):
    code = issued(waiter, manager)
    other = EmployeeFactory(team=waiter.postings.get().team)

    assert refusal("nobody", code) == "wrong"
    assert refusal("E17", "AAAA-AAAA") == "wrong"
    assert refusal(other.employee_number, code) == "wrong"
    assert refusal("E17", "") == "wrong"
    waiter.refresh_from_db()
    assert not waiter.has_usable_password()


def test_redeem_code_refuses_after_seven_days(manager, waiter):
    code = issued(waiter, manager)
    week = dt.timedelta(days=7)

    assert refusal("E17", code, at=AT + week) == "spent"
    assert redeem("E17", code, at=AT + week - dt.timedelta(seconds=1))


def test_redeem_code_waits_for_the_first_day(manager, site, noon):
    tomorrow = TODAY + dt.timedelta(days=1)
    new = EmployeeFactory(team=site, hired_on=tomorrow)
    code = issued(new, manager)

    assert refusal(new.employee_number, code) == "too_early"
    noon.move_to(moment(day=tomorrow))
    assert redeem(new.employee_number, code, at=moment(day=tomorrow)).employee == new


def test_redeem_code_is_refused_to_a_leaver(manager, waiter):
    code = issued(waiter, manager)
    waiter.employments.update(left_on=TODAY)

    assert refusal("E17", code) == "spent"


@pytest.mark.parametrize(
    "password", ["short", "1234567890123", "password123", "E17E17E17E17"]
)
def test_redeem_code_keeps_the_code_when_the_password_is_weak(
    manager, waiter, password
):
    code = issued(waiter, manager)
    if password == "E17E17E17E17":
        waiter.first_name = password
        waiter.save()

    assert set(refusal("E17", code, password)) == {"password"}
    assert SignInCode.objects.get().used_at is None
    assert redeem("E17", code).employee == waiter


def test_redeem_code_closes_for_a_person_after_five_wrong_codes(manager, waiter):
    code = issued(waiter, manager)
    for _try in range(5):
        assert refusal("E17", "AAAA-AAAA") == "wrong"

    assert refusal("E17", code) == "wait"
    assert redeem("E17", code, at=LATER + dt.timedelta(minutes=15)).employee == waiter


def test_redeem_code_stays_open_from_another_place(manager, waiter):
    code = issued(waiter, manager)
    for _try in range(5):
        refusal("E17", "AAAA-AAAA")

    assert redeem("E17", code, address="198.51.100.7").employee == waiter


def test_redeem_code_closes_for_a_place_after_a_hundred(manager, waiter):
    code = issued(waiter, manager)
    for number in range(100):
        assert refusal(f"X{number}", "AAAA-AAAA") == "wrong"

    assert refusal("E17", code) == "wait"


def test_redeem_code_counts_one_person_under_all_their_names(manager, waiter):
    waiter.email = "amal@example.com"
    waiter.save()
    for name in ["E17", "e17", "amal@example.com", "AMAL@example.com", "E17"]:
        refusal(name, "AAAA-AAAA")

    assert refusal("E17", "AAAA-AAAA") == "wait"


def test_redeem_code_forgets_wrong_tries_after_a_day_or_a_right_one(manager, waiter):
    code = issued(waiter, manager)
    refusal("E17", "AAAA-AAAA")
    refusal("nobody", "AAAA-AAAA")

    redeem("E17", code)
    assert FailedTry.objects.count() == 1
    refusal("E17", "AAAA-AAAA", at=LATER + dt.timedelta(days=1))

    assert FailedTry.objects.count() == 1


# Two at once ------------------------------------------------------------------------


def at_once(*acts):
    """Run ``acts`` in threads of their own; return what each returned or refused with."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory knows no second connection that waits its turn")
    outcomes, start = [None] * len(acts), Barrier(len(acts), timeout=60)

    def run(place, act):
        start.wait()
        try:
            outcomes[place] = act()
        except ValidationError as refused:
            outcomes[place] = refused.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_redeem_code_has_one_winner_of_two_at_once(manager, waiter):
    code = issued(waiter, manager)

    outcomes = at_once(*[lambda: redeem("E17", code).employee.pk] * 2)

    assert sorted(outcomes, key=str) == sorted([waiter.pk, "spent"], key=str)
    assert Event.objects.filter(kind="code.used").count() == 1


@pytest.mark.django_db(transaction=True)
def test_issue_codes_leaves_one_open_code_of_two_at_once(manager, hr, waiter, site):
    others = EmployeeFactory.create_batch(3, team=site)

    def issue(people, by):
        return lambda: len(issue_codes(employees=people, by=by, at=AT))

    people = [waiter, *others]
    outcomes = at_once(issue(people, manager), issue(people[::-1], hr))

    assert outcomes == [4, 4]
    codes = SignInCode.objects.filter(withdrawn_at=None)
    assert codes.values("employee").distinct().count() == codes.count() == 4


@pytest.mark.django_db(transaction=True)
def test_redeem_code_and_issue_codes_wait_for_each_other(manager, waiter):
    code = issued(waiter, manager)

    def issue():
        return len(issue_codes(employees=[waiter], by=manager, at=LATER))

    redeemed, reissued = at_once(lambda: redeem("E17", code).employee.pk, issue)

    assert reissued == 1
    assert redeemed in {waiter.pk, "spent"}
    waiter.refresh_from_db()
    assert not waiter.has_usable_password()


def test_a_code_of_a_newcomer_is_good_for_seven_days_from_the_first_day(
    manager, site, time_machine
):
    time_machine.move_to(AT, tick=False)
    first_day = TODAY + dt.timedelta(days=10)
    newcomer = EmployeeFactory(team=site, hired_on=first_day)

    [code] = issue_codes(employees=[newcomer], by=manager, at=AT)
    time_machine.move_to(moment(day=first_day), tick=False)
    redeem(newcomer.employee_number, code.code, at=moment(day=first_day))

    assert code.expires_at == moment(0, day=first_day) + dt.timedelta(days=7)
    newcomer.refresh_from_db()
    assert newcomer.has_usable_password()
