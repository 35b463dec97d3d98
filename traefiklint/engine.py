"""Runs the rules over an instance, and chooses among what they say: settings, suppressions, secrets."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from traefiklint.checks.registry import Book, Found, Rule, load_book
from traefiklint.errors import UsageError
from traefiklint.findings import Effect, Finding, Report, Span, Unchecked, sort_findings
from traefiklint.impact import build_of, findings_of, with_refusals, with_true_effects, without_consequences
from traefiklint.instance.facts import facts, rule_diagnostics
from traefiklint.options import Options
from traefiklint.text.hints import may_hold
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.instance.instance import Instance, SourceFile
    from traefiklint.instance.startup import Build
    from traefiklint.text.document import Document

__all__ = ["Options", "Report", "find_rule", "lint_instance", "lint_texts", "load_rules"]

SUPPRESSION_SIGN = "traefiklint:"
"""What every comment holds that suppresses something."""

Checks: TypeAlias = Sequence[tuple[Rule, Any]]

_WHOLE_FILE = "traefik-1-file"
"""The rule that says of a file all there is to say about what Traefik drops of it."""


_OF_STARTS = ("IgnoredForm", "UnreadFile")
"""What compose files say of how a Traefik starts whose static configuration is not at hand."""
_ABOUT_OBJECTS = frozenset(("dokploy", "entrypoint", "middleware", "reference", "router", "rule", "service"))
"""The folders of rules that are about nothing but the objects of files and labels."""


def load_rules(own: Book | None = None) -> Mapping[str, Rule]:
    """Every rule by its id.

    Args:
        own: a team's own rules, which are among them then.
    """
    return load_book().rules if own is None else load_book().with_own(own).rules


def find_rule(name: str, own: Book | None = None) -> Rule:
    """The rule of a name.

    Raises:
        UsageError: there is none; the nearest one is suggested.
    """
    rules = load_rules(own)
    if name not in rules:
        raise no_rule(name, rules)
    return rules[name]


def no_rule(name: str, known: Iterable[str], where: str = "") -> UsageError:
    """What is to be raised where there is no rule of a name: the nearest one is suggested."""
    near = nearest(name, sorted(known))
    hint = f"did you mean `{near}`?" if near else "`traefiklint rules` lists all rules"
    return UsageError(f"{where}there is no rule `{name}`", hint)


def lint_texts(
    files: Mapping[str, str | bytes],
    options: Options,
    projects: Projects | None = None,
    *,
    complete: bool = True,
    made: str = "",
) -> Report:
    """Lint the texts of one provider directory, and compose files beside it. Raises nothing on any text.

    Args:
        files: the texts; static configurations among them are judged as such.
        projects: the compose files.
        complete: whether these are all files of the directory.
        made: the templates of which another program makes more of them.
    """
    report = _lint_texts(files, options, projects, complete=complete, made=made)
    if not options.is_found or options.asks_for_all or not report.findings:
        return report
    from traefiklint.forms import without_forms

    if options.unclaimed:
        from traefiklint.unfilled import without_unfilled

        report = without_unfilled(report, files, options)
    again = partial(lint_texts, complete=complete, made=made)
    return without_forms(report, files, options._replace(is_found=False), projects, again)


def _lint_texts(
    files: Mapping[str, str | bytes], options: Options, projects: Projects | None, *, complete: bool, made: str
) -> Report:
    from traefiklint.instance.load import read_context, read_instance
    from traefiklint.roles import told_apart

    with uncollected():
        given = told_apart(files, options, projects)
        static = read_context(given.options, given.files, given.projects)
        complete = complete and static.tells_files
        instance = read_instance(given.files, static.context, complete=complete, made=made, projects=given.projects)
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
    unchecked = tuple(one for report in (first, *others) for one in report.unchecked)
    return Report(findings, first.files + more, first.target, texts, hidden=hidden, unchecked=unchecked)


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold back Python's cycle collector: an instance is one large structure that lives until the report stands, and
    looking through it again and again for garbage took more than half of the time of a large directory."""
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
    is_asked = options.asks_for_all
    book = _book_for(instance, options, static)
    findings = _found(instance, book, options)
    told = book.only(frozenset(finding.rule for finding in findings))  # no other rule decides whether one still holds
    findings = _assumed(findings, instance, told, options, has_static=static is not None)
    documents = {document.file: document for document in instance.documents}
    if static is not None:
        findings = _with_static(findings, instance, static, book, options)
        documents.setdefault(static.document.file, static.document)
    findings = _for_target(findings, instance, options)
    kept = _told_once(_chosen(findings, options), instance)
    if options.suppressions and any(SUPPRESSION_SIGN in document.text for document in documents.values()):
        from traefiklint.suppression import apply_suppressions

        strict = options._replace(strict=True, suppressions=False)
        kept = apply_suppressions(
            kept, documents, options, load_rules(options.own), lambda: lint_instance(instance, strict, static).findings
        )
    if kept and not is_asked:
        from traefiklint.causes import at_causes

        kept = at_causes(kept, instance, partial(_found, book=told, options=options))
    kept = _without_foreign_words(kept, is_meant=not options.strict and options.runs_traefik_1, as_one=not is_asked)
    if any(book.rules[one.rule].explains for one in kept if one.rule in book.rules):
        from traefiklint.reasons import explained

        kept = list(explained(kept, {id for id, rule in book.rules.items() if rule.explains}))
    texts = {name: document.text for name, document in documents.items()}
    if book.texts:
        concerned_files = {finding.file for finding in kept}
        texts |= {file: text for file, text in book.texts.items() if file in concerned_files}
    kept, texts, hidden = _without_secrets(kept, texts, documents, instance, options)
    target = instance.context.target.name
    unchecked: tuple[Unchecked, ...] = ()
    if instance.foreign or any(source.document.uncertain for source in instance.files):
        from traefiklint.unchecked import unchecked_in

        unchecked = unchecked_in(instance, options.ignore)
    return Report(sort_findings(kept), len(instance.files), target, texts, hidden=hidden, unchecked=unchecked)


def _assumed(
    findings: list[Finding], instance: Instance, told: Book, options: Options, *, has_static: bool
) -> list[Finding]:
    """The findings with what each of them rests on that nobody gave.

    Args:
        told: the rules that are asked again.
        has_static: whether a static configuration counts.
    """
    is_asked = options.asks_for_all
    again = partial(_found, book=told, options=options)
    if findings and (instance.context.assumed or instance.context.sign):
        from traefiklint.assumptions import mark

        findings = mark(findings, instance, again)
    if findings and instance.labels is not None:
        from traefiklint.assumptions import mark_apart, mark_elsewhere, mark_projects, mark_run

        findings = mark_projects(findings, instance.labels, strict=is_asked)
        for told_of in (mark_apart, mark_run, mark_elsewhere):
            findings = told_of(findings, instance, again, strict=is_asked)
    if findings and (has_static or options.sharing):
        from traefiklint.assumptions import mark_others

        again_all = partial(_found, book=told, options=options._replace(strict=True))  # left to it there, too, it is so
        findings = mark_others(findings, instance, again_all, options, has_static=has_static, strict=is_asked)
    if findings and options.is_copied:
        from traefiklint.assumptions import mark_copied

        findings = mark_copied(findings, strict=is_asked)
    return findings


def _with_static(
    findings: list[Finding], instance: Instance, static: SourceFile, book: Book, options: Options
) -> list[Finding]:
    """The findings behind those in the static configuration, without what only follows from these."""
    told = findings_of(_of_readers((static,), book, options), instance, None, options)
    said = {(one.rule, one.file, one.span) for one in told}  # of one that its own file provider reads, too
    others = [one for one in findings if (one.rule, one.file, one.span) not in said]
    return [*told, *without_consequences(others, told)]


def _for_target(findings: list[Finding], instance: Instance, options: Options) -> list[Finding]:
    """The findings as they are told where an older Traefik runs the files, or nobody says which one does."""
    is_named = options.names_version or instance.context.dokploy  # a server of Dokploy runs Traefik 3
    if not findings or (is_named and not options.runs_older):
        return findings
    from traefiklint.assumptions import mark_target, without_new

    if not options.asks_for_all:
        findings = without_new(findings, runs_older=bool(options.runs_older))
    return mark_target(findings) if options.runs_older else findings


def _without_secrets(
    findings: list[Finding],
    texts: dict[str, str],
    documents: Mapping[str, Document],
    instance: Instance,
    options: Options,
) -> tuple[list[Finding], dict[str, str], frozenset[str]]:
    """The findings and the texts as they may be shown, and what is hidden in them."""
    hidden: frozenset[str] = frozenset()
    holders = instance.labels.documents if instance.labels is not None and findings else ()
    if any(map(may_hold, _shown(findings, documents, texts))) or any("$" in document.text for document in holders):
        from traefiklint.instance.hiding import hide

        findings, texts, hidden = hide(documents.values(), findings, texts, instance.labels)
    outside = frozenset(name for name, document in documents.items() if document.outside)
    if outside:
        from traefiklint.outside import veiled

        summaries = {rule.id: rule.summary for rule in load_rules(options.own).values()}
        findings, texts = veiled(findings, texts, outside, summaries)
    return findings, texts, hidden


def _shown(findings: list[Finding], documents: Mapping[str, Document], texts: Mapping[str, str]) -> Iterator[str]:
    """The texts that findings are about, as they were read and as they are shown; nobody sees any of the others."""
    concerned = {file for one in findings for file in (one.file, *(other.file for other in one.related))}
    for name, document in documents.items():
        if name in concerned:
            yield from {document.text, texts[name]}


def _found(instance: Instance, book: Book, options: Options) -> list[Finding]:
    """All that the readers and the rules find in a directory, whoever asked for it."""
    told, seen = _of_readers(instance.files, book, options), _seen(instance, book, options)
    build = build_of(instance, [*told, *seen])
    findings = findings_of(told, instance, build, options)
    following = findings_of(seen, instance, build, options)
    findings = with_true_effects(findings, following)
    return findings + without_consequences(following, findings)


def _told_once(findings: list[Finding], instance: Instance) -> list[Finding]:
    """Leave out what is told at the same place of a file with the same text."""
    if not findings or not instance.duplicates:
        return findings
    from traefiklint.instance.copies import copies_in

    copies = instance.once(copies_in)
    told = {(one.rule, one.file, one.span) for one in findings}
    return [one for one in findings if (one.rule, copies.get(one.file), one.span) not in told]


def _without_foreign_words(findings: list[Finding], *, is_meant: bool, as_one: bool) -> list[Finding]:
    """Leave out what is said about single words of a file that is told to be written for another Traefik, but for what
    Traefik refuses.

    Args:
        is_meant: whether it is that Traefik which runs the file, so that nothing is to be said at all.
        as_one: whether what Traefik does not know there and refuses is told with the file.
    """
    whole = {one.file for one in findings if one.rule == _WHOLE_FILE and one.effect is Effect.SILENT}  # no flags
    if not whole:
        return findings
    if is_meant:
        return [one for one in findings if one.file not in whole]
    kept = [one for one in findings if one.file not in whole or one.rule == _WHOLE_FILE or one.is_grave]
    return with_refusals(kept, _WHOLE_FILE, whole) if as_one else kept


def _book_for(instance: Instance, options: Options, static: SourceFile | None = None) -> Book:
    """The rules that can find something."""
    sources = instance.files if static is None else (*instance.files, static)
    whole = instance.memory is not None or any(source.diagnostics or source.document.diagnostics for source in sources)
    whole = whole or any(True for _ in rule_diagnostics(instance))
    is_there = {
        "labels": instance.labels is not None,
        "static": static is not None
        or bool(instance.context.static)
        or not instance.parts.keys().isdisjoint(_OF_STARTS),
        "upgrade": instance.context.upgraded_from is not None,
    }
    without = {folder for folder, there in is_there.items() if not there}
    if not instance.files and instance.labels is None and instance.memory is None:
        without |= _ABOUT_OBJECTS
    facts = instance.memory is not None or (instance.labels is not None and instance.labels.is_told)
    book = load_book(whole=whole, facts=facts, without=frozenset(without))
    return book if options.own is None else book.with_own(options.own)


def build_instance(instance: Instance, options: Options) -> Build | None:
    """What Traefik makes of a provider directory; None where nothing was found that could disable anything."""
    book = _book_for(instance, options)
    return build_of(instance, [*_of_readers(instance.files, book, options), *_seen(instance, book, options)])


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
        "Reference": instance.dangling if "Reference" in book.by_subject else (),
        "Instance": (instance,),
    }
    found: list[Found] = []
    memory = instance.memory
    ask = partial(_ask, options=options)
    wanted = _wanted(book, options)
    if memory is not None:
        memory.begin(instance.context, book, options)
    for subject, items in subjects.items():
        checks = wanted.get(subject, ())
        remembers = memory is not None and subject not in ("Reference", "Instance")
        for item in items if checks else ():
            if remembers and memory is not None:
                found += memory.ask(checks, item, instance, ask)
            else:
                found += _ask(checks, item, instance, options, subject == "Reference")
    for fact in facts(instance, wanted.keys() - subjects.keys()):
        found += _ask(wanted.get(type(fact).__name__, ()), fact, instance, options)
    for router, said in rule_diagnostics(instance) if book.whole else ():
        for rule in book.by_subject.get(type(said).__name__, ()):
            found += (Found(rule, diagnostic, False) for diagnostic in rule.check(said, router.at("rule")))
    for source in book.sources:
        for subject in source.subjects:
            for item in subjects.get(subject, ()):
                found += (Found(book.rules[id], diagnostic, False) for id, diagnostic in source.check(item, instance))
    return found


def _ask(checks: Checks, item: Any, instance: Any, options: Options, seen_by_build: bool = False) -> Iterator[Found]:
    """What checks say of one thing that they look at."""
    for rule, check in checks:
        for diagnostic in check(item, instance):
            if not diagnostic.strict or _wants_strict(rule, options):
                yield Found(rule, diagnostic, seen_by_build, diagnostic.holds)


def _wants_strict(rule: Rule, options: Options) -> bool:
    """Whether hygiene is asked for: all of it, or that of this rule."""
    return options.strict or rule.id in options.select


def _wanted(book: Book, options: Options) -> Mapping[str, Checks]:
    """The checks of a book that are asked for, by the class of what they look at; none without any.

    A run asks for those of one or two books, and what runs on, as an editor's server or our tests, for the same again.
    """
    key = id(book), options.strict, options.select, options.only_fatal
    known = _WANTED.get(key)
    if known is None:
        checks = {
            subject: [
                (rule, rule.check)
                for rule in rules
                if (not rule.strict or _wants_strict(rule, options))
                and (not options.only_fatal or rule.effect.is_fatal)
            ]
            for subject, rules in book.by_subject.items()
        }
        if len(_WANTED) >= _MOST_WANTED:
            _WANTED.clear()
        known = _WANTED[key] = book, {subject: those for subject, those in checks.items() if those}
    return known[1]


_WANTED: dict[tuple[int, bool, frozenset[str], bool], tuple[Book, Mapping[str, Checks]]] = {}
"""What is asked for, beside the book that it is of, which is kept so that no other one gets its number."""
_MOST_WANTED = 64


def _of_readers(sources: Iterable[SourceFile], book: Book, options: Options) -> list[Found]:
    """What the readers say about the files, in the words of the rules about it; of two alike, the first."""
    found: list[Found] = []
    for source in sources:
        if not source.diagnostics and not source.document.diagnostics:
            continue
        seen: set[tuple[str, Span | None, str]] = set()
        for item in _told(source, book):
            if (item.rule.strict or item.diagnostic.strict) and not _wants_strict(item.rule, options):
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
    for said in source.said:
        for rule in book.by_subject.get(type(said).__name__, ()):
            for diagnostic in rule.check(said, source):
                yield Found(rule, diagnostic, True)


def _chosen(findings: Iterable[Finding], options: Options) -> list[Finding]:
    """The findings that are asked for: selected, not ignored, not ignored in their file."""
    chosen = list(findings)
    if options.select:
        chosen = [f for f in chosen if f.rule in options.select or f.category in options.select]
    if options.ignore:
        chosen = [f for f in chosen if f.rule not in options.ignore and f.category not in options.ignore]
    if options.only_fatal:
        chosen = [f for f in chosen if f.effect.is_fatal]
    if options.per_file_ignores:
        from traefiklint.suppression import FileIgnores

        ignores = FileIgnores(options.per_file_ignores)
        chosen = [f for f in chosen if ignores.of(f.file).isdisjoint((f.rule, f.category))]
    return chosen
