"""In which order files are written, so that no reference ever leads nowhere on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from traefiklint.instance.instance import Instance
from traefiklint.sync.changes import objects_of
from traefiklint.sync.decoded import decoded


class CrossedError(ValueError):
    """Files that need each other's change at the same moment; `files` are those."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = tuple(dict.fromkeys(files))
        super().__init__(", ".join(self.files))


def order(files: Mapping[str, tuple[str | None, str]], before: Instance, after: Instance) -> dict[str, frozenset[str]]:
    """The files in an order in which each can be written, each with those that must be written before it: what is new
    comes before its users, what goes after them. Files that do not need each other may be written at the same time.

    Args:
        files: old and new text of each file that is written.
        before, after: the whole directory as it is and as it will be.

    Raises:
        CrossedError: there is no such order.
    """
    graph: dict[str, set[str]] = {name: set() for name in sorted(files)}
    for later, earlier in {*_new_before_users(files, after), *_users_before_gone(files, before), *_moves(files)}:
        if later != earlier:
            graph[later].add(earlier)
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        raise CrossedError(sorted(error.args[1])) from None
    found: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found += ready
        sorter.done(*ready)
    return {name: frozenset(graph[name]) for name in found}


def _objects(text: str | None) -> frozenset[str]:
    return frozenset(objects_of(decoded(text) or {}))


def _references(instance: Instance) -> Iterator[tuple[str, str, str]]:
    """The file that refers, the file that it refers to, and the object there."""
    for references in instance.needs.values():
        for reference in references:
            if reference.target is not None:
                yield reference.owner.file, reference.target.file, reference.target.object


def _new_before_users(files: Mapping[str, tuple[str | None, str]], after: Instance) -> Iterator[tuple[str, str]]:
    for user, home, thing in _references(after):
        if user in files and home in files and thing not in _objects(files[home][0]):
            yield user, home


def _users_before_gone(files: Mapping[str, tuple[str | None, str]], before: Instance) -> Iterator[tuple[str, str]]:
    for user, home, thing in _references(before):
        if user in files and home in files and thing not in _objects(files[home][1]):
            yield home, user


def _moves(files: Mapping[str, tuple[str | None, str]]) -> Iterator[tuple[str, str]]:
    """An object that moves appears in its new file before it goes from the old one: of two, Traefik keeps the first."""
    new = {name: _objects(text) - _objects(old) for name, (old, text) in files.items()}
    for name, (old, text) in files.items():
        for thing in _objects(old) - _objects(text):
            for other in files:
                if other != name and thing in new[other]:
                    yield name, other
