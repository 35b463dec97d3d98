"""A sample of random edits; `make roundtrip-agreement` makes as many as it is told to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.cases import load_cases
from tests.roundtrip.random_edits import edit, editable, second_opinion, texts
from traefiklint.options import Options
from traefiklint.patch.data import Data, Leaf, UnstructuredError, read_data
from traefiklint.roundtrip.config import Config
from traefiklint.roundtrip.models import Router
from traefiklint.yaml.scalars import NULL

pytestmark = pytest.mark.slow

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


@pytest.mark.slow
def test_one_option_changes_one_line_in_each_of_five_hundred_files() -> None:
    changed = 0
    for name, text in editable():
        config = Config(f"{name.rpartition('/')[2]}", text.encode(), Options(), "dynamic", ())
        if config.is_refused or "&" in text:
            continue
        routers = [one for one in config.http.routers.values() if _is_one_line(one)]
        if not routers:
            continue
        routers[0].rule = "Host(`changed.example.com`)"
        old, new = text.splitlines(keepends=True), config.text.splitlines(keepends=True)
        assert sum(before != after for before, after in zip(old, new, strict=True)) == 1, name
        changed += 1
    assert changed >= 500


def _is_one_line(router: Router) -> bool:
    assert router._section is not None
    span = router._section.at("rule").span
    return bool(router.rule) and span.line == span.end_line
