from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.editor.desk import COMPOSE, SHARED, SHOP, STATIC, Desk
from traefiklint import reading
from traefiklint.editor.client_settings import ClientSettings

Open = Callable[..., Desk]


@pytest.fixture
def desk_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Makes a desk of files."""
    monkeypatch.chdir(tmp_path)

    def made(files: dict[str, str], client: ClientSettings | None = None) -> Desk:
        return Desk(tmp_path, files, client)

    yield made
    reading.UNSAVED.clear()


@pytest.fixture
def desk(desk_of: Open) -> Desk:
    """A Traefik with a static configuration, two files and labels."""
    return desk_of({"traefik.yml": STATIC, "apps/shop.yml": SHOP, "apps/shared.yml": SHARED, "compose.yml": COMPOSE})
