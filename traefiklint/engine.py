"""Runs the rules over an instance and makes findings of what they say: effect, severity, blast radius, suppressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import SEVERITIES, Book, Diagnostic, Found, Rule, load_book
from traefiklint.errors import UsageError
from traefiklint.findings import Edit, Effect, Finding, Fix, Related, Report, Severity, Span, sort_findings
from traefiklint.instance.facts import facts
from traefiklint.options import Options
from traefiklint.text.hints import may_hold

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.instance.instance import Instance, SourceFile
    from traefiklint.instance.startup import BlastRadius, Build
    from traefiklint.model.base import Named
    from traefiklint.text.problem import Problem

__all__ = ["Options", "Report", "find_rule", "lint_instance", "lint_texts", "load_rules"]

NOT_REACHED = "Traefik checks it only when a router that works uses it"
"""What is said of an object that Traefik would disable, if anything led to it."""

SUPPRESSION_SIGN = "traefiklint:"
"""What every comment holds that suppresses something."""

_WHOLE_FILE = "traefik-1-file"
"""The rule that says all there is to say about a file."""

_FATAL = (Effect.REJECTED, Effect.DISABLED)


def load_rules() -> Mapping[str, Rule]:
    """Every rule by its id."""
    return load_book().rules


def find_rule(name: str) -> Rule:
    """The rule of a name.

    Raises:
        UsageError: there is none; the nearest one is suggested.
    """
    rules = load_rules()
    if name not in rules:
        raise no_rule(name, rules)
    return rules[name]


def no_rule(name: str, known: Iterable[str], where: str = "") -> UsageError:
    """What is to be raised where there is no rule of a name: the nearest one is suggested."""
    from traefiklint.text.spelling import nearest

    near = nearest(name, sorted(known))
    hint = f"did you mean `{near}`?" if near else "`traefiklint rules` lists all rules"
    return UsageError(f"{where}there is no rule `{name}`", hint)


def lint_texts(
    files: Mapping[str, str | bytes], options: Options, projects: Projects | None = None, *, complete: bool = True
) -> Report:
    """Lint the texts of one provider directory, and compose files beside it. Raises nothing on any text.

    Args:
        files: the texts; static configurations among them are judged as such.
        projects: the compose files.
        complete: whether these are all files of the directory.
    """
    from traefiklint.instance.load import read_context, read_instance
    from traefiklint.roles import told_apart

    with uncollected():
        given = told_apart(files, options, projects)
        static = read_context(given.options, given.files, given.projects)
        instance = read_instance(given.files, static.context, complete=complete, projects=given.projects)
        report = lint_instance(instance, given.options, static.source)
        if not given.more:
            return report
        alone = (options._replace(static=text, static_file=name) for name, text in given.others.items())
        return together((report, *(lint_texts({}, one) for one in alone)), given.more)


def together(reports: Iterable[Report], more: int) -> Report:
    """One report of several; `more` files were read than they count."""
    first, *others = reports
    texts, hidden = dict(first.texts), first.hidden
    for other in others:
        texts |= other.texts
        hidden |= other.hidden
    findings = sort_findings(finding for report in (first, *others) for finding in report.findings)
    return Report(findings, first.files + more, first.target, texts, hidden=hidden)


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold back Python's cycle collector: an instance is one large structure that lives until the report stands, and
    looking through it again and again for garbage took more than half of the time of a large directory."""
    import gc

    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def lint_instance(instance: Instance, options: Options, static: SourceFile | None = None) -> Report:
    """Lint a provider directory that is already read.

    Args:
        static: the static configuration, for what is wrong with it itself.
    """
    book = _book_for(instance, static)
    findings = _found(instance, book, options)
    if instance.context.assumed or instance.context.sign:
        from traefiklint.assumptions import mark

        findings = mark(findings, instance, lambda other: _found(other, book, options))
    documents = {document.file: document for document in instance.documents}
    if static is not None:
        told = _findings(_problems((static,), book, options), instance, None, options.severities)
        findings = [*told, *_without_consequences(findings, told)]
        documents.setdefault(static.document.file, static.document)
    kept = _chosen(findings, options)
    if options.suppressions and any(SUPPRESSION_SIGN in document.text for document in documents.values()):
        from traefiklint.suppression import apply_suppressions

        kept = apply_suppressions(kept, documents, options, load_rules())
    texts = {name: document.text for name, document in documents.items()}
    hidden: frozenset[str] = frozenset()
    if kept and any(map(may_hold, texts.values())):
        from traefiklint.instance.secrets import hide

        kept, texts, hidden = hide(documents.values(), kept, texts)
    outside = frozenset(name for name, document in documents.items() if document.outside)
    if outside:
        from traefiklint.instance.outside import veiled

        kept, texts = veiled(kept, texts, outside, {rule.id: rule.summary for rule in load_rules().values()})
    return Report(sort_findings(kept), len(instance.files), instance.context.target.name, texts, hidden=hidden)


def _found(instance: Instance, book: Book, options: Options) -> list[Finding]:
    """All that the readers and the rules find in a directory, whoever asked for it."""
    told, seen = _problems(instance.files, book, options), _seen(instance, book, options)
    build = _build(instance, [*told, *seen])
    findings = _findings(told, instance, build, options.severities)
    following = _findings(seen, instance, build, options.severities)
    findings = _with_true_effects(findings, following)
    return _without_foreign_words(findings + _without_consequences(following, findings))


def _without_foreign_words(findings: list[Finding]) -> list[Finding]:
    """Leave out what is said about single words of a file of which all is written for another Traefik."""
    whole = {finding.file for finding in findings if finding.rule == _WHOLE_FILE}
    return [one for one in findings if one.file not in whole or one.rule == _WHOLE_FILE] if whole else findings


def _book_for(instance: Instance, static: SourceFile | None = None) -> Book:
    """The rules that can find something."""
    sources = instance.files if static is None else (*instance.files, static)
    whole = any(source.diagnostics or source.document.problems for source in sources)
    is_there = {"labels": instance.labels is not None, "static": static is not None or bool(instance.context.static)}
    return load_book(whole=whole, without=frozenset(folder for folder, there in is_there.items() if not there))


def build_instance(instance: Instance, options: Options) -> Build | None:
    """What Traefik makes of a provider directory; None where nothing was found that could disable anything."""
    book = _book_for(instance)
    return _build(instance, [*_problems(instance.files, book, options), *_seen(instance, book, options)])


def _seen(instance: Instance, book: Book, options: Options) -> list[Found]:
    """What the rules see, and what holds of it whatever comes of template actions."""
    seen = _run(instance, book, options)
    if seen and any(source.document.uncertain for source in instance.files):
        from traefiklint.doubts import settled

        seen = settled(seen, instance, lambda other: _run(other, book, options))
    if instance.labels is not None and instance.labels.again is not None:
        from traefiklint.unset import settled as settled_labels

        return settled_labels(seen, instance, lambda other: _run(other, book, options))
    return seen


def _run(instance: Instance, book: Book, options: Options) -> list[Found]:
    statics = instance.context.static
    subjects: dict[str, Iterable[Any]] = {
        **statics,
        **instance.parts,
        **{name: [*statics[name], *instance.parts[name]] for name in statics.keys() & instance.parts.keys()},
        "Document": [source.document for source in (*instance.files, *statics.get("Static", ()))],
        "Reference": instance.dangling,
        "Instance": (instance,),
    }
    found: list[Found] = []
    for subject, items in subjects.items():
        seen_by_build = subject == "Reference"
        checks = _active(book.by_subject.get(subject, ()), options)
        for item in items if checks else ():
            for rule, check in checks:
                for diagnostic in check(item, instance):
                    if not diagnostic.strict or _wants_strict(rule, options):
                        found.append(Found(rule, diagnostic, seen_by_build))
    asked = {name: _active(rules, options) for name, rules in book.by_subject.items() if name not in subjects}
    for fact in facts(instance, {name for name, checks in asked.items() if checks}):
        for rule, check in asked[type(fact).__name__]:
            for diagnostic in check(fact, instance):
                if not diagnostic.strict or _wants_strict(rule, options):
                    found.append(Found(rule, diagnostic, False))
    for source in book.sources:
        for subject in source.subjects:
            for item in subjects.get(subject, ()):
                found += (Found(book.rules[id], diagnostic, False) for id, diagnostic in source.check(item, instance))
    return found


def _wants_strict(rule: Rule, options: Options) -> bool:
    """Whether hygiene is asked for: all of it, or that of this rule."""
    return options.strict or rule.id in options.select


def _active(rules: Iterable[Rule], options: Options) -> list[tuple[Rule, Any]]:
    return [
        (rule, rule.check)
        for rule in rules
        if (not rule.strict or _wants_strict(rule, options)) and (not options.only_fatal or rule.effect in _FATAL)
    ]


def _problems(sources: Iterable[SourceFile], book: Book, options: Options) -> list[Found]:
    """What the readers say about the files, in the words of the rules about it; of two alike, the first."""
    found: list[Found] = []
    for source in sources:
        if not source.diagnostics and not source.document.problems:
            continue
        seen: set[tuple[str, Span | None, str]] = set()
        for item in _told(source, book):
            if item.rule.strict and not _wants_strict(item.rule, options):
                continue
            key = (item.rule.id, item.diagnostic.span, item.diagnostic.message)
            if key not in seen:
                seen.add(key)
                found.append(item)
    return found


def _told(source: SourceFile, book: Book) -> Iterator[Found]:
    """What is wrong with a source, in the words of the rules; of a static one, that Traefik does not start with it."""
    found = _said(source, book)
    if source.document.provider != "static":
        return found
    from traefiklint.checks.shared.wording import at_start

    return (item._replace(diagnostic=at_start(item.diagnostic)) for item in found)


def _said(source: SourceFile, book: Book) -> Iterator[Found]:
    from traefiklint.model.base import Place

    for problem in source.document.problems:
        place = Place(source.document, None, problem.path, problem.object)
        yield Found(book.rules[problem.kind], _diagnostic(problem, place), True, True)
    for said in source.diagnostics:
        for rule in book.by_subject.get(type(said).__name__, ()):
            for diagnostic in rule.check(said, source):
                yield Found(rule, diagnostic, True, True)


def _diagnostic(problem: Problem, place: Any) -> Diagnostic:
    file = place.file
    related = tuple(Related(file, spot.span, spot.message) for spot in problem.related)
    fix = None
    if problem.fix:
        fix = Fix(
            problem.fix, problem.safe, tuple(Edit(file, edit.start, edit.end, edit.text) for edit in problem.edits)
        )
    return Diagnostic(place, problem.message, problem.help, related, fix, problem.effect, span=problem.span)


def _build(instance: Instance, found: Iterable[Found]) -> Build | None:
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


def _findings(
    found: Iterable[Found], instance: Instance, build: Build | None, severities: Mapping[str, Severity]
) -> list[Finding]:
    radius: BlastRadius | None = None
    if build is not None:
        from traefiklint.instance.startup import BlastRadius

        radius = BlastRadius(build, instance)
    made = (_finding(item, instance, build, severities, radius) for item in found)
    return [finding for finding in made if finding is not None]


def _finding(
    item: Found,
    instance: Instance,
    build: Build | None,
    severities: Mapping[str, Severity],
    radius: BlastRadius | None,
) -> Finding | None:
    rule, diagnostic = item.rule, item.diagnostic
    place = diagnostic.place
    document = place.document
    is_of_service = document is not None and document.holds_labels and document.provider == "static"
    span = diagnostic.span or place.span
    effect = diagnostic.effect or rule.effect
    message = diagnostic.message
    disables: tuple[str, ...] = ()
    routers = 0
    severity = diagnostic.severity or (rule.severity if effect is rule.effect else SEVERITIES[effect])
    if diagnostic.disables is not None:
        disables = diagnostic.disables
    elif effect is Effect.REJECTED:
        disables = ("*",)
        routers = instance.count_routers() if document is None or document.provider == "file" else 0
    elif effect is Effect.DISABLED:
        assert build is not None and radius is not None
        thing = instance.object_at(place)
        if thing is not None and (thing in build.failed or thing in build.disabled):
            disables = radius.of(thing)
        else:
            effect, severity = Effect.SILENT, Severity.WARNING
            message = f"{message.rstrip('.')}; {NOT_REACHED}."
    if document is not None and not item.holds and document.hangs_on_required(place.node):
        return None  # nobody knows the value, and it is never missing
    if document is not None and not item.holds and (unset := document.unset(place.node)):
        names = " and ".join(f"`{name}`" for name in unset)
        message = f"{message.rstrip('.')}; this is so where {names} has no value."
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
        disables,
        diagnostic.related,
        diagnostic.fix if not is_of_service else None,  # names of flags are no keys that could be edited so
        routers,
        "file" if document is None else document.provider,
    )


def _with_true_effects(told: list[Finding], following: Iterable[Finding]) -> list[Finding]:
    """What readers have told, as bad as what comes of it: a list in place of a name is a name that leads nowhere."""
    quiet = {finding.path for finding in told if finding.path and finding.effect is Effect.SILENT}
    worse = {finding.path: finding for finding in following if finding.path in quiet and finding.effect in _FATAL}
    if not worse:
        return told
    from dataclasses import replace

    return [
        replace(finding, effect=cause.effect, severity=cause.severity, disables=cause.disables, routers=cause.routers)
        if finding.effect is Effect.SILENT and (cause := worse.get(finding.path))
        else finding
        for finding in told
    ]


def _without_consequences(findings: list[Finding], told: list[Finding]) -> list[Finding]:
    """Leave out what only follows from something that a reader has told: that an option is missing where it is
    misspelt, that a name is unknown where it is a list, that a server has no URL where there should be a list.
    """
    above = {outer for finding in told if finding.effect in _FATAL for outer in _ancestors(finding.path)}
    quiet = {finding.path for finding in told if finding.path and finding.effect is Effect.SILENT}
    if not above and not quiet:
        return findings

    def is_consequence(finding: Finding) -> bool:
        if finding.path in above:
            return True
        return finding.effect not in _FATAL and not quiet.isdisjoint(_ancestors(finding.path))

    return [finding for finding in findings if not is_consequence(finding)]


def _ancestors(path: str) -> list[str]:
    """A place in the configuration, and all that it lies in."""
    return [path[:end] for end in range(1, len(path) + 1) if path[end : end + 1] in ("", ".", "[")]


def _chosen(findings: Iterable[Finding], options: Options) -> list[Finding]:
    """The findings that are asked for: selected, not ignored, not ignored in their file."""
    chosen = list(findings)
    if options.select:
        chosen = [f for f in chosen if f.rule in options.select or f.category in options.select]
    if options.ignore:
        chosen = [f for f in chosen if f.rule not in options.ignore and f.category not in options.ignore]
    if options.only_fatal:
        chosen = [f for f in chosen if f.effect in _FATAL]
    if options.per_file_ignores:
        from traefiklint.suppression import FileIgnores

        ignores = FileIgnores(options.per_file_ignores)
        chosen = [f for f in chosen if ignores.of(f.file).isdisjoint((f.rule, f.category))]
    return chosen
