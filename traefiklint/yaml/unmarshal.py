"""What yaml.v3 makes of anchors, merge keys, tags, repeated and odd keys when it fills a map.

Source: gopkg.in/yaml.v3 `decode.go` (`unmarshal`, `mapping`, `merge`, `alias`). The walk is made of generators that a
loop drives (`trampoline.run`), because a document may nest 10,000 deep.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, cast

from traefiklint.text.diagnostics import MOST_DIAGNOSTICS, TextDiagnostic
from traefiklint.text.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.trampoline import run
from traefiklint.yaml import unmarshal_errors as errors
from traefiklint.yaml.scalars import GO_NAMES, NULL, STRING, TagError, resolve

Walk = Generator[Any, Any, Any]

ROOT_KEYS = frozenset(("http", "tcp", "udp", "tls"))
"""The root keys, in small letters, that Traefik looks at."""


class _Refused(Exception):  # noqa: N818 - the way out of the walk
    def __init__(self, said: TextDiagnostic) -> None:
        super().__init__()
        self.said = said


def unmarshal(root: Node, *, by_compose: bool = False) -> tuple[Node | None, tuple[TextDiagnostic, ...]]:
    """The tree as Traefik sees it, aliases and merge keys resolved, and what was wrong on the way.

    The tree is None where it has no mapping at its root, or where yaml.v3 gives up half-way.

    Args:
        by_compose: whether Compose reads it, whose merge key takes an alias of a list of mappings, too (asked 5.6.1).
    """
    walk = _Unmarshal(by_compose)
    try:
        tree = run(walk.root(root))
    except _Refused as refused:
        return None, _each_once((*walk.found, refused.said))
    return tree, _each_once(walk.found)


def _each_once(found: Iterable[TextDiagnostic]) -> tuple[TextDiagnostic, ...]:
    """What was said, without what was said again when an alias led to the same place."""
    return tuple({(type(said), said.span): said for said in found}.values())


class _Unmarshal:
    def __init__(self, by_compose: bool) -> None:
        self.by_compose = by_compose
        self.found: list[TextDiagnostic] = []
        self.matters = False
        """Whether the walk is below a root key that Traefik looks at."""
        self.decoded = 0
        self.aliased = 0
        self.alias_depth = 0
        self.open_aliases: set[int] = set()
        self.known: dict[int, tuple[Node, Node | None, int]] = {}
        """Anchored nodes seen through an alias: the node, its outcome, how many nodes it took."""
        self.merged: set[tuple[str, str]] | None = None
        """While a merge key is followed: the names that are taken."""

    def root(self, node: Node) -> Walk:
        self._count(1)
        if type(node) is Alias:
            node = node.target
        if type(node) is Mapping:
            return (yield self._mapping(node, None, text_keys=True, is_root=True))
        kind, text = ("", "")
        if type(node) is Scalar:
            kind, text = self._resolve(node)
            if kind == NULL:
                return None
        self.found.append(errors.root_not_a_mapping(node, kind, text))
        return None

    def _count(self, nodes: int) -> None:
        self.decoded += nodes
        if self.alias_depth:
            self.aliased += nodes

    def _value(self, node: Node) -> Walk:
        """The outcome of a node as a value, or None where it has none because of something below."""
        self._count(1)
        kind = type(node)
        if kind is Scalar:
            if node.tag:  # type: ignore[attr-defined]
                self._resolve(node)  # type: ignore[arg-type]
            return node
        if kind is Mapping:
            return (yield self._mapping(node, None))  # type: ignore[arg-type]
        if kind is Sequence:
            return (yield self._sequence(node))  # type: ignore[arg-type]
        return (yield self._alias(node, None))  # type: ignore[arg-type]

    def _sequence(self, node: Sequence) -> Walk:
        items = []
        for item in node.items:
            outcome = yield self._value(item)
            if outcome is not None:
                items.append(outcome)
        return Sequence(items, node.flow, node.start, node.end)

    def _alias(self, alias: Alias, into: _Pairs | None) -> Walk:
        if id(alias) in self.open_aliases:
            raise _Refused(errors.anchor_in_itself(alias))
        known = self.known.get(id(alias.target)) if into is None else None
        self.open_aliases.add(id(alias))
        self.alias_depth += 1
        try:
            if known is not None:
                self._count(known[2])
                outcome = known[1]
            else:
                before = self.decoded
                if into is None:
                    outcome = yield self._value(alias.target)
                    self.known[id(alias.target)] = (alias.target, outcome, self.decoded - before)
                else:
                    self._count(1)
                    outcome = yield self._mapping(alias.target, into)  # type: ignore[arg-type]
            self._check_aliasing(alias)
        finally:
            self.alias_depth -= 1
            self.open_aliases.discard(id(alias))
        return outcome

    def _check_aliasing(self, alias: Alias) -> None:
        if self.aliased > 100 and self.decoded > 1000 and self.aliased / self.decoded > _allowed(self.decoded):
            raise _Refused(errors.too_many_aliases(alias))

    def _mapping(self, node: Mapping, into: _Pairs | None, text_keys: bool = False, is_root: bool = False) -> Walk:
        """Fill a mapping from the pairs of `node`: a new one, or `into`, which a merge key is adding to."""
        self._report_repeated(node)
        if into is None:
            into = _Pairs(text_keys or _is_string_map(node))
        taken, self.merged = self.merged, None
        merge: Node | None = None
        for key, value in _written(node):
            if _is_merge(key):
                merge = value
                continue
            name = yield self._key(key, into.text_keys)
            if name is None:
                continue
            if taken is not None:
                if name[:2] in taken:
                    continue
                taken.add(name[:2])
            if is_root:
                self.matters = name[1].lower() in ROOT_KEYS
            outcome = yield self._value(value)
            if outcome is not None and name[0] != NULL:
                into.put(name, outcome)
        self.merged = taken
        if merge is not None:
            if is_root:
                self.matters = True
            yield self._merge(node, merge, into)
        return Mapping(into.pairs, node.flow, node.start, node.end)

    def _report_repeated(self, node: Mapping) -> None:
        first: dict[tuple[type, str], Node] = {}
        for key, _ in _written(node):
            known: Any = key
            text = known.value if type(key) is Scalar else known.name if type(key) is Alias else ""
            earlier = first.setdefault((type(key), text), key)
            if earlier is not key and len(self.found) < MOST_DIAGNOSTICS:
                self.found.append(errors.repeated_key(text, earlier, key))

    def _key(self, key: Node, as_text: bool) -> Walk:
        """The kind, the name and the scalar of a key; None where the pair is left out."""
        self._count(1)
        node: Any = key
        if type(key) is Alias:
            node = yield self._alias(key, None)
            if node is None:
                return None
        if type(node) is not Scalar:
            return (yield self._key_of_nodes(node, as_text))
        kind, text = self._resolve(node)
        if as_text:
            return None if kind == NULL else (STRING, node.value, _renamed(node, node.value, key))
        if kind == NULL:
            return kind, "", node
        if kind == STRING:
            return kind, text, _renamed(node, text, key)
        self._report_odd(kind, node, key)
        return kind, text, _renamed(node, GO_NAMES[kind] if kind != "int" else _int_name(text), key)

    def _key_of_nodes(self, node: Node, as_text: bool) -> Walk:
        if as_text:
            self.found.append(errors.root_key_not_a_text(node))
            return None
        yield self._value(node)
        raise _Refused(errors.key_not_a_text(node))

    def _report_odd(self, kind: str, node: Scalar, key: Node) -> None:
        if self.matters and len(self.found) < MOST_DIAGNOSTICS:
            self.found.append(errors.odd_key(kind, GO_NAMES[kind], node, key))

    def _merge(self, parent: Mapping, merge: Node, into: _Pairs) -> Walk:
        taken = self.merged
        if taken is None:
            self.merged = set()
            for key, _ in _written(parent):
                matters, self.matters = self.matters, False
                name = yield self._key(key, False)
                self.matters = matters
                if name is not None:
                    self.merged.add(name[:2])
        if self.by_compose and type(merge) is Alias and type(merge.target) is Sequence:
            merge = merge.target
        for source in merge.items if type(merge) is Sequence else [merge]:
            target = source.target if type(source) is Alias else source
            if type(target) is not Mapping:
                raise _Refused(errors.merge_wants_a_mapping(source))
            self._count(1)
            if type(source) is Alias:
                yield self._alias(source, into)
            else:
                yield self._mapping(target, into)
        self.merged = taken

    def _resolve(self, node: Scalar) -> tuple[str, str]:
        try:
            return resolve(node)
        except TagError as error:
            raise _Refused(errors.tag_does_not_fit(node, error)) from None


class _Pairs:
    """A map being filled. `text_keys` says that it takes every key as the text it is written as."""

    __slots__ = ("_places", "pairs", "text_keys")

    def __init__(self, text_keys: bool) -> None:
        self.text_keys = text_keys
        self.pairs: list[tuple[Scalar, Node]] = []
        self._places: dict[str, int] = {}

    def put(self, name: tuple[str, str, Scalar], value: Node) -> None:
        key = name[2]
        place = self._places.setdefault(key.value, len(self.pairs))
        if place == len(self.pairs):
            self.pairs.append((key, value))


def _allowed(decoded: int) -> float:
    """How large a part of the nodes may come out of aliases."""
    low, high = 400_000, 4_000_000
    if decoded <= low:
        return 0.99
    return 0.10 if decoded >= high else 0.99 - 0.89 * ((decoded - low) / (high - low))


def _int_name(text: str) -> str:
    return GO_NAMES["int"] if int(text) < 2**63 else "<uint64 Value>"


def _written(node: Mapping) -> list[tuple[Any, Any]]:
    """The pairs as the events gave them, whose keys may be anything."""
    return cast("list[tuple[Any, Any]]", node.pairs)


def _is_merge(key: Node) -> bool:
    return type(key) is Scalar and key.value == "<<" and (key.tag == "!!merge" or not (key.tag or key.style))


def _is_string_map(node: Mapping) -> bool:
    for key, _ in _written(node):
        target: Any = key.target if type(key) is Alias else key
        if type(target) is not Scalar:
            return False
        if target.tag:
            if target.tag not in ("!!str", "!!merge"):
                return False
        elif not (_is_merge(target) or resolve(target)[0] == STRING):
            return False
    return True


def _renamed(node: Scalar, name: str, key: Node) -> Scalar:
    if node is key and node.value == name:
        return node
    return Scalar(name, node.style, node.tag, key.start, key.end)
