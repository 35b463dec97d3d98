"""The config file: where it is found, what it may say, and how exactly a mistake in it is named."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traefiklint.settings import Environment, Settings, SettingsError, load
from traefiklint.settings.places import places

CONTRACT = """\
target = "3.6"
static = "traefik.yml"
directories = ["apps"]                    # provider directories
ignore = ["missing-health-check"]
[severity]
plain-http-router = "error"
[per-file-ignores]
"apps/legacy-*.yml" = ["shadowed-router"]
[known]
middlewares = ["auth@docker"]
[dokploy]
url = "https://dokploy.example.com"
directory = "apps"
apps = ["shop", "blog-*"]
[dokploy.environments.staging]
url = "https://staging.example.com"
directory = "apps-staging"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str, name: str = "traefiklint.toml") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def complaint(text: str, project: Path) -> str:
    write(project, text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.exit_status == 2
    return caught.value.message


def test_without_a_config_file_there_are_defaults(project: Path) -> None:
    assert load() == Settings()


def test_everything_of_the_contract_is_understood(project: Path) -> None:
    write(project, CONTRACT)
    settings = load()
    assert settings.target == "3.6"
    assert settings.static == "traefik.yml"
    assert settings.directories == ("apps",)
    assert settings.ignore == ("missing-health-check",)
    assert settings.severity == {"plain-http-router": "error"}
    assert settings.per_file_ignores == {"apps/legacy-*.yml": ("shadowed-router",)}
    assert settings.known == {"middlewares": ("auth@docker",)}
    assert settings.dokploy == Environment("https://dokploy.example.com", "apps", ("shop", "blog-*"))
    assert settings.environments == {"staging": Environment("https://staging.example.com", "apps-staging")}


def test_every_setting_knows_its_line(project: Path) -> None:
    write(project, CONTRACT)
    settings = load()
    assert settings.source("target") == "traefiklint.toml:1"
    assert settings.source("per-file-ignores.apps/legacy-*.yml") == "traefiklint.toml:8"
    assert settings.source("dokploy.environments.staging.url") == "traefiklint.toml:16"
    assert settings.source("strict") == "default"


def test_the_config_file_is_found_upward(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, 'target = "3.4"\ndirectories = ["apps"]')
    deep = project / "apps" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    settings = load()
    assert settings.target == "3.4"
    assert os.path.normpath(settings.path("apps")) == ".."


def test_the_nearest_config_file_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, 'target = "3.4"')
    write(project / "apps", 'target = "3.5"')
    monkeypatch.chdir(project / "apps")
    assert load().target == "3.5"


def test_pyproject_counts_where_it_has_our_table(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, '[tool.traefiklint]\ntarget = "3.3"\n[tool.traefiklint.severity]\nx = "info"', "pyproject.toml")
    write(project / "apps", "[tool.ruff]\n", "pyproject.toml")
    monkeypatch.chdir(project / "apps")
    assert load().target == "3.3"
    assert load().source("severity.x").endswith("pyproject.toml:4")


def test_our_own_file_comes_before_pyproject(project: Path) -> None:
    write(project, '[tool.traefiklint]\ntarget = "3.3"', "pyproject.toml")
    write(project, 'target = "3.4"')
    assert load().target == "3.4"


def test_a_named_file_comes_before_all(project: Path) -> None:
    write(project, 'target = "3.4"')
    write(project, 'target = "3.1"', "ci.toml")
    assert load("ci.toml").target == "3.1"


def test_a_named_file_must_exist(project: Path) -> None:
    with pytest.raises(SettingsError, match=r"`gone\.toml` cannot be read"):
        load("gone.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('targt = "3.6"', "traefiklint.toml:1:1: there is no key `targt`; did you mean `target`?"),
        ("fail_on = 'error'", "traefiklint.toml:1:1: there is no key `fail_on`; did you mean `fail-on`?"),
        ("\n\n  strict = 1", "traefiklint.toml:3:3: `strict` is a number, and must be `true` or `false`"),
        ("directories = 'apps'", "traefiklint.toml:1:1: `directories` is a text, and must be a list of texts"),
        ("ignore = ['a', 3]", "traefiklint.toml:1:1: `ignore` holds a number, and must hold texts only"),
        ("static = true", "traefiklint.toml:1:1: `static` is a truth value, and must be a text"),
        ("static = 2026-01-02", "traefiklint.toml:1:1: `static` is a date or time, and must be a text"),
        ("severity = []", "traefiklint.toml:1:1: `severity` is a list, and must be a table"),
        (
            "[severity]\nrule = 'fatal'",
            "traefiklint.toml:2:1: `rule` is `fatal`, and must be one of `error`, `warning`, `info`",
        ),
        ("[dokploy]\nurls = ''", "traefiklint.toml:2:1: there is no key `urls`; did you mean `url`?"),
        (
            "[dokploy.environments.prod]\napi-key = 'x'",
            "traefiklint.toml:2:1: there is no key `api-key`; the known keys are `url`, `directory`, `apps`",
        ),
        ("dokploy = { url = 1 }", "traefiklint.toml:1:13: `url` is a number, and must be a text"),
        ("target = ", "traefiklint.toml:1:10: this is not TOML: invalid value"),
        ("a = 1\na = 2", "traefiklint.toml:2:6: this is not TOML: cannot overwrite a value"),
    ],
)
def test_a_mistake_is_named_with_line_column_and_the_nearest_key(text: str, message: str, project: Path) -> None:
    assert complaint(text, project) == message


def test_an_unknown_target_names_the_known_ones(project: Path) -> None:
    said = complaint("target = '2.11'", project)
    assert "`2.11` is not a Traefik version that traefiklint knows; write one of 3.0 to" in said
    assert 'must be a text: write `"3.6"`' in complaint("target = 3.6", project)


def test_all_mistakes_are_named_at_once_from_top_to_bottom(project: Path) -> None:
    lines = complaint("strict = 1\n[known]\nmiddleware = []\n[severity]\nx = 'bad'\n", project).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"traefiklint.toml:{line}:1" for line in (1, 3, 5)]


def test_a_file_that_is_not_utf8_is_refused(project: Path) -> None:
    (project / "traefiklint.toml").write_bytes(b"target = '\xff'")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        load()


def test_keys_are_found_in_every_way_that_toml_can_write_them() -> None:
    text = (
        "a.b = 1 # c.d = 2\n"
        '"q=1" = """\nnot = "a key"\n"""\n'
        "list = [\n  'x = 1', # y = 2\n  { inner = 1 },\n]\n"
        "when = 2026-01-02 10:00:00\n"
        "[[t]]\n'k.l' = { m = [ ], n.o = '''\np = 1''' }\n"
        "[ t2 . u ]\nlast = 1"
    )
    lines = {path: place.line for path, place in places(text).items()}
    assert lines == {
        ("a",): 1,
        ("a", "b"): 1,
        ("q=1",): 2,
        ("list",): 5,
        ("list", "[]", "inner"): 7,
        ("when",): 9,
        ("t",): 10,
        ("t", "k.l"): 11,
        ("t", "k.l", "m"): 11,
        ("t", "k.l", "n"): 11,
        ("t", "k.l", "n", "o"): 11,
        ("t2",): 13,
        ("t2", "u"): 13,
        ("t2", "u", "last"): 14,
    }


NAMES = st.text("abcdefghijklmnop-_0123456789", min_size=1, max_size=8)
VALUES = st.one_of(
    st.integers().map(str),
    st.booleans().map(lambda value: str(value).lower()),
    st.text("ab =[]{}#.'\n", max_size=8).map(lambda value: f'"""{value}"""'),
    st.lists(st.integers().map(str), max_size=3).map(lambda items: "[" + ", ".join(items) + " ]"),
    st.just("'# = ['"),
    st.just("1979-05-27T07:32:00Z"),
)


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=4), max_size=4))
def test_the_places_are_those_of_all_keys_and_of_no_others(tables: dict[str, dict[str, str]]) -> None:
    lines = []
    for table, pairs in tables.items():
        lines += [f"[{table}]", *(f"{key} = {value}" for key, value in pairs.items())]
    text = "\n".join(lines)
    assert set(places(text)) == set(paths(tomllib.loads(text)))


def paths(tree: dict[str, Any], prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in tree.items():
        found.append((*prefix, key))
        if isinstance(value, dict):
            found += paths(value, (*prefix, key))
    return found


@given(st.text(max_size=200))
def test_no_text_whatsoever_makes_the_search_for_places_hang_or_fail(text: str) -> None:
    assert isinstance(places(text), dict)
