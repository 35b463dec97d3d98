"""What a first run in a stranger's repository says: one finding for one cause, and nothing that only may be so."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.cli.running import Runner

TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--entryPoints.web.address=:80, --providers.docker=true, --api.insecure=true]
    ports: [{ports}]
  app:
    image: nginx:1
    labels: ["traefik.http.routers.app.rule=Host(`app.example.com`)"]
"""
STATIC_1 = """\
defaultEntryPoints = ["http", "https"]
logLevel = "INFO"
[entryPoints]
  [entryPoints.http]
  address = ":80"
    [entryPoints.http.redirect]
    entryPoint = "https"
  [entryPoints.https]
  address = ":443"
    [entryPoints.https.tls]
[docker]
domain = "example.com"
"""


def found(cli: Runner, rule: str, *arguments: str) -> list[dict[str, Any]]:
    told = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return [one for one in told if one["rule"] == rule]


def test_labels_of_traefik_1_are_told_once_for_a_file(cli: Runner) -> None:
    labels = "".join(f"      - traefik.frontend.{name}=x\n" for name in "abcdefgh")
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    (told,) = found(cli, "label-not-read", "compose.yml")
    assert told["line"] == 5
    assert told["help"] == "It is the same on 7 more lines of this file: 6, 7, 8, 9, 10 and others."


def test_a_misspelt_label_stands_for_itself_because_it_can_be_fixed(cli: Runner) -> None:
    labels = "".join(f"      - traefik.htp.routers.{name}.rule=Host(`a.test`)\n" for name in "ab")
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    assert [one["line"] for one in found(cli, "label-not-read", "compose.yml")] == [5, 6]


def test_a_compose_file_that_lost_its_indentation_is_refused_once(cli: Runner) -> None:
    lines = "    environment:\n    A: 1\n    B: 2\n    C: 3\n"
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels: [traefik.enable=true]\n{lines}"})
    (told,) = found(cli, "compose-refused", "compose.yml")
    assert (told["severity"], told["line"]) == ("error", 5)
    assert told["help"].endswith("It is the same on 3 more lines of this file: 6, 7, 8.")


def test_a_finding_that_is_kept_silent_hides_no_other_of_its_cause(cli: Runner) -> None:
    labels = "".join(f"      - traefik.frontend.{name}=x\n" for name in "ab").replace(
        "a=x", "a=x # traefiklint: ignore[label-not-read]"
    )
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    assert [(one["line"], one["help"]) for one in found(cli, "label-not-read", "compose.yml")] == [(6, "")]


@pytest.mark.parametrize(("name", "severity"), [("traefik.toml", "error"), ("old/traefik.toml", "error")])
def test_a_static_configuration_of_traefik_1_is_one_finding(cli: Runner, name: str, severity: str) -> None:
    cli.write({name: STATIC_1})
    (told,) = json.loads(cli("lint", "--format", "json", name).out)["findings"]
    assert (told["rule"], told["severity"], told["effect"], told["disables"]) == (
        "traefik-1-file",
        severity,
        "rejected",
        ["*"],
    )


def test_one_word_of_traefik_1_makes_no_file_of_it(cli: Runner) -> None:
    cli.write({"traefik.yml": 'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: d}}\ndocker: {}\n'})
    assert not found(cli, "traefik-1-file", "traefik.yml")


@pytest.mark.parametrize(
    ("ports", "told"),
    [
        ('"80:80"', False),
        ('"80:80", "8080:8080"', True),
        ('"80:80", "9000:8080"', True),
        ('"127.0.0.1:8080:8080"', False),
        ('"8080"', True),
        ('"8000-8100:8000-8100"', True),
    ],
)
def test_the_open_api_is_told_where_a_port_of_the_host_leads_to_it(cli: Runner, ports: str, told: bool) -> None:
    cli.write({"compose.yml": TRAEFIK.format(ports=ports)})
    assert len(found(cli, "api-insecure")) == told
    assert len(found(cli, "api-insecure", "--strict")) == 1


def test_on_the_network_of_the_host_every_port_is_open(cli: Runner) -> None:
    text = TRAEFIK.format(ports="").replace("    ports: []\n", "    network_mode: host\n")
    cli.write({"compose.yml": text})
    assert len(found(cli, "api-insecure")) == 1


@pytest.mark.parametrize("text", ["", "{}", '{"le": {"Account": {"Email": "a@example.com"}, "Certificates": null}}'])
def test_the_mode_of_an_empty_storage_that_git_has_is_that_of_the_clone(cli: Runner, text: str) -> None:
    static = "acme: {email: a@example.com, storage: acme.json, tlsChallenge: {}}"
    cli.write(
        {
            "acme.json": text,
            "traefik.yml": f'entryPoints: {{web: {{address: ":80"}}}}\ncertificatesResolvers: {{le: {{{static}}}}}',
        }
    )
    (cli.folder / "acme.json").chmod(0o644)
    assert len(found(cli, "acme-storage-file")) == 1, "somebody gave it this mode"
    for arguments in (("init", "--quiet"), ("add", "--force", "acme.json")):
        subprocess.run(["git", *arguments], cwd=cli.folder, check=True, capture_output=True)
    assert len(found(cli, "acme-storage-file")) == ("Account" in text), "keys that are committed are told"
    assert len(found(cli, "acme-storage-file", "--strict")) == 1


def test_traefiks_own_container_may_be_on_several_networks(cli: Runner) -> None:
    text = """\
services:
  traefik:
    image: traefik:v3.6
    networks: [a, b]
    labels:
      - "traefik.http.routers.dash.rule=Host(`t.example.com`)"
      - "traefik.http.routers.dash.service=api@internal"
  app:
    image: nginx:1
    networks: [a, b]
    labels: ["traefik.http.routers.app.rule=Host(`app.example.com`)"]
networks: {a: {}, b: {}}
"""
    cli.write({"compose.yml": text})
    (told,) = found(cli, "network-ambiguous", "compose.yml")
    assert "`app`" in told["message"]


@pytest.mark.parametrize(("path", "refused"), [("/srv/base.yml", False), ("base.yml", True)])
def test_a_file_at_an_absolute_path_is_there_on_the_machine_where_it_runs(
    cli: Runner, path: str, refused: bool
) -> None:
    labels = "labels: ['traefik.http.routers.app.rule=Host(`a.test`)']"
    cli.write(
        {"compose.yml": f"services: {{app: {{extends: {{file: {path}, service: base}}, image: nginx:1, {labels}}}}}"}
    )
    assert bool(found(cli, "compose-refused", "compose.yml")) is refused


@pytest.mark.parametrize(
    ("above", "behind", "told"),
    [
        ("", "", True),
        ("", "  # the dashboard on port 8080", True),
        ("", "  # Don't do this in production!", False),
        ("# NOT FOR PRODUCTION\n", "", False),
        ("# only in the local network\n", "", False),
        ("log: {level: INFO}  # production\n", "", True),
    ],
)
def test_whoever_says_why_the_api_is_open_knows_it(cli: Runner, above: str, behind: str, told: bool) -> None:
    cli.write({"traefik.yml": f'entryPoints: {{web: {{address: ":80"}}}}\n{above}api:\n  insecure: true{behind}\n'})
    assert len(found(cli, "api-insecure")) == told
    assert len(found(cli, "api-insecure", "--strict")) == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("Host(`traefik.localhost`)", False),
        ("Host(`traefik.localhost`) && PathPrefix(`/dashboard`)", False),
        ("Host(`traefik.example.com`)", True),
        ("Host(`traefik.localhost`) || Host(`traefik.example.com`)", True),
        ("PathPrefix(`/`)", True),
    ],
)
def test_a_dashboard_for_this_machine_needs_no_password(cli: Runner, rule: str, told: bool) -> None:
    router = f"dash: {{rule: '{rule}', service: api@internal}}"
    cli.write({"d/a.yml": f"http:\n  routers:\n    {router}\n"})
    assert len(found(cli, "dashboard-without-auth", "d")) == told
    assert len(found(cli, "dashboard-without-auth", "--strict", "d")) == 1


def test_a_host_that_another_tool_fills_in_is_not_judged(cli: Runner) -> None:
    label = "traefik.http.routers.app.rule=Host(`{{ subdomain }}.{{ domain }}`)"
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n      - '{label}'\n"})
    assert not found(cli, "host-with-space", "compose.yml")


@pytest.mark.parametrize("word", ["REPLACE_ME", "CHANGE_ME", "YOUR_DOMAIN", "app.YOUR_DOMAIN"])
def test_routers_with_the_same_placeholder_do_not_shadow_each_other(cli: Runner, word: str) -> None:
    router = "{{rule: 'Host(`{0}`){1}', service: s}}"
    lines = "".join(
        f"    {name}: {router.format(word, more)}\n" for name, more in (("a", ""), ("b", " || Host(`x.example.com`)"))
    )
    service = "  services:\n    s: {loadBalancer: {servers: [{url: 'http://s:80'}]}}\n"
    cli.write({"d/a.yml": f"http:\n  routers:\n{lines}{service}"})
    assert not found(cli, "shadowed-router", "d")
    assert [one["line"] for one in found(cli, "variable-not-expanded", "d")] == [3], "one finding for the placeholder"


@pytest.mark.parametrize(
    ("user", "rules"),
    [
        ("admin:YOUR_HASHED_PASSWORD", ["variable-not-expanded"]),
        ("USER:HASHEDPASSWORD", []),
        ("admin:letmein", ["basic-auth-plaintext"]),
    ],
)
def test_a_stand_in_for_a_hash_is_no_password(cli: Runner, user: str, rules: list[str]) -> None:
    cli.write({"d/a.yml": f"http:\n  middlewares:\n    a:\n      basicAuth:\n        users: ['{user}']\n"})
    told = json.loads(cli("lint", "--format", "json", "d").out)["findings"]
    assert [one["rule"] for one in told if one["severity"] == "warning"] == rules


@pytest.mark.parametrize(("image", "told"), [("traefik:v1.7", False), ("traefik:v3.6", True), ("traefik", True)])
def test_labels_of_traefik_1_are_right_where_traefik_1_runs(cli: Runner, image: str, told: bool) -> None:
    traefik = f"  traefik:\n    image: {image}\n"
    app = "  app:\n    image: nginx:1\n    labels: [traefik.frontend.rule=Host:a.example.com]\n"
    cli.write({"compose.yml": f"services:\n{traefik}{app}"})
    assert len(found(cli, "label-not-read", "compose.yml")) == told
