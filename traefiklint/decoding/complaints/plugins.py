"""Complaints about the options of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.decoding.shape import Pair
from traefiklint.decoding.wording import problem
from traefiklint.model.base import Struct
from traefiklint.text.problem import Problem

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def mixed_list(decoder: Decoder, part: Struct, pair: Pair, error: str) -> Problem:
    """A list in a plugin's options whose items are not of one kind."""
    del decoder
    return problem(
        "mixed-plugin-list",
        part,
        pair[1],
        f"The items of `{pair[0].value}` are of different kinds, and Traefik refuses that in a plugin's options.",
        "Write all of them as numbers, as truth values, or in quotes.",
        traefik=error,
        step=".plugin",
    )


def empty_plugin_key(decoder: Decoder, part: Struct, pair: Pair) -> Problem:
    """An empty key in a plugin's options: Traefik's file provider dies of it."""
    del decoder
    return problem(
        "empty-plugin-key",
        part,
        pair[0],
        "A key in the options of a plugin is empty, and Traefik's file provider dies of it: no file is read any more.",
        "Give the key a name, or delete it.",
        traefik="runtime error: index out of range [0] with length 0",
        step=".plugin",
    )
