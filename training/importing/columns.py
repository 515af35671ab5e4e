"""What a column of a file of past training can say, and what can be wrong with a row."""

from django.utils.translation import gettext_lazy as _

from staff.importing.columns import HEADERS, VAGUE_NUMBERS, Field
from staff.importing.kind import Column

NUMBERS = set(HEADERS[Field.NUMBER].split())

COLUMNS = (
    Column(
        "number",
        _("Employee number"),
        " ".join(sorted(NUMBERS - VAGUE_NUMBERS)),
        vague=" ".join(sorted(VAGUE_NUMBERS)),
    ),
    Column("email", _("E-mail of the employee"), HEADERS[Field.EMAIL] + " useremail"),
    Column(
        "name",
        _("Name of the employee (“Berg, Anna” or “Anna Berg”)"),
        "fullname employeename vollername vollstaendigername mitarbeitername "
        "nachnamevorname lastnamefirstname vornamenachname displayname learnername "
        "participantname username teilnehmername",
        vague="name employee person user learner participant student mitarbeiter "
        "mitarbeiterin teilnehmer teilnehmerin",
    ),
    Column("first_name", _("First name"), HEADERS[Field.FIRST_NAME]),
    Column("last_name", _("Last name"), HEADERS[Field.LAST_NAME]),
    Column(
        "module",
        _("Module, course or training"),
        "module modulename moduletitle moduleslug course coursename coursetitle "
        "coursecode training trainingname trainingtitle learningobject activity "
        "activityname programme program content modul modulname kurs kursname "
        "kurstitel schulung schulungsname lehrgang lerninhalt seminar unterweisung",
        vague="title item lesson thema titel bezeichnung",
    ),
    Column(
        "assigned_on",
        _("Assigned on"),
        "assignedon assigned assigneddate dateassigned assignmentdate assignedat "
        "enrolledon enrolled enroldate enrolmentdate enrollmentdate dateenrolled "
        "registeredon registrationdate zugewiesenam zugewiesen zuweisungsdatum "
        "zuweisung anmeldedatum eingeschriebenam",
        is_date=True,
    ),
    Column(
        "completed_on",
        _("Completed on"),
        "completedon completed completeddate completiondate datecompleted completedat "
        "dateofcompletion finishedon finished finishdate passedon passeddate "
        "abgeschlossenam abgeschlossen abschlussdatum abschluss absolviertam "
        "bestandenam erledigtam",
        vague="date on enddate datum am",
        is_date=True,
    ),
    Column(
        "score",
        _("Score"),
        "score scorepercent finalscore result grade percent percentage punkte "
        "ergebnis note bewertung prozent punktzahl",
    ),
    Column(
        "minutes",
        _("Minutes the module takes"),
        "minutes durationminutes durationmin duration lengthminutes timeminutes "
        "minuten dauer dauerminuten dauerinminuten",
    ),
)
NEEDS = (
    ("number", "email", "name", "last_name"),
    ("module",),
    ("completed_on",),
)

MEND_DATE = _("Write it as 2026-04-03, or say how the dates of this file are read.")

REASONS = {
    "employee_missing": (
        _("Nobody is named in this row."),
        _("Name the employee by number, e-mail or name."),
    ),
    "number_unknown": (
        _("Nobody here has this employee number."),
        _("Bring in that person first, or mend the number."),
    ),
    "email_unknown": (
        _("Nobody here has this e-mail."),
        _("Bring in that person first, or mend the e-mail."),
    ),
    "name_unknown": (
        _("Nobody here has this name."),
        _("Bring in that person first, or mend the name."),
    ),
    "name_ambiguous": (
        _("Several people have this name."),
        _("Say the employee number, so that nobody has to guess."),
    ),
    "module_missing": (
        _("No module is named in this row."),
        _("Name it as the catalogue does, or as your old system did."),
    ),
    "module_unknown": (
        _("The catalogue has no module of this name."),
        _("Say which one it is, or that it was learned elsewhere."),
    ),
    "module_ambiguous": (
        _("Several modules have this title."),
        _("Name it by its slug."),
    ),
    "module_left_out": (
        _("You chose to leave out the rows of this module."),
        _("Take the rows again and choose otherwise, or leave it so."),
    ),
    "completed_missing": (
        _("There is no day of completing in this row."),
        _("If it was never completed, leave it out."),
    ),
    "date_unreadable": (_("We cannot read this as a date."), MEND_DATE),
    "date_ambiguous": (
        _("This date can be read both ways."),
        _("Say whether the day or the month comes first."),
    ),
    "time_unreadable": (_("We cannot read the time in this cell."), MEND_DATE),
    "no_such_day": (_("There is no such day."), MEND_DATE),
    "date_far_off": (_("This day is centuries away."), MEND_DATE),
    "completed_later": (
        _("It was completed on a day that is still to come."),
        _("Bring it in once it is completed."),
    ),
    "assigned_after": (
        _("It was assigned after it was completed."),
        _("Mend one of the days, or empty the day of assigning if nobody knows it."),
    ),
    "assigned_long_before": (
        _("It was assigned decades before it was completed."),
        _("Mend one of the days."),
    ),
    "not_employed": (
        _("This person did not work here on that day."),
        _("Look at the hire date on the person’s page, or mend the day."),
    ),
    "score_unreadable": (
        _("We cannot read this as a score."),
        _("Write per cent, 85, or a part of a whole, 17/20."),
    ),
    "score_off": (
        _("A score lies between 0 and 100 per cent."),
        _("Mend it, or empty the cell."),
    ),
}
