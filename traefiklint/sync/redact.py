"""Password hashes of basic and digest authentication: out of the files that go into git, and back in for a push."""

from __future__ import annotations

from typing import Any

from traefiklint.patch.data import Data, Leaf, UnstructuredError, read_data, string
from traefiklint.patch.rewrite import CannotRewriteError, rewrite

PLACEHOLDER = "$2y$05$REDACTED.by.traefiklint.a.push.fills.it.back.in......"
"""Has the form of a bcrypt hash, so that Traefik takes the file; no password has it, because none was hashed."""

_KINDS = ("basicAuth", "digestAuth")


def is_redacted(text: str | None) -> bool:
    """Whether a text holds placeholders."""
    return text is not None and PLACEHOLDER in text


def has_hashes(text: str | None) -> bool:
    """Whether a text holds password hashes."""
    return text is not None and redact(text) != text


def redact(text: str) -> str:
    """The text with a placeholder in place of every hash; what cannot be read stays as it is."""
    return _with_users(text, lambda _, user: string(f"{_name(user)}:{PLACEHOLDER}"))


def replaced(new: str, old: str) -> tuple[str, ...]:
    """The users of a text whose hashes another one replaces."""
    now = _hashes(new)
    return tuple(
        f"{name} of {place}"
        for (place, name), user in _hashes(old).items()
        if (place, name) in now and now[place, name].value != user.value
    )


def _hashes(text: str) -> dict[tuple[str, str], Leaf]:
    """The users of a text, by the place and their names."""
    found: dict[tuple[str, str], Leaf] = {}
    _with_users(text, lambda place, user: found.setdefault((place, _name(user)), user))
    return found


def fill(text: str, source: str | None) -> tuple[str, tuple[str, ...]]:
    """The text with the hashes of `source` in the places of its placeholders, and the users that have none there."""
    hashes = _hashes(source) if source is not None else {}
    missing: list[str] = []

    def back(place: str, user: Leaf) -> Leaf:
        if PLACEHOLDER not in user.value:
            return user
        found = hashes.get((place, _name(user)))
        if found is None:
            missing.append(f"{_name(user)} of {place}")
        return found or user

    return _with_users(text, back), tuple(missing)


def _name(user: Leaf) -> str:
    """The user without the hash; a digest user keeps the realm, which is part of the name."""
    return user.value.rpartition(":")[0]


def _with_users(text: str, change: Any) -> str:
    """The text with `change(place, user)` in place of each user of an authentication."""
    if not any(kind in text for kind in _KINDS):
        return text
    try:
        data = read_data(text)
        for place, users in _user_lists(data):
            users[:] = [change(place, user) if isinstance(user, Leaf) and ":" in user.value else user for user in users]
        return rewrite(text, data)
    except (UnstructuredError, CannotRewriteError):
        return text


def _user_lists(data: dict[str, Data]) -> list[tuple[str, list[Data]]]:
    found: list[tuple[str, list[Data]]] = []
    http = data.get("http")
    middlewares = http.get("middlewares") if isinstance(http, dict) else None
    for name, middleware in middlewares.items() if isinstance(middlewares, dict) else ():
        for kind in _KINDS:
            options = middleware.get(kind) if isinstance(middleware, dict) else None
            users = options.get("users") if isinstance(options, dict) else None
            if isinstance(users, list):
                found.append((f"http.middlewares.{name}", users))
    return found
