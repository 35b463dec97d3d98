"""A provider as a whole: from the containers of a host to its configuration (pkg/provider/docker)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.label_tree import DYNAMIC, takes
from traefiklint.decoding.labels import decode_labels
from traefiklint.docker.build import Builder, Built
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import BothPrefixes, BrokenOption, NotExposed, Pruned
from traefiklint.docker.labels import SWARM, Wishes, wishes_of
from traefiklint.docker.merge import MergedContainers
from traefiklint.docker.options import ProviderOptions
from traefiklint.docker.options_facts import facts_of
from traefiklint.docker.rules import RuleMaker
from traefiklint.model.base import Named
from traefiklint.model.configuration import Configuration
from traefiklint.records import NamedTuple, changed
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.matching.constraints import Constraints

_LOOKS_AT_STOPPED = since("3.6")
"""From here on Traefik reads the labels for the provider of stopped containers too."""


class ContainerVerdict(NamedTuple):
    """What becomes of a container: whether it is dropped (`loads` is false), else whether it counts."""

    loads: bool = True
    keeps: bool = True


class Provided:
    """What a provider hands Traefik.

    Attributes:
        name: `docker` or `swarm`.
        objects: by kind (`http.routers`) and name.
        verdicts: of each container, by name.
        facts: what is to be said about all of it.
        is_frozen: whether a label stops the provider, so that nothing of any container changes any more.
        lost: what is dropped with its container, by kind and name of the objects.
        ignored: what the labels of containers define that the provider does not look at, as they are not enabled.
        containers: the containers that it was given.
    """

    def __init__(self, name: str, containers: list[Container]) -> None:
        self.name = name
        self.objects: dict[str, dict[str, Named]] = {}
        self.verdicts: dict[str, ContainerVerdict] = {}
        self.facts: list[Any] = []
        self.is_frozen = False
        self.lost: dict[tuple[str, str], Built] = {}
        self.ignored: dict[tuple[str, str], Container] = {}
        self.containers = containers


def provide(containers: Iterable[Container], options: ProviderOptions) -> Provided:
    """Read all containers of a host as Traefik does. Never raises."""
    return _Provider(list(containers), options).provide()


class _Provider:
    def __init__(self, containers: list[Container], options: ProviderOptions) -> None:
        self._containers = containers
        self._options = options
        self._constraints = _constraints(options.constraints)
        self._rules = RuleMaker(options.default_rule)
        self._builder = Builder(options, containers, self._rules)
        self._provided = Provided(options.name, containers)
        self._pruning: Container | None = None

    def provide(self) -> Provided:
        provided = self._provided
        if self._rules.error:
            if self._containers:
                fact = BrokenOption(provided.name, "defaultRule", self._rules.error, self._containers[0], self._all())
                provided.facts.append(fact)
            return provided
        kept = [built for container in self._containers if (built := self._container(container)) is not None]
        if self._pruning is not None and self._constraints is not None:
            error = self._constraints.error
            provided.facts.append(BrokenOption(provided.name, "constraints", error, self._pruning, self._all()))
        merged = MergedContainers(kept)
        provided.objects = merged.objects
        provided.facts += [fact for built in kept for fact in built.facts]
        provided.facts += merged.facts
        there = {thing.object for named in merged.objects.values() for thing in named.values()}
        provided.facts = list(_without(provided.facts, there))
        full = {(kind, thing.full) for kind, named in merged.objects.items() for thing in named.values()}
        provided.lost = {key: built for key, built in provided.lost.items() if key not in full}
        known = full.union(provided.lost)
        provided.ignored = {key: one for key, one in provided.ignored.items() if key not in known}
        return provided

    def _all(self) -> tuple[str, ...]:
        return (f"*@{self._provided.name}",)

    def _container(self, container: Container) -> Built | None:
        """What a container becomes; None where it does not count."""
        if container.state != "running" and self._options.target < _LOOKS_AT_STOPPED:
            return self._out(container, ContainerVerdict(keeps=False))
        wishes = wishes_of(container, self._options)
        if self._is_refused(container, wishes):
            return self._out(container, ContainerVerdict(loads=False))
        if not self._counts(container, wishes):
            return self._out(container, ContainerVerdict(keeps=False))
        if self._constraints is not None and self._constraints.error:
            self._pruning = self._pruning or container
            return self._out(container, ContainerVerdict(loads=False))
        built = self._decoded(container)
        if built is not None and not built.is_dropped:
            self._builder.build(built, wishes)
        if built is None or built.is_dropped:
            if built is not None:
                self._lose(built)
                self._provided.facts += built.facts
            return self._out(container, ContainerVerdict(loads=False))
        self._provided.verdicts[container.name] = ContainerVerdict()
        return built

    def _out(self, container: Container, verdict: ContainerVerdict) -> Built | None:
        self._provided.verdicts[container.name] = verdict
        return None

    def _is_refused(self, container: Container, wishes: Wishes) -> bool:
        """Whether Traefik drops a container for its labels for the provider; says why."""
        decoded = wishes.decoded
        is_refused = decoded.is_refused or decoded.is_panic or wishes.has_both
        names: tuple[str, ...] = ()
        if is_refused and (wishes.is_enabled or wishes.is_unclear):
            built = self._decoded(container)
            if built is not None:
                is_open = decoded.is_refused and not wishes.has_both and (built.unset or not built.is_dropped)
                built.unset = (*decoded.unset, *built.unset) if is_open and decoded.unset else ()
                self._lose(built)
                names = tuple(thing.object for thing in built.objects())
                self._provided.facts += [
                    changed(fact, disables=names) if fact.disables else fact for fact in built.facts
                ]
        self._provided.facts += facts_of(decoded, container, names, of_provider=True)
        self._provided.is_frozen |= decoded.is_panic
        if wishes.has_both and not decoded.is_refused:
            docker, swarm = (
                next(label for label in container.labels if label.name.text.lower().startswith(prefix))
                for prefix in ("traefik.docker.", "traefik.swarm.")
            )
            self._provided.facts.append(BothPrefixes(container, names, docker, swarm))
        return is_refused

    def _counts(self, container: Container, wishes: Wishes) -> bool:
        """Whether a container counts: enabled, wanted by the constraints, running, well."""
        options, dynamic = self._options, list(_dynamic(container))
        if not wishes.is_enabled:
            said = wishes.decoded.whole.gives("enable")
            if dynamic and not said:
                self._provided.facts.append(NotExposed(container, (), dynamic[0]))
            if dynamic:
                self._provided.ignored |= dict.fromkeys(_defined_by(container, options), container)
            return False
        wanted = self._constraints
        if wanted is not None and not wanted.error and not wanted.match(container.tags):
            if dynamic:
                self._provided.facts.append(Pruned(container, (), dynamic[0], options.constraints))
            return False
        if wishes.allows_non_running:
            return True
        if options.name == SWARM and wishes.uses_lb and container.virtual is None:
            return False
        well = container.health in ("", "healthy") or options.allow_empty_services
        return container.state == "running" and well

    def _decoded(self, container: Container) -> Built | None:
        """A container's configuration, as far as its labels give it; None where it is dropped for these."""
        configuration = Configuration()
        decoded = decode_labels(container.labels, configuration, container.document, DYNAMIC, self._options.target)
        built = Built(container, configuration)
        self._provided.is_frozen |= decoded.is_panic
        built.is_dropped = decoded.is_refused or decoded.is_panic
        built.unset = decoded.unset if built.is_dropped else ()
        names = tuple(thing.object for thing in built.objects()) if built.is_dropped else ()
        built.facts += facts_of(decoded, container, names, of_provider=False)
        return built

    def _lose(self, built: Built) -> None:
        for key in _keys(built):
            self._provided.lost.setdefault(key, built)


def _keys(built: Built) -> Iterator[tuple[str, str]]:
    """The kinds and full names of what a container defines."""
    for thing in built.objects():
        yield ".".join(thing.path.split(".", 2)[:2]), thing.full


def _defined_by(container: Container, options: ProviderOptions) -> Iterator[tuple[str, str]]:
    """What the labels of a container would define."""
    built = Built(container, Configuration())
    decode_labels(container.labels, built.configuration, container.document, DYNAMIC, options.target)
    return _keys(built)


def _constraints(expression: str) -> Constraints | None:
    """What the provider makes of its constraints; None where it has none."""
    if not expression:
        return None
    from traefiklint.matching.constraints import LABELS, read_constraints

    return read_constraints(expression, LABELS)


def _without(facts: list[Any], there: set[str]) -> Iterator[Any]:
    """The facts without the objects that are there all the same, because another container defines them too. The facts
    of one container share the names of its objects."""
    left: dict[int, tuple[str, ...]] = {}
    for fact in facts:
        names = getattr(fact, "disables", ())
        if id(names) not in left:
            lost = tuple(name for name in names if name not in there)
            left[id(names)] = lost if len(lost) < len(names) else names
        known = left[id(names)]
        yield fact if known is names else changed(fact, disables=known)


def _dynamic(container: Container) -> Iterator[Any]:
    """The labels of a container that hold dynamic configuration."""
    return (label for label in container.labels if takes(label.name.text, DYNAMIC))
