"""One provider directory with all that decides who answers: what loads, what is disabled, where requests enter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.decoding.label_tree import value_of, with_variables
from traefiklint.engine import build_instance, lint_instance
from traefiklint.findings import Effect, Finding
from traefiklint.go.strconv import digits
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.names import qualify
from traefiklint.instance.references import ROUTERS
from traefiklint.matching.check import check_rule
from traefiklint.matching.demands import required_hosts, required_paths
from traefiklint.options import Options
from traefiklint.patterns import lazy
from traefiklint.routing.entries import Entries, Entry, read_entries

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.instance.context import EntryPoint
    from traefiklint.instance.instance import Instance, SourceFile
    from traefiklint.model.base import Named
    from traefiklint.routing.services import Target


class OpenRule(NamedTuple):
    """A rule as far as it is known."""

    text: str
    """With `${NAME}` in the place of what a variable would bring."""
    variables: tuple[str, ...]

    @property
    def why(self) -> str:
        """Why nobody can tell, for a sentence."""
        names = ", ".join(f"`{name}`" for name in self.variables)
        return f"its rule hangs on {names}, which {'has' if len(self.variables) == 1 else 'have'} no value here"

    def may_take(self, host: str, path: str) -> bool:
        """Whether the variables may have values with which the rule takes requests for a host and a path."""
        tree = check_rule(self.text, protocol="http").tree
        if tree is None:
            return True
        hosts, paths = required_hosts(tree), required_paths(tree)
        if hosts is not None and not any(_may_be(wanted, host) for wanted in hosts):
            return False
        if paths is None or not _PLAIN_PATH.fullmatch(path):  # of others Traefik compares something else
            return True
        return any(_may_be(wanted[1:] + "${REST}" * wanted.startswith("^"), path) for wanted in paths)


def _may_be(wanted: str, host: str) -> bool:
    """Whether a host is another one with something in the place of each `${NAME}`, and of `*` at its beginning."""
    first, *rest = _VARIABLE.split(wanted)
    if not rest:
        return host == wanted
    *between, last = rest
    at, end = len(first), len(host) - len(last)
    for piece in between:
        found = host.find(piece, at, max(end, 0))
        if found < 0:
            return False
        at = found + len(piece)
    return host.startswith(first) and host.endswith(last) and at <= end


_PLAIN_PATH = lazy(r"(?:/[\w-]+)*/?", re.ASCII)
_VARIABLE = lazy(r"\$\{\w+\}|\A\*")


def open_rule(router: Any) -> OpenRule | None:
    """The rule of a router where it hangs on such a variable, else None."""
    node = router.at("rule").node if getattr(router, "rule", "") else None
    value = value_of(node)
    if value is None or node is None or value.is_known:
        return None
    mark: Any = node.start  # of the label that the value stands in
    part = value.part(mark.start, mark.end)
    if part.is_known:
        return None
    return OpenRule(with_variables(part), part.unknown)


class Refusal(NamedTuple):
    """Why Traefik refuses a file, and with it every file of the directory."""

    file: str
    line: int
    message: str


class World:
    """A provider directory as Traefik runs it.

    Attributes:
        instance: the merged files.
        options: how it is judged.
        entries: the entry points and Traefik's own routers.
        failed: the objects that Traefik leaves out.
        target: the Traefik version.
    """

    def __init__(self, instance: Instance, entries: Entries, failed: frozenset[Named], options: Options) -> None:
        self.instance = instance
        self.options = options
        self.entries = entries
        self.failed = failed
        self.target = instance.context.target
        self.expanded: dict[Named, Target] = {}
        """The services that have been taken apart, with what they are made of; kept by `services.expand`."""

    def find(self, kind: str, name: str, referrer: str) -> tuple[str, Any]:
        """The full name that a reference means, and the object; None where it lies elsewhere.

        Args:
            referrer: the full name of the object that refers.
        """
        full = qualify(name, referrer)
        return full, self.instance.objects[kind].get(full)

    def entries_of(self, router: Any) -> tuple[Entry, ...]:
        """The entry points that a router serves."""
        udp = type(router).__name__ == "UdpRouter"
        context, known = self.instance.context, self.entries.by_name
        if context.entry_points:
            default = context.default_entry_points(udp=True) if udp else self.instance.default_entry_points
        else:
            default = tuple(known)
        names = dict.fromkeys(router.entry_points or default)
        found = (known.get(name) for name in names)
        return tuple(entry for entry in found if entry is not None and (entry.point.udp == udp or entry.assumed))

    def why_absent(self, thing: Named) -> str:
        """Why Traefik leaves an object out: what the linter says about it, or about what it needs."""
        known = self._why.get(thing.object)
        rule = open_rule(thing) if known is None else None
        return known or (rule.why if rule is not None else "something that it needs is disabled")

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Why Traefik refuses the directory, one reason a file; empty where it does not."""
        found: dict[str, Refusal] = {}
        if any(map(_is_refused, self.instance.files)):
            for finding in self._fatal:
                if finding.effect is Effect.REJECTED:
                    found.setdefault(finding.file, Refusal(finding.file, finding.line, finding.message))
        return tuple(found.values())

    @cached_property
    def _fatal(self) -> tuple[Finding, ...]:
        return lint_instance(self.instance, self.options._replace(only_fatal=True)).findings

    @cached_property
    def _why(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for finding in self._fatal:
            why = f"{finding.message} ({finding.file}:{finding.line})"
            for name in finding.disables:
                found.setdefault(name, why)
        return found


def read_world(
    files: Mapping[str, str | bytes], options: Options, projects: Projects | None = None, *, complete: bool = True
) -> World:
    """Read a provider directory, and the compose files beside it; raises nothing on any text."""
    context = read_context(options, files, projects).context
    return make_world(read_instance(files, context, complete=complete, projects=projects), options)


def make_world(instance: Instance, options: Options) -> World:
    """A directory that is already read."""
    build = build_instance(instance, options._replace(only_fatal=True))
    failed = frozenset(build.failed) if build is not None else frozenset()
    return World(instance, read_entries(instance.context, _mentioned(instance)), failed, options)


def _mentioned(instance: Instance) -> dict[str, None]:
    names: dict[str, None] = {}
    for kind in ROUTERS:
        for router in instance.objects[kind].values():
            names.update(dict.fromkeys(router.entry_points))
    return names


def _is_refused(source: SourceFile) -> bool:
    return any(one.effect is Effect.REJECTED for one in source.said)


def port_of(point: EntryPoint) -> int | None:
    """The port of an entry point, where it has a number."""
    return digits(point.port)
