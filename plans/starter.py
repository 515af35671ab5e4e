"""The templates that come with Encore, and what each skill should move.

Job roles are the house's own, so a template names the words by which it knows one.
"""

from dataclasses import dataclass, field

# The metric that getting better at a skill should show in first, by skill.
SKILL_METRICS = {
    "making-the-customer-feel-special": "csat",
    "recognising-returning-customers": "returned",
    "empathy": "csat",
    "finding-out-what-is-expected": "better_than_expected",
    "promising-well": "low_score",
    "going-the-extra-mile": "better_than_expected",
    "hearing-complaints": "complaint",
    "apologising": "low_score",
    "resolving-on-the-spot": "resolved_first",
    "recovering-a-lost-customer": "returned",
    "staying-in-touch": "nps",
    "serving-different-people-differently": "csat",
    "caring-for-loyal-customers": "returned",
    "long-term-over-the-quick-sale": "recommended_by",
}


@dataclass(frozen=True)
class StarterTemplate:
    """One template: its name, the job roles it is for by code or name, its goals.

    job_roles: in small letters; none for the template that is for everybody. goals:
    (skill slug, level today, level to reach, module slugs).
    """

    name: str
    goals: tuple
    job_roles: frozenset = field(default_factory=frozenset)
    weeks: int = 13


ATTENTION = ("making-the-customer-feel-special", 2, 3, ("not-rushing-a-customer",))
REGULARS = ("recognising-returning-customers", 2, 3, ("a-caller-nobody-recognises",))
PROMISES = ("promising-well", 2, 3, ("promising-only-what-you-can-keep",))
APOLOGY = ("apologising", 2, 3, ("putting-a-complaint-right",))
ON_THE_SPOT = ("resolving-on-the-spot", 2, 3, ("putting-a-complaint-right",))

TEMPLATES = (
    StarterTemplate("The first season", (ATTENTION, APOLOGY)),
    StarterTemplate(
        "On the floor",
        (ATTENTION, APOLOGY, PROMISES),
        frozenset(
            {"floor", "waiter", "waitress", "server", "sales", "sales assistant"}
            | {"service", "kellner", "kellnerin", "bedienung", "verkauf", "verkäufer"}
        ),
    ),
    StarterTemplate(
        "At the till",
        (ATTENTION, ON_THE_SPOT),
        frozenset({"till", "cashier", "checkout", "kasse", "kassierer"}),
    ),
    StarterTemplate(
        "On the phone",
        (REGULARS, PROMISES, ON_THE_SPOT),
        frozenset({"phone", "agent", "call agent", "call centre agent", "telefon"}),
    ),
)
