"""What a scenario names must exist, once, and in every language."""

from collections import Counter
from collections.abc import Iterator

from training.scenario.document import (
    ALWAYS,
    Choice,
    Condition,
    Scenario,
    Scene,
    Text,
)
from training.scenario.finding import Finding, gettext_noop, names, place
from training.scenario.taken import split_flags

MESSAGES = {
    "unknown_start": gettext_noop(
        "The start is %(start)s, but there is no such scene. Scenes: %(scenes)s."
    ),
    "shared_key": gettext_noop("%(key)s names both a scene and an ending."),
    "duplicate_choice": gettext_noop(
        "Two choices of this scene have the key %(choice)s."
    ),
    "unknown_target": gettext_noop(
        "Choice %(choice)s leads to %(target)s, which is neither a scene nor an ending."
    ),
    "no_fallback": gettext_noop(
        "Choice %(choice)s may find no way on: its last branch needs to be without "
        "a condition."
    ),
    "conditional_fallback": gettext_noop(
        "Choice %(choice)s may find no way on: its last branch leads to %(target)s, "
        "which asks for a condition of its own."
    ),
    "after_fallback": gettext_noop(
        "Branch %(number)s of choice %(choice)s has no condition, so the ones after "
        "it are never tried."
    ),
    "conditional_start": gettext_noop(
        "Every play begins in %(start)s, so it cannot ask for a condition."
    ),
    "impossible_mood": gettext_noop(
        "This can never hold: the mood would have to be at least %(lowest)s and at "
        "most %(highest)s."
    ),
    "impossible_flag": gettext_noop(
        "This can never hold: %(flag)s would have to be set and not set."
    ),
    "impossible_taken": gettext_noop(
        "This can never hold: it asks that %(taken)s was taken, and that it was not."
    ),
    "closed_by_mood": gettext_noop(
        "This way is never open: with what %(target)s itself asks for, the mood would "
        "have to be at least %(lowest)s and at most %(highest)s."
    ),
    "closed_by_flag": gettext_noop(
        "This way is never open: with what %(target)s itself asks for, %(flag)s would "
        "have to be set and not set."
    ),
    "closed_by_taken": gettext_noop(
        "This way is never open: with what %(target)s itself asks for, %(taken)s "
        "would have to be taken and not taken."
    ),
    "unknown_flag": gettext_noop(
        "%(flag)s is not among the flags of this scenario. Declared: %(flags)s."
    ),
    "unknown_taken": gettext_noop(
        "This asks whether %(taken)s was taken, but scene %(scene)s has no such "
        "choice. Choices: %(choices)s."
    ),
    "unknown_taken_scene": gettext_noop(
        "This asks whether %(taken)s was taken, but there is no scene %(scene)s. "
        "Scenes: %(scenes)s."
    ),
    "contrary_flag": gettext_noop("Choice %(choice)s both sets and clears %(flag)s."),
    "undeclared_skill": gettext_noop(
        "Choice %(choice)s gives points for %(skill)s, which is not among the skills "
        "of this scenario. Declared: %(skills)s."
    ),
    "unused_skill": gettext_noop("No choice gives points for %(skill)s."),
    "missing_language": gettext_noop(
        "The title has this language, this text has not: %(languages)s."
    ),
}


def reference_findings(scenario: Scenario) -> list[Finding]:
    """Return what is wrong with the names and texts of ``scenario``, without playing.

    scenario: anything ``document.load`` returns.
    """
    return [
        *_wrong_keys(scenario),
        *_wrong_ways(scenario),
        *_wrong_conditions(scenario),
        *_wrong_flags(scenario),
        *_wrong_skills(scenario),
        *_missing_languages(scenario),
    ]


def _wrong_keys(scenario: Scenario) -> Iterator[Finding]:
    scenes = scenario.scenes
    if scenario.start not in scenes:
        yield _finding(
            "unknown_start", "start", start=scenario.start, scenes=names(scenes)
        )
    elif scenes[scenario.start].condition != ALWAYS:
        yield _finding(
            "conditional_start", f"scenes.{scenario.start}.if", start=scenario.start
        )
    for key in scenes:
        if key in scenario.endings:
            yield _finding("shared_key", f"scenes.{key}", key=key)
        counted = Counter(choice.key for choice in scenes[key].choices)
        for choice_key, count in counted.items():
            if count > 1:
                yield _finding(
                    "duplicate_choice", f"scenes.{key}.choices", choice=choice_key
                )


def _wrong_ways(scenario: Scenario) -> Iterator[Finding]:
    targets = {*scenario.scenes, *scenario.endings}
    for _, choice, where in placed_choices(scenario):
        for branch in choice.go:
            if branch.to not in targets:
                yield _finding(
                    "unknown_target", f"{where}.go", choice=choice.key, target=branch.to
                )
        conditions = [branch.condition for branch in choice.go]
        last = choice.go[-1]
        if ALWAYS not in conditions and last.written == ALWAYS:
            yield _finding(
                "conditional_fallback",
                f"{where}.go",
                choice=choice.key,
                target=last.to,
            )
        elif ALWAYS not in conditions:
            yield _finding("no_fallback", f"{where}.go", choice=choice.key)
        elif (number := conditions.index(ALWAYS) + 1) < len(conditions):
            yield _finding(
                "after_fallback", f"{where}.go", choice=choice.key, number=number
            )


def _wrong_conditions(scenario: Scenario) -> Iterator[Finding]:
    for where, condition in _placed_conditions(scenario):
        flags, taken = split_flags(condition.flags | condition.not_flags)
        for flag in flags:
            if flag not in scenario.flags:
                declared = names(scenario.flags) or "-"
                yield _finding("unknown_flag", where, flag=flag, flags=declared)
        for name in taken:
            yield from _unknown_choice(scenario, where, name)
        for kind, params in _contradictions(condition):
            yield _finding(f"impossible_{kind}", where, **params)
    yield from _closed_ways(scenario)


def _unknown_choice(scenario: Scenario, where: str, taken: str) -> Iterator[Finding]:
    scene_key, _, choice_key = taken.partition("/")
    if scene_key not in scenario.scenes:
        yield _finding(
            "unknown_taken_scene",
            where,
            taken=taken,
            scene=scene_key,
            scenes=names(scenario.scenes),
        )
        return
    choices = [choice.key for choice in scenario.scenes[scene_key].choices]
    if choice_key not in choices:
        yield _finding(
            "unknown_taken",
            where,
            taken=taken,
            scene=scene_key,
            choices=names(choices),
        )


def _closed_ways(scenario: Scenario) -> Iterator[Finding]:
    """Yield the branches that contradict the place they lead to."""
    for _, choice, where in placed_choices(scenario):
        for number, branch in enumerate(choice.go):
            if _contradictions(branch.written) or _contradictions(branch.of_target):
                continue
            for kind, params in _contradictions(branch.condition):
                yield _finding(
                    f"closed_by_{kind}",
                    f"{where}.go[{number}]",
                    target=branch.to,
                    **params,
                )


def _contradictions(condition: Condition) -> list[tuple[str, dict[str, str | int]]]:
    """Return why ``condition`` can never hold, as [(kind, params)]; [] when it can."""
    flags, taken = split_flags(condition.flags & condition.not_flags)
    found: list[tuple[str, dict[str, str | int]]] = []
    if condition.mood_min > condition.mood_max:
        found.append(
            ("mood", {"lowest": condition.mood_min, "highest": condition.mood_max})
        )
    found += [("flag", {"flag": flag}) for flag in flags]
    found += [("taken", {"taken": name}) for name in taken]
    return found


def _wrong_flags(scenario: Scenario) -> Iterator[Finding]:
    declared = names(scenario.flags) or "-"
    for _, choice, where in placed_choices(scenario):
        for field, named in {"set": choice.sets, "clear": choice.clears}.items():
            for flag in split_flags(named)[0]:
                if flag not in scenario.flags:
                    yield _finding(
                        "unknown_flag", f"{where}.{field}", flag=flag, flags=declared
                    )
        for flag in sorted(choice.sets & choice.clears):
            yield _finding("contrary_flag", where, choice=choice.key, flag=flag)


def _wrong_skills(scenario: Scenario) -> Iterator[Finding]:
    declared, used = names(scenario.skills), set()
    for _, choice, where in placed_choices(scenario):
        used.update(choice.skills)
        for skill in choice.skills:
            if skill not in scenario.skills:
                yield _finding(
                    "undeclared_skill",
                    f"{where}.skills",
                    choice=choice.key,
                    skill=skill,
                    skills=declared,
                )
    for number, skill in enumerate(scenario.skills):
        if skill not in used:
            yield _finding("unused_skill", f"skills[{number}]", skill=skill)


def _missing_languages(scenario: Scenario) -> Iterator[Finding]:
    for where, text in _texts(scenario):
        # A text that was left out is empty and has no language to miss.
        missing = [tag for tag in scenario.title if text and tag not in text]
        if missing:
            yield _finding("missing_language", where, languages=names(missing))


def _texts(scenario: Scenario) -> Iterator[tuple[str, Text]]:
    yield "setting", scenario.setting
    yield "customer.name", scenario.customer_name
    yield "customer.detail", scenario.customer_detail
    for scene in scenario.scenes.values():
        for field in ("title", "does", "says", "ask"):
            yield f"scenes.{scene.key}.{field}", getattr(scene, field)
        if scene.hurry:
            yield f"scenes.{scene.key}.hurry.does", scene.hurry.does
            yield f"scenes.{scene.key}.hurry.says", scene.hurry.says
    for _, choice, where in placed_choices(scenario):
        for field in ("text", "does", "says", "why"):
            yield f"{where}.{field}", getattr(choice, field)
    for ending in scenario.endings.values():
        for field in ("title", "text"):
            yield f"endings.{ending.key}.{field}", getattr(ending, field)


def placed_choices(scenario: Scenario) -> Iterator[tuple[Scene, Choice, str]]:
    """Yield every choice with its scene and its place: ``scenes.waves.choices[0]``."""
    for scene in scenario.scenes.values():
        for number, choice in enumerate(scene.choices):
            yield scene, choice, place(["scenes", scene.key, "choices", number])


def _placed_conditions(scenario: Scenario) -> Iterator[tuple[str, Condition]]:
    """Yield every condition as it is written, with its place."""
    for scene in scenario.scenes.values():
        yield f"scenes.{scene.key}.if", scene.condition
    for _, choice, where in placed_choices(scenario):
        yield f"{where}.if", choice.condition
        for number, branch in enumerate(choice.go):
            yield f"{where}.go[{number}].if", branch.written
    for ending in scenario.endings.values():
        yield f"endings.{ending.key}.if", ending.condition


def _finding(code: str, where: str, **params: str | int) -> Finding:
    return Finding(code, where, MESSAGES[code], params)
