"""What comes of what rules found: who is disabled by it, how bad it is, and what only follows from something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from traefiklint.checks.registry import SEVERITIES, Found
from traefiklint.findings import Affected, Effect, Finding, Related, Severity, Span
from traefiklint.instance.names import FILE
from traefiklint.records import changed

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.instance.startup import BlastRadius, Build, NamesLeft
    from traefiklint.model.base import Named
    from traefiklint.options import Options
    from traefiklint.text.document import Document

NOT_REACHED = "Traefik reports this only when a working router uses it"
"""What is said of an object that Traefik would disable, if anything led to it."""


def build_of(instance: Instance, found: Iterable[Found]) -> Build | None:
    """What Traefik makes of it all; None where nothing was found that could disable anything."""
    faults: dict[Named, list[int | None]] = {}
    doubt = False
    for item in found:
        if (item.diagnostic.effect or item.rule.effect) is Effect.DISABLED:
            doubt = True
            if not item.seen_by_build and item.diagnostic.disables is None:
                thing = instance.object_at(item.diagnostic.place)
                if thing is not None:
                    faults.setdefault(thing, []).append(item.diagnostic.after)
    if not doubt:
        return None
    from traefiklint.instance.startup import Build

    return Build(instance, faults)


def findings_of(
    found: Iterable[Found],
    instance: Instance,
    build: Build | None,
    options: Options,
) -> list[Finding]:
    """The findings of what rules found.

    Args:
        build: what `build_of` says of all that was found, here and elsewhere.
        options: whether to tell what is wrong only where a variable in a label has no value (where the files are used
            it mostly has one), and the severities of rules that are not their own.
    """
    found = list(found)
    if not found:
        return []
    from traefiklint.instance.startup import BlastRadius, NamesLeft
    from traefiklint.relevance import is_beside_the_point

    names = NamesLeft(instance)
    radius = None if build is None else BlastRadius(build, instance, names)
    outside = _outside(instance) if any(map(_refuses_files, found)) else ()
    twice = _Twice()
    found = (item for item in found if not twice.holds(item))
    if not options.without_values:
        found = (item for item in found if not _is_of_nobody(item) and (options.strict or not _unset(item)))
    if not options.strict:
        found = (item for item in found if _is_asked(item, options) or not is_beside_the_point(item, instance, options))
    return [_finding(item, instance, build, options.severities, radius, names, outside) for item in found]


def _is_asked(item: Found, options: Options) -> bool:
    return not options.select.isdisjoint((item.rule.id, item.rule.category))


def _refuses_files(item: Found) -> bool:
    document = item.diagnostic.place.document
    is_of_files = document is None or document.provider == FILE
    return is_of_files and (item.diagnostic.effect or item.rule.effect) is Effect.REJECTED


def _outside(instance: Instance) -> tuple[str, ...]:
    """The objects of other providers that need one of the files', so that Traefik disables them without the files."""
    if instance.labels is None:
        return ()
    from traefiklint.instance.startup import Build

    of_files = [thing for kind in instance.objects.values() for thing in kind.values() if thing.provider == FILE]
    lost = Build(instance, {thing: [0] for thing in of_files}).disabled - Build(instance, {}).disabled
    return tuple(sorted(thing.object for thing in lost if thing.provider != FILE))


def _unset(item: Found) -> tuple[str, ...]:
    """The variables that must have no value, as here, for it to be so."""
    place = item.diagnostic.place
    if item.holds or place.document is None:
        return ()
    return item.diagnostic.unset or place.document.unset(place.node)


class _Twice:
    """What stands below keys that stand twice, or behind them: Traefik refuses the file, and which of two is meant is
    unknown. Worked out once for each document."""

    def __init__(self) -> None:
        self._below: dict[int, set[int]] = {}
        """By the identity of its document, the lines below such a key."""
        self._keys: dict[int, dict[int, list[Span]]] = {}
        """The keys, by their lines."""

    def holds(self, item: Found) -> bool:
        """Whether it is about such a value, and not what Traefik refuses for itself."""
        said = item.diagnostic
        document, span = said.place.document, said.span or said.place.span
        if document is None or not document.diagnostics or item.rule.category == "labels":
            return False
        if (said.effect or item.rule.effect) is Effect.REJECTED:
            return False
        if id(document) not in self._keys:
            self._read(document)
        here = self._keys[id(document)].get(span.line, ())
        return span.line in self._below[id(document)] or any(key.column <= span.column and key != span for key in here)

    def _read(self, document: Document) -> None:
        keys: dict[int, list[Span]] = {}
        below: set[int] = set()
        for key in (key for one in document.diagnostics if one.repeats for key in (one.first, one.span)):
            if key is not None:
                keys.setdefault(key.line, []).append(key)
        lines = document.text.split("\n") if keys else []
        for line, found in keys.items():
            column = min(key.column for key in found)
            last = line
            while last < len(lines) and _starts_behind(lines[last], column):
                last += 1
                below.add(last)
        self._below[id(document)], self._keys[id(document)] = below, keys


def _starts_behind(line: str, column: int) -> bool:
    """Whether a line belongs to what a key in a column has for its value: indented further, an item, or nothing."""
    text = line.lstrip(" ")
    start = len(line) - len(text) + 1
    return start > column or text.strip()[:1] in ("", "#") or (start == column and text.startswith("- "))


def _is_of_nobody(item: Found) -> bool:
    """Whether it is about a value that nobody knows, and that is missing nowhere."""
    place = item.diagnostic.place
    return not item.holds and place.document is not None and place.document.hangs_on_required(place.node)


def _finding(
    item: Found,
    instance: Instance,
    build: Build | None,
    severities: Mapping[str, Severity],
    radius: BlastRadius | None,
    names: NamesLeft,
    outside: tuple[str, ...],
) -> Finding:
    rule, diagnostic = item.rule, item.diagnostic
    place = diagnostic.place
    document = place.document
    is_of_service = document is not None and document.holds_labels and document.provider == "static"
    span = diagnostic.span or place.span
    effect = diagnostic.effect or rule.effect
    message = diagnostic.message
    affected = Affected()
    routers = 0
    severity = diagnostic.severity or (rule.severity if effect is rule.effect else SEVERITIES[effect])
    if diagnostic.disables is not None:
        affected = names.some(radius.with_users(diagnostic.disables) if radius else diagnostic.disables, place.object)
    elif effect is Effect.REJECTED:
        is_of_files = _refuses_files(item)
        routers = instance.count_routers() if is_of_files else 0
        affected = names.some(("*", *outside) if is_of_files else ("*",), "*")
    elif effect is Effect.DISABLED:
        assert build is not None and radius is not None
        thing = instance.object_at(place)
        if thing is not None and (thing in build.failed or thing in build.disabled):
            affected = radius.of(thing)
        else:
            effect, severity = Effect.SILENT, Severity.WARNING
            message = _with_tail(message, NOT_REACHED)
    if unset := _unset(item):
        without = " and ".join(f"`{name}`" for name in unset)
        have = "have" if len(unset) > 1 else "has"
        message = _with_tail(message, f"this is so where {without} {have} no value")
        severity = min(severity, Severity.WARNING, key=lambda one: one.rank)
    return Finding(
        rule.id,
        rule.category,
        severities.get(rule.id, severity),
        effect,
        message,
        place.file,
        span,
        diagnostic.help,
        place.path,
        place.object,
        affected.names,
        diagnostic.related,
        diagnostic.fix if not is_of_service else None,  # names of flags are no keys that could be edited so
        routers,
        "file" if document is None else document.provider,
        cause=diagnostic.cause,
        disables_more=affected.more,
        unset=unset,
        tag=rule.tag,
    )


def _with_tail(message: str, tail: str) -> str:
    """A message with more behind it; behind a question that is a sentence of its own."""
    if message.endswith("?"):
        return f"{message} {tail[0].upper()}{tail[1:]}."
    return f"{message.removesuffix('.')}; {tail}."


def with_true_effects(told: list[Finding], following: Iterable[Finding]) -> list[Finding]:
    """What readers have told, as bad as what comes of it: a list in place of a name is a name that leads nowhere."""
    quiet = {finding.path for finding in told if finding.path and finding.effect is Effect.SILENT}
    worse = {finding.path: finding for finding in following if finding.path in quiet and finding.effect.is_fatal}
    if not worse:
        return told
    return [
        changed(finding, effect=cause.effect, severity=cause.severity, disables=cause.disables, routers=cause.routers)
        if finding.effect is Effect.SILENT and (cause := worse.get(finding.path))
        else finding
        for finding in told
    ]


def without_consequences(findings: list[Finding], told: list[Finding]) -> list[Finding]:
    """Leave out what only follows from something that a reader has told: that an option is missing where it is
    misspelt, that a name is unknown where it is a list, that a server has no URL where there should be a list. Another
    file may have something else at the same path: `api` stands in the static configuration, and by mistake elsewhere.
    """
    above = {(one.file, outer) for one in told if one.effect.is_fatal for outer in _ancestors(one.path)}
    quiet = {(one.file, one.path) for one in told if one.path and one.effect is Effect.SILENT}
    if not above and not quiet:
        return findings

    def is_consequence(finding: Finding) -> bool:
        if (finding.file, finding.path) in above:
            return True
        return not finding.effect.is_fatal and any((finding.file, outer) in quiet for outer in _ancestors(finding.path))

    return [finding for finding in findings if not is_consequence(finding)]


_OF_OPTIONS = frozenset(("misplaced-field", "removed-static-option", "unknown-field"))
"""The rules about options that a Traefik does not know."""


def with_refusals(findings: Iterable[Finding], rule: str, files: Collection[str]) -> list[Finding]:
    """The findings, those about whole files with the options there that Traefik does not know and refuses, which have
    the same cause: with any of them it does not start.

    Args:
        rule: the rule about whole files.
        files: those of which it tells.
    """
    refused: dict[str, list[Finding]] = {}
    rest: list[Finding] = []
    for one in findings:
        is_refused = one.file in files and one.provider == "static" and one.rule in _OF_OPTIONS
        (refused.setdefault(one.file, []) if is_refused and one.effect is Effect.REJECTED else rest).append(one)
    return [_with_refused(one, refused.get(one.file, ())) if one.rule == rule else one for one in rest]


def _with_refused(whole: Finding, refused: Sequence[Finding]) -> Finding:
    if not refused:
        return whole
    from traefiklint.text.spelling import joined

    worst = max(refused, key=lambda one: one.severity.rank)
    options = joined(one.path for one in refused)
    return changed(
        whole,
        severity=worst.severity,
        effect=worst.effect,
        message=_with_tail(whole.message, f"Traefik 3 does not start with {options}"),
        disables=worst.disables,
        related=(*whole.related, *(Related(one.file, one.span, "Traefik refuses this") for one in refused)),
        assumed=tuple(dict.fromkeys((*whole.assumed, *worst.assumed))),
    )


def _ancestors(path: str) -> list[str]:
    """A place in the configuration, and all that it lies in."""
    return [path[:end] for end in range(1, len(path) + 1) if path[end : end + 1] in ("", ".", "[")]
