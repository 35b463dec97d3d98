"""In which service's labels a new object belongs."""

from __future__ import annotations

from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.labels import LabelsRead, Steps, folded, objects_of
from traefiklint.roundtrip.objects import KINDS, ObjectKind, references
from traefiklint.text.spelling import listed, nearest


class Homes:
    """Finds the service: the one that was told, that of the objects that go with it, or the only one there is."""

    def __init__(self, root: Part, read: LabelsRead, told: str) -> None:
        self._read = read
        self._told = told
        self._owners: dict[Steps, list[str]] = {}
        for steps, entry in objects_of(read.entries):
            self._owners.setdefault(steps, []).append(entry.service)
        self._linked: dict[Steps, set[Steps]] = {}
        for kind in KINDS.values():
            for name, part in getattr(getattr(root, kind.group), kind.attribute).items():
                self._link(_key(kind, name), part)

    def _link(self, mine: Steps, part: Part) -> None:
        for section, attribute, kind in references(part):
            value = getattr(section, attribute)
            for name in value if isinstance(value, list) else [value]:
                if kind in KINDS and name:
                    other = _key(KINDS[kind], str(name).partition("@")[0])
                    self._linked.setdefault(mine, set()).add(other)
                    self._linked.setdefault(other, set()).add(mine)

    def home_of(self, kind: ObjectKind, name: str) -> str:
        """The service whose labels a new object belongs to.

        Raises:
            CannotRewriteError: there is more than one, and nobody said which.
        """
        services = self._read.services
        if self._told:
            if self._told not in services:
                near = nearest(self._told, sorted(services))
                hint = f"; did you mean `{near}`?" if near else f"; there are {listed(sorted(services))}"
                raise CannotRewriteError(f"there is no service `{self._told}`{hint}")
            return self._told
        ours = [name for name, labels in services.items() if any(_is_ours(label.name.text) for label in labels)]
        for found in (self._owners_around(_key(kind, name)), ours, list(services)):
            if len(found) == 1:
                return found[0]
            if found:
                break
        which = f"it is not clear whose labels `{kind.path}.{name}` goes to: {listed(sorted(services))}"
        raise CannotRewriteError(f"{which}; set it with `.on(…)`")

    def _owners_around(self, key: Steps) -> list[str]:
        """The services that have what an object refers to, and what refers to it, however far away."""
        seen, waiting, owners = {key}, [key], dict[str, None]()
        while waiting:
            one = waiting.pop()
            mine = self._owners.get(one, ())
            owners.update(dict.fromkeys(mine))
            if not mine:  # a new one as well
                fresh = self._linked.get(one, set()) - seen
                seen |= fresh
                waiting += fresh
        return list(owners)


def _key(kind: ObjectKind, name: str) -> Steps:
    return folded((*kind.path.split("."), name))


def _is_ours(name: str) -> bool:
    return name.lower().startswith("traefik.")
