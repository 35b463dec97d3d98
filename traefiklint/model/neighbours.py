"""Where an unknown key may belong: a slip of the pen, an option of another part, a thing of another protocol."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from traefiklint.findings import Effect
from traefiklint.model.base import Field, Struct
from traefiklint.model.configuration import Configuration
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.mending import delete, rename, rename_with_value
from traefiklint.model.mending import fix as mend
from traefiklint.model.services import LoadBalancer, Service
from traefiklint.model.shape import Pair, fold
from traefiklint.model.tcp import TcpLoadBalancer, TcpRouter, TcpRouterTls, TcpService
from traefiklint.model.udp import UdpLoadBalancer, UdpService
from traefiklint.model.wording import owner, problem
from traefiklint.syntax.nodes import Mapping, Node, Scalar
from traefiklint.syntax.problem import Problem

if TYPE_CHECKING:
    from traefiklint.model.decode import Decoder

STATIC_KEYS = frozenset(
    (
        "accesslog", "api", "certificatesresolvers", "core", "entrypoints", "experimental", "global", "hostresolver",
        "log", "metrics", "ocsp", "ping", "pilot", "providers", "serverstransport", "spiffe", "tcpserverstransport",
        "tracing",
    )
)  # fmt: skip
"""The root keys of the static configuration, in small letters."""

_TWINS: dict[type[Struct], tuple[str, dict[str, Field]]] = {
    Router: ("TCP", TcpRouter.keys),
    TcpRouter: ("HTTP", Router.keys),
    RouterTls: ("TCP", TcpRouterTls.keys),
    TcpRouterTls: ("HTTP", RouterTls.keys),
    Service: ("TCP", TcpService.keys),
    TcpService: ("HTTP", Service.keys),
    LoadBalancer: ("TCP", TcpLoadBalancer.keys),
    TcpLoadBalancer: ("HTTP", LoadBalancer.keys),
    UdpService: ("HTTP", Service.keys),
    UdpLoadBalancer: ("HTTP", LoadBalancer.keys),
}
"""What another protocol calls by the same name, and its options."""
_HTTP_KEYS = frozenset(("routers", "services", "middlewares", "serverstransports"))
_TLS_KEYS = frozenset(("certificates", "options", "stores"))


def unknown_root_key(decoder: Decoder, part: Struct, pair: Pair) -> Problem | None:
    """A root key that Traefik drops with all that is below it."""
    key = pair[0]
    name = fold(key.value)
    if name.startswith("x-") or key.value.startswith("."):
        return None
    dropped = "and Traefik drops it without a word"
    if name in STATIC_KEYS:
        return problem(
            "static-in-dynamic", part, key,
            f"`{key.value}` is static configuration, {dropped} here.",
            "Move it to Traefik's own file (`traefik.yml`), and restart Traefik.",
            Effect.SILENT, step=key.value,
        )  # fmt: skip
    home = "http" if name in _HTTP_KEYS else "tls" if name in _TLS_KEYS else ""
    if home:
        return problem(
            "misplaced-field", part, key,
            f"`{key.value}` stands at the top of the file, {dropped} there.",
            f"Put it below `{home}:`.", Effect.SILENT, step=key.value,
            **_below(decoder, _HTTP_KEYS if home == "http" else _TLS_KEYS, home),
        )  # fmt: skip
    if _is_dotted(key.value):
        return problem(
            "dotted-key", part, key,
            f"`{key.value}` is written as in labels, {dropped}.",
            "Write nested mappings, one name a line.", Effect.SILENT, step=key.value,
            **_nested(decoder, decoder.document.root, key),
        )  # fmt: skip
    guess = nearest(name, list(Configuration.by_key))
    if not guess and _is_used_by_alias(decoder, key, pair[1]):
        return None
    return problem(
        "unknown-root-key", part, key,
        f"`{key.value}` is not one of `http`, `tcp`, `udp` and `tls`, {dropped}.",
        f"Did you mean `{guess}`?" if guess else "Start the key with `x-` if it only holds anchors.",
        Effect.SILENT, step=key.value,
        **(rename(decoder.document, key, guess, safe=False) if guess else {}),
    )  # fmt: skip


def _is_used_by_alias(decoder: Decoder, key: Scalar, value: Node) -> bool:
    """Whether an alias further down refers to an anchor of a section: such a section is there for its anchors."""
    text = decoder.document.text
    anchors = re.findall(r"&([\w.-]+)", text[key.end.index : value.end.index])
    return bool(anchors) and any(name in anchors for name in re.findall(r"\*([\w.-]+)", text[value.end.index :]))


def _below(decoder: Decoder, names: frozenset[str], section: str) -> dict[str, Any]:
    from traefiklint.syntax.nesting import put_below

    return mend(f"Put it below `{section}:`", put_below(decoder.document, names, section), safe=False)


def _nested(decoder: Decoder, mapping: Node | None, key: Scalar) -> dict[str, Any]:
    from traefiklint.syntax.nesting import nest_key

    words = key.value.removeprefix("traefik.").split(".")
    if type(mapping) is not Mapping:
        return {}
    return mend("Write nested mappings", nest_key(decoder.document, mapping, key, words), safe=False)


def _is_dotted(key: str) -> bool:
    first = fold(key.partition(".")[0])
    return "." in key and (first in Configuration.by_key or first == "traefik")


def unknown_field(decoder: Decoder, part: Struct, pair: Pair, _: None) -> Problem:
    """A key that the part has no option for."""
    key = pair[0]
    facts: dict[str, Any] = {"traefik": f"field not found, node: {key.value}", "step": "." + key.value}
    kind, message, help = "unknown-field", f"`{key.value}` is no option of {owner(part)}", ""
    protocol = _of_other_protocol(decoder, part, pair)
    if protocol is not None:
        kind, message, help, fix = protocol
        return problem(kind, part, key, message, help, **facts, **fix)
    if "." in key.value and fold(key.value.partition(".")[0]) in part.keys:
        message = f"`{key.value}` is written as in labels, and Traefik refuses the file"
        fix = _nested(decoder, part._node, key)
        return problem(
            "dotted-key", part, key, message + ".", "Write nested mappings, one name a line.", **facts, **fix
        )
    guess = nearest(fold(key.value), [field.key for field in part.fields.values() if field.first <= decoder.target])
    if guess:
        fix = rename(decoder.document, key, guess, safe=False) if fold(guess) not in _given(part) else {}
        return problem(kind, part, key, f"{message}, and Traefik refuses the file.", f"Did you mean `{guess}`?",
                       **facts, **fix)  # fmt: skip
    twin, known = _TWINS.get(type(part), ("", part.keys))
    if twin and fold(key.value) in known:
        return problem(kind, part, key, f"{message}, and Traefik refuses the file.",
                       f"Delete it: only {twin} has `{key.value}`.", **facts)  # fmt: skip
    place = _home_of(part, fold(key.value))
    if place:
        return problem("misplaced-field", part, key, f"{message}, and Traefik refuses the file.",
                       f"It belongs {place}.", **facts)  # fmt: skip
    options = ", ".join(f"`{field.key}`" for field in list(part.fields.values())[:8] if not field.ignored)
    return problem(kind, part, key, f"{message}, and Traefik refuses the file.",
                   f"Delete it; there are {options}{' …' if len(part.fields) > 8 else ''}."
                   if options else "Delete it.", **facts)  # fmt: skip


def _given(part: Struct) -> set[str]:
    return {fold(spot[0].value) for spot in part._spots.values()}


_HOST_PORT = re.compile(r"[A-Za-z0-9._-]+:[0-9]{1,5}|\[[0-9A-Fa-f:]+\]:[0-9]{1,5}")


def _of_other_protocol(decoder: Decoder, part: Struct, pair: Pair) -> tuple[str, str, str, dict[str, Any]] | None:
    """What HTTP, TCP and UDP name differently."""
    key, node = pair
    name, kind = fold(key.value), type(part).__name__
    value = node.value.strip() if type(node) is Scalar else ""
    if kind == "Server" and name == "address":
        fits = bool(_HOST_PORT.fullmatch(value))
        fix = rename_with_value(decoder.document, pair, "url", f"http://{value}") if fits else {}
        return ("wrong-protocol-field", "An HTTP server takes `url`, not `address`; Traefik refuses the file.",
                f"Write `url: http://{value or 'host:port'}`.", fix)  # fmt: skip
    if kind in ("TcpServer", "UdpServer") and name == "url":
        rest = value.rpartition("://")[2].rstrip("/")
        fits = bool(_HOST_PORT.fullmatch(rest))
        fix = rename_with_value(decoder.document, pair, "address", rest) if fits else {}
        return ("wrong-protocol-field",
                f"A {kind[:3].upper()} server takes `address`, not `url`; Traefik refuses the file.",
                f"Write `address: {rest if fits else 'host:port'}`.", fix)  # fmt: skip
    if kind == "UdpRouter" and name in ("rule", "rulesyntax", "priority", "middlewares", "tls"):
        if name == "rule":
            return ("udp-router-rule", "UDP routers have no `rule`; Traefik refuses the file.",
                    "Delete it: a UDP router takes all that reaches its entry points.",
                    delete(decoder.document, key))  # fmt: skip
        return ("wrong-protocol-field", f"UDP routers have no `{key.value}`; Traefik refuses the file.",
                f"Delete `{key.value}`.", {})  # fmt: skip
    return None


def _home_of(part: Struct, name: str) -> str:
    """Where an option of this name belongs, seen from a part: below one of its options, or above it."""
    below = _path_below(type(part), name, 3)
    if below:
        return f"below `{below}`"
    above, step = part._parent, part._step
    while above is not None and above._parent is not None:
        if name in above.keys:
            return f"one level up, beside `{step.lstrip('.').partition('.')[0].partition('[')[0]}`"
        other = _path_below(type(above), name, 2)
        if other:
            return f"below `{other}` of {owner(above)}"
        step, above = above._step, above._parent
    return ""


def _path_below(of: type[Struct], name: str, depth: int) -> str:
    for field in of.fields.values():
        if field.of is None or field.ignored:
            continue
        here = field.key + ("[]" if field.kind == "structs" else ".NAME" if field.kind == "map" else "")
        if name in field.of.keys:
            return here
        if depth > 1:
            further = _path_below(field.of, name, depth - 1)
            if further:
                return f"{here}.{further}"
    return ""


def nearest(name: str, known: list[str]) -> str:
    """The known key that is nearest to a misspelt one (in small letters); empty where none is near."""
    best, best_distance = "", 1 + min(2, max(1, len(name) // 3))
    for key in known:
        if abs(len(key) - len(name)) < best_distance:
            distance = _distance(name, key.lower(), best_distance)
            if distance < best_distance:
                best, best_distance = key, distance
    return best


def _distance(a: str, b: str, limit: int) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
