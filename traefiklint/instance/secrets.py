"""What in the files must never be shown: passwords and their hashes, private keys, tokens.

`secrets_of` names those whose place in the model tells that they are one, for the rule about them. `hidden_in` finds
everything in a text that is secret by its place, by its neighbourhood or by its look (`text.masks`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Mapped
from functools import lru_cache
from typing import TYPE_CHECKING

from traefiklint.decoding.file import read_document
from traefiklint.go.pem import is_content
from traefiklint.instance.put_in import tells
from traefiklint.instance.whereabouts import is_at_home
from traefiklint.model.base import Place, Section
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.command_lines import options_of
from traefiklint.text.document import Document
from traefiklint.text.encrypted import is_encrypted_value
from traefiklint.text.hints import may_hold
from traefiklint.text.judging import is_number, is_path, is_secret_of, is_switch, secret_stretches
from traefiklint.text.looks import Stretch, looks
from traefiklint.text.masks import (
    Known,
    covered,
    masked,
    secrets_in,
    values_in,
)
from traefiklint.text.names import is_secret_name, role
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance

_KEYS = {
    "Certificate": "key_file",
    "DefaultCertificate": "key_file",
    "ClientCertificate": "key_file",
    "ClientTls": "key",
    "RedisTls": "key",
}
"""The options that hold a private key, or the path of one."""
_HEADERS = ("custom_request_headers", "custom_response_headers")
_HEADER_NAMES = r"(?i)(proxy-)?authorization|cookie|.*(api|access|private|auth)[-_]?key|.*(token|secret|password)"
_PLUGIN_NAMES = r"(?i).*(passwor[dt]|passphrase|secret|token|api[-_]?key|private[-_]?key)"
_ELSEWHERE = ("env:", "file:", "urn:", "${", "./")
"""How a value begins that only says where a secret is."""
_HEADER_NAME = lazy(r"(?i:x(?:-[a-z]+)+|[a-z-]*(?:authorization|cookie|token|key|jwt|assertion|signature))")
_LONG_NUMBER = 9
"""From how many digits on a number may be a key; times and sizes have fewer."""
_URL = lazy(r"[a-z][a-z0-9+]*://[^\s@?]*")

_OF_EXAMPLES = lazy(r"(?i)(?:^|[/.@])example\.(?:com|net|org)(?![\w.-])|^(?:user[-_ ]?name|user|your[-_ ][\w -]+)$")
"""A host that nobody has, or a user who is none."""
_OF_THIS_MACHINE = lazy(r"(?i)https?://(?:[\w.-]{1,200}\.)?localhost(?:[:/]|$)")
"""The address of who takes a secret, if that runs where its author tries things."""
_WORDS = frozenset(("password", "passwd", "secret", "token", "apikey", "changeit", "changeme"))
_TALKS = lazy(
    r"changeme|secret|passw(?:or)?d|token|key|phrase|string|value|this|is|my|our|your|the|very|super|top|really|strong|long"
    r"|random|secure|please|change|for|some"
)
"""The words of talk about a secret, as in `ThisIsMyVerySecret`; whatever is left of a value may be one."""
_NO_LETTER = lazy(r"[\W_]+")
_SHORTEST = 3
_MADE = lazy(r"(?=[^0-9]*[0-9]).{8,}")
"""What is no word, as `basic` is one in `?auth=basic`, and stands in a parameter because somebody made it for that."""
_SCHEME = lazy(r"(?i)\A(?:basic|bearer|token)[ \t]+")
"""What stands before a token that a header holds."""
_PLACEHOLDER = (
    r"(?i)^(?:your|my|the|some|insert|enter|put|add|replace|change|env|from|example|dummy|fake|test|todo)[-_ ]"
    r"|change[-_ ]?me|place[-_ ]?holder|replace[-_ ]?me|redacted|example|^x{4,}|(?:^|[-_ ])here$"
    r"|^(?:removed|omitted|hidden|censored|stripped)$|^[<\[({@%_*#]{1,3}[\w .-]+[>\])}@%_*#]{1,3}$|^\$\w+$|^[*•]{3,}$"
)
"""What stands in the place of a secret until somebody fills it in, or a program does."""


class Secret(NamedTuple):
    """One secret in the files."""

    place: Place
    kind: str
    """`private key`, `password`, `token`."""
    is_example: bool = False
    """Whether it is a word for a secret, beside a host or a user that is one for others, or where no host is one of the
    internet; or a secret of a server on one's own machine there: nobody logs in with these."""


def secrets_of(instance: Instance) -> Iterator[Secret]:
    """Every secret whose place in the configuration tells that it is one, but for the hashes of passwords."""
    parts = instance.parts
    for name, attribute in _KEYS.items():
        for part in parts.get(name, ()):
            if (value := getattr(part, attribute)) and is_content(value):
                yield Secret(part.at(attribute), "private key")
    for redis in parts.get("Redis", ()):
        if redis.password:
            yield Secret(redis.at("password"), "password")
    for headers in parts.get("Headers", ()):
        for attribute in _HEADERS:
            for key, place in _values(headers, attribute):
                if re.fullmatch(_HEADER_NAMES, key):
                    yield from _written(place, "token")
    for auth in parts.get("ForwardAuth", ()):
        yield from _in_url(auth.at("address"))
    for middleware in parts.get("Middleware", ()):
        if middleware.plugin:
            values = list(_values(middleware, "plugin"))
            texts = [_text_at(place) for _, place in values]
            is_home = is_at_home(None, instance)
            is_example = is_home or any(map(_OF_EXAMPLES.search, texts))
            is_local = is_home and any(map(_OF_THIS_MACHINE.match, texts))
            for key, place in values:
                if re.fullmatch(_PLUGIN_NAMES, key):
                    found = _written(place, "password" if "pass" in key.lower() else "token")
                    is_word = is_example and _is_word_for_secret(key, _text_at(place))
                    yield from (one._replace(is_example=is_local or is_word) for one in found)


def _in_url(place: Place) -> Iterator[Secret]:
    """A secret among the parameters of a URL, or its password: `https://auth/verify?token=…`."""
    url = _text_at(place)
    for start, end in looks(url):
        _, colon, value = url[start:end].rpartition(":")
        is_password = bool(colon) and url.endswith("://", 0, start)
        if _is_secret(value, "token") and (is_password or _MADE.fullmatch(value)):
            yield Secret(place, "token")
            return


def _written(place: Place, kind: str) -> Iterator[Secret]:
    """A secret where a value is one, and does not only say where to find it."""
    if _is_secret(_SCHEME.sub("", _text_at(place)), kind):
        yield Secret(place, kind)


def _is_secret(value: str, kind: str) -> bool:
    return len(value) > 3 and not value.startswith(_ELSEWHERE) and not _says_how(value, kind) and not is_stand_in(value)


def _text_at(place: Place) -> str:
    """What a file itself says there: a variable in a label has its value from elsewhere."""
    node = place.node
    if place.document is not None and place.document.holds_labels:
        from traefiklint.compose.values import State
        from traefiklint.decoding.label_tree import value_of

        if node is not None and (value := value_of(node)) is not None:
            pieces = value.part(node.start.start, node.start.end).pieces
            return "".join(piece.text for piece in pieces if piece.state is not State.GIVEN)
    return node.value if isinstance(node, Scalar) else ""


def _is_word_for_secret(key: str, value: str) -> bool:
    """Whether a value is but what its key says, or another word for a secret: `userPassword: password`."""
    word = _NO_LETTER.sub("", value.lower())
    if word and not _TALKS.sub("", word):
        return True
    return word in _WORDS or (len(word) > _SHORTEST and _NO_LETTER.sub("", key.lower()).endswith(word))


def is_stand_in(value: str) -> bool:
    """Whether a value stands in the place of a secret until somebody fills it in."""
    return is_encrypted_value(value) or re.search(_PLACEHOLDER, value) is not None


def _says_how(value: str, kind: str) -> bool:
    """Whether a value only says how a secret is used: a switch, a duration, where it is or in which header; of a
    password a number may be one."""
    return (
        is_switch(value)
        or is_path(value)
        or (is_number(value) and (not value.isdigit() or (kind != "password" and len(value) < _LONG_NUMBER)))
        or (kind != "password" and _HEADER_NAME.fullmatch(value) is not None)
        or (_URL.fullmatch(value) is not None and not any(looks(value)))
    )


def _values(part: Section, attribute: str) -> Iterator[tuple[str, Place]]:
    """The key and the place of every single value below an option."""
    spot = part.written.get(attribute)
    waiting: list[tuple[str, Node]] = [("", spot[1])] if spot else []
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, Mapping):
            waiting += [(inner.value, value) for inner, value in node.pairs]
        elif isinstance(node, Sequence):
            waiting += [(key, item) for item in node.items]
        else:
            yield key, Place(part.document, node, part.path + part.fields[attribute].step, part.object)


class Hidden(NamedTuple):
    """The secrets of one text."""

    stretches: tuple[Stretch, ...]
    """Where they stand."""
    values: frozenset[str]
    """What they are, as written and as read."""


def hidden_in(document: Document, text: str | None = None) -> Hidden:
    """The secrets of a document: what its tree tells (with aliases, merges and escapes), and what its lines tell.

    Args:
        text: the text that is going to be shown, where it is another one than the document's (a template).
    """
    shown = document.text if text is None else text
    if not any(map(may_hold, {shown, document.text})):
        return Hidden((), frozenset())
    actions = document.is_template
    stretches = [one for one in secrets_in(shown) if not (actions and _ENV.match(shown, one[0]))]
    values = set(values_in(shown, stretches))
    for node, found in _told(document.root):
        values |= set(values_in(node.value, found))
        if shown == document.text and not (actions and _is_of_variables(shown, node, found)):
            stretches += [_written_at(shown, node, stretch) for stretch in found]
    if document.is_template:  # an action may have written it that stands elsewhere
        stretches += Known(values).stretches(shown)
    return Hidden(tuple(stretches), frozenset(value for value in values if value))


_ENV = lazy(r"\{\{-?[ \t]{0,9}env[ \t]{1,9}[\"'`][A-Za-z_]\w{0,99}[\"'`][ \t]{0,9}-?\}\}")
"""An action that only says which variable has the value, so that it is none itself."""


def _is_of_variables(text: str, node: Scalar, found: Iterable[Stretch]) -> bool:
    """Whether all that is secret in a value comes of such actions, and does not stand in the text."""
    written = text[node.start.index : node.end.index]
    rest = _ENV.sub("", written)
    return rest != written and "{{" not in rest and not any(node.value[slice(*one)] in rest for one in found)


def _told(root: Node | None) -> Iterator[tuple[Scalar, list[Stretch]]]:
    """The values of a tree of which something is secret, and what."""
    waiting: list[tuple[tuple[str, ...], Node]] = [((), root)] if root is not None else []
    seen: set[tuple[int, tuple[str, ...]]] = set()
    while waiting:
        path, node = waiting.pop()
        here = (id(node), (*map(_kind, path[-4:-1]), *path[-1:]))
        if here in seen:
            continue  # what aliases repeat is the same everywhere, but for its key, and what those above it are for
        seen.add(here)
        if isinstance(node, Mapping):
            waiting += [((*path[-5:], key.value), value) for key, value in node.pairs]
            if _kind(path[-1] if path else "") in _OF_USERS:
                yield from ((key, found) for key, _ in node.pairs if (found := _in_key(path, key.value)))
        elif isinstance(node, Sequence):
            waiting += [(path, item) for item in node.items]
            yield from _behind_flags(node)
        elif isinstance(node, Scalar) and (found := secret_stretches(path, node.value)):
            yield node, found


_OF_USERS = ("users", "basicauth", "digestauth")


def _kind(key: str) -> str:
    """What a key says about all that is below it."""
    return role(key) or ("secret" if is_secret_name(key) else "")


def _in_key(path: tuple[str, ...], key: str) -> list[Stretch]:
    """What is secret in a key that stands where a user should: `{"ann:summer": ""}`."""
    return secret_stretches(path, key) if ":" in key else []


def _behind_flags(node: Sequence) -> Iterator[tuple[Scalar, list[Stretch]]]:
    """The items of a command line that the items before name: `[--password, hunter2]`, `[mysqladmin, -phunter2]`."""
    items = [item if isinstance(item, Scalar) else None for item in node.items]
    for index, (name, start, end) in options_of([item.value.strip() if item else "" for item in items]):
        item = items[index]
        lead = len(item.value) - len(item.value.lstrip()) if item else 0
        if item and is_secret_of(name, item.value.strip()[start:end]):
            yield item, [(lead + start, lead + end)]


def _written_at(text: str, node: Scalar, stretch: Stretch) -> Stretch:
    """Where a part of a value stands in the text; where escapes leave that in doubt, the whole value."""
    start, end = node.start.index, node.end.index
    part = node.value[slice(*stretch)]
    if part and text.count(part, start, end) == node.value.count(part):
        at = start
        for _ in range(node.value.count(part, 0, stretch[0])):
            at = text.index(part, at, end) + len(part)
        at = text.index(part, at, end)
        return at, at + len(part)
    return (start + 1, end - 1) if node.style in ('"', "'") and end - start > 1 else (start, end)


def masked_text(file: str, text: str) -> str:
    """A source as it may be shown, line by line what it was; its name says how to read it."""
    return masked(text, _hidden_of(file, text).stretches)


def covered_text(file: str, text: str) -> str:
    """A source with its secrets covered, every line and column where it was."""
    return covered(text, _hidden_of(file, text, templates=False).stretches)


@lru_cache(maxsize=16)
def _hidden_of(file: str, text: str, *, templates: bool = True) -> Hidden:
    """The secrets of a text in a file of a name."""
    return hidden_in(read_document(file, text, templates=templates))


def values_of(texts: Mapped[str, str | bytes]) -> frozenset[str]:
    """The secrets in sources, by their names, for what is going to be said about them."""
    found: set[str] = set()
    written = {file: text if isinstance(text, str) else text.decode("utf-8", "replace") for file, text in texts.items()}
    for file, text in written.items():
        if may_hold(text):
            found |= _hidden_of(file, text).values
    return telling(found, written, written.values())


def telling(secrets: Collection[str], names: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Those of some secrets that are hidden wherever they stand: they are no words of names and keys, which nobody
    could read any more."""
    if not secrets:
        return frozenset()
    public = {word for one in (*names, *map(_keys_in, texts)) for word in re.split(r"[^a-z]+", one)}
    return frozenset(value for value in secrets if tells(value, public))


_KEY = lazy(r"(?m)^[ \t]*(?:-[ \t]+)*[\"']?([\w.@-]+)[\"']?[ \t]*[:=]")


def _keys_in(text: str) -> str:
    """The keys and the names of labels at the beginning of the lines of a text."""
    return " ".join(_KEY.findall(text))
