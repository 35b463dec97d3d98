"""What users say of the host that compose files run on, because no compose file says it."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.records import NamedTuple


class HostFacts(NamedTuple):
    """What is known of the host that compose files run on, beside what they say themselves."""

    images: Mapping[str, tuple[int, ...]] = {}
    """The ports that images expose (`EXPOSE`), by the image as a compose file names it, or without its tag."""
    variables: Mapping[str, str] = {}
    """Variables that have a value where Compose is started, as `.env` would give it; an empty one is set to nothing."""
    stopped: frozenset[str] = frozenset()
    """Services, or containers, that are not running: they do their work and end."""
