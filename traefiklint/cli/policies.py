"""The settings' own rules, read once in a run."""

from __future__ import annotations

from functools import lru_cache

from traefiklint.policies.own import Own, load_own
from traefiklint.policies.sources import Asked
from traefiklint.settings import Settings


def own_rules(settings: Settings) -> Own:
    """The rules of one's own that the settings name.

    Raises:
        TraefiklintError: a policy is not understood, or something that is named does not exist.
    """
    return _load(asked_of(settings), tuple(map(settings.path, settings.python_rules)))


def asked_of(settings: Settings) -> Asked:
    """Which policies the settings ask for."""
    folder = settings.path(".") if settings.folder else "."
    return Asked(tuple(map(settings.path, settings.policies)), settings.extends, folder)


@lru_cache(maxsize=8)
def _load(asked: Asked, python: tuple[str, ...]) -> Own:
    return load_own(asked, python)
