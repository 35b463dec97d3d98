"""A sample of random edits; `make roundtrip-agreement` makes as many as it is told to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.cases import load_cases
from tests.roundtrip.random_edits import edit, editable, second_opinion, texts
from traefiklint.patch.data import Data, Leaf, UnstructuredError, read_data
from traefiklint.yaml.scalars import NULL

ODD = ("010", "!!binary", "2001-12-14", ".nan", ".NaN", "!!set", "&a:b", "1e-7")
"""What ruamel.yaml takes otherwise than yaml.v3, and so Traefik: YAML 1.1's octal numbers, dates, tags, odd anchors."""


@pytest.mark.parametrize("hundred", range(3))
def test_an_edit_is_read_back_and_everything_else_stays(hundred: int) -> None:
    outcomes = [edit(seed) for seed in range(100 * hundred, 100 * hundred + 100)]
    assert [outcome for outcome in outcomes if outcome.wrong] == []
    assert sum(bool(outcome.refused) for outcome in outcomes) <= 3, "most edits can be made"


def test_the_texts_are_many() -> None:
    assert len(editable()) > 600


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
def test_ruamel_yaml_reads_the_same_as_we_do() -> None:
    corpus = {text for case in load_cases() for file, text in case.files.items() if not file.endswith(".toml")}
    compared = 0
    different = []
    for text in sorted({text for _, text in texts()} | corpus)[::2]:
        if "<<" in text or "{{" in text:  # a merge key stays a key here
            continue
        try:
            ours = read_data(text)
        except UnstructuredError:
            continue
        theirs = second_opinion(text)
        if theirs is not None:
            compared += 1
            different += [] if _alike(ours, theirs) else [text]
    assert [text for text in different if not any(odd in text for odd in ODD)] == []
    assert compared > 1_000


def _alike(ours: Data, theirs: Any) -> bool:
    if isinstance(ours, dict):
        return (
            isinstance(theirs, dict)
            and len(ours) == len(theirs)
            and all(_alike(mine, yours) for mine, yours in zip(ours.values(), theirs.values(), strict=True))
        )
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(_alike, ours, theirs))
    assert isinstance(ours, Leaf)
    if ours.kind == NULL:
        return theirs is None
    if isinstance(theirs, float):
        return float(ours.text) == pytest.approx(theirs)
    return ours.text == str(theirs) or ours.value == str(theirs)
