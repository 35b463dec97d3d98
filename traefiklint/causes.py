"""What only follows from something that is told itself: it is told once, at its cause."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from traefiklint.findings import Edit, Finding, Severity, Span
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import OF_LABELS
from traefiklint.records import changed

_STRAY = "label-stray-characters"
"""The rule about characters around a value of a label."""
_BACKUP = "backup-file-loaded"
"""The rule about a copy of a file that Traefik reads as well."""
_ON_UDP = "entrypoint-option-on-udp"
"""The rule about options that do nothing on an entry point for UDP."""
_OF_PLACES = (
    "misplaced-field", "file-not-read", _ON_UDP, "dynamic-in-static", "unknown-static-root", "multiple-documents",
    "static-form-ignored", "tls-router-on-plain-entrypoint",
)  # fmt: skip
"""The rules about sections, files and flags in the wrong place, and entry points not made for what is on them."""
_DOUBLE = "duplicate-name"
"""The rule about each name that two files define."""


def at_causes(
    findings: list[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]]
) -> list[Finding]:
    """The findings but for those that follow from others.

    Args:
        again: gives the findings of another instance.
    """
    return _without_quoted(_without_misplaced(_without_idle(_without_doubles(findings))), instance, again)


def _without_doubles(findings: list[Finding]) -> list[Finding]:
    """The findings but for those about the single names that a file and a copy of it define."""
    pairs = {_files(one) for one in findings if one.rule == _BACKUP}
    return [one for one in findings if one.rule != _DOUBLE or _files(one) not in pairs]


def _without_idle(findings: list[Finding]) -> list[Finding]:
    """The findings but for those about what stands in an option that does nothing on an entry point for UDP, unless
    Traefik refuses it."""
    idle = {(one.file, one.path) for one in findings if one.rule == _ON_UDP}
    return [one for one in findings if one.effect.is_fatal or (one.file, _option_above(one)) not in idle]


def _option_above(finding: Finding) -> str:
    """The path of the option of an object that holds what a finding is about; empty for the option itself."""
    option, dot, _ = finding.path[len(finding.object) + 1 :].partition(".")
    return f"{finding.object}.{option}" if dot else ""


def _without_misplaced(findings: list[Finding]) -> list[Finding]:
    """The findings but for those about names that something defines which is told to be in the wrong place; that is as
    bad as the worst of them, and disables what they do."""
    causes = {f"{one.file} {one.path}" for one in findings if one.rule in _OF_PLACES}
    lost: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.rule not in _OF_PLACES and one.cause in causes:
            lost[one.cause].append(one)
    return [
        _with_all(one, lost.get(f"{one.file} {one.path}", ())) if one.rule in _OF_PLACES else one
        for one in findings
        if one.rule in _OF_PLACES or one.cause not in causes
    ]


def _with_all(cause: Finding, lost: Sequence[Finding]) -> Finding:
    """A finding as bad as the worst of what follows from it, with all that is disabled."""
    worst = _as_bad(cause, max(lost, key=_badness, default=None))
    disables = tuple(dict.fromkeys(name for one in lost for name in one.disables))
    return cause if worst is cause else changed(worst, disables=disables)


def _files(finding: Finding) -> frozenset[str]:
    """The file of a finding and those of what belongs to it."""
    return frozenset((finding.file, *(one.file for one in finding.related)))


def _without_quoted(
    findings: list[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]]
) -> list[Finding]:
    """The findings but for what is told inside of a value with stray quotes or blanks, and of notes elsewhere, that is
    gone without these: the rules run again on the same labels."""
    strays = [one for one in findings if one.rule == _STRAY and one.fix is not None]
    held = _inside(findings, strays)
    if not held or instance.labels is None or instance.labels.given is None:
        return findings
    from traefiklint.instance.labels import read_labels

    edits: dict[str, set[Edit]] = defaultdict(set)
    for stray in strays:
        for edit in stray.fix.edits if stray.fix is not None else ():
            edits[edit.file].add(edit)
    given = instance.labels.given
    texts = {file: _edited(given.text(file), those) for file, those in edits.items()}
    left = set(map(_key, again(instance.with_labels(read_labels(given.over(texts), instance.context)))))
    worst: dict[int, Finding] = {}
    gone = {id(one) for one in findings if _is_note_on_labels(one) and _key(one) not in left}
    for one, stray in held:
        if _key(one) not in left:
            gone.add(id(one))
            worst[id(stray)] = max(worst.get(id(stray), one), one, key=_badness)
    return [_as_bad(one, worst.get(id(one))) for one in findings if id(one) not in gone]


def _is_note_on_labels(finding: Finding) -> bool:
    """Whether it is a note that the rules find again if it is still so."""
    return finding.severity is Severity.INFO and finding.provider in OF_LABELS and finding.rule != _STRAY


def _inside(findings: list[Finding], strays: list[Finding]) -> list[tuple[Finding, Finding]]:
    """The findings inside of values with stray characters, each with the finding about these."""
    by_value: dict[tuple[str, Span], list[Finding]] = defaultdict(list)
    for stray in strays:
        by_value[stray.file, stray.span].append(stray)
    values = sorted(by_value)  # which do not overlap, so none but the last that begins before a finding may hold it
    starts = [(file, span[:2]) for file, span in values]
    held = []
    for one in findings:
        at = bisect_right(starts, (one.file, one.span[:2])) - 1
        if one.rule == _STRAY or at < 0:
            continue
        file, span = values[at]
        if file == one.file and span.line == one.line and one.span[2:] <= span[2:]:
            held += [(one, stray) for stray in by_value[file, span]]
    return held


def _edited(text: str, edits: Iterable[Edit]) -> str:
    from traefiklint.patch.rewrite import applied
    from traefiklint.text.diagnostics import Replacement

    return applied(text, tuple(Replacement(edit.start, edit.end, edit.text) for edit in edits))


def _badness(finding: Finding) -> tuple[int, bool]:
    return finding.severity.rank, finding.effect.is_fatal


def _as_bad(cause: Finding, worst: Finding | None) -> Finding:
    if worst is None or worst.severity.rank < cause.severity.rank or not worst.is_grave:
        return cause
    return changed(
        cause,
        severity=worst.severity,
        effect=worst.effect,
        disables=worst.disables,
        disables_more=worst.disables_more,
        routers=worst.routers,
        assumed=tuple(dict.fromkeys((*cause.assumed, *worst.assumed))),
    )


def _key(finding: Finding) -> object:
    return finding.rule, finding.file, finding.line, finding.path
