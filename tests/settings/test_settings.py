"""The config file: where it is found, what it may say, and how exactly a mistake in it is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traefiklint.cli import run
from traefiklint.settings import Environment, Settings, SettingsError, load
from traefiklint.settings.find import ConfigFile
from traefiklint.settings.read import read

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
    return "\n".join((caught.value.message, *caught.value.details))


def test_every_mistake_has_a_line_of_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, 'foo = 1\nbar = 2\n[known.variables]\n"A=B" = "13"\n')
    assert run(["lint"]) == 2
    first, second, third = capsys.readouterr().err.splitlines()
    assert first.startswith("error: traefiklint.toml:1:1: there is no key `foo`")
    assert second.startswith("traefiklint.toml:2:1: there is no key `bar`")
    assert third == "traefiklint.toml:4:1: `A=B` is not the name of a variable"


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


@pytest.mark.parametrize(
    "address", ["docs.example.com/{rule}", "https://docs.example.com/", "https://a.io/\\u001b/{rule}"]
)
def test_the_address_of_rule_pages_is_one_of_the_web_with_a_place_for_the_rule(address: str, project: Path) -> None:
    assert "must begin with `https://` and hold `{rule}`" in complaint(f'rule-url = "{address}"', project)
    write(project, 'rule-url = "https://docs.example.com/{category}/{rule}"')
    assert load().rule_url == "https://docs.example.com/{category}/{rule}"


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
        ("directories = 'apps'", "traefiklint.toml:1:1: `directories` is a text, and must be a list of strings"),
        ("ignore = ['a', 3]", "traefiklint.toml:1:1: `ignore` holds a number, and must hold texts only"),
        ("static = true", "traefiklint.toml:1:1: `static` is a boolean, and must be a text"),
        ("static = 2026-01-02", "traefiklint.toml:1:1: `static` is a date or time, and must be a text"),
        ("severity = []", "traefiklint.toml:1:1: `severity` is a list, and must be a table"),
        (
            "[severity]\nrule = 'fatal'",
            "traefiklint.toml:2:1: `rule` is `fatal`, and must be one of `error`, `warning`, `info`",
        ),
        ("[dokploy]\nurls = ''", "traefiklint.toml:2:1: there is no key `urls`; did you mean `url`?"),
        (
            "[dokploy.environments.prod]\napi-key = 'x'",
            "traefiklint.toml:2:1: there is no key `api-key`; the known keys are `url`, `directory`, "
            "`apps`, `composes`, `context`",
        ),
        ("dokploy = { url = 1 }", "traefiklint.toml:1:13: `url` is a number, and must be a text"),
        ("target = ", "traefiklint.toml:1:10: this is not TOML: a value is missing here"),
        ("a = 1\na = 2", "traefiklint.toml:2:1: this is not TOML: the key `a` is defined twice"),
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


def test_keys_are_found_in_every_way_that_toml_can_write_them(project: Path) -> None:
    text = (
        "known.routers = ['a'] # strict = 2\n"
        "directories = [\n  'x = 1', # y = 2\n  'z',\n]\n"
        "dokploy = { url = \"https://a\", environments.'q=1' = { apps = [ ], directory = '''\np = 1''' } }\n"
        '[ per-file-ignores . "apps/*.yml" ]\n'
    )
    assert complaint(text, project) == "traefiklint.toml:8:22: `apps/*.yml` is a table, and must be a list of strings"
    write(project, text.rpartition("[ per")[0])
    lines = {key: int(place.rpartition(":")[2]) for key, place in load().sources.items()}
    assert lines == {
        "known": 1,
        "known.routers": 1,
        "directories": 2,
        "dokploy": 6,
        "dokploy.url": 6,
        "dokploy.environments": 6,
        "dokploy.environments.q=1": 6,
        "dokploy.environments.q=1.apps": 6,
        "dokploy.environments.q=1.directory": 6,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('static = "\\u0000"', "1:1: `static` holds a NUL character"),
        ('directories = ["a\\u0000"]', "1:1: `directories` holds a NUL character"),
        ("ignore = " + "[" * 20_000 + "]" * 20_000, "1:1: `ignore` holds a list"),
        ("ignore = " + "{a = " * 20_000 + "1" + "}" * 20_000, "1:1: `ignore` is a table"),
        (".".join("a" * 20_000) + " = 1", "1:1: there is no key `a`"),
        ("target = " + "9" * 5_000, "the number is too large"),
        ("[" + "a." * 10_000 + "a]\n" + "[[" + "b." * 10_000 + "b]]", "1:2: there is no key `a`"),
    ],
    ids=lambda text: text[:20],
)
def test_what_nobody_would_write_is_refused_in_words(text: str, message: str, project: Path) -> None:
    assert message in complaint(text, project)


@pytest.mark.slow
@given(st.text(st.sampled_from("ab[]{}=.,'\"#\n\r\\ 01_\x00\x85\ufeff"), max_size=80))
def test_no_text_whatsoever_makes_the_settings_fail_otherwise(text: str) -> None:
    for table in ((), ("tool", "traefiklint")):
        try:
            assert isinstance(read(ConfigFile("traefiklint.toml", "/x", text, table)), Settings)
        except SettingsError as error:
            assert error.message.startswith("traefiklint.toml:")
