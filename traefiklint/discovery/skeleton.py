"""The upper keys of a file, whatever is in it: enough to tell what kind of file it is, also where it is broken.

Lines of ordinary block style are read as they stand, which is quick and gets along with templates and mistakes; where
the upper levels hold anything else (braces, anchors, merge keys), the readers of YAML and TOML are asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.patterns import lazy
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.languages import begins_as_toml, begins_as_yaml
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.reader import read_yaml

DEPTH = 4
"""How many levels of keys are read: `http`, `routers`, the name of one, its options."""
FURTHEST = 2**20
"""How much of a text is looked at: what a file is shows at its beginning."""

_DASHES = lazy(r"(?:-(?:[ \t]+|$))+")
_QUOTED = lazy(r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')[ \t]*:(?=\s|$)""")
_COLON = lazy(r":(?=\s|$)")
_NO_KEY = "\"'{}[],&*!|>%@`#"
"""What a plain key does not begin with."""
_PROPERTIES = lazy(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|$))+")
_BLOCK = lazy(r"[|>][0-9+-]{0,2}\s*(?:#.*)?$")
_HEADER = lazy(r"(?m)^[ \t]*\[{1,2}[ \t]*(?P<name>[^\[\]\n]+?)[ \t]*\]{1,2}|^[ \t]*(?P<key>[\w-]+)[ \t]*=")


class Skeleton:
    """A mapping, list or value with the keys below it.

    Attributes:
        keys: what is below it by key, as written; of a list, the keys of all its items.
        value: the text of a scalar.
        is_list: whether it is a list.
    """

    __slots__ = ("is_list", "keys", "value")

    def __init__(self) -> None:
        self.keys: dict[str, Skeleton] = {}
        self.value = ""
        self.is_list = False

    def below(self, key: str) -> Skeleton:
        """What is below a key, made where there is nothing yet."""
        found = self.keys.get(key)
        if found is None:
            found = self.keys[key] = Skeleton()
        return found

    def get(self, *path: str) -> Skeleton:
        """What is below keys in any case of letters; an empty one where there is nothing."""
        here = self
        for step in path:
            here = next((inner for key, inner in here.keys.items() if key.lower() == step.lower()), _NOTHING)
        return here

    def roots(self) -> frozenset[str]:
        """The keys in small letters."""
        return frozenset(key.lower() for key in self.keys)

    def __bool__(self) -> bool:
        return bool(self.keys or self.value or self.is_list)


_NOTHING = Skeleton()


def skeleton(file: str, text: str) -> Skeleton:
    """The upper keys of a text: TOML where the file is called so or it begins like it, else YAML. Never raises."""
    text = text[:FURTHEST].removeprefix("\ufeff")
    if is_toml_file(file):
        from traefiklint.toml.reader import read_toml

        root, _ = read_toml(text)
        if root is not None:
            return _of_node(root)
        return _Lines(text).root if begins_as_yaml(text) else _of_tables(text)
    if begins_as_toml(text):
        return _of_tables(text)
    lines = _Lines(text)
    if lines.plain:
        return lines.root
    root, _ = read_yaml(text)
    return _of_node(root) if root is not None else lines.root


class _Lines:
    """The keys of block style, by their indentation."""

    def __init__(self, text: str) -> None:
        self.root = Skeleton()
        self.plain = True
        """Whether every upper line is of ordinary block style."""
        self._open: list[tuple[int, Skeleton]] = [(-1, self.root)]
        """The mappings that the next line may belong to, with the columns of their keys."""
        self._block = -1
        """The column of the key whose block scalar is being passed; -1 where there is none."""
        for line in text.splitlines():
            content = line.lstrip(" \t")
            if not content or content[0] == "#":
                continue
            if line.startswith(("---", "...")):
                if self.root:
                    break  # Traefik and most others read the first document only
                self.plain = self.plain and line[3:].lstrip()[:1] in ("", "#")
            elif content[0] != "%":
                self._take(len(line) - len(content), content)

    def _take(self, indent: int, content: str) -> None:
        if self._block >= 0:
            if indent > self._block:
                return
            self._block = -1
        if len(self._open) > DEPTH and indent > self._open[-1][0]:
            return  # too deep to matter
        if content.startswith(("? ", ": ")):
            self.plain = False
            return
        dashes = _DASHES.match(content)
        stands = indent + (dashes.end() if dashes else 0)
        key, rest = _key(content[stands - indent :])
        if key is None and not dashes and (self._open[-1][1] or content.startswith("{{")):
            return  # an action of a template, or a text that goes on
        while self._open[-1][0] >= indent + bool(dashes):
            self._open.pop()
        parent = self._open[-1][1]
        parent.is_list = parent.is_list or bool(dashes)
        if key is None:
            self._note_value(parent, rest)
            return
        self.plain = self.plain and key != "<<" and "\\" not in key
        inner = parent.below(key)
        self._open.append((stands, inner))
        properties = _PROPERTIES.match(rest)
        rest = rest[properties.end() :] if properties else rest
        if _BLOCK.match(rest):
            self._block = indent
        else:
            self._note_value(inner, rest)

    def _note_value(self, at: Skeleton, rest: str) -> None:
        rest = rest.rstrip()
        if not rest or rest[0] == "#":
            return
        if rest[0] in "{[" and not rest.startswith("{{"):
            self.plain = self.plain and rest in ("{}", "[]")
            at.is_list = at.is_list or rest[0] == "["
        elif rest[0] == "*" or (rest[0] in "\"'" and rest.count(rest[0]) % 2):
            self.plain = False  # an alias, or a text that goes on
        elif not at.value:
            at.value = rest.split(" #")[0].strip("\"' ")


def _key(content: str) -> tuple[str | None, str]:
    """The key that a line begins with (None where it has none), and what follows it."""
    quoted = _QUOTED.match(content)
    if quoted:
        return quoted["double"] or quoted["single"] or "", content[quoted.end() :].lstrip()
    colon = _COLON.search(content)
    if colon is None or content[0] in _NO_KEY or " #" in content[: colon.start()]:
        return None, content
    return content[: colon.start()].rstrip(), content[colon.end() :].lstrip()


def _of_node(root: Node) -> Skeleton:
    """The same of a tree that a reader has made."""
    made = Skeleton()
    waiting: list[tuple[Node, Skeleton, int]] = [(root, made, 0)]
    while waiting:
        node, at, depth = waiting.pop()
        if isinstance(node, Scalar):
            at.value = at.value or node.value
        elif isinstance(node, Sequence):
            at.is_list = True
            waiting += [(item, at, depth) for item in node.items if not isinstance(item, Scalar)]
        elif isinstance(node, Mapping) and depth < DEPTH:
            waiting += [(value, at.below(key.value), depth + 1) for key, value in node.pairs]
    return made


def _of_tables(text: str) -> Skeleton:
    """The headers and first keys of a TOML file that cannot be read."""
    made = Skeleton()
    here = made
    for found in _HEADER.finditer(text):
        if found["key"]:
            here.below(found["key"])
            continue
        here = made
        for step in _steps(found["name"]):
            here = here.below(step)
    return made


def _steps(name: str) -> Iterator[str]:
    for step in name.split(".")[:DEPTH]:
        yield step.strip(" \t\"'")
