"""One provider directory, merged: every object by kind and name, who needs whom, and what nobody can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from traefiklint.instance.names import FILE, full_name, qualify
from traefiklint.instance.references import ROUTERS, Reference, references_of, resolve
from traefiklint.instance.router_tree import RouterTree
from traefiklint.matching.check import check_rule
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.spelling import Spelling
from traefiklint.versions import NEWEST, Version, since

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject
    from traefiklint.discovery.projects import Projects
    from traefiklint.docker.containers import Container
    from traefiklint.docker.facts import ConflictingObjects
    from traefiklint.docker.options import ProviderOptions
    from traefiklint.instance.context import Context, EntryPoint
    from traefiklint.instance.memory import RuleMemory
    from traefiklint.matching.check import RuleResult
    from traefiklint.model.diagnostics import OptionDiagnostic
    from traefiklint.model.static import Static
    from traefiklint.model.tcp import TcpRouter
    from traefiklint.text.diagnostics import TextDiagnostic
    from traefiklint.text.document import Document
    from traefiklint.text.spelling import Spelling

Answer = TypeVar("Answer")

_ACTION = lazy(r"\{[{%]|<%|\$\{?\w")
"""Where a template of another program has a value put in."""
KINDS = {
    "Router": "http.routers",
    "Service": "http.services",
    "Middleware": "http.middlewares",
    "ServersTransport": "http.serversTransports",
    "Model": "http.models",
    "TcpRouter": "tcp.routers",
    "TcpService": "tcp.services",
    "TcpMiddleware": "tcp.middlewares",
    "TcpServersTransport": "tcp.serversTransports",
    "UdpRouter": "udp.routers",
    "UdpService": "udp.services",
    "TlsOptions": "tls.options",
    "TlsStore": "tls.stores",
}
"""The kinds of named objects, by the class of the model. `tcp.models` is none of them: what files have there, Traefik
drops."""


_HANGS_ON_CONTEXT = ("dangling", "foreign", "needs", "tree", "_sections_beside")
"""What an instance works out when it is first asked, and differently for another context."""


class Duplicate(NamedTuple):
    """Two files give one name to two objects of a kind; Traefik keeps the first (pkg/provider, SkipDuplicates)."""

    loser: Named
    winner: Named


class SourceFile:
    """One file and what it came to.

    Attributes:
        document: its text, the tree in it, and what is wrong with the text itself.
        parts: every section in it, by class.
        diagnostics: what Traefik's decoder has against it, and what the reader of a younger Traefik takes.
        target: the Traefik version that it was decoded for.
        static: the static configuration that it holds; None for a file of a provider directory.
    """

    __slots__ = ("diagnostics", "document", "parts", "static", "target")

    def __init__(
        self,
        document: Document,
        parts: dict[type[Section], list[Any]],
        diagnostics: Sequence[TextDiagnostic | OptionDiagnostic] = (),
        target: Version = NEWEST,
        static: Static | None = None,
    ) -> None:
        too_new = [said for said in document.newer if target < since(said.since)]
        self.document = document
        self.parts = parts
        self.diagnostics = [*too_new, *diagnostics] if too_new else diagnostics
        self.target = target
        self.static = static

    @property
    def said(self) -> Iterator[TextDiagnostic | OptionDiagnostic]:
        """All that the reader of the text and the decoder have against it."""
        yield from self.document.diagnostics
        yield from self.diagnostics


Asked = tuple[tuple[str, ...], bool, str | None, frozenset[tuple[str, str]], tuple[str, ...]]
"""What a reader of compose files is asked for: the files, whether as a stack, what stands in for variables without a
value, the variables that have one, and the profiles."""


class Lost(NamedTuple):
    """A container that Traefik drops with all that its labels define, or does not look at."""

    place: Place
    unset: tuple[str, ...] = ()
    """The variables for which alone it does, as they have no value here."""
    ignored: str = ""
    """What it is called, where it is not dropped for what it says, but is not enabled."""


class Labels(NamedTuple):
    """What the labels of containers and services come to.

    Attributes:
        providers: those whose objects are all at hand.
        objects: what Traefik takes over, with its kind.
        parts: the sections of these by class, and what is to be said about labels, as rules ask for it.
        documents: the compose files that were read.
        lost: the objects, by kind and full name, of containers that Traefik drops, and which of these that is.
        again: reads them with a value for the variables that have none; None where there are no such variables.
        containers: those that the providers get, and `options` how each provider is set up.
        projects: the compose projects, and `composed` what Compose makes of each.
        is_told: whether anything is to be said about containers and labels, beside what is said about their objects.
        given: the compose files of all this.
        refused: the texts of those of which Compose makes nothing.
        readings: the projects by what was asked of the reader, for whoever reads some of them again.
    """

    providers: frozenset[str]
    objects: Sequence[tuple[str, Any]]
    parts: Mapping[str, list[Any]]
    documents: Sequence[Document]
    lost: Mapping[tuple[str, str], Lost] = {}
    again: Callable[[str], Labels] | None = None
    projects: tuple[ProjectFiles, ...] = ()
    containers: Sequence[Container] = ()
    options: Mapping[str, ProviderOptions] = {}
    composed: Sequence[ComposeProject] = ()
    is_told: bool = True
    given: Projects | None = None
    refused: Sequence[str] = ()
    readings: Mapping[Asked, ComposeProject] = {}

    def may_define(self, name: str) -> bool:
        """Whether an object of a name may be defined in a file that Compose refuses as it is here."""
        if not self.refused:
            return False
        from traefiklint.instance.doubt import is_key

        return any(is_key(text, name) for text in self.refused)

    def is_found(self, file: str) -> bool:
        """Whether nobody named a compose file, so that it may be used otherwise than it lies there, or not at all."""
        return any(project.is_found for project in self.projects if file in project.files)


class ProjectFiles(NamedTuple):
    """The files of one compose project."""

    files: frozenset[str]
    """Those that it leads to among them."""
    is_found: bool
    """Whether nobody named it, so that it may be used otherwise than it lies there, or not at all."""


class Instance:
    """What the checks look at. Made once, never changed after `Instance(...)` returns, but for its memory of rules.

    Attributes:
        files: every file that Traefik reads, in the order in which it reads them.
        context: what Traefik knows besides the files.
        parts: everything in the files, by class name, in that order.
        objects: the objects that count, by kind (`http.routers`) and full name (`shop@file`); of two with one name in
            one provider, the first.
        duplicates: those that do not count, with the one that does.
        unread: the names of files of the directory that Traefik does not read.
        providers: those whose objects are at hand.
        complete: whether every object and every value is known; a template, a refused file, or one that is not at
            hand may hold others.
        at_hand: whether all files of the directory are here.
        made: the templates of which another program makes files of the directory; empty where there are none.
    """

    def __init__(
        self,
        files: Iterable[SourceFile],
        context: Context,
        unread: tuple[str, ...] = (),
        *,
        complete: bool = True,
        made: str = "",
        labels: Labels | None = None,
    ) -> None:
        self.files = tuple(files)
        self.unread = unread
        self.parts: dict[str, list[Any]] = {}
        self.objects: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS.values()}
        self.duplicates: list[Duplicate] = []
        self.made = made
        self.complete = complete and not made
        self.labels = labels
        self.providers = frozenset({FILE})
        self.at_hand = complete
        self._doubtful: list[Document] = []
        """The files that may hold objects which cannot be read."""
        self._losers: set[int] = set()
        self._gather()
        if labels is not None:
            self._add_labels(labels)
        self._learn(context)

    def _learn(self, context: Context) -> None:
        """Take what Traefik knows besides the files; nothing that hangs on it is worked out yet."""
        self.context = context
        self.default_entry_points = context.default_entry_points()
        self.entry_point_models = {
            name: point for name, point in context.entry_points.items() if point.tls or point.middlewares
        }
        """The entry points that add something to their routers."""
        self._point_names = tuple(
            tuple(name for name, point in context.entry_points.items() if point.udp is udp) for udp in (False, True)
        )
        self._spellings: dict[tuple[str, str], Spelling] = {}
        self._rules: dict[Named, RuleResult] = {}
        self._users: dict[Named, list[Reference]] | None = None
        self._needs_of_losers: dict[Named, list[Reference]] = {}
        self._answers: dict[Callable[..., Any], Any] = {}
        self.memory: RuleMemory | None = None
        """What checks have said of sections before, where the same files are judged again and again."""
        for known in _HANGS_ON_CONTEXT:
            vars(self).pop(known, None)

    def _gather(self) -> None:
        parts = self.parts
        for file in self.files:
            document = file.document
            for cls, items in file.parts.items():
                have = parts.get(cls.__name__)
                if have is None:
                    parts[cls.__name__] = list(items)
                else:
                    have.extend(items)
            if document.uncertain or (document.root is None and document.diagnostics):
                self.complete = False
                self._doubtful.append(document)
            elif document.repeats_key:
                self._doubtful.append(document)
        for name, kind in KINDS.items():
            if name not in parts:
                continue
            table = self.objects[kind]
            for thing in parts[name]:
                winner = table.setdefault(thing.full, thing)
                if winner is not thing:
                    self.duplicates.append(Duplicate(thing, winner))
                    self._losers.add(id(thing))

    def _add_labels(self, labels: Labels) -> None:
        """Add what Docker's and Swarm's providers hand over, already merged."""
        self.providers |= labels.providers
        for kind, thing in labels.objects:
            self.objects[kind].setdefault(thing.full, thing)
        for name, items in labels.parts.items():
            self.parts.setdefault(name, []).extend(items)

    def lost_at(self, reference: Reference) -> Lost | None:
        """The container that would define what a reference means, and that Traefik drops, or does not look at."""
        return None if self.labels is None else self.labels.lost.get((reference.kind, reference.full))

    def conflict_of(self, reference: Reference) -> ConflictingObjects | None:
        """The objects that a reference means, where containers define them differently, so that Traefik keeps none."""
        return self._conflict(reference.kind, reference.full)

    def conflict_over(self, thing: Named) -> ConflictingObjects | None:
        """The objects of a name, where containers define them differently, so that Traefik keeps none."""
        return self._conflict(KINDS[type(thing).__name__], thing.full)

    def _conflict(self, kind: str, full: str) -> ConflictingObjects | None:
        if self.labels is None or not self.labels.parts.get("ConflictingObjects"):
            return None
        return self.once(_conflicts).get((kind, full))

    def _is_kept_by_nobody(self, reference: Reference) -> bool:
        """Whether containers that run at once define differently what a reference means."""
        return self.conflict_of(reference) is not None and (reference.kind, reference.full) in self.once(_clashing)

    @property
    def knows_routers(self) -> bool:
        """Whether every router is known: a compose file that Compose refuses as it is here may hold others, too."""
        return self.complete and not (self.labels is not None and self.labels.refused)

    def _whole(self, provider: str) -> bool:
        """Whether all objects of a provider are known."""
        return provider in self.providers and (provider != FILE or self.complete)

    @property
    def reads_directory(self) -> bool:
        """Whether Traefik surely reads the files together, whatever they are called: its static configuration names a
        directory, of which it reads every file (pkg/provider/file)."""
        return any(provider.directory for provider in self.context.static.get("FileProvider", ()))

    @property
    def documents(self) -> Iterator[Document]:
        """The documents of everything that is linted."""
        yield from (file.document for file in self.files)
        if self.labels is not None:
            yield from self.labels.documents

    @cached_property
    def tree(self) -> RouterTree:
        """The HTTP routers that stand below others."""
        return RouterTree(self.objects["http.routers"], self.context)

    @cached_property
    def needs(self) -> dict[Named, list[Reference]]:
        """What each object refers to, in the order of building."""
        found = {thing: self._resolved(thing) for kind in _REFERRING for thing in self.objects[kind].values()}
        return {thing: references for thing, references in found.items() if references}

    def _resolved(self, thing: Named) -> list[Reference]:
        return [self.settled(reference) for reference in references_of(thing, self)]

    def settled(self, reference: Reference) -> Reference:
        """A reference, with what it leads to or why it leads nowhere."""
        resolve(reference, self.objects, self.context, self._whole, self._may_define)
        if reference.fault == "unknown" and reference.full.endswith(f"@{FILE}") and self._is_filled:
            reference.assumed = True  # what is made of values may be called so after all
        if reference.fault == "unknown" and self._may_be_elsewhere(reference):
            reference.fault, reference.foreign = "", True
        if reference.target is None and (self.lost_at(reference) or self._is_kept_by_nobody(reference)):
            reference.fault, reference.foreign, reference.assumed = "unknown", False, False
        return reference

    @cached_property
    def _is_filled(self) -> bool:
        """Whether values of another program are put into what it makes files of."""
        return bool(self.made) and _ACTION.search(self.made) is not None

    @cached_property
    def dangling(self) -> list[Reference]:
        """The references that lead nowhere."""
        return [one for references in self.needs.values() for one in references if one.fault]

    @cached_property
    def foreign(self) -> list[Reference]:
        """The references to other providers, of which nobody can tell here."""
        return [one for references in self.needs.values() for one in references if one.foreign and not one.fault]

    def _may_be_elsewhere(self, reference: Reference) -> bool:
        return self._may_be_refused(reference.full) or self._may_be_beside(reference)

    def _may_be_refused(self, full: str) -> bool:
        """Whether labels may define an object of a full name in a compose file of which Compose makes nothing."""
        name, _, provider = full.partition("@")
        return provider != FILE and self.labels is not None and self.labels.may_define(name)

    def _may_be_beside(self, reference: Reference) -> bool:
        """Whether another file defines what a reference means: nobody says that these are all that a Traefik reads, and
        they seem to be a part."""
        if not self.context.unclaimed or not reference.full.endswith(f"@{FILE}"):
            return False
        return _section(reference) in self._sections_beside

    @cached_property
    def _sections_beside(self) -> frozenset[str]:
        from traefiklint.instance.beside import sections_beside

        missing: dict[str, set[str]] = {}
        for thing in (one for kind in _REFERRING for one in self.objects[kind].values()):
            for reference in references_of(thing, self):
                full = qualify(reference.name, thing.full)
                if full.endswith(f"@{FILE}") and full not in self.objects[reference.kind]:
                    missing.setdefault(_section(reference), set()).add(reference.name)
        return sections_beside(missing, (file.document.root for file in self.files))

    def _may_define(self, name: str, kind: str) -> bool:
        """Whether an object of a name may be defined in what cannot be read.

        A template defines what it spells, and what it makes of values; not what is a slip of the pen beside a name that
        is here.
        """
        if self.complete and not self._doubtful:
            return False
        if not self.at_hand:
            return True
        from traefiklint.instance.doubt import is_key, may_define

        if self.made and (not name or is_key(self.made, name) or not self.nearest(name, kind)):
            return True
        return any(may_define(document, name) for document in self._doubtful)

    def lacks(self, kind: str, name: str) -> bool:
        """Whether no file of Traefik's file provider defines an object, as far as anybody can tell."""
        full = f"{name}@{FILE}"
        is_known = full in self.objects[kind] or full in self.context.known.get(kind.rpartition(".")[2], ())
        return not is_known and not self._may_define(name, kind)

    def with_files(self, files: Iterable[SourceFile]) -> Instance:
        """The same Traefik with other files."""
        return Instance(files, self.context, self.unread, complete=self.at_hand, made=self.made, labels=self.labels)

    def with_context(self, context: Context) -> Instance:
        """The same files and labels, for a Traefik that knows something else."""
        made = Instance.__new__(Instance)
        vars(made).update(vars(self))
        made._learn(context)
        if (context.target, context.default_rule_syntax) == (self.context.target, self.context.default_rule_syntax):
            made._rules = self._rules  # what a rule comes to hangs on nothing else
        return made

    def with_labels(self, labels: Labels) -> Instance:
        """The same files, beside other labels."""
        return Instance(self.files, self.context, self.unread, complete=self.at_hand, made=self.made, labels=labels)

    def follow(self, before: Instance) -> None:
        """Take over what is known of the routers that were there before: nothing but their own text decides it."""
        for router in self.ruled_routers():
            if (rule := before._rules.get(router)) is not None:
                self._rules[router] = rule

    def once(self, question: Callable[[Instance], Answer]) -> Answer:
        """The answer to a question about this instance, worked out once."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: Answer = self._answers[question]
        return answer

    def ruled_routers(self) -> Iterator[Router | TcpRouter]:
        """The routers of HTTP and TCP, which have rules; those of UDP take what comes."""
        for kind in ("http.routers", "tcp.routers"):
            yield from self.objects[kind].values()

    def count_routers(self) -> int:
        """How many routers of all protocols the files have; 0 where some file may hold others that cannot be read."""
        if not self.complete:
            return 0
        return sum(router.provider == FILE for kind in ROUTERS for router in self.objects[kind].values())

    def counts(self, thing: Named) -> bool:
        """Whether Traefik uses an object: not one whose name an earlier file has already given away."""
        return id(thing) not in self._losers

    def object_at(self, place: Place) -> Named | None:
        """The object that a place belongs to, if it is one that Traefik uses."""
        thing = self.object_named(place.object)
        if thing is None or thing.provider != FILE:
            return thing
        return thing if thing.file == place.file else None

    def object_named(self, object: str) -> Named | None:
        """The object that findings call so, as in `http.routers.shop` or `http.routers.web@docker`."""
        words = object.split(".", 2)
        if len(words) < 3:
            return None
        table: dict[str, Named] = self.objects.get(f"{words[0]}.{words[1]}", {})
        return table.get(full_name(words[2])) or table.get(words[2])

    def knows(self, full: str) -> bool:
        """Whether everything of the provider that a full name ends in is at hand."""
        return full.partition("@")[2] in self.providers

    def find(self, kind: str, name: str, referrer: str = "") -> Named | None:
        """The object that a name means.

        Args:
            referrer: the full name of the object that the name stands in; the name is one in a file where absent.
        """
        found: Named | None = self.objects[kind].get(qualify(name, referrer))
        return found

    def owner(self, part: Section) -> Named | None:
        """The named object that a part belongs to."""
        found: Section | None = part
        while found is not None and not isinstance(found, Named):
            found = found.parent
        return found

    def needs_of(self, part: Section) -> list[Reference]:
        """What the object that a part belongs to refers to; of one whose name another file gave away, what it would
        where its own file is read in the place of that one."""
        owner = self.owner(part)
        if owner is None or self.counts(owner):
            return self.needs.get(owner, []) if owner else []
        if owner not in self._needs_of_losers:
            references = self._needs_of_losers[owner] = self._resolved(owner)
            losers = self.once(_losers)
            for reference in references:
                reference.target = losers.get((reference.target, owner.file), reference.target)
        return self._needs_of_losers[owner]

    def users(self, thing: Named) -> list[Reference]:
        """The references that lead to an object."""
        if self._users is None:
            self._users = {}
            for references in self.needs.values():
                for reference in references:
                    if reference.target is not None:
                        self._users.setdefault(reference.target, []).append(reference)
        return self._users.get(thing, [])

    def nearest(self, name: str, what: str, provider: str = FILE) -> str:
        """The known name that a mistaken one is probably meant to be; empty where none is near.

        Args:
            what: a kind of objects, as in `http.services`; or `resolvers`, `plugins`, `entry points`,
                `udp entry points`.
            provider: whose objects are meant, as their provider calls them.
        """
        spelling = self._spellings.get((what, provider))
        if spelling is None:
            spelling = self._spellings[what, provider] = Spelling(self._known(what, provider))
        found = spelling.nearest(name)
        return "" if found and spelling.is_another(name, found) else found

    def _known(self, what: str, provider: str) -> Iterable[str]:
        if what in self.objects:
            return [thing.name for thing in self.objects[what].values() if thing.provider == provider]
        if what == "resolvers":
            return self.context.resolvers
        if what == "plugins":
            return sorted(self.context.plugins)
        return self.entry_point_names(udp=what == "udp entry points")

    def entry_point_names(self, *, udp: bool = False) -> tuple[str, ...]:
        """The names of all entry points for UDP, or of all others."""
        return self._point_names[udp]

    def rule(self, router: Any) -> RuleResult:
        """The rule of an HTTP or TCP router, read once."""
        result = self._rules.get(router)
        if result is None:
            syntax = router.rule_syntax or self.context.default_rule_syntax
            result = self._rules[router] = check_rule(
                router.rule,
                protocol="http" if type(router) is Router else "tcp",
                syntax="v2" if syntax == "v2" else "v3",
                target=self.context.target,
            )
        return result

    def entry_points(self, router: Any) -> tuple[EntryPoint, ...]:
        """The entry points that a router serves, as far as they are known and exist."""
        context = self.context
        udp = type(router).__name__ == "UdpRouter"
        names = router.entry_points or (context.default_entry_points(udp=True) if udp else self.default_entry_points)
        points = (context.entry_points.get(name) for name in dict.fromkeys(names))
        return tuple(point for point in points if point is not None and point.udp == udp)


_REFERRING = (
    "http.routers",
    "http.services",
    "http.middlewares",
    "tcp.routers",
    "tcp.services",
    "udp.routers",
    "udp.services",
)


def _section(reference: Reference) -> str:
    """The section of what a reference means, in small letters."""
    return reference.kind.rpartition(".")[2].lower()


def _losers(instance: Instance) -> dict[tuple[Named | None, str], Named]:
    """Those that do not count, by the one that does and their own file."""
    return {(winner, loser.file): loser for loser, winner in instance.duplicates}


def _conflicts(instance: Instance) -> dict[tuple[str, str], ConflictingObjects]:
    """What containers define differently, by kind and full name."""
    found: Iterable[ConflictingObjects] = instance.labels.parts["ConflictingObjects"] if instance.labels else ()
    return {
        (KINDS[type(first).__name__], first.full): one
        for one in found
        if type(first := one.objects[0]).__name__ in KINDS
    }


def _clashing(instance: Instance) -> frozenset[tuple[str, str]]:
    """What containers that can run at once define differently, by kind and full name."""
    from traefiklint.docker.facts import exclude_each_other

    found = instance.once(_conflicts).items()
    return frozenset(name for name, conflict in found if not exclude_each_other(conflict.containers))
