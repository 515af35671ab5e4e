"""What can be wrong with a row of answers, in words, and the way out."""

from django.utils.translation import gettext_lazy as _

# code: (what is wrong, what to do about it)
REASONS = {
    "time_missing": (
        _("The row does not say when the customer was served."),
        _("Fill in the date."),
    ),
    "date_unreadable": (
        _("This is no date we can read."),
        _("Write it as 2026-08-31 or 2026-08-31 14:05."),
    ),
    "date_ambiguous": (
        _("This date could be meant in two ways."),
        _("Say whether the day or the month comes first, or write it as 2026-08-31."),
    ),
    "no_such_day": (
        _("There is no such day."),
        _("Look how many days the month has, and whether the day stands first."),
    ),
    "time_unreadable": (
        _("This is no time of day we can read."),
        _("Write it as 14:05."),
    ),
    "date_far_off": (
        _("A date like that, so far away, is surely a slip of the pen."),
        _("Correct the year."),
    ),
    "in_future": (
        _("This day is still to come."),
        _("Correct the date, or look whether the day and the month are swapped."),
    ),
    "answered_before": (
        _("The customer cannot have answered before being served."),
        _("Look at both dates."),
    ),
    "nobody_named": (
        _("The row names neither a person nor a team."),
        _("Fill in who served."),
    ),
    "employee_unknown": (
        _("We know nobody called that."),
        _("Look for a typing error, or take the person into Encore first."),
    ),
    "which_one": (
        _("Several people who worked here that day have this name."),
        _("Put the employee number or the e-mail in its place."),
    ),
    "not_here_then": (
        _("This person did not work here on that day."),
        _("Look at the date, or at the person’s first and last day."),
    ),
    "team_unknown": (
        _("We know no team called that."),
        _("Use the team’s code or its name as in Encore."),
    ),
    "team_which": (
        _("There is more than one team called that."),
        _("Use the team’s code."),
    ),
    "score_unreadable": (
        _("This is no score we can read."),
        _("Write it as a number."),
    ),
    "off_scale": (
        _("This score lies beyond the scale."),
        _("Correct it, or say on which scale the column stands."),
    ),
    "scale_unknown": (
        _("It is not known on which scale this score stands."),
        _("Say on which scale the column stands, or write it as 4/5."),
    ),
    "yes_no_unreadable": (
        _("This is neither yes nor no."),
        _("Write yes or no, or leave it empty."),
    ),
    "no_answer": (
        _("There is neither a score nor a comment in this row."),
        _("Leave the row out: nobody answered."),
    ),
    "id_twice": (
        _("Another row above has the same number and says something else."),
        _("Decide for one of them, or give each its own number."),
    ),
    "sealed": (
        _("What stood here may have said who the customer is, so it was not kept."),
        _("Write it anew, as it stands in your own file."),
    ),
    "mark_twice": (
        _("Another row above has the same mark of Encore and says something else."),
        _("Decide for one of them, or empty the mark of a row you have added."),
    ),
}
