"""The static configuration, decoded as far as its parts are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.decoding.fill import Decoder
from traefiklint.go.strconv import fold
from traefiklint.model.diagnostics import DateInList, DateValue, DynamicInStatic, OptionDiagnostic, UnreadableValue
from traefiklint.model.static import Static
from traefiklint.text.nodes import Mapping
from traefiklint.versions import NEWEST, Version

if TYPE_CHECKING:
    from typing import Any

    from traefiklint.model.base import Section
    from traefiklint.text.document import Document

DYNAMIC_KEYS = frozenset(("http", "tcp", "udp", "tls"))
"""The root keys of the dynamic configuration, which Traefik drops from the static one."""

_CERTAIN = (UnreadableValue, DateValue, DateInList)
"""What is wrong for certain, although not every option is declared."""


class DecodedStatic:
    """What a static file came to: the configuration (None where there is no mapping), and all sections by class."""

    __slots__ = ("diagnostics", "parts", "static")

    def __init__(
        self, static: Static | None, diagnostics: list[OptionDiagnostic], parts: dict[type[Section], list[Any]]
    ) -> None:
        self.static = static
        self.diagnostics = diagnostics
        self.parts = parts


def decode_static(document: Document, target: Version = NEWEST) -> DecodedStatic:
    """Decode a static file as far as its parts are declared. Never raises.

    Diagnostics are only what is wrong for certain: dynamic configuration in it, and values that Traefik cannot read.
    """
    decoder = _StaticDecoder(document, target)
    root = document.root
    if type(root) is not Mapping:
        return DecodedStatic(None, decoder.diagnostics, decoder.parts)
    static = decoder.whole(Static(), root)
    for pair in root.pairs:
        if fold(pair[0].value) in DYNAMIC_KEYS:
            decoder.diagnostics.append(DynamicInStatic(static, pair, pair[0]))
    decoder.fill(static, root.pairs)
    return DecodedStatic(static, decoder.diagnostics, decoder.parts)


class _StaticDecoder(Decoder):
    __slots__ = ()

    def report(self, diagnostic: OptionDiagnostic) -> None:
        if isinstance(diagnostic, _CERTAIN):
            super().report(diagnostic)
