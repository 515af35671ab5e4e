"""Scenario documents to test with."""

SETTING = "Saturday, half past eight. The kitchen is thirty minutes behind."


def english(words):
    return {"en": words}


def a_choice(key="go-on", go="done", **fields):
    return {"key": key, "text": english(key), "why": english("why"), "go": go, **fields}


def a_scene(*choices, **fields):
    fields = {"title": english("title"), "says": english("says"), **fields}
    return {**fields, "choices": list(choices)}


def an_ending(outcome="kept", **fields):
    fields = {"title": english("title"), "text": english("text"), **fields}
    return {**fields, "outcome": outcome}


def a_document(scenes, endings=("done",), **fields):
    """Return a document that starts in the first scene and declares what is used.

    endings: by key, or keys alone.
    """
    if not isinstance(endings, dict):
        endings = {key: an_ending() for key in endings}
    choices = [choice for scene in scenes.values() for choice in scene["choices"]]
    used = sorted({skill for choice in choices for skill in choice.get("skills", {})})
    if not used:
        choices[0]["skills"], used = {"empathy": 0}, ["empathy"]
    return {
        "format": "encore.scenario/1",
        "slug": "a-scenario",
        "title": english("A scenario"),
        "setting": english(SETTING),
        "customer": {"name": english("Tomas Berg")},
        "skills": used,
        "mood": 4,
        "start": next(iter(scenes)),
        "scenes": scenes,
        "endings": endings,
        **fields,
    }


def late_table():
    """Return a small, complete scenario with a flag, a condition and a branch.

    Best: own-it, serve, invite (3 + 2 + 2 points). Worst: excuse, hide, nod (-1 -2 +0).
    """
    return a_document(
        {
            "waves": a_scene(
                a_choice(
                    "own-it",
                    "ready",
                    skills={"apologising": 2, "promising-well": 1},
                    recovery="apologise",
                    mood=1,
                    set=["time_promised"],
                    says=english("Four minutes. Four I can do."),
                ),
                a_choice("excuse", "ready", skills={"apologising": -1}, mood=-1),
                title=english("He waves you over"),
                does=english("He has turned his chair to face the kitchen door."),
                ask=english("What do you say?"),
            ),
            "ready": a_scene(
                a_choice(
                    "serve",
                    "goodbye",
                    skills={"promising-well": 2},
                    mood=3,
                    **{"if": {"flags": ["time_promised"]}},
                ),
                a_choice("take-off-bill", "goodbye", skills={"apologising": 1}, mood=1),
                a_choice("hide", "goodbye", skills={"apologising": -2}, mood=-3),
                title=english("Ready to leave"),
            ),
            "goodbye": a_scene(
                a_choice(
                    "invite",
                    [{"if": {"mood_min": 5}, "to": "back"}, {"to": "lost"}],
                    skills={"apologising": 2},
                ),
                a_choice(
                    "nod", [{"if": {"mood_min": 6}, "to": "back"}, {"to": "lost"}]
                ),
                title=english("The goodbye"),
            ),
        },
        endings=("back", "lost"),
        customer={"name": english("Tomas Berg"), "detail": english("table 6")},
        flags=["time_promised"],
    )


def two_ways(*choices, **fields):
    """Return a document: one nods or asks, and then comes to a scene of ``choices``."""
    return a_document(
        {
            "waves": a_scene(a_choice("nod", "table"), a_choice("ask", "table")),
            "table": a_scene(*choices),
        },
        **fields,
    )
