"""`traefiklint init` writes settings that say what a search finds."""

from __future__ import annotations

import json

from tests.cli.running import Runner, app
from tests.cli.test_newcomers import COMPOSE, GZIP, HOMELAB, NAS, STATIC
from tests.each import rows


def found(cli: Runner) -> tuple[object, object]:
    report = json.loads(cli("lint", "--format", "json").out)
    places = [
        (one["static"], one["directories"], one["compose"], one["target"]) for one in report["coverage"]["traefiks"]
    ]
    return report["findings"], places


@rows(
    "files",
    [
        HOMELAB,
        {"apps/a.yml": app("a")},
        {"traefik.yml": STATIC, "dynamic/nas.yml": NAS},
        {"docker-compose.yml": COMPOSE, "dynamic/nas.yml": NAS, "dynamic/m.yml": GZIP},
        {"a/traefik.yml": STATIC, "a/dynamic/nas.yml": NAS, "b/traefik.yml": STATIC, "b/dynamic/nas.yml": NAS},
        {"notes.yml": "a: b\n", "nas.yml": NAS},
        {"a.yml": app("a")},
        {'odd "name"/a.yml': app("a")},
    ],
    ids=["homelab", "directory", "static", "compose", "two", "mixed", "here", "odd"],
)
def test_the_settings_say_what_a_search_finds(files: dict[str, str], cli: Runner) -> None:
    cli.write(files)
    before = found(cli)
    assert cli("init").status == 0
    assert found(cli) == before


def test_the_reasons_stand_beside_them(cli: Runner) -> None:
    cli.write(HOMELAB)
    cli("init")
    text = (cli.folder / "traefiklint.toml").read_text("utf-8")
    assert 'static = "traefik.yml"  # `directory: /etc/traefik/dynamic` in `traefik.yml`, through a volume\n' in text
    assert 'directories = ["dynamic"]\n' in text
    assert 'target = "3.6.2"  # the image in the compose file\n' in text


def test_settings_that_are_there_stay(cli: Runner) -> None:
    cli.write({"traefiklint.toml": 'target = "3.5"\n', "apps/a.yml": app("a")})
    ran = cli("init")
    assert (ran.status, "`--force` writes it anew" in ran.err) == (2, True)
    assert 'directories = ["apps"]' in cli("init", "--dry-run").out
    assert (cli.folder / "traefiklint.toml").read_text("utf-8") == 'target = "3.5"\n'
    assert cli("init", "--force").status == 0
    assert 'directories = ["apps"]' in (cli.folder / "traefiklint.toml").read_text("utf-8")


def test_the_hook_is_written_or_shown(cli: Runner) -> None:
    cli.write({"apps/a.yml": app("a"), ".git/HEAD": ""})
    cli("init")
    written = (cli.folder / ".pre-commit-config.yaml").read_text("utf-8")
    assert "entry: traefiklint lint --staged" in written
    cli.write({".pre-commit-config.yaml": "repos: []\n"})
    ran = cli("init", "--force")
    assert "entry: traefiklint lint --staged" in ran.out
    assert (cli.folder / ".pre-commit-config.yaml").read_text("utf-8") == "repos: []\n"


def test_where_there_is_nothing_the_settings_name_nothing(cli: Runner) -> None:
    ran = cli("init")
    assert (ran.status, "no Traefik configuration was found here" in ran.err) == (0, True)
    assert cli("lint").status == 0
