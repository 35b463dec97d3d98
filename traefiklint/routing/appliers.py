"""What a middleware does, by its kind."""

from __future__ import annotations

from typing import Any

from traefiklint.routing import effects_access, effects_path, effects_rest
from traefiklint.routing.effects import RequestEffect
from traefiklint.routing.state import State

_APPLIERS = effects_path.APPLIERS | effects_access.APPLIERS | effects_rest.APPLIERS


def apply(middleware: Any, kind: str, state: State) -> RequestEffect:
    """What a middleware of a kind does to a request."""
    return _APPLIERS[kind](getattr(middleware, kind), state)
