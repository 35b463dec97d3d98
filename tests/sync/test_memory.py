"""What a checkout remembers of a server, and that one run at a time writes there."""

from __future__ import annotations

import os

import pytest

from tests.dokploy_server import App
from tests.sync.conftest import Place
from traefiklint.sync.workspace import MEMORY
from traefiklint.writing import lock

pytestmark = pytest.mark.slow


@pytest.mark.skipif(os.name != "posix", reason="there are other locks")
def test_a_run_beside_another_is_refused_until_that_has_ended(place: Place, shop: App) -> None:
    assert place("pull").status == 0
    handle = os.open(place.folder / MEMORY, os.O_RDONLY)
    try:
        assert lock(handle, wait=False)
        ran = place("pull")
        assert (ran.status, "is writing in this checkout" in ran.err) == (2, True)
    finally:
        os.close(handle)
    assert place("pull").status == 0
