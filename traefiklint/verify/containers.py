"""What Traefik says about containers: those that it drops, routers and objects that are lost, at the labels to blame.

Its log names containers (as it calls them) and no labels; which label it is about, the linter's own findings tell, else
what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from traefiklint.docker.containers import Container, service_name
from traefiklint.findings import Effect, Finding, Report
from traefiklint.instance.instance import Instance
from traefiklint.verify.answers import Answers
from traefiklint.verify.binary import Binary
from traefiklint.verify.disagreement import disagreement
from traefiklint.verify.places import CausePlace, CausePlaces, quoted
from traefiklint.verify.reading import LATER, made
from traefiklint.verify.verdict import KINDS, Complaint

_ID = re.compile(r"-[0-9a-f]{25,64}$")
_SKIP = "Skip container "
_NOT_THERE = re.compile(r"(Error while initializing|Cannot start the) provider \*docker\.")
_FROZEN = "panic in operation"
_PRUNES = "Error matching constraints expression"
_SAYS_AGAIN = "Defaulting to first available network"
_UNLINKED = re.compile(r"Router (.+) cannot be linked automatically|(Empty rule|Undefined rule|Error while parsing)")
_SERVICES = re.compile(r'\["[^\]]*"\]')
_SEVERAL = re.compile(r"(.*?) ?defined multiple times with different configurations")


class ContainerReader:
    """Makes findings of what the providers of one instance say about its containers."""

    def __init__(self, instance: Instance, claims: Report, answers: Answers, binary: Binary) -> None:
        assert instance.labels is not None, "there are containers"
        self._instance = instance
        self._claims = claims.findings
        self._complaints = [
            one
            for one in answers.whole.complaints
            if one.provider_of_containers and not one.message.startswith(_SAYS_AGAIN)
        ]
        self._answers = answers
        self._containers = instance.labels.containers
        self._places = CausePlaces(instance, claims.findings)
        self._who = f"Traefik {binary.version}"

    def findings(self) -> Iterator[Finding]:
        """Everything that is said of containers, and where we expected something else."""
        for complaint in self._complaints:
            yield self._finding(complaint)
        if self._answers.whole.loads:
            yield from self._unexpected()

    def _finding(self, complaint: Complaint) -> Finding:
        provider = complaint.provider_of_containers
        said = _SERVICES.sub(_sorted, ": ".join(filter(None, (complaint.message, complaint.error))))
        container = self._container(complaint)
        spot = self._spot(container, said, provider)
        everything = (f"*@{provider}",)
        if _FROZEN in said:
            message = f"{self._who} panics at a label, and takes over no container of this host any more."
            return made("traefik-harmed", Effect.REJECTED, message, self._of_all(everything, spot), everything)
        if _NOT_THERE.match(complaint.message):
            message = f"{self._who} does without its provider `{provider}`: {complaint.error}"
            return made("traefik-disables", Effect.DISABLED, message, self._of_all(everything, spot), everything)
        if several := _SEVERAL.match(complaint.message):
            return self._several(complaint, several[1], said)
        if _UNLINKED.match(complaint.message):
            name = complaint.field("routerName")
            lost = tuple(f"{kind}.{name}@{provider}" for kind in ("http.routers", "tcp.routers") if name)[:1]
            return made("traefik-disables", Effect.DISABLED, f"{self._who} leaves a router out: {said}", spot, lost)
        if complaint.level == "error" and (complaint.error or complaint.message.startswith(_SKIP)):
            which = f"the container `{container.origin.text}`" if container is not None else "a service of Swarm"
            reason = complaint.error or said
            message = f"{self._who} drops {which} with all that its labels define: {reason}"
            return made("traefik-disables", Effect.DISABLED, message, spot, self._lost(container))
        return made("traefik-complains", Effect.DEGRADED, f"{self._who} complains: {said}", spot)

    def _of_all(self, everything: tuple[str, ...], spot: CausePlace) -> CausePlace:
        """Where the linter says that all of a provider is lost."""
        return next((CausePlace.of(one) for one in self._claims if one.disables == everything), spot)

    def _several(self, complaint: Complaint, word: str, said: str) -> Finding:
        name = _defined_twice(complaint, word)
        spot = next(
            (CausePlace.of(one) for one in self._claims if name in one.disables and one.rule == "merge-conflict"),
            self._places.of_objects(said, [name]),
        )
        return made("traefik-disables", Effect.DISABLED, f"{self._who} keeps none of `{name}`: {said}", spot, (name,))

    def _container(self, complaint: Complaint) -> Container | None:
        """The container that a complaint names."""
        name = _ID.sub("", complaint.field("container")) or complaint.message.removeprefix(_SKIP)
        provider = complaint.field("providerName")
        named = (one for one in self._containers if one.document.provider == provider and service_name(one) == name)
        router = complaint.field("routerName")
        return next(named, None) or (self._owner(f".routers.{router}.") if router else None)

    def _owner(self, part: str) -> Container | None:
        """The container with a label whose name has this in it."""
        wanted = part.lower()
        return next(
            (one for one in self._containers if any(wanted in label.name.text.lower() for label in one.labels)), None
        )

    def _spot(self, container: Container | None, said: str, provider: str = "") -> CausePlace:
        """Where it stands: what the linter says of this container and has most in common with it, else a label that is
        quoted, else the name of the service."""
        of_provider = [one for one in self._containers if one.document.provider == provider]
        lines = {line for one in ([container] if container is not None else of_provider) for line in _lines(one)}
        here = [one for one in self._claims if one.effect.is_fatal and (one.file, one.line) in lines]
        if here:
            return CausePlace.of(self._places.best(here, said) or here[0])
        if container is None:
            return self._places.of_anything(said)
        words = quoted(said)
        for label in container.labels:
            if label.value.text in words or any(part in words for part in label.name.text.split(".")):
                return CausePlace(label.name.document.file, label.name.span(), label.name.text)
        return CausePlace(container.origin.document.file, container.origin.span())

    def _lost(self, container: Container | None) -> tuple[str, ...]:
        if container is None or self._instance.labels is None:
            return ()
        lost = self._instance.labels.lost
        return tuple(
            f"{kind}.{full}"
            for (kind, full), one in lost.items()
            if one.place.document is container.document and one.place.span == container.origin.span()
        )

    def _unexpected(self) -> Iterator[Finding]:
        """Where Traefik's objects are others than ours; on entry points with settings routers have their names in front
        of their own."""
        lost = {one.provider_of_containers for one in self._complaints if self._is_all(one)}
        claimed = {end for one in self._claims for end in one.disables if end.startswith("*@")}
        asked = self._instance.labels.options if self._instance.labels is not None else {}
        for name in asked:
            if (name in lost) is not (f"*@{name}" in claimed):
                said = "gives up" if name in lost else "goes on with"
                spot = self._spot(None, "", name)
                yield disagreement(f"Traefik {said} its provider `{name}`, and lint says otherwise", spot)
        providers = tuple(f"@{name}" for name in asked if name not in lost and f"*@{name}" not in claimed)
        several = [(one, _SEVERAL.match(one.message)) for one in self._complaints]
        names = {_defined_twice(one, found[1]) for one, found in several if found}  # which Traefik itself tells
        for kind, ours in KINDS.items():
            twice = {name.removeprefix(f"{ours}.") for name in names}
            theirs = {name for name in self._answers.whole.objects.get(kind, {}) if name.endswith(providers)}
            mine = {full for full in self._instance.objects[ours] if full.endswith(providers)}
            more = {name for name in theirs - mine if not any(name.endswith(f"-{one}") for one in mine)}
            less = {one for one in mine - theirs - twice if not any(name.endswith(f"-{one}") for name in theirs)}
            for name in sorted(more):
                yield disagreement(f"Traefik has `{ours}.{name}`, and lint does not", self._spot(None, f'"{name}"'))
            for name in sorted(less):
                spot = self._places.of_objects("", [f"{ours}.{name}"])
                yield disagreement(f"lint says that there is `{ours}.{name}`, and Traefik has none", spot)

    def _is_all(self, complaint: Complaint) -> bool:
        """Whether a complaint says that nothing of any container is taken over."""
        said = f"{complaint.message} {complaint.error}"
        return _FROZEN in said or bool(_NOT_THERE.match(said)) or said.startswith(_PRUNES)


def _defined_twice(complaint: Complaint, word: str) -> str:
    """The object that several containers define differently."""
    names = [value for key, value in complaint.fields if key.endswith("Name") and key != "providerName"]
    return f"{LATER.get(word, 'http.routers')}.{names[0] if names else ''}@{complaint.provider_of_containers}"


def _sorted(names: re.Match[str]) -> str:
    """Names in brackets, which Traefik writes in another order each time (it ranges over a map)."""
    return f"[{' '.join(sorted(names[0][1:-1].split()))}]"


def _lines(container: Container) -> Iterable[tuple[str, int]]:
    yield container.origin.document.file, container.origin.span().line
    for label in container.labels:
        for value in (label.name, label.value):
            yield value.document.file, value.span().line
