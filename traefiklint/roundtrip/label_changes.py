"""From what was changed in the typed view of labels to changes of the compose file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from traefiklint.compose.project import Label, Origin
from traefiklint.compose.written import as_written, rewritten, split_item
from traefiklint.docker.labels import SWARM
from traefiklint.go.strconv import fold
from traefiklint.model.base import Section
from traefiklint.patch.changes import Change, Delete, Insert, Path, Rename, Set
from traefiklint.patch.data import Leaf, string
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.flat import Said, is_name, name_of, said_by
from traefiklint.roundtrip.label_homes import Homes
from traefiklint.roundtrip.label_places import Holder, LabelPlaces
from traefiklint.roundtrip.labels import LabelEntry, LabelsRead, Steps, folded, objects_of
from traefiklint.roundtrip.objects import KINDS, ObjectKind
from traefiklint.roundtrip.viewing import part_of
from traefiklint.text.nodes import Scalar
from traefiklint.text.spelling import listed
from traefiklint.versions import Version
from traefiklint.yaml.scalars import STRING, resolve


class _Object(NamedTuple):
    """One object, before and after."""

    kind: ObjectKind
    before: str
    """Its name so far; empty where it is new."""
    after: str
    """Its name from now on; empty where it goes."""
    part: Part | None
    section: Section | None

    @property
    def steps(self) -> Steps:
        return (*self.kind.path.split("."), self.before or self.after)


class _Edits(NamedTuple):
    """Changes by the kinds that are made one after the other."""

    values: list[Change]
    names: list[Change]
    lines: list[tuple[Path, int, Change]]
    """Items of lists that come and go: the list, the number, the change."""
    keys: list[Change]


def changes_of_labels(
    root: Part, read: LabelsRead, places: LabelPlaces, provider: str, target: Version, told: str
) -> list[Change]:
    """The changes that make a compose file's labels say what the view says now.

    Args:
        told: the service that new objects go to; empty where nobody said.

    Raises:
        CannotRewriteError: labels cannot say it, or where they stand cannot be changed alone.
    """
    objects = [one for kind in KINDS.values() for one in _objects(kind, root)]
    writer = _Writer(read, places, provider, target)
    homes = Homes(root, read, told)
    for one in objects:
        if one.before:
            writer.change(one)
    for one in objects:
        if not one.before:
            writer.create(one, homes)
    return writer.ordered()


def _objects(kind: ObjectKind, root: Part) -> Iterator[_Object]:
    """The objects of a kind that are there, were there, or both, also under another name."""
    now: dict[str, Part] = kind.of(root)
    old: dict[str, Section] = getattr(getattr(root._section, kind.group, None), kind.attribute, None) or {}
    names = {id(section): name for name, section in old.items()}
    came_from = {name: name for name in now if name in old}
    for name, part in now.items():
        before = names.get(id(part._section))
        if name not in old and before is not None and before not in now and before not in came_from.values():
            came_from[name] = before
    for name, part in now.items():
        before = came_from.get(name, "")
        yield _Object(kind, before, name, part, old.get(before))
    for name in old.keys() - came_from.values():
        yield _Object(kind, name, "", None, old[name])


class _Writer:
    def __init__(self, read: LabelsRead, places: LabelPlaces, provider: str, target: Version) -> None:
        self.read = read
        self.places = places
        self.by_object: dict[Steps, list[LabelEntry]] = {}
        for steps, entry in objects_of(read.entries):
            self.by_object.setdefault(steps, []).append(entry)
        self.target = target
        self.way: Path = ("deploy", "labels") if provider == SWARM else ("labels",)
        self.edits = _Edits([], [], [], [])
        self.renamed: dict[str, str] = {}
        self.fresh: dict[str, list[tuple[str, str]]] = {}

    def ordered(self) -> list[Change]:
        """All changes, in an order in which none moves what another means."""
        made = [*self.edits.values, *self.edits.names, *self.edits.keys]
        lines = sorted(
            enumerate(self.edits.lines),
            key=lambda one: (one[1][0], -one[1][1], isinstance(one[1][2].operation, Insert), -one[0]),
        )
        made += [change for _, (_, _, change) in lines]
        return made + [self._first_labels(service, labels) for service, labels in self.fresh.items()]

    def change(self, one: _Object) -> None:
        """Bring the labels of an object to what it says now."""
        mine = self.by_object.get(folded(one.steps), [])
        if one.part is None or one.section is None:
            for entry in mine:
                self._take_away(entry)
            return
        if one.after != one.before:
            if not is_name(one.after):
                raise CannotRewriteError(f"`{one.after}` cannot be a name in labels: dots and brackets separate names")
            if fold(one.after) != fold(one.before) and folded((*one.steps[:2], one.after)) in self.by_object:
                raise CannotRewriteError(f"`{one.after}` is there already")
            for entry in mine:
                self._rename(entry, one.after)
        before = said_by(part_of(one.section), one.steps, self.target)
        after = said_by(one.part, one.steps, self.target)
        if before != after:
            self._bring(one, mine, before, after)

    def _bring(self, one: _Object, mine: list[LabelEntry], before: Said, after: Said) -> None:
        known = {folded(name): name for name in before}
        wanted = {folded(name): (name, text) for name, text in after.items()}
        there: dict[Steps, list[LabelEntry]] = {}
        for entry in mine:
            there.setdefault(entry.folded, []).append(entry)
        for name, (spelled, text) in wanted.items():
            if name in known and before[known[name]] == text:
                continue
            if isinstance(text, CannotRewriteError):
                if name not in known or not isinstance(before[known[name]], CannotRewriteError):
                    raise text
            elif name in there:
                self._set(there[name], _spaced(text, str(before.get(known.get(name, ()), "")), there[name][-1]))
            elif name in known:
                raise CannotRewriteError(f"no label `{name_of(spelled)}` is there: numbers of its list are missing")
            else:
                self._add(one, mine, spelled, text)
        above = {name[:length] for name in wanted for length in range(len(name))}
        understood = {name[: length + 1] for name in known for length in range(len(name))}
        if not wanted:
            raise CannotRewriteError(f"`{name_of(one.steps)}` would say nothing, which labels cannot; delete it")
        for name, entries in there.items():
            if name not in wanted and name not in above and name in understood:
                for entry in entries:
                    self._take_away(entry)

    # One label

    def _set(self, entries: list[LabelEntry], text: str) -> None:
        if len({entry.label.value.text for entry in entries}) > 1:
            who = listed([entry.service for entry in entries])
            raise CannotRewriteError(f"`{name_of(entries[0].steps)}` has other values in {who}")
        for entry in entries:
            holder = self.places.holder(entry.label)
            for path in holder.paths:
                if holder.is_list:
                    place = (*path, entry.label.number)
                    name, value = self._item_so_far(place, entry.label)
                    self.edits.values.append(Change(place, Set(string(f"{name}={rewritten(value, text)}"))))
                else:
                    key = (*path, entry.label.name.node.value)
                    self.edits.values.append(Change(key, Set(_leaf(entry.label.value.node, text))))

    def _item_so_far(self, place: Path, label: Label) -> tuple[str, str]:
        """The name and the value of an item of a list, as they are written by now."""
        raw = label.value.node.value
        for change in self.edits.values:
            if change.path == place and isinstance(change.operation, Set) and isinstance(change.operation.value, Leaf):
                raw = change.operation.value.value
        return split_item(raw)

    def _take_away(self, entry: LabelEntry) -> None:
        for label in (entry.label, *entry.label.beats):
            holder = self.places.holder(label)
            if holder.is_list:
                self.edits.lines.append((holder.path, label.number, Change((*holder.path, label.number), Delete())))
            else:
                self.edits.keys.append(Change((*holder.path, self._key(label)), Delete()))

    def _key(self, label: Label) -> str:
        key = label.name.node.value
        return self.renamed.get(key, key)

    def _rename(self, entry: LabelEntry, new: str) -> None:
        start = len("traefik.") + sum(len(step) + 1 for step in entry.steps[:2])
        shown = entry.label.name.text
        name = f"{shown[:start]}{new}{shown[start + len(entry.steps[2]) :]}"
        for label in (entry.label, *entry.label.beats):
            holder = self.places.holder(label)
            for path in holder.paths if holder.is_list else ():
                place = (*path, label.number)
                raw, value = self._item_so_far(place, label)
                self.edits.values.append(Change(place, Set(string(f"{rewritten(raw, name)}={value}"))))
            if not holder.is_list:
                key = label.name.node.value
                self.renamed[key] = name
                self.edits.names.append(Change((*holder.path, key), Rename(name)))

    def _add(self, one: _Object, mine: list[LabelEntry], steps: Steps, text: str) -> None:
        """Put a label beside the others of its object, in each service that has the object."""
        steps = _spelled(steps, mine)
        steps = (*steps[:2], one.after, *steps[3:])
        for service in dict.fromkeys(entry.service for entry in mine):
            beside = [entry.label for entry in mine if entry.service == service][-1]
            self._put_behind(beside, self.places.holder(beside), f"traefik.{name_of(steps)}", text)

    def _put_behind(self, label: Label, holder: Holder, name: str, text: str) -> None:
        if holder.is_list:
            at = label.number + 1
            self.edits.lines.append((holder.path, at, Change(holder.path, Insert(_item(name, text), at))))
        else:
            change = Change((*holder.path, name), Set(string(as_written(text)), self._key(label)))
            self.edits.keys.insert(0, change)

    # New objects

    def create(self, one: _Object, homes: Homes) -> None:
        """Write the labels of a new object into those of the service that it belongs to."""
        assert one.part is not None, "what is new is there"
        if not is_name(one.after):
            raise CannotRewriteError(f"`{one.after}` cannot be a name in labels: dots and brackets separate names")
        said = said_by(one.part, one.steps, self.target)
        wrong = next((text for text in said.values() if isinstance(text, CannotRewriteError)), None)
        if wrong is not None:
            raise wrong
        if not said or one.kind.is_only_in_files:
            what = "says nothing, which labels cannot" if not said else "cannot be said by labels; keep it in a file"
            raise CannotRewriteError(f"`{name_of(one.steps)}` {what}")
        service = homes.home_of(one.kind, one.after)
        if not self.places.has_service(service):
            raise CannotRewriteError(f"the service `{service}` is not written in this file")
        labels = [(f"traefik.{name_of(name)}", str(text)) for name, text in said.items()]
        holder = self.places.labels_at(service, self.way)
        if holder is None and any(label.origin is Origin.MERGED for label in self.read.services[service]):
            what = f"`{service}` takes its labels from an anchor, and labels of its own would take their place"
            raise CannotRewriteError(f"{what}; give it all of them first")
        if holder is None:
            self.fresh.setdefault(service, []).extend(labels)
            return
        own = [label for label in self.read.services[service] if self.places.written_in(label) == holder]
        ours = [label for label in own if label.name.text.lower().startswith("traefik.")]
        last = max(ours or own, key=lambda label: label.number, default=None)
        for name, text in labels:
            if last is not None:
                self._put_behind(last, holder, name, text)
            elif holder.is_list:
                self.edits.values.append(Change(holder.path, Insert(_item(name, text))))
            else:
                self.edits.values.append(Change((*holder.path, name), Set(string(as_written(text)))))

    def _first_labels(self, service: str, labels: Iterable[tuple[str, str]]) -> Change:
        path: Path = ("services", service, *self.way)
        if self.places.prefers_lists(str(path[-1])):
            return Change(path, Set([_item(name, text) for name, text in labels]))
        return Change(path, Set({name: string(as_written(text)) for name, text in labels}))


def _spaced(text: str, before: str, entry: LabelEntry) -> str:
    """A list of items, with blanks behind its commas where it was so written."""
    written = entry.label.value.text
    is_list = written != before and [item.strip() for item in written.split(",")] == before.split(",")
    return text.replace(",", ", ") if is_list and ", " in written else text


def _item(name: str, text: str) -> Leaf:
    """A label as an item of a list."""
    return string(f"{as_written(name)}={as_written(text)}")


def _leaf(node: Scalar, text: str) -> Leaf:
    """A value as it is written in a mapping: a number or a bool stays one."""
    kind = resolve(node)[0]
    if kind != STRING:
        plain = Scalar(text, "", "", node.start, node.end)
        if resolve(plain)[0] == kind:
            return Leaf(kind, text, text)
        return string(as_written(text))
    return string(rewritten(node.value, text))


def _spelled(steps: Steps, mine: Iterable[LabelEntry]) -> Steps:
    """The parts of a name, as far as they are there spelled as they are there."""
    best: Steps = ()
    for entry in mine:
        length = 0
        for step, own in zip(steps, entry.steps, strict=False):
            if fold(step) != fold(own):
                break
            length += 1
        if length > len(best):
            best = entry.steps[:length]
    return (*best, *steps[len(best) :])
