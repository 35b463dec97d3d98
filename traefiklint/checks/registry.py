"""What a rule is, how a function becomes one, and the book of them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from traefiklint.findings import Effect, Fix, Related, Severity, Span
from traefiklint.model.base import Place
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from traefiklint.instance.instance import SourceFile
    from traefiklint.model.diagnostics import OptionDiagnostic
    from traefiklint.text.diagnostics import TextDiagnostic

    Fixable = Literal["safe", "unsafe", "none"]
    Tag = Literal["", "unused", "deprecated"]
    Matters = Literal["in use", "to strangers", "on the internet", "anywhere"]

Check = TypeVar("Check", bound=Callable[..., Iterable[Any]])

ATTRIBUTE = "__traefiklint_rule__"


class Diagnostic(NamedTuple):
    """A finding as a check yields it; the engine adds the rule, the severity and the blast radius."""

    place: Place
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    effect: Effect | None = None
    """The effect of this case, where it is not the rule's."""
    severity: Severity | None = None
    """The severity of this case, where it is not the rule's."""
    span: Span | None = None
    """The exact stretch, where it is less than the whole place: a part of a rule, a character."""
    disables: tuple[str, ...] | None = None
    """The objects that are not there because of it, where the one who says it knows; else the build finds them."""
    after: int | None = 0
    """For `disabled`: how many of the things that the object refers to Traefik builds before it meets this (`LAST` of
    `instance.build` for all of them); None where it goes on building, and disables the object all the same."""
    strict: bool = False
    """Whether this case is hygiene, found only with `--strict`, where the rule itself is not."""
    holds: bool = False
    """Whether this case holds for any value of the variables that the place hangs on."""
    unset: tuple[str, ...] = ()
    """The variables that must have no value for this case to be so, where its place does not say."""
    cause: str = ""
    """What this case says whatever the names in its message: a person is told those that say the same together. Empty
    for none."""


def said(
    diagnostic: OptionDiagnostic | TextDiagnostic,
    source: SourceFile,
    message: str,
    help: str = "",
    fix: Fix | None = None,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """The finding of a rule about something that a reader or the decoder says, at its place and with its effect."""
    node = getattr(diagnostic, "node", None) if source.document.holds_labels else None  # it may hang on a variable
    place = Place(source.document, node, diagnostic.path, diagnostic.object)
    return Diagnostic(place, message, help, related, fix, diagnostic.effect, span=diagnostic.span)


class Rule(NamedTuple):
    """One rule: its name as the user types it, what it says about Traefik, and the function that finds it."""

    id: str
    category: str
    effect: Effect
    severity: Severity
    strict: bool
    """Whether the rule is hygiene, found only with `--strict`."""
    check: Callable[..., Iterable[Diagnostic]]
    subjects: tuple[str, ...]
    """The names of the classes that the check is called for: the annotation of its first argument."""
    fix: Fixable = "none"
    """The best fix that its findings may have."""
    tag: Tag = ""
    """Whether it is about what Traefik does not use, or about what is going away: editors draw both differently."""
    explains: bool = False
    """Whether it only says why: where another finding stands at its place, its words belong to that one's help."""
    matters: Matters = "in use"
    """Where its advice matters: where the files serve people, unless no stranger comes by, only where something shows
    that strangers do, or wherever they stand."""

    @property
    def summary(self) -> str:
        """What the rule finds, in one sentence."""
        return (self.check.__doc__ or "").strip().split("\n")[0]


class Found(NamedTuple):
    """What a rule says, before anybody knows what comes of it."""

    rule: Rule
    diagnostic: Diagnostic
    seen_by_build: bool
    """Whether the build meets it by itself, as it does a reference that leads nowhere."""
    holds: bool = False
    """Whether it holds for any value of the variables that the label hangs on."""

    @property
    def spot(self) -> object:
        """What is said where, whatever the words."""
        place = self.diagnostic.place
        return self.rule.id, place.file, place.path, self.diagnostic.span or place.span


SEVERITIES = {
    Effect.REJECTED: Severity.ERROR,
    Effect.DISABLED: Severity.ERROR,
    Effect.DEGRADED: Severity.WARNING,
    Effect.SILENT: Severity.WARNING,
    Effect.ADVICE: Severity.WARNING,
}


def rule(
    id: str,
    *,
    effect: Effect,
    category: str = "",
    severity: Severity | None = None,
    strict: bool = False,
    fix: Fixable = "none",
    tag: Tag = "",
    explains: bool = False,
    matters: Matters = "in use",
) -> Callable[[Check], Check]:
    """Make a function a rule. It is called as `check(subject, instance)` for every subject of the class that its first
    argument is annotated with: a part of the configuration, a `Document`, the `Instance`. A rule about what a reader
    says is called as `check(diagnostic, source)`, with the file that it was said of; one about what is wrong with the
    rule of a router as `check(diagnostic, place)`, with the place of that rule.

    Args:
        id: the name as the user types it, in kebab-case; its page is `rules/CATEGORY/ID.md`.
        effect: what Traefik does about it, unless a diagnostic says otherwise.
        category: the room of the rule book it belongs to, where it is not the folder that the rule stands in.
        severity: where it is not the usual one of the effect.
        strict: whether it is hygiene, found only with `--strict`.
        fix: the best fix that its findings may have.
        tag: whether it is about something unused or deprecated, where its name does not say so.
        explains: whether it only says why: found by itself only where nothing else stands at its place.
        matters: where its advice matters, if not in all files that serve people.

    Raises:
        ValueError: an error that Traefik neither refuses, disables nor complains about.
    """
    if severity is Severity.ERROR and effect in (Effect.SILENT, Effect.ADVICE):
        raise ValueError(f"{id}: what Traefik silently accepts is at most a warning")

    def declare(check: Check) -> Check:
        usual = severity or SEVERITIES[effect]
        tag_ = tag or tag_in(id)
        made = Rule(id, category, effect, usual, strict, check, _subjects(check), fix, tag_, explains, matters)
        setattr(check, ATTRIBUTE, made)
        return check

    return declare


def tag_in(id: str) -> Tag:
    """What the name of a rule says of what it is about."""
    words = id.split("-")
    return "unused" if "unused" in words else "deprecated" if "deprecated" in words else ""


def _subjects(check: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the classes that the first argument is annotated with, as text or as classes."""
    annotation: Any = next((value for name, value in check.__annotations__.items() if name != "return"), None)
    if isinstance(annotation, str):
        return tuple(name.strip(" '\"") for name in annotation.split("|"))
    classes = getattr(annotation, "__args__", None) or (annotation,)
    if not all(isinstance(one, type) for one in classes):
        raise ValueError(f"{check.__name__}: the first argument must be annotated with what the rule is about")
    return tuple(one.__name__ for one in classes)


class Finder(NamedTuple):
    """A function that finds the cases of many rules in one go, as policies are judged."""

    subjects: tuple[str, ...]
    check: Callable[..., Iterable[tuple[str, Diagnostic]]]
    """Yields the id of a rule and the diagnostic."""
    ids: frozenset[str] = frozenset()
    """The rules that it finds something for; empty where only it knows."""


def rules_of(module: Any) -> list[Rule]:
    """The rules that a module of checks declares, in the order of its text; their category is the module's folder."""
    folder = module.__name__.rpartition(".")[0].rpartition(".")[2]
    declared = (getattr(value, ATTRIBUTE) for value in vars(module).values() if hasattr(value, ATTRIBUTE))
    return [rule if rule.category else rule._replace(category=folder) for rule in declared]


class Book(NamedTuple):
    """All rules, by id, and by the class of what they look at."""

    rules: dict[str, Rule]
    by_subject: dict[str, list[Rule]]
    sources: Sequence[Finder] = ()
    texts: dict[str, str] = {}  # noqa: RUF012 - never changed
    """The files that the rules themselves stand in, where findings may be in those."""
    whole: bool = True
    """Whether rules about what is said of texts and of the rules of routers are in it, because something is."""

    def only(self, ids: Collection[str]) -> Book:
        """The same book, with these rules alone where rules are found by what they look at."""
        chosen = {subject: [rule for rule in rules if rule.id in ids] for subject, rules in self.by_subject.items()}
        kept = {subject: rules for subject, rules in chosen.items() if rules}
        sources = [source for source in self.sources if not source.ids or not source.ids.isdisjoint(ids)]
        return self._replace(by_subject=kept, sources=sources)

    def with_own(self, own: Book) -> Book:
        """The same book with a team's own rules behind it; the same object for the same books."""
        known = _JOINED.get((id(self), id(own)))
        if known is None:
            by_subject = dict(self.by_subject)
            for subject, rules in own.by_subject.items():
                by_subject[subject] = [*by_subject.get(subject, ()), *rules]
            joined = Book(self.rules | own.rules, by_subject, [*self.sources, *own.sources], own.texts, self.whole)
            if len(_JOINED) >= _MOST_JOINED:
                _JOINED.clear()
            known = _JOINED[id(self), id(own)] = self, own, joined
        return known[2]


_JOINED: dict[tuple[int, int], tuple[Book, Book, Book]] = {}
"""Books with own rules, beside the two that each is made of."""
_MOST_JOINED = 16


@lru_cache(maxsize=16)
def load_book(*, whole: bool = True, facts: bool = True, without: frozenset[str] = frozenset()) -> Book:
    """Every rule in the folders of `traefiklint.checks`, a folder a category; no other list of them exists.

    Args:
        whole: whether rules about what is said of texts and of the rules of routers are loaded as well, which are
            needed only where something is.
        facts: whether those about what is said of containers and labels are, which are needed only where something is.
        without: the folders that are left out, because what they are about is not there: `labels`, `static`.
    """
    from importlib import import_module

    rules: dict[str, Rule] = {}
    by_subject: dict[str, list[Rule]] = {}
    for name in module_names(whole, facts, without):
        for rule in rules_of(import_module(name)):
            if rule.id in rules and rules[rule.id].check is not rule.check:
                raise ValueError(f"two rules are named {rule.id}")
            rules[rule.id] = rule
            for subject in rule.subjects:
                by_subject.setdefault(subject, []).append(rule)
    return Book(rules, by_subject, whole=whole)


def module_names(whole: bool = True, facts: bool = True, without: frozenset[str] = frozenset()) -> list[str]:
    """The modules that hold rules, by name; see `load_book`."""
    import os
    from importlib import import_module

    names = set()
    for root in import_module("traefiklint.checks").__path__:
        for category in os.listdir(root):  # noqa: PTH208 - pathlib would cost a millisecond
            if "." in category or category.startswith("_") or category == "shared" or category in without:
                continue
            package = f"traefiklint.checks.{category}"
            folder = import_module(package)
            left_out = () if whole else getattr(folder, "ABOUT_READERS", ())
            if left_out is True:
                continue
            if not facts:
                left_out += getattr(folder, "ABOUT_FACTS", ())
            for file in os.listdir(f"{root}/{category}"):  # noqa: PTH208
                name = file.partition(".")[0]
                if file.endswith((".py", ".pyc")) and not file.startswith("_") and name not in left_out:
                    names.add(f"{package}.{name}")
    return sorted(names)
