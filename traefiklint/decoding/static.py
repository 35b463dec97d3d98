"""The static configuration, decoded as far as its parts are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.decoding.fill import Decoder
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.model.static import Static
from traefiklint.text.nodes import Mapping
from traefiklint.text.problem import Problem

if TYPE_CHECKING:
    from typing import Any

    from traefiklint.decoding.shape import Pair
    from traefiklint.model.base import Struct
    from traefiklint.text.document import Document

DYNAMIC_KEYS = frozenset(("http", "tcp", "udp", "tls"))
"""The root keys of the dynamic configuration, which Traefik drops from the static one."""

_CERTAIN = frozenset(("invalid_bool", "invalid_number", "invalid_duration", "unsupported_type"))


class DecodedStatic:
    """What a static file came to: the configuration (None where there is no mapping), its problems, and all parts."""

    __slots__ = ("parts", "problems", "static")

    def __init__(self, static: Static | None, problems: list[Problem], parts: dict[type[Struct], list[Any]]) -> None:
        self.static = static
        self.problems = problems
        self.parts = parts


def decode_static(document: Document, target: tuple[int, int] = (3, 7)) -> DecodedStatic:
    """Decode a static file as far as its parts are declared. Never raises.

    Problems are only what is wrong for certain: dynamic configuration in it, and values that Traefik cannot read.
    """
    decoder = _StaticDecoder(document, target)
    root = document.root
    if type(root) is not Mapping:
        return DecodedStatic(None, decoder.problems, decoder.parts)
    static = decoder.whole(Static(), root)
    for key, _ in root.pairs:
        if fold(key.value) in DYNAMIC_KEYS:
            decoder.problems.append(
                Problem(
                    "dynamic-in-static",
                    f"`{key.value}` is dynamic configuration, and Traefik drops it here without a word.",
                    key.span,
                    "Move it to a file of the file provider.",
                    Effect.SILENT,
                    path=key.value,
                )
            )
    decoder.fill(static, root.pairs)
    return DecodedStatic(static, decoder.problems, decoder.parts)


class _StaticDecoder(Decoder):
    __slots__ = ()

    def complain(self, about: str, part: Struct, pair: Pair, *facts: Any) -> None:
        if about in _CERTAIN:
            super().complain(about, part, pair, *facts)
