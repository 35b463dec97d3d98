"""What the tests of `verify` share."""

from __future__ import annotations

from functools import partial

import pytest

from traefiklint.verify.oracle import Oracle


@pytest.fixture
def unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that can close nothing, so that only what Traefik is given protects."""
    monkeypatch.setattr("traefiklint.verify.verify.Oracle", partial(Oracle, confined=False))
