"""From flags and environment variables to the static configuration, as Traefik decodes them when it starts.

Source: github.com/traefik/paerser, `flag/` and `env/`: both become names with dots, which are decoded as labels are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from traefiklint.compose.project import Label
from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import Branch, LabelDocument, NameFault, Panic, Repeated, parts_of, plant
from traefiklint.decoding.labels import LabelDecoder
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import OptionDiagnostic, Pair, RemovedOption
from traefiklint.model.fields import REMOVED
from traefiklint.model.kinds.scalars import Bool
from traefiklint.model.kinds.sections import ByName, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.shape import ABSENT
from traefiklint.model.static import Static
from traefiklint.text.nodes import Mapping
from traefiklint.versions import NEWEST, Version

PREFIX = "TRAEFIK_"
"""How the variables begin that Traefik looks at."""
_NAME = "<name>"
_TAKES_NOTHING, _LIST = "nothing", "list"
_VALUE_MAPS = ("certificatesresolvers", "experimental.plugins", "experimental.localplugins")
"""Names whose entries are no pointers in Traefik's own structs, so that a bare flag of one takes the next word."""


class FatalName(NamedTuple):
    """A flag or a variable at whose name Traefik ends.

    Attributes:
        kind: `syntax`, `argument` (it needs one), `command` (no flag), `name`.
        value: where it stands.
        traefik: Traefik's words.
    """

    kind: str
    value: Value
    traefik: str


class Repeat(NamedTuple):
    """A flag that is given again.

    Attributes:
        value: where it stands again.
        first: where it stood before.
        is_list: whether it holds a list, so that which of the two counts is not sure from start to start.
        is_same: whether it says the same as before.
    """

    value: Value
    first: Value
    is_list: bool
    is_same: bool


class Flags(NamedTuple):
    """What a command line comes to."""

    settings: tuple[Label, ...] = ()
    """The flags that count, of two for one option the last."""
    fault: FatalName | None = None
    """At what Traefik ends, if it does."""
    lost: tuple[Value, ...] = ()
    """The words behind the one that ends the flags, and that one."""
    repeats: tuple[Repeat, ...] = ()
    chances: tuple[Value, ...] = ()
    """Lists below the name of something without a value: whether Traefik takes the next word hangs on chance."""


def read_flags(words: Sequence[Value], target: Version = NEWEST) -> Flags:
    """Read the words of a command line, without the program's own name, as the given Traefik version does."""
    found: dict[str, Label] = {}
    repeats: list[Repeat] = []
    chances: list[Value] = []
    if words and not words[0].text.startswith("-"):
        return Flags(fault=FatalName("command", words[0], f"command not found: {words[0].text}"))
    at = 0
    while at < len(words):
        word = words[at]
        text = word.text
        if len(text) < 2 or text[0] != "-":
            return Flags(tuple(found.values()), None, tuple(words[at:]), tuple(repeats))
        start = 2 if text[1] == "-" else 1
        if text == "--":
            return Flags(tuple(found.values()), None, tuple(words[at:]), tuple(repeats))
        if start == len(text) or text[start] in "-=":
            return Flags(tuple(found.values()), FatalName("syntax", word, f"bad flag syntax: {text}"))
        at += 1
        sign = text.find("=", start + 1)
        name = word.part(start, sign if sign >= 0 else None)
        if sign >= 0:
            value = word.part(sign + 1)
        elif not takes_next_word(name.text, target):
            value = word.joined([(start, len(text), "true")])
            if _is_list(name.text, target):
                chances.append(name)
        elif at < len(words):
            value = words[at]
            at += 1
        else:
            return Flags(tuple(found.values()), FatalName("argument", word, f"flag needs an argument: -{name.text}"))
        _set(found, repeats, name, value, target)
    return Flags(tuple(found.values()), repeats=tuple(repeats), chances=tuple(chances))


def _set(found: dict[str, Label], repeats: list[Repeat], name: Value, value: Value, target: Version) -> None:
    """Take a flag: of two the later one counts; a list is joined."""
    before = found.get(name.text.lower())
    if before is None:
        found[name.text.lower()] = Label(name, value, None, len(found))
        return
    is_list = _is_list(name.text, target)
    is_joined = is_list and _kind_of(name.text, target, exact=True) == _LIST
    if not is_joined:
        repeats.append(Repeat(name, before.name, is_list, before.value.text == value.text))
    if is_list:
        text = f"{before.value.text},{value.text}"
        value = value.joined([(0, len(value.text), text)])
    found[name.text.lower()] = Label(before.name, value, None, before.number)


def takes_next_word(name: str, target: Version = NEWEST) -> bool:
    """Whether a flag without `=` has the next word of the command line for its value, as `--log.level INFO` has."""
    return _kind_of(name, target) != _TAKES_NOTHING


def _kind_of(name: str, target: Version, *, exact: bool = False) -> str:
    """What a flag without `=` does: takes nothing, takes the next word as others of a list, or (empty) takes it.

    Args:
        exact: whether names of entry points and the like count as no pattern.
    """
    plain, patterns = _kinds(target)
    kind = plain.get(name.lower())
    if kind is not None or exact:
        return kind or ""
    return next((kind for pattern, kind in patterns if pattern.search(name.lower())), "")


def _is_list(name: str, target: Version) -> bool:
    patterns = _kinds(target)[1]
    if _kind_of(name, target, exact=True) == _LIST:
        return True
    return any(kind == _LIST and pattern.fullmatch(name.lower()) for pattern, kind in patterns)


@cache
def _kinds(target: Version) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """The flags that are no plain values, by name; and those below the name of something, as patterns.

    Traefik searches these anywhere in a name, whichever comes first: what has a section above it takes no word.
    """
    plain: dict[str, str] = {}
    named: list[tuple[str, str]] = []
    for name, kind in _walk(Static, "", target):
        if _NAME in name:
            named.append((name, kind))
        else:
            plain[name] = kind
    named.sort(key=lambda one: one[1] == _LIST)
    patterns = tuple((re.compile(re.escape(name).replace(re.escape(_NAME), "([^.]+)")), kind) for name, kind in named)
    return plain, patterns


def _walk(of: type[Section], above: str, target: Version) -> Iterator[tuple[str, str]]:
    for option in of.fields.values():
        if option.first > target:
            continue  # unknown to it, so that it takes the next word
        name = f"{above}{option.key.lower()}"
        kind = option.kind
        if isinstance(kind, Bool):
            yield name, _TAKES_NOTHING
        elif isinstance(kind, (Texts, Sections)):
            yield name, _LIST
        elif option.kind is REMOVED:
            yield name, _TAKES_NOTHING
        elif option.of is not None:
            below = f"{name}.{_NAME}" if isinstance(kind, ByName) else name
            if isinstance(kind, ByName):
                if name not in _VALUE_MAPS:
                    yield below, _TAKES_NOTHING
            elif option.type_name.startswith("*") or not option.type_name:
                yield name, _TAKES_NOTHING
            yield from _walk(option.of, below + ".", target)


def is_read(name: str, target: Version = NEWEST) -> bool:
    """Whether Traefik looks at a variable: its name begins with that of a section that it knows, in capitals."""
    return name.startswith(_prefixes(target))


def is_meant(name: str, target: Version = NEWEST) -> bool:
    """Whether a variable that Traefik looks at names a section; `TRAEFIK_LOGLEVEL` only begins as `TRAEFIK_LOG`."""
    return f"{name}_".startswith(tuple(f"{prefix}_" for prefix in _prefixes(target)))


@cache
def _prefixes(target: Version) -> tuple[str, ...]:
    return tuple(PREFIX + option.key.upper() for option in Static.fields.values() if option.first <= target)


def read_variables(variables: Iterable[tuple[Value, Value]], target: Version = NEWEST) -> tuple[Label, ...]:
    """The variables that Traefik looks at, as names with dots."""
    found: dict[str, Label] = {}
    for name, value in variables:
        if is_read(name.text, target):
            dotted = name.text[len(PREFIX) :].lower().replace("_", ".")
            parts = [(at, at + 1, sign) for at, sign in enumerate(dotted, len(PREFIX))]
            found[dotted] = Label(name.joined(parts), value, None, len(found))
    return tuple(found.values())


class DecodedSettings(NamedTuple):
    """What flags or variables came to."""

    static: Static
    parts: dict[type[Section], list[Any]]
    diagnostics: list[OptionDiagnostic]
    faults: tuple[FatalName, ...]
    """What is wrong with names."""


def decode_settings(settings: Sequence[Label], document: LabelDocument, target: Version) -> DecodedSettings:
    """Decode flags or variables, as the given Traefik version does. Never raises."""
    document.labels |= {id(label.name): label for label in settings}
    decoder = _SettingDecoder(document, target)
    static = Static().stand(None, document=document)
    root: Branch | None = None
    told: list[NameFault] = []
    faults: list[FatalName] = []
    for label in sorted(settings, key=lambda one: one.name.text.encode()):
        parts = parts_of(label, is_rooted=False)
        if isinstance(parts, list):
            root = root or Branch(parts[0])
            plant(root, label, parts, told)
        elif isinstance(parts, Panic):
            faults.append(FatalName("name", label.name, "panic: runtime error: slice bounds out of range [:-1]"))
        else:
            faults.append(FatalName("name", label.name, parts.traefik))
    assert not any(isinstance(one, Repeated) for one in told), "settings have been joined before"
    if root is not None:
        node, _ = decoder.node_of(root)
        assert type(node) is Mapping, "names stand below the root"
        decoder.whole(static, node)
        decoder.fill(static, node.pairs)
    return DecodedSettings(static, decoder.parts, decoder.in_order(), tuple(faults))


class _SettingDecoder(LabelDecoder):
    """The walk through flags or variables."""

    __slots__ = ()

    def value(self, part: Section, pair: Pair, option: Option) -> Any:
        if option.kind is REMOVED:
            self.report(RemovedOption(part, pair, option, pair[0]))
            return ABSENT
        return super().value(part, pair, option)
