"""The settings' own rules, compiled once in a process for the texts that they have."""

from __future__ import annotations

from functools import lru_cache

from traefiklint.engine import uncollected
from traefiklint.errors import UsageError
from traefiklint.policies.own import Own, load_own
from traefiklint.policies.policy import PolicyFile
from traefiklint.policies.sources import AskedPolicies, sources_of
from traefiklint.reading import read_file
from traefiklint.settings import Settings


def own_rules(settings: Settings) -> Own:
    """The rules of one's own that the settings name.

    Raises:
        TraefiklintError: a policy is not understood, or something that is named does not exist.
    """
    python = tuple((path, _content(path)) for path in map(settings.path, settings.python_rules))
    return _load(tuple(sources_of(asked_of(settings))), python)


def asked_of(settings: Settings) -> AskedPolicies:
    """Which policies the settings ask for."""
    folder = settings.path(".") if settings.folder else "."
    return AskedPolicies(tuple(map(settings.path, settings.policies)), settings.extends, folder)


@lru_cache(maxsize=8)
def _load(sources: tuple[PolicyFile, ...], python: tuple[tuple[str, bytes], ...]) -> Own:
    with uncollected():  # trees of expressions stay, and looking through them for garbage takes a third of the time
        return load_own(sources, (path for path, _ in python))


def _content(path: str) -> bytes:
    try:
        return read_file(path)
    except OSError as error:
        raise UsageError(
            f"the rules in `{path}` cannot be read: {error.strerror}", "`python-rules` names files"
        ) from None
