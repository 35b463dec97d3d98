"""What the commands about routes say, word for word: see `scene.py`."""

from __future__ import annotations

import pytest

from tests.routing.scene import SCENES, recorded, told


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_told_as_recorded(name: str) -> None:
    assert told(name) == recorded(name).read_text("utf-8"), "if this is meant: python -m tests.routing.scene"
