"""What users are told by the commands that work with a server, word for word: see `record.py`."""

from __future__ import annotations

import pytest

from tests.sync.record import SCENES, recorded, told


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_told_as_recorded(name: str) -> None:
    assert told(name) == recorded(name).read_text("utf-8"), "if this is meant: python -m tests.sync.record"
