"""Which findings rest on something that nobody gave: they say so, and no fix rests on it.

A finding rests on what is assumed where it is gone without it. So the rules run again on the same files, with a Traefik
of which less is known, and whoever is missing then is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice

from traefiklint.findings import Finding, Severity
from traefiklint.instance.context import Context
from traefiklint.instance.instance import Instance, Labels
from traefiklint.options import Options
from traefiklint.records import changed
from traefiklint.versions import DYNAMIC_OF_TRAEFIK_2, OF_TRAEFIK_2

ELSEWHERE = "elsewhere"
PROFILE = "profile"
PROJECTS = "projects"
RUN = "run"
TARGET = "target"
_FOR_ALL = frozenset(("unknown-middleware", "unknown-servers-transport", "unknown-tls-options"))
"""Rules about names that others may define; a service belongs to the container that routers lead to."""
_WHATEVER_RUNS = frozenset(("compose-refused", "yaml-syntax", "toml-syntax"))
"""The rules about what Compose, or any reader of the language, refuses."""
_OF_KEYS = frozenset(("unknown-field", "misplaced-field"))
"""The rules about options that a Traefik 3 does not know."""
_PART = "compose-refused"
"""The rule that a file breaks which cannot stand alone."""
_KINDS = {"unknown-cert-resolver": "resolvers", "plugin-not-declared": "plugins", "unknown-provider": "providers"}
"""What of the static configuration a rule is about, where that is not the entry points."""
_OF_STATIC = frozenset((*_KINDS, "unknown-entrypoint", "internal-not-enabled"))
"""The rules about what a static configuration does not have, or does not switch on, as `api`."""


def mark(
    findings: Iterable[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]]
) -> list[Finding]:
    """The findings with what each of them rests on, where a profile stands in for the static configuration.

    Args:
        again: gives the findings of another instance.
    """
    context = instance.context
    findings = list(findings)
    if not findings or not (context.assumed or context.sign):
        return findings
    less = Context(
        context.target, context.target_known, assumed=context.assumed, dokploy=context.dokploy, known=context.known
    )
    without_static = _keys(again(instance.with_context(less))) if context.assumed else frozenset()
    least = Context(context.target, context.target_known) if context.assumed else context._replace(dokploy=False)
    without_profile = _keys(again(instance.with_context(least))) if context.sign else frozenset()
    marked = []
    for finding in findings:
        assumed = [PROFILE] if context.sign and _key(finding) not in without_profile else []
        if context.assumed and _key(finding) not in without_static:
            assumed.append(_KINDS.get(finding.rule, "resolvers" if finding.rule.startswith("acme-") else "entrypoints"))
        marked.append(changed(finding, assumed=tuple(assumed), fix=None) if assumed else finding)
    return marked


def without_new(findings: Iterable[Finding], *, runs_older: bool) -> list[Finding]:
    """The findings but for what is about a Traefik 3 that may not run the files. Where nobody says which one runs, what
    that one refuses or disables is told with what is assumed, and as a note where it is a rule that an older one reads
    otherwise; where an older one does run, it is not."""
    kept = []
    findings = list(findings)
    old = set() if runs_older else {finding.file for finding in findings if finding.rule == "traefik-1-file"}
    for finding in findings:
        if finding.file in old and finding.provider == "static" and finding.rule in _OF_KEYS:
            continue  # which are those of Traefik 1, as long as nobody says that another one runs it
        if runs_older and _is_of_traefik_2(finding):
            continue
        if finding.category != "migration" and finding.rule != "removed-static-option":
            kept.append(finding)
        elif finding.severity is Severity.ERROR and not runs_older:
            unsure = _unsure(finding, TARGET)
            kept.append(unsure if finding.provider == "static" else changed(unsure, severity=Severity.INFO))
    return kept


def _is_of_traefik_2(finding: Finding) -> bool:
    known = OF_TRAEFIK_2 if finding.provider == "static" else DYNAMIC_OF_TRAEFIK_2
    return finding.rule == "unknown-field" and finding.path.rpartition(".")[2].lower() in known


def mark_target(findings: Iterable[Finding]) -> list[Finding]:
    """The findings where an older Traefik may run the files than any that is known: whether it minds is not known
    either, and what is right for the target may be wrong for it. Texts that nobody can read are none to anyone."""
    return [finding if finding.rule in _WHATEVER_RUNS else _unsure(finding, TARGET) for finding in findings]


def mark_projects(findings: list[Finding], labels: Labels, *, strict: bool) -> list[Finding]:
    """The findings, where those about several compose projects that nobody named together say that this is assumed:
    people keep files that they use no more, or one or the other of.

    Args:
        strict: whether to keep these.
    """
    if not any(project.is_found for project in labels.projects) or len(labels.projects) < 2:
        return list(findings)
    return _resting(findings, {id(finding) for finding in findings if _spans(finding, labels)}, PROJECTS, strict=strict)


def mark_run(
    findings: list[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]], *, strict: bool
) -> list[Finding]:
    """The findings, where those that are gone if the compose files are run otherwise say that this is assumed: nobody
    said which profiles are asked for, and which files are put over which.

    `docker compose up` takes the files as they lie there. An error is one then, however else somebody may run them; so
    only what files or scripts say of another way counts against it.

    Args:
        again: gives the findings of another instance.
        strict: whether to keep what hangs on how they are run.
    """
    labels, context = instance.labels, instance.context
    if not findings or labels is None or labels.given is None:
        return findings
    from traefiklint.discovery.plain import may_run_traefik
    from traefiklint.discovery.projects import guessed_ways_of, told_ways_of
    from traefiklint.instance.labels import read_labels

    given, composed = labels.given, labels.given.files
    unsure = {id(finding) for finding in findings if finding.rule == _PART and finding.file in given.piped}
    ways = [(way, True) for way in told_ways_of(given)] + [(way, False) for way in guessed_ways_of(given)]
    for way, is_told in ways:
        others = way.files ^ given.files
        is_same = not any(may_run_traefik(way.text(file)) for file in others)
        known = context if is_same else _without_static(context)
        left = _keys(again(instance.with_context(known).with_labels(read_labels(way, known, known=labels.readings))))
        for finding in findings:
            concerned = finding.file in way.files or (is_same and finding.file not in composed)
            may_go = is_told or finding.severity is not Severity.ERROR or finding.rule == _PART
            if concerned and may_go and _key(finding) not in left:
                unsure.add(id(finding))
    return _resting(findings, unsure, RUN, strict=strict)


def mark_apart(
    findings: list[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]], *, strict: bool
) -> list[Finding]:
    """The findings, where those say so that are gone without a compose file that cannot run beside theirs.

    Args:
        again: gives the findings of another instance.
        strict: whether to keep these.
    """
    labels, context = instance.labels, instance.context
    if not findings or labels is None:
        return findings
    from traefiklint.instance.alternatives import ways_apart
    from traefiklint.instance.labels import read_labels

    unsure = set()
    for way in ways_apart(labels, {finding.file for finding in findings}):
        alone = instance.with_labels(read_labels(way.projects, context, known=labels.readings))
        left = _keys(again(alone))
        unsure |= {id(one) for one in findings if one.file in way.alone and _key(one) not in left}
    return _resting(findings, unsure, RUN, strict=strict)


def mark_elsewhere(
    findings: list[Finding], instance: Instance, again: Callable[[Instance], Iterable[Finding]], *, strict: bool
) -> list[Finding]:
    """The findings, where those in labels that a Traefik reads which is not here say so, if they rest on what that one
    knows: its static configuration, and the names that its own labels and files define.

    Args:
        again: gives the findings of another instance.
        strict: whether to keep these.
    """
    from traefiklint.instance.elsewhere import labels_of_others

    lines = instance.once(labels_of_others)
    if not any((finding.file, finding.line) in lines for finding in findings):
        return findings
    context = instance.context
    left = None if context.blank else _keys(again(instance.with_context(_without_static(context))))
    unsure = {
        id(finding)
        for finding in findings
        if (finding.file, finding.line) in lines
        and ((left is not None and _key(finding) not in left) or _is_absence(finding))
    }
    return _resting(findings, unsure, ELSEWHERE, strict=strict)


def mark_others(
    findings: list[Finding],
    instance: Instance,
    again: Callable[[Instance], Iterable[Finding]],
    options: Options,
    *,
    has_static: bool,
    strict: bool,
) -> list[Finding]:
    """The findings, where those say so that another Traefik does not know which may read the same: a resolver, a plugin
    or an entry point that it has.

    Args:
        again: gives the findings of another instance, with those that are left to `--strict`.
        has_static: whether a static configuration counts here.
        strict: whether to keep these.
    """
    for assumed, is_read, contexts in _other_traefiks(instance, options, has_static=has_static):
        concerned = [finding for finding in findings if finding.rule in _OF_STATIC and is_read(finding)]
        findings = _resting(findings, _unknown_to_one(concerned, instance, again, contexts), assumed, strict=strict)
    return findings


def _other_traefiks(
    instance: Instance, options: Options, *, has_static: bool
) -> Iterator[tuple[str, Callable[[Finding], bool], Iterable[Context]]]:
    """What is assumed where another Traefik does not count, which findings are about what it reads, and what it knows:
    those that may be the one whose labels these are, those of the same compose files or of other runs of these, and
    those that read the same dynamic files."""
    from traefiklint.instance.load import (
        contexts_by_run,
        contexts_of_candidates,
        contexts_of_several,
        contexts_of_sharing,
    )

    given = instance.labels.given if instance.labels is not None else None
    if has_static:
        if options.candidates and given is not None:
            yield ELSEWHERE, lambda one: one.file in given.files, contexts_of_candidates(options)
        yield RUN, lambda _: True, chain(contexts_of_several(options, given), contexts_by_run(options, given))
    if options.sharing:
        yield ELSEWHERE, lambda one: one.provider == "file", contexts_of_sharing(options)


_MOST_TRAEFIKS = 16
"""How many others are asked, each of which looks at everything again."""


def _unknown_to_one(
    findings: list[Finding],
    instance: Instance,
    again: Callable[[Instance], Iterable[Finding]],
    contexts: Iterable[Context],
) -> set[int]:
    """Those of some findings that are gone where another Traefik counts."""
    gone: set[int] = set()
    for context in islice(contexts, _MOST_TRAEFIKS) if findings else ():
        if len(gone) == len(findings):
            break
        left = _keys(again(instance.with_context(context)))
        gone |= {id(finding) for finding in findings if _key(finding) not in left}
    return gone


def mark_copied(findings: Iterable[Finding], *, strict: bool) -> list[Finding]:
    """The findings in files that are copied to where others are, where those about names say that these may be there.

    Args:
        strict: whether to keep these.
    """
    findings = list(findings)
    return _resting(findings, {id(finding) for finding in findings if _is_absence(finding)}, ELSEWHERE, strict=strict)


def _is_absence(finding: Finding) -> bool:
    """Whether it says that something is not there which one project defines for all, and nothing that is there looks as
    if it were meant. A servers transport of labels is nowhere, as only files define such."""
    if finding.provider != "file" and finding.rule == "unknown-servers-transport":
        return "@" in finding.message.split("`")[1] and not finding.related
    return finding.rule in _FOR_ALL and not finding.related


def _without_static(context: Context) -> Context:
    """A context of which only is known which Traefik it is, and what the settings name."""
    return Context(context.target, context.target_known, known=context.known)


def _resting(findings: Iterable[Finding], unsure: Collection[int], assumed: str, *, strict: bool) -> list[Finding]:
    """The findings, those that are unsure (by their `id`) only where they are asked for, and marked as such."""
    return [
        _unsure(finding, assumed) if id(finding) in unsure else finding
        for finding in findings
        if strict or id(finding) not in unsure
    ]


def _unsure(finding: Finding, assumed: str) -> Finding:
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    return changed(finding, assumed=(*finding.assumed, assumed), severity=severity, fix=None)


def _spans(finding: Finding, labels: Labels) -> bool:
    """Whether a finding is about two projects that nobody named together."""
    mine = [project for project in labels.projects if finding.file in project.files]
    for place in finding.related:
        theirs = [project for project in labels.projects if place.file in project.files]
        apart = mine and theirs and not any(project in theirs for project in mine)
        if apart and any(project.is_found for project in (*mine, *theirs)):
            return True
    return False


def _keys(findings: Iterable[Finding]) -> frozenset[object]:
    return frozenset(map(_key, findings))


def _key(finding: Finding) -> object:
    return finding.rule, finding.file, finding.span
