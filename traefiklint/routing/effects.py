"""What one middleware does to one request: a function for each kind, after pkg/middlewares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from traefiklint.routing.state import State


class End(NamedTuple):
    """That a middleware answers the request itself."""

    kind: str
    """`redirect`, `refusal`, `auth` or `answer`."""
    status: int
    location: str = ""
    """Where a redirect leads."""


class RequestEffect(NamedTuple):
    """What happens to a request."""

    text: str
    state: State
    end: End | None = None
    doubt: str = ""
    """What nobody can tell from here, though the answer depends on it."""


Apply: TypeAlias = Callable[[Any, State], RequestEffect]


def refuse(text: str, state: State, status: int) -> RequestEffect:
    """The request ends here with an error."""
    return RequestEffect(text, state, End("refusal", status))


def kind_of(middleware: Any) -> str:
    """The attribute of the type that a middleware has; empty where it has none or several."""
    kinds = [name for name, field in middleware.fields.items() if not field.ignored and getattr(middleware, name)]
    return kinds[0] if len(kinds) == 1 else ""


def key_of(middleware: Any, kind: str) -> str:
    """A type's key as the documentation spells it."""
    key: str = middleware.fields[kind].key
    return key
