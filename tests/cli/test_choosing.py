"""Where a question is about one Traefik and there are several, every name that the hint tells leads to one of them."""

from __future__ import annotations

import re

from tests.cli.running import Runner, app
from tests.each import rows

STATIC = "entryPoints:\n  web:\n    address: ':80'\nproviders:\n  file:\n    directory: DIRECTORY\n"
COMPOSE = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--entrypoints.web.address=:80, --providers.docker=true]
  NAME:
    image: traefik/whoami
    labels: ["traefik.http.routers.NAME.rule=Host(`NAME.example.com`)"]
"""
TABLES = (
    '[[traefik]]\nname = "prod"\ndirectories = ["prod*"]\n[[traefik]]\nname = "staging"\ndirectories = ["staging"]\n'
)


def compose(name: str) -> str:
    return COMPOSE.replace("NAME", name)


REPOSITORIES: dict[str, dict[str, str]] = {
    "each a compose file in its folder": {"a/compose.yml": compose("a"), "b/docker-compose.yml": compose("b")},
    "compose files in one folder": {"prod.compose.yml": compose("a"), "staging.compose.yml": compose("b")},
    "prod and staging": {
        **{f"{env}/traefik.yml": STATIC.replace("DIRECTORY", f"{env}/dynamic") for env in ("prod", "staging")},
        **{f"{env}/dynamic/{env}.yml": app(env) for env in ("prod", "staging")},
    },
    "folders alone": {"prod/nas.yml": app("prod"), "staging/nas.yml": app("staging"), "README.yml": "a: 1\n"},
    "one at the top, one below": {
        "dynamic.yml": app("a"), "values.yaml": "replicaCount: 1\n", "other/dynamic/b.yml": app("b"),
        "other/traefik.yml": STATIC.replace("DIRECTORY", "dynamic"),
    },
    "files and a compose file": {"dynamic/a.yml": app("a"), "stack/compose.yml": compose("b")},
    "named in the settings": {
        "traefiklint.toml": TABLES, "prod/a.yml": app("a"), "staging/b.yml": app("b"),
    },
    "one name for two": {
        "traefiklint.toml": TABLES, "prod-1/a.yml": app("a"), "prod-2/c.yml": app("c"), "staging/b.yml": app("b"),
    },
}  # fmt: skip
COMMANDS = {
    "graph": ("graph",),
    "route": ("route", "http://b.example.com/"),
    "test": ("test", "routes.test.yml"),
}
TESTS = "tests:\n  - {request: http://b.example.com/, expect: router b}\n"


def told(hint: str) -> list[tuple[str, ...]]:
    """The arguments that a hint tells."""
    named = re.search(r"add `--traefik NAME`, of (.*?)(?:, or |$)", hint)
    paths = re.search(r"name one of (.*)", hint)
    return [
        *(("--traefik", name) for name in (named[1].split(", ") if named else ())),
        *((path,) for path in (paths[1].split(", ") if paths else ())),
    ]


@rows("command", COMMANDS)
@rows("name", REPOSITORIES)
def test_every_name_that_is_told_leads_to_one_traefik(name: str, command: str, cli: Runner) -> None:
    cli.write({**REPOSITORIES[name], "routes.test.yml": TESTS})
    asked = cli(*COMMANDS[command])
    assert asked.status == 2
    ways = told(asked.err.split("hint: ")[1].strip())
    assert len(ways) == (3 if name == "one name for two" else 2), asked.err
    answers = [cli(*COMMANDS[command], *way) for way in ways]
    assert [answer.status for answer in answers if answer.status == 2] == [], [answer.err for answer in answers]
    if command == "graph":
        assert len({answer.out for answer in answers}) == len(ways), "each leads to another one"


def test_what_a_path_leads_to_is_told_apart_too(cli: Runner) -> None:
    cli.write({f"all/{path}": text for path, text in REPOSITORIES["compose files in one folder"].items()})
    asked = cli("route", "http://b.example.com/", "all")
    assert "name one of all/prod.compose.yml, all/staging.compose.yml" in asked.err
    assert cli("route", "http://b.example.com/", "all/staging.compose.yml").status == 0


def test_compose_files_can_be_compared(cli: Runner) -> None:
    cli.write(REPOSITORIES["compose files in one folder"])
    ran = cli("diff-routes", "prod.compose.yml", "staging.compose.yml")
    assert (ran.status, "b.example.com" in ran.out) == (1, True), ran.err
