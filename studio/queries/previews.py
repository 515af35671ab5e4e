"""What steps show that is not in their module: videos, and the customers of scenarios."""

from dataclasses import dataclass, replace
from itertools import chain

from studio.choices import DraftKind
from studio.models import Draft
from studio.queries.versions import newest_versions
from training.models import MediaFile
from training.models.texts import in_language
from training.queries.plays import Customer, Mood, mood_of
from training.queries.videos import film_named, video_in


@dataclass(frozen=True)
class ScenarioOnPage:
    """What one sees before a scenario begins. draft: of it, or None."""

    slug: str
    title: dict
    setting: dict
    customer: Customer
    mood: Mood
    draft: Draft | None


def with_what_is_shown(previews, language, address_of):
    """Return ``previews`` with what their videos and scenarios show, as a list.

    language: of texts. address_of(digest): where the page asks for a file.
    """
    named = chain(*(film_named(each.here) for each in previews if each.kind == "video"))
    files = {file.digest: file for file in MediaFile.objects.filter(digest__in=named)}
    slugs = {each.here.get("scenario") for each in previews if each.kind == "scenario"}
    scenarios = _scenarios(slugs - {None, ""}, language)

    def shown(preview):
        if preview.kind == "video":
            return video_in(preview.here, files, language, address_of)
        return scenarios.get(preview.here.get("scenario"))

    return [replace(each, shown=shown(each)) for each in previews]


def _scenarios(slugs, language):
    """Return {slug: ScenarioOnPage} of the newest versions."""
    if not slugs:
        return {}
    kind = DraftKind.SCENARIO
    drafts = Draft.objects.filter(kind=kind, slug__in=slugs)
    drafts = {each.slug: each for each in drafts}
    versions, _owner = newest_versions(kind)
    return {
        slug: _scenario(slug, version.document, language, drafts.get(slug))
        for version in versions.filter(scenario__slug__in=slugs)
        for slug in [version.scenario.slug]
    }


def _scenario(slug, document, language, draft):
    def words(texts):
        told = in_language(texts, language)
        return {language: told} if told else {}

    person = document["customer"]
    return ScenarioOnPage(
        slug=slug,
        title=words(document["title"]),
        setting=words(document.get("setting", {})),
        customer=Customer(words(person["name"]), words(person.get("detail", {}))),
        mood=mood_of(document["mood"]),
        draft=draft,
    )
