"""A server with a few applications, and a client that does not wait long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from traefiklint.dokploy import Dokploy, Patience

TEXT = "http:\n  routers:\n    shop: # ours\n      rule: Host(`shop.example.com`)\n      service: shop\n"
SOON = Patience(first_pause=0.01, longest_pause=0.02, connect=600.0, answer=600.0)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DokployServer]:
    with DokployServer(tmp_path / "dokploy") as running:
        yield running


@pytest.fixture
def shop(server: DokployServer) -> App:
    """An application with a file."""
    return server.add_application("shop", TEXT)


@pytest.fixture
def client(server: DokployServer) -> Iterator[Dokploy]:
    with Dokploy(server.url, server.key, patience=SOON) as connected:
        yield connected
