"""What nobody can tell from the files is no finding, and the end of the report says it."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

SERVICES = "  services: {app: {loadBalancer: {servers: [{url: 'http://app:80'}]}}}\n"


def app(rule: str = "Host(`a.io`)", middlewares: str = "") -> str:
    return f"http:\n  routers: {{app: {{rule: '{rule}', service: app, middlewares: [{middlewares}]}}}}\n{SERVICES}"


KNOWS = "which only the running Traefik knows"
OTHERS = "which other files must define, as these are a part"
SEVEN = ", ".join(f"m{number}@docker" for number in range(7))

CASES: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({"a.yml": app(middlewares="login@docker")}, [f"not checked: whether there is `login@docker`, {KNOWS}"]),
    ({"a.yml": app(middlewares="login@docker"), "b.yml": app("Host(`b.io`)", "login@docker").replace("app", "b")},
     [f"not checked: whether there is `login@docker`, {KNOWS}"]),
    ({"a.yml": app(middlewares=SEVEN)},
     ["not checked: whether there is `m0@docker`, `m1@docker`, `m2@docker`, `m3@docker`, `m4@docker` and 2 more, "
      + KNOWS]),
    ({"a.yml": app(middlewares="login, zip")}, [f"not checked: whether there is `login` and `zip`, {OTHERS}"]),
    ({"a.yml": app(middlewares="login], tls: {options: modern}, entryPoints: [web")},
     [f"not checked: whether there is `login` and `modern`, {OTHERS}"]),
    ({"a.yml": app('Host(`{{ env "H" }}`)')}, ["not checked: what 1 template action in `a.yml` will return"]),
    ({"a.yml": app('Host(`{{ env "H" }}`)'), "b.yml": '{{ env "N" }}: {}\n'},
     ["not checked: what 2 template actions in `a.yml` and `b.yml` will return; nor is any name in their directories, "
      "because they may define some"]),
    ({"a.yml": app()}, []),
    # whoever does not want to hear of it does not
    ({"a.yml": app('Host(`{{ env "H" }}`)', "login@docker"),
      "traefiklint.toml": 'ignore = ["template-not-checked", "unverifiable-reference"]\n'}, []),
    ({"a.yml": app(middlewares="login@docker"), "traefiklint.toml": '[known]\nmiddlewares = ["login@docker"]\n'}, []),
)  # fmt: skip


@rows(("files", "said"), CASES)
def test_it_is_said_once_at_the_end(files: dict[str, str], said: list[str], cli: Runner) -> None:
    cli.write(files)
    report = json.loads(cli("lint", "--format", "json").out)
    assert report["findings"] == []
    assert report["coverage"]["notes"] == said


def test_with_strict_it_is_a_note_at_its_place_instead(cli: Runner) -> None:
    cli.write({"a.yml": app('Host(`{{ env "H" }}`)', "login@docker")})
    report = json.loads(cli("lint", "--strict", "--format", "json").out)
    assert {"template-not-checked", "unverifiable-reference"} <= {one["rule"] for one in report["findings"]}
    assert not any("not checked" in note for note in report["coverage"]["notes"])
