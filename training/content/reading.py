"""Reading content files: YAML, checked before it is used, its faults told by line."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.content.lines import Lines
from training.content.loading import load_yaml
from training.content.structure import content_findings

# Of one file: a scenario may hold two million characters.
MOST_BYTES = 8 * 1024**2
# What a publishing action refuses by a name in the document: the fields that say it.
_FIELDS = {
    "unknown_skill": {"skills"},
    "unknown_scenario": {"scenario"},
    "unknown_bank": {"bank"},
    "unknown_module": {"modules"},
    "unknown_prerequisite": {"prerequisites"},
    "unknown_refresher": {"refresher"},
    "too_few_questions": {"bank"},
    "key_twice": {"key"},
}


@dataclass(frozen=True)
class ContentFile:
    """A content file that could be read.

    name: what people know it by. text: as it stands there. document: what it says.
    """

    name: str
    text: str
    document: object

    @cached_property
    def lines(self):
        return Lines(self.text)

    def faults(self):
        """Return a ValidationError for each thing that is wrong by itself; [] for none."""
        return [
            self._fault(
                finding.code,
                self.lines.of(finding.where, finding.code, finding.params),
                f"{finding.where}: {_(finding.message) % finding.params}",
            )
            for finding in content_findings(self.document)
        ]

    def refused(self, refusal):
        """Return what a publishing action said, a ValidationError, by file and line."""
        named = next(iter((refusal.params or {}).values()), "")
        fields = _FIELDS.get(refusal.code, set())
        line = self.lines.naming(named, fields)
        if refusal.code == "circle":
            line = self.lines.of("prerequisites")
        if refusal.code == "unknown_media":
            line = self.lines.saying(named)
        return self._fault(refusal.code, line or 1, refusal.messages[0])

    def _fault(self, code, line, reason):
        params = {"file": self.name, "line": line, "reason": reason}
        message = _("%(file)s, line %(line)s: %(reason)s")
        return ValidationError(message, code="invalid", params=params | {"fault": code})


def read_content(path):
    """Return the checked document in the YAML file at ``path``.

    Its ``format`` says what it is: encore.skills/1, encore.module/1, encore.bank/1,
    encore.path/1 or encore.scenario/1. Raises ValidationError, code "unreadable" or
    "invalid", one message a fault, each with the file's name, the line, what is wrong
    and what is allowed.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise _unreadable(path.name, 1, fault.strerror) from fault
    file = read_file(path.name, content)
    if faults := file.faults():
        raise ValidationError(faults)
    return file.document


def read_file(name, content):
    """Return the ContentFile that ``content``, bytes, is; what it says is not checked.

    Raises ValidationError, code "unreadable", with the file's name, line and reason.
    """
    if len(content) > MOST_BYTES:
        reason = _("Larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2}
        raise _unreadable(name, 1, reason)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        reason = _("This is not written in UTF-8. Save the file as UTF-8.")
        raise _unreadable(name, line, reason) from fault
    try:
        return ContentFile(name, text, load_yaml(text))
    except ValidationError as fault:
        raise _unreadable(name, **fault.params) from fault


def content_faults(document):
    """Return what is wrong with ``document``, any value, as texts; empty when nothing."""
    return [
        f"{finding.where}: {_(finding.message) % finding.params}"
        for finding in content_findings(document)
    ]


def _unreadable(name, line, reason):
    params = {"file": name, "line": line, "reason": reason}
    message = _("%(file)s, line %(line)s: %(reason)s")
    return ValidationError(message, code="unreadable", params=params)
