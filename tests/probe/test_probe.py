"""The probe finds out what a Traefik knows: nothing that the declarations rest on was written down by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.asking import Facts
from tests.probe.go_types import GoTypes
from tests.probe.table import Difference, differences, is_option, load, probe, recorded, save
from tests.traefik_versions import NEWEST, OLDER, traefik
from traefiklint.versions import read_version, since

TABLE = load()


@pytest.fixture(scope="module")
def newest() -> dict[str, Facts]:
    return probe(traefik(NEWEST), TABLE)


def known_before(version: str) -> dict[str, Facts]:
    """The table as it was before a version came out."""
    return {path: facts for path, facts in TABLE.items() if since(facts["since"]) < since(version)}


@pytest.mark.traefik
def test_the_newest_traefik_says_of_every_option_what_the_table_says(newest: dict[str, Facts]) -> None:
    assert [str(difference) for difference in differences(newest, TABLE, read_version(NEWEST))] == []
    assert recorded(newest, TABLE, NEWEST) == TABLE


@pytest.mark.traefik
def test_an_older_traefik_knows_all_options_of_its_time_and_none_that_is_younger() -> None:
    version = OLDER[0]
    found = probe(traefik(version), TABLE)
    told = list(differences(found, TABLE, read_version(version)))
    assert {difference.sign for difference in told} == {"~"}
    assert "http.middlewares.*.redirectScheme.forcePermanentRedirect" in {difference.path for difference in told}


@pytest.mark.traefik
def test_what_a_new_version_brought_is_found_by_a_table_that_has_never_heard_of_it(newest: dict[str, Facts]) -> None:
    """The names of the options that are new come out of the program alone."""
    before = known_before("3.7")
    new = {path for path in TABLE if is_option(path) and path not in before}
    assert {"http.middlewares.*.retry.status", "http.services.*.failover.errors"} < new
    named = {path.lower() for path in GoTypes(Path(traefik(NEWEST).path)).options()}
    assert {path.lower() for path in new} <= named
    told = list(differences(newest, before, read_version(NEWEST)))
    assert {one.path for one in told if one.sign == "+"} == new
    merged = recorded(newest, before, NEWEST)
    assert merged.keys() == TABLE.keys()
    assert all(merged[path]["kind"] == TABLE[path]["kind"] for path in TABLE)


def test_a_new_option_is_recorded_with_its_release_or_with_the_patch_of_a_known_one() -> None:
    table: dict[str, Facts] = {"http": {"kind": "struct", "since": "3.0"}, "tls": {"kind": "struct", "since": "3.0"}}
    found: dict[str, Facts] = {**table, "http.things": {"kind": "map<struct>", "type": "map[string]*dynamic.Thing"}}
    merged = recorded(found, table, "3.99.0")
    assert list(merged) == ["http", "http.things", "http.things.*", "tls"]
    assert merged["http.things"]["since"] == merged["http.things.*"]["since"] == "3.99"
    assert recorded(found, table, "3.7.99")["http.things"]["since"] == "3.7.99"


def test_a_changed_and_a_lost_option_are_told() -> None:
    table: dict[str, Facts] = {
        "http": {"kind": "struct", "since": "3.0"},
        "http.a": {"kind": "int", "since": "3.0", "default": 1},
        "http.b": {"kind": "int", "since": "3.0", "default": 1},
        "http.c": {"kind": "int", "since": "3.0", "deprecated": True},
        "http.d": {"kind": "int", "since": "3.9"},
    }
    found: dict[str, Facts] = {
        "http": {"kind": "struct"},
        "http.a": {"kind": "int", "default": 2},
        "http.b": {"kind": "int"},
    }
    assert list(differences(found, table, read_version("3.8.0"))) == [
        Difference("http.a", "~", "default is 2, not 1"),
        Difference("http.c", "-", "is refused, and known since 3.0 it should be"),
    ]
    assert [str(one) for one in differences({"http.d": {"kind": "int"}}, table, since("3.8"))][:1] == [
        "+ http.d: is known already, not since 3.9 only"
    ]


def test_a_table_is_written_as_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.probe import table

    before = table.TABLE.read_text("utf-8")
    monkeypatch.setattr(table, "TABLE", tmp_path / "table.json")
    save(TABLE)
    assert (tmp_path / "table.json").read_text("utf-8") == before


def test_what_is_no_linux_program_is_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"MZ" + bytes(100))
    with pytest.raises(ValueError, match="only 64-bit ELF programs"):
        GoTypes(tmp_path / "x")
