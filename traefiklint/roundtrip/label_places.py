"""Where labels stand in a compose file, as paths that changes are made on, and who shares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.compose.project import Label
from traefiklint.patch.changes import Path
from traefiklint.patch.data import key_of, read_tree
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.text.nodes import Alias, Mapping, Node, Sequence

if TYPE_CHECKING:
    from traefiklint.roundtrip.labels import LabelsRead


class Holder(NamedTuple):
    """A list or a mapping of labels."""

    paths: tuple[Path, ...]
    """Every way to it; more than one where an alias or a merge key leads there."""
    is_list: bool

    @property
    def path(self) -> Path:
        """The only way to it.

        Raises:
            CannotRewriteError: there are several.
        """
        if len(self.paths) > 1:
            raise CannotRewriteError("the labels stand below an anchor; put labels in or take them out there by hand")
        return self.paths[0]


class LabelPlaces:
    """The lists and mappings of a text."""

    def __init__(self, file: str, text: str, read: LabelsRead) -> None:
        """
        Raises:
            UnstructuredError: the text has no structure that changes could be made on.
        """
        self._file = file
        tree, self._data = read_tree(text.removeprefix("\ufeff"))
        self._holders: dict[tuple[int, int], Holder] = {}
        ways: dict[tuple[int, int], list[Path]] = {}
        for path, node in _all(tree.root):
            ways.setdefault((node.start.line, node.start.column), []).append(path)
            self._holders[node.start.line, node.start.column] = Holder((), isinstance(node, Sequence))
        for place, paths in ways.items():
            self._holders[place] = self._holders[place]._replace(paths=tuple(paths))
        self._read = read

    def holder(self, label: Label) -> Holder:
        """What a label of a service is written in.

        Raises:
            CannotRewriteError: it is written in another file, or other services have it from there, too.
        """
        place = label.name.place
        if place.file != self._file:
            raise CannotRewriteError(f"`{label.name.text}` is written in `{place.file}`; change it there")
        if label.holder is None:
            raise CannotRewriteError(f"`{label.name.text}` is written in a label file")
        found = self.written_in(label)
        if found is None:
            raise CannotRewriteError(f"the label in line {place.span.line} cannot be found again")
        shared = self._sharing(label, found)
        if len(shared) > 1:
            who = " and ".join(f"`{name}`" for name in shared)
            raise CannotRewriteError(
                f"the label in line {place.span.line} is shared by {who}; write it in each of them, and change it there"
            )
        return found

    def written_in(self, label: Label) -> Holder | None:
        """What a label is written in, whoever has it from there; None where that is not in this file."""
        if label.holder is None or label.name.place.file != self._file:
            return None
        return self._holders.get((label.holder.start.line, label.holder.start.column))

    def _sharing(self, label: Label, holder: Holder) -> list[str]:
        """The services that have a label from where it is written."""
        own = [path[1] for path in holder.paths if path[0] == "services" and len(path) > 1]
        node = label.value.node
        having = [
            name
            for name, labels in self._read.services.items()
            if any(_is_same(one.value.node, node) and one.value.document.file == self._file for one in labels)
        ]
        return [str(name) for name in dict.fromkeys([*own, *having])]

    def labels_at(self, service: str, provider_path: Path) -> Holder | None:
        """What the labels of a service are written in; None where it has none.

        Raises:
            CannotRewriteError: it is shared.
        """
        path: Path = ("services", service, *provider_path)
        for holder in self._holders.values():
            if path in holder.paths:
                if len(holder.paths) > 1:
                    raise CannotRewriteError(
                        f"the labels of `{service}` stand below an anchor; give it labels of its own"
                    )
                return holder
        return None

    def has_service(self, service: str) -> bool:
        """Whether a service is written in this file."""
        services = self._data.get("services")
        return isinstance(services, dict) and isinstance(services.get(service), dict)

    def prefers_lists(self, last: str) -> bool:
        """Whether the first labels in the text are a list."""
        kinds = [one.is_list for one in self._holders.values() if len(one.paths[0]) > 2 and one.paths[0][-1] == last]
        return kinds[0] if kinds else True


def _all(node: Node | None, path: Path = ()) -> Iterator[tuple[Path, Mapping | Sequence]]:
    """Every list and mapping, once for each way to it."""
    if isinstance(node, Alias):
        node = node.target
    if isinstance(node, Mapping):
        yield path, node
        for key, value in node.pairs:
            yield from _all(value, (*path, key_of(key)))
    elif isinstance(node, Sequence):
        yield path, node
        for number, item in enumerate(node.items):
            yield from _all(item, (*path, number))


def _is_same(node: Node, other: Node) -> bool:
    return (node.start.line, node.start.column) == (other.start.line, other.start.column)
