"""From a static file to the static configuration, as Traefik decodes it when it starts.

Source: github.com/traefik/paerser, `cli/loader_file.go` and `file/` (the root keys that count, then the same walk as in
dynamic files).
"""

from __future__ import annotations

from typing import Any

from traefiklint.decoding.fill import Decoder
from traefiklint.go.strconv import fold
from traefiklint.model.base import Section
from traefiklint.model.diagnostics import (
    DynamicInStatic,
    NoConfiguration,
    OptionDiagnostic,
    Pair,
    TooNewRoot,
    UnknownStaticRoot,
)
from traefiklint.model.fields import REMOVED
from traefiklint.model.shape import is_null
from traefiklint.model.static import Static
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.versions import NEWEST, Version, since

DYNAMIC_KEYS = frozenset(("http", "tcp", "udp", "tls"))
"""The root keys of the dynamic configuration, which Traefik drops from the static one."""


class DecodedStatic:
    """What a static source came to: the configuration (None where there is no mapping), and all sections by class."""

    __slots__ = ("diagnostics", "parts", "static")

    def __init__(
        self, static: Static | None, diagnostics: list[OptionDiagnostic], parts: dict[type[Section], list[Any]]
    ) -> None:
        self.static = static
        self.diagnostics = diagnostics
        self.parts = parts


def decode_static(document: Document, target: Version = NEWEST) -> DecodedStatic:
    """Decode a static file as the given Traefik version does. Never raises.

    Templates are no part of it: `{{` is text in a static file, so the document must have been read without them.
    """
    decoder = Decoder(document, target)
    root = document.root
    if type(root) is not Mapping:
        if not document.diagnostics:
            decoder.report(NoConfiguration(Static(), _NOTHING))
        return DecodedStatic(None, decoder.diagnostics, decoder.parts)
    static = decoder.whole(Static(), root)
    decoder.fill(static, _root_pairs(decoder, static, root))
    return DecodedStatic(static, decoder.in_order(), decoder.parts)


def _root_pairs(decoder: Decoder, static: Static, root: Mapping) -> list[Pair]:
    """The pairs that Traefik looks at: those whose key is an option of the root, in any case."""
    kept = []
    counted = False
    given = {fold(key.value) for key, value in root.pairs if not is_null(value)}
    for pair in root.pairs:
        option = Static.keys.get(fold(pair[0].value))
        if option is not None and option.first > decoder.target:
            decoder.report(TooNewRoot(static, pair, option, pair[0], str(decoder.target)))
            continue
        if option is not None and not (option.kind is REMOVED and _forgets(decoder.target, given, pair[1])):
            kept.append(pair)
            counted = counted or not (is_null(pair[1]) or option.kind is REMOVED)
            continue
        kind = DynamicInStatic if fold(pair[0].value) in DYNAMIC_KEYS else UnknownStaticRoot
        decoder.report(kind(static, pair, pair[0]))
    if not counted:
        decoder.report(NoConfiguration(static, _NOTHING, text="valid" if root.pairs else ""))
    return kept


def _forgets(target: Version, given: set[str], node: Node) -> bool:
    """Whether Traefik forgets that a root key was given up: 3.0 does as soon as there are providers, or for a list."""
    return target < since("3.1") and ("providers" in given or type(node) is Sequence)


_NOWHERE = Scalar("", "", "", None, None)
_NOTHING: Pair = (_NOWHERE, _NOWHERE)
"""The pair of what is not there."""
