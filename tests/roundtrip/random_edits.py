"""Random edits of real texts, and what must be true of each: what is read back is what was set, and the rest stays.

The texts are the examples, what a Dokploy server wrote, and all files on the pages of the rule book. Reading back is
done by ruamel.yaml, which knows nothing of the code that edits.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.rules.pages import examples, pages
from traefiklint.errors import TraefiklintError
from traefiklint.options import Options
from traefiklint.patch.changes import Change, Delete, Insert, Rename, Set, apply_changes, carried_out
from traefiklint.patch.data import UnstructuredError, data_from, key_of, plain, read_data, read_tree
from traefiklint.patch.delete import NOTHING
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.config import Config
from traefiklint.roundtrip.viewing import said
from traefiklint.text.alignment import alignment
from traefiklint.text.nodes import Alias, Mapping, Node, Sequence
from traefiklint.yaml.comments import comments_of

REPOSITORY = Path(__file__).parent.parent.parent

VALUES: tuple[Any, ...] = (
    "plain", "Host(`a.example.com`)", 'Host("a") && Path(`/b c`)', "it's", 'say "x"', "a: b", "a #b", "- a",
    "yes", "no", "null", "~", "true", "12", "0x1F", "1e3", "2001-01-01", "12:30:45", "@at", "`tick`", "%p",
    "*star", "&anchor", "!tag", "", " lead", "trail ", "[x]", "{x}", "a,b", "ünïcode", "tab\there", "two\nlines",
    "\\d+", "<<", "=", "|", ">", "#", "?", "x:", ":x", 0, 1, -7, True, False,
    ["a"], ["a", "b: c"], {"k": "v"}, {"k": {"l": [1, "2"]}}, [{"url": "http://a:1"}],
)  # fmt: skip
NAMES = ("fresh", "a-b", "with space", "x@y", "9", "yes", "dotted.name", "ümlaut", "it's")


class Outcome(NamedTuple):
    """One edit, and what came of it."""

    what: str
    wrong: str = ""
    refused: str = ""


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text by its name."""
    found = {
        str(path.relative_to(REPOSITORY)): path.read_text("utf-8")
        for folder in ("examples", "tests/dokploy/samples")
        for path in sorted((REPOSITORY / folder).glob("*.yml"))
    }
    for path in sorted(pages(), key=lambda path: path.stem):
        for number, example in enumerate(examples(path)):
            for file, text in example.files.items():
                if file.endswith((".yml", ".yaml")) and isinstance(text, str):
                    found[f"{path.stem}-{number}/{file}"] = text
    return tuple(found.items())


@cache
def editable() -> tuple[tuple[str, str], ...]:
    """The texts that have a structure, and that ruamel.yaml reads, too."""
    return tuple((name, text) for name, text in texts() if "{{" not in text and _has_structure(text))


def _has_structure(text: str) -> bool:
    try:
        return bool(read_tree(text)[1]) and second_opinion(text) is not None
    except UnstructuredError:
        return False


def second_opinion(text: str) -> Any:
    """What ruamel.yaml reads, nothing shared; None where it refuses."""
    try:
        return _unshared(YAML(typ="safe", pure=True).load(text)) or {}
    except (YAMLError, ValueError, NotImplementedError):
        return None


def _unshared(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unshared(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_unshared(item) for item in value]
    return str(value).lower() if isinstance(value, bool | int) else value  # Traefik makes a text of each


# Changes on paths


def edit(seed: int) -> Outcome:
    """Make one random edit, on a path or in the typed view."""
    chance = random.Random(seed)
    name, text = chance.choice(editable())
    if chance.random() < 0.2:
        text = text.replace("\n", "\r\n")
    if chance.random() < 0.1:
        text = text.rstrip("\r\n")
    return _typed(chance, name, text) if chance.random() < 0.4 else _on_path(chance, name, text)


def _on_path(chance: random.Random, name: str, text: str) -> Outcome:
    tree = read_tree(text)[0]
    assert tree.root is not None
    places = list(_places(tree.root))
    path, node, holder = chance.choice(places)
    change = _change(chance, path, node, holder)
    what = f"{name}: {type(change.operation).__name__} {change}"
    try:
        edited = apply_changes(text, [change])
    except CannotRewriteError as error:
        return Outcome(what, refused=str(error))
    return Outcome(what, wrong=_wrong(text, edited, change, tree.root))


def _places(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Node, Node]]:
    """Every place that is written, with its node and what holds it; nothing below an alias or a merge key."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            name = key_of(key)
            if name != "<<":
                yield (*path, name), value, node
                yield from _places(value, (*path, name))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield (*path, number), item, node
            yield from _places(item, (*path, number))


def _change(chance: random.Random, path: tuple[str | int, ...], node: Node, holder: Node) -> Change:
    target = node.target if isinstance(node, Alias) else node
    kinds = ["set", "set", "delete"]
    if isinstance(holder, Mapping):
        kinds += ["rename", "create"]
    if isinstance(target, Sequence):
        kinds += ["insert", "insert"]
    if isinstance(target, Mapping):
        kinds += ["create below"]
    kind = chance.choice(kinds)
    value = data_from(chance.choice(VALUES))
    if kind == "set":
        return Change(path, Set(value))
    if kind == "delete":
        return Change(path, Delete())
    if kind == "rename":
        return Change(path, Rename(chance.choice(NAMES)))
    if kind == "create":
        return Change((*path[:-1], chance.choice(NAMES)), Set(value))
    if kind == "create below":
        return Change((*path, chance.choice(NAMES)), Set(value))
    assert isinstance(target, Sequence)
    return Change(path, Insert(value, chance.choice([None, *range(len(target.items) + 1)])))


def _wrong(text: str, edited: str, change: Change, root: Node) -> str:
    """What is wrong with an edit, if anything."""
    before, after = second_opinion(text), second_opinion(edited)
    if after is None:
        return f"ruamel.yaml does not read the edited text\n{edited}"
    wanted = _expected(before, change)
    if "<<" in text and isinstance(change.operation, Delete | Rename):  # what a merge key brings may come to light
        wanted, after = carried_out(read_data(text), [change]), read_data(edited)
    if after != (wanted or {}):
        return f"read back as {after!r}, not {wanted!r}"
    return _lines_wrong(text, edited, change, root) or _comments_wrong(text, edited, change)


def _plain(data: Any) -> Any:
    return _unshared(plain(data))


def _expected(value: Any, change: Change) -> Any:
    path, operation = change
    holders = [value]
    for step in path[:-1]:
        holders.append(holders[-1][step] if not isinstance(holders[-1], dict) else holders[-1][_key(holders[-1], step)])
    holder, last = holders[-1], path[-1]
    step = _key(holder, last) if isinstance(holder, dict) else last
    if isinstance(operation, Set):
        holder[step] = _plain(operation.value)
    elif isinstance(operation, Insert):
        items = holder[step]
        items.insert(len(items) if operation.before is None else operation.before, _plain(operation.value))
    elif isinstance(operation, Delete):
        for place, one in zip(reversed(holders), reversed(path), strict=True):
            del place[_key(place, one) if isinstance(place, dict) else one]
            if place:
                break
    else:
        entries = [(operation.name if key == step else key, below) for key, below in holder.items()]
        holder.clear()
        holder.update(entries)
    return value


def _key(holder: dict[Any, Any], step: str | int) -> Any:
    """The key as ruamel.yaml has it: numbers and bools are no texts there."""
    if step in holder:
        return step
    return next((key for key in holder if str(key).lower() == str(step).lower()), step)


def _lines_wrong(text: str, edited: str, change: Change, root: Node) -> str:
    """Whether a line that the edit is not about is not there as it was, in its order."""
    allowed = set(_allowed(text, change, root))
    old, new = text.splitlines(keepends=True), iter(edited.splitlines(keepends=True))
    for number, line in enumerate(old):
        if number in allowed or ("&" in text and "*" in line) or not line.strip():
            continue
        unended = number == len(old) - 1 and not line.endswith(("\n", "\r"))
        if not any(line == other or (unended and line == other.rstrip("\r\n")) for other in new):
            return f"line {number + 1} is gone: {line!r}\n{edited}"
    return ""


def _allowed(text: str, change: Change, root: Node) -> Iterator[int]:
    """The lines that an edit may touch: those of the node, of brackets around it, and the comments of what goes."""
    node: Node = root
    chain: list[tuple[Node, int, int]] = []
    for step in change.path:
        if isinstance(node, Alias):
            node = node.target
        if isinstance(node, Mapping):
            pair = next((pair for pair in node.pairs if key_of(pair[0]) == step), None)
            if pair is None:
                break
            chain.append((node, pair[0].start.line, _end(text, pair[1])))
            node = pair[1]
        elif isinstance(node, Sequence) and isinstance(step, int):
            item = node.items[step]
            chain.append((node, item.start.line, _end(text, item)))
            node = item
    made = len(chain) < len(change.path) or isinstance(change.operation, Insert)
    for holder, start, end in chain:
        if getattr(holder, "flow", False):
            yield from range(holder.start.line, _end(text, holder) + 1)
        elif not made and isinstance(change.operation, Delete):
            below = chain[chain.index((holder, start, end)) + 1 :]
            if all(len(getattr(one, "pairs", getattr(one, "items", ()))) == 1 for one, _, _ in below):
                yield from _with_comments(text, start, end)
                pairs = getattr(holder, "pairs", ())
                if len(pairs) > 1 and pairs[0][0].start.line == start and "-" in text.splitlines()[start].split("#")[0]:
                    yield int(pairs[1][0].start.line)  # the next key takes the place beside the dash
        elif not made and (holder, start, end) == chain[-1]:
            yield from range(start, end + 1)
    if made and chain:
        holder, start, end = chain[-1]
        target = node.target if isinstance(node, Alias) else node
        if getattr(target, "flow", False):
            yield from range(target.start.line, _end(text, target) + 1)
        elif not isinstance(target, Mapping | Sequence) or isinstance(node, Alias):
            yield from range(start, end + 1)


def _end(text: str, node: Node) -> int:
    """The line of a node's last character that is not blank."""
    start = node.start.index
    body = text[start : node.end.index].rstrip(" \t\r\n")
    return int(node.start.line) + len(body.splitlines()) - 1 if body else int(node.start.line)


def _with_comments(text: str, start: int, end: int) -> Iterator[int]:
    lines = text.splitlines()
    yield from range(start, end + 1)
    above = start - 1
    while above >= 0 and lines[above].lstrip().startswith("#"):
        yield above
        above -= 1
    below = end + 1
    while below < len(lines) and lines[below].lstrip().startswith("#"):
        yield below
        below += 1


def _comments_wrong(text: str, edited: str, change: Change) -> str:
    if isinstance(change.operation, Delete) or (isinstance(change.operation, Set) and "\n" in text):
        before, after = comments_in(text) + Counter([NOTHING]), comments_in(edited)
        return "" if not after - before else f"a comment appeared: {after - before}"
    lost = comments_in(text) - comments_in(edited)
    return f"a comment is lost: {lost}" if lost else ""


def comments_in(text: str) -> Counter[str]:
    return Counter(text[start:end].strip() for start, end in comments_of(text))


# The typed view

OPTIONS: tuple[tuple[str, str, Any], ...] = (
    ("routers", "rule", "Host(`new.example.com`)"),
    ("routers", "priority", 12),
    ("routers", "service", "other"),
    ("routers", "middlewares", ["one@file", "two"]),
    ("routers", "tls.cert_resolver", "le"),
    ("routers", "tls.options", "modern"),
    ("services", "load_balancer.pass_host_header", False),
    ("services", "load_balancer.health_check.interval", "15s"),
    ("services", "load_balancer.health_check.path", "/up"),
    ("services", "load_balancer.sticky.cookie.name", "c"),
    ("middlewares", "headers.sts_seconds", 31536000),
    ("middlewares", "headers.custom_request_headers", {"X-A": "b: c"}),
    ("middlewares", "rate_limit.average", 10),
    ("middlewares", "compress.encodings", ["gzip"]),
)


def _typed(chance: random.Random, name: str, text: str) -> Outcome:
    config = Config(name.rpartition("/")[2], text.encode("utf-8"), Options(), "dynamic", ())
    if config.is_refused:
        return _on_path(chance, name, text)
    what = f"{name}: {_act(chance, config)}"
    try:
        edited = config.text
    except TraefiklintError as error:
        return Outcome(what, refused=error.message)
    again = Config("again.yml", edited.encode("utf-8"), Options(), "dynamic", ())
    if again.is_refused:
        return Outcome(what, wrong=f"Traefik refuses the edited text\n{edited}")
    if said(again.dynamic) != said(config.dynamic):
        return Outcome(what, wrong=f"read back otherwise\n{edited}")
    if (second_opinion(edited) is None) and edited.strip():
        return Outcome(what, wrong=f"ruamel.yaml does not read the edited text\n{edited}")
    old, new = text.splitlines(keepends=True), edited.splitlines(keepends=True)
    gone = sum(end - start for tag, start, end, _, _ in alignment(old, new) if tag != "equal")
    most = len(old) if "del" in what else 3 if "&" not in text else 3 + text.count("*")
    if gone > most:
        return Outcome(what, wrong=f"{gone} lines are gone\n{edited}")
    lost = comments_in(text) - comments_in(edited)
    return Outcome(what, wrong=f"a comment is lost: {lost}\n{edited}" if lost and "del" not in what else "")


def _act(chance: random.Random, config: Config) -> str:
    """Do something to the view, and say what."""
    http: Any = config.http
    kind, path, value = chance.choice(OPTIONS)
    objects = getattr(http, kind)
    names = list(objects)
    if not names or chance.random() < 0.1:
        fresh = {
            "routers": {"rule": "Path(`/`)", "service": "x"},
            "services": {"loadBalancer": {"servers": [{"url": "a"}]}},
        }
        objects["made-up"] = fresh.get(kind, {"addPrefix": {"prefix": "/x"}})
        return f"create {kind}"
    chosen = chance.choice(names)
    action = chance.choice(("set", "set", "set", "append", "rename", "del", "del option"))
    if action == "rename":
        if "made-up" not in objects:
            objects.rename(chosen, "made-up")
        return f"rename {kind} {chosen}"
    if action == "del":
        del objects[chosen]
        return f"del {kind} {chosen}"
    if action == "append":
        return append(objects, kind, chosen)
    *way, last = path.split(".")
    part = objects[chosen]
    for step in way:
        part = getattr(part, step)
    if action == "del option":
        delattr(part, last)
        return f"del {kind} {chosen} {path}"
    setattr(part, last, value)
    return f"set {kind} {chosen} {path}"


def append(objects: Any, kind: str, chosen: str) -> str:
    """Put one more item into a list of an object; says what was done."""
    part = objects[chosen]
    if kind == "routers":
        part.middlewares.append("more@file")
    elif kind == "services":
        part.load_balancer.servers.append({"url": "http://more:80"})
    else:
        part.headers.custom_response_headers["X-More"] = "yes"
    return f"append to {kind} {chosen}"
