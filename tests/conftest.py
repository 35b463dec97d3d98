"""What every room's tests share: one warm Traefik serves a whole session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.traefik_versions import NEWEST, traefik
from traefiklint.verify.oracle import Oracle


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """The newest Traefik with the static configuration of the corpus, whose entry points can be reached."""
    with Oracle(traefik(NEWEST), confined=False) as running:
        yield running
