"""Changes of a configuration, on paths: what pulls and edits mean to do to a text, before it becomes characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from traefiklint.patch.data import Data, Leaf, copied, key_of, read_tree
from traefiklint.patch.inside import in_quotes
from traefiklint.patch.printing import print_key
from traefiklint.patch.rewrite import CannotRewriteError, Reader, applied, node_at, prove, rewrite
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.nodes import Mapping, Node, Scalar

Path: TypeAlias = tuple[str | int, ...]
"""Keys as the text writes them, and numbers of items, from the root down."""


class Set(NamedTuple):
    """Give the place this value. Sections on the way to it that are not there are made."""

    value: Data
    after: str = ""
    """The key that a new one stands behind; the last one where it is empty."""


class Insert(NamedTuple):
    """Put this value into the list at the place, before the item of this number; at its end where that is None."""

    value: Data
    before: int | None = None


class Delete(NamedTuple):
    """Take the place away, and what becomes empty by it."""


class Rename(NamedTuple):
    """Give the key at the end of the path another name; its place among the others stays, and all that is below."""

    name: str


Operation: TypeAlias = Set | Insert | Delete | Rename


class Change(NamedTuple):
    """One change of one place."""

    path: Path
    operation: Operation

    def __str__(self) -> str:
        return shown(self.path)


def shown(path: Path) -> str:
    """A path as messages show it: `http.routers.shop.middlewares[0]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def apply_changes(text: str, changes: Iterable[Change], read: Reader = read_tree) -> str:
    """A text of YAML with changes made, one after the other. What they do not touch stays byte for byte.

    Raises:
        UnstructuredError: the text has no structure.
        CannotRewriteError: a place is not there, a name is taken, or no edit means the change and leaves the rest.
    """
    waiting: list[Change] = []
    for change in changes:
        if isinstance(change.operation, Rename):
            text = _changed(text, waiting, read)
            waiting = []
            text = _renamed(text, change.path, change.operation.name, read)
        elif isinstance(change.operation, Delete) and isinstance(change.path[-1], int):
            # by itself, so that its comments go with it, and are not left to what is put in at its place
            text = _changed(_changed(text, waiting, read), [change], read, dropped=change.path)
            waiting = []
        else:
            waiting.append(change)
    return _changed(text, waiting, read)


def _changed(text: str, changes: list[Change], read: Reader, *, dropped: Path = ()) -> str:
    if not changes:
        return text
    body = text.removeprefix("\ufeff")
    return rewrite(text, carried_out(read(body)[1], changes), read, dropped)


def carried_out(data: dict[str, Data], changes: Iterable[Change]) -> dict[str, Data]:
    """What a configuration means after changes.

    Raises:
        CannotRewriteError: a place is not there, or a name is taken.
    """
    root = copied(data)
    assert isinstance(root, dict), "a copy is of the same kind"
    for change in changes:
        _carry_out(root, change)
    return root


def _carry_out(root: dict[str, Data], change: Change) -> None:
    path, operation = change
    if not path:
        raise CannotRewriteError("the whole file cannot be changed at once")
    above = _above(root, change)
    holder, last = above[-1], path[-1]
    if isinstance(operation, Set):
        _put(holder, last, operation.value, change)
        if operation.after and isinstance(holder, dict) and isinstance(last, str):
            _move_behind(holder, last, operation.after)
    elif isinstance(operation, Insert):
        found = _below(holder, last)
        if found is None or isinstance(found, Leaf):
            found = _put(holder, last, [], change)
        if not isinstance(found, list):
            raise CannotRewriteError(f"`{change}` is not a list")
        found.insert(len(found) if operation.before is None else operation.before, operation.value)
    elif isinstance(operation, Delete):
        if _below(holder, last) is None:
            raise _not_there(change)
        for place, step in zip(reversed(above), reversed(path), strict=True):
            del place[step]  # type: ignore[arg-type]
            if place:
                break
    else:
        _rename(holder, last, operation.name, change)


def _move_behind(holder: dict[str, Data], key: str, after: str) -> None:
    if after not in holder or next(reversed(holder)) != key:
        return
    value = holder.pop(key)
    behind = [*holder.items()]
    behind.insert(list(holder).index(after) + 1, (key, value))
    holder.clear()
    holder.update(behind)


def _rename(holder: dict[str, Data] | list[Data], last: str | int, name: str, change: Change) -> None:
    if not isinstance(holder, dict) or not isinstance(last, str) or last not in holder:
        raise _not_there(change)
    if name in holder and name != last:
        raise CannotRewriteError(f"`{shown((*change.path[:-1], name))}` is there already")
    entries = [(name if key == last else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(entries)


def _above(root: dict[str, Data], change: Change) -> list[dict[str, Data] | list[Data]]:
    """What holds the steps of a path: the root first. Where something is put in, missing sections
    are made."""
    makes = isinstance(change.operation, Set | Insert)
    holders: list[dict[str, Data] | list[Data]] = [root]
    for step, following in zip(change.path, change.path[1:], strict=False):
        holder = holders[-1]
        found = _below(holder, step)
        if makes and isinstance(following, str) and (found is None or isinstance(found, Leaf)):
            found = _put(holder, step, {}, change)
        if found is None or isinstance(found, Leaf):
            raise _not_there(change)
        holders.append(found)
    return holders


def _below(holder: dict[str, Data] | list[Data], step: str | int) -> Data | None:
    if isinstance(holder, dict):
        return holder.get(step) if isinstance(step, str) else None
    return holder[step] if isinstance(step, int) and 0 <= step < len(holder) else None


def _put(holder: dict[str, Data] | list[Data], step: str | int, value: Data, change: Change) -> Data:
    if isinstance(holder, dict) and isinstance(step, str):
        holder[step] = value
        return value
    if isinstance(holder, list) and isinstance(step, int) and 0 <= step < len(holder):
        holder[step] = value
        return value
    raise _not_there(change)


def _not_there(change: Change) -> CannotRewriteError:
    return CannotRewriteError(f"there is no `{change}` in the text itself")


def _renamed(text: str, path: Path, name: str, read: Reader) -> str:
    """The text with another name for a key, in the quotes that it has."""
    body = text.removeprefix("\ufeff")
    tree, data = read(body)
    wanted = carried_out(data, [Change(path, Rename(name))])
    key = _key_at(tree.root, path)
    if key is None or key.style in ("|", ">"):
        raise CannotRewriteError(f"the key `{shown(path)}` is not written where it counts")
    start = key.start.index
    while body[start : start + 1] in ("&", "!"):  # an anchor or a tag
        start += len(body[start:].split(None, 1)[0])
        start += len(body[start:]) - len(body[start:].lstrip(" "))
    written = in_quotes(name, key.style) if key.style else print_key(name)
    edited = applied(body, (Replacement(start, key.end.index, written),))
    prove(edited, wanted, read)
    return text[: len(text) - len(body)] + edited


def _key_at(root: Node | None, path: Path) -> Scalar | None:
    holder = node_at(root, path[:-1])
    if not isinstance(holder, Mapping):
        return None
    return next((key for key, _ in holder.pairs if key_of(key) == path[-1]), None)
