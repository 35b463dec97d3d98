"""What a first run in a stranger's repository says: one thing once, and nothing that only may be so."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.cli.running import Runner
from tests.each import rows

TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--entryPoints.web.address=:80, --entryPoints.safe.address=:443, --providers.docker, --api.insecure]
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


def told_of(cli: Runner, rule: str, *arguments: str) -> list[str]:
    """What a person is told of a rule: the places behind `also` of each time that it is told, empty for none."""
    blocks = cli("lint", *arguments).out.split("\n\n")
    said = [block for block in blocks if f"[{rule}]: " in block.partition("\n")[0]]
    also = [next((line for line in block.splitlines() if "= also: " in line), "") for block in said]
    return [line.partition("= also: ")[2] for line in also]


def containers(*lines: str) -> str:
    """A compose file with a container for each, of which more is given."""
    label = "labels: ['traefik.http.routers.{0}.rule=Host(`{0}.test`)']"
    given = "".join(
        f"  {name}: {{image: nginx:1, {label.format(name)}, {line}}}\n"
        for name, line in zip("abcd", lines, strict=False)
    )
    return f"services:\n{given}networks: {{k: {{}}, l: {{}}, m: {{}}}}\n"


def test_labels_of_traefik_1_are_told_together(cli: Runner) -> None:
    labels = "".join(f"      - traefik.frontend.{name}=x\n" for name in "abcdefgh")
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    places = ", ".join(f"compose.yml:{line}" for line in range(6, 11))
    assert told_of(cli, "label-not-read", "compose.yml") == [f"7 more places: {places} and 2 more"]


def test_what_is_told_together_has_each_of_its_places_for_machines(cli: Runner) -> None:
    labels = "".join(f"      - traefik.frontend.{name}=x\n" for name in "abcdefgh")
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    lines = list(range(5, 13))
    assert [one["line"] for one in found(cli, "label-not-read", "compose.yml")] == lines
    concise = cli("lint", "--format", "concise", "compose.yml").out.splitlines()
    assert [int(line.split(":")[1]) for line in concise if "[label-not-read]" in line] == lines
    (run,) = json.loads(cli("lint", "--format", "sarif", "compose.yml").out)["runs"]
    shown = [one for one in run["results"] if one["ruleId"] == "label-not-read"]
    assert [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in shown] == lines


def test_labels_for_which_traefik_3_wants_others_are_told_apart(cli: Runner) -> None:
    labels = "      - traefik.frontend.rule=x\n      - traefik.port=80\n      - traefik.frontend.entryPoints=x\n"
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    assert told_of(cli, "label-not-read", "compose.yml") == ["1 more place: compose.yml:7", ""]


def test_a_misspelt_label_stands_for_itself_because_it_can_be_fixed(cli: Runner) -> None:
    labels = "".join(f"      - traefik.htp.routers.{name}.rule=Host(`a.test`)\n" for name in "ab")
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    assert told_of(cli, "label-not-read", "compose.yml") == ["", ""]


def test_containers_on_the_same_networks_are_told_together_and_others_apart(cli: Runner) -> None:
    cli.write({"compose.yml": containers("networks: [k, l]", "networks: [k, m]", "networks: [k, l]")})
    assert told_of(cli, "network-ambiguous", "compose.yml") == ["1 more place: compose.yml:4", ""]


def test_containers_with_the_same_ports_are_told_together_and_others_apart(cli: Runner) -> None:
    cli.write({"compose.yml": containers("expose: [80, 443]", "expose: [80, 444]", "expose: [80, 443]")})
    assert told_of(cli, "port-ambiguous", "compose.yml") == ["1 more place: compose.yml:4", ""]


def test_what_nobody_can_log_in_with_is_told_beside_a_header_with_the_same_variable(cli: Runner) -> None:
    headers = "headers: {customRequestHeaders: {X-A: '${FOO}', X-B: '${FOO}'}}"
    middlewares = f"{{h: {{{headers}}}, b: {{basicAuth: {{users: ['bob:${{FOO}}']}}}}}}"
    cli.write({"d/a.yml": f"http:\n  middlewares: {middlewares}\n"})
    said = cli("lint", "d").out
    assert "nobody can log in" in said
    assert "stays as it is" in said


def test_each_reason_for_which_compose_refuses_a_file_is_told(cli: Runner) -> None:
    text = containers("portz: ['80:80']", "restart: 12", "ports: abc")
    cli.write({"compose.yml": text})
    refused = found(cli, "compose-refused", "compose.yml")
    assert [(one["severity"], one["line"]) for one in refused] == [("error", 2), ("error", 3), ("error", 4)]
    assert told_of(cli, "compose-refused", "compose.yml") == ["", "", ""]


def test_a_baseline_knows_each_of_those_that_are_told_together(cli: Runner) -> None:
    cli.write({"compose.yml": containers("networks: [k, l]", "networks: [k, l]")})
    assert cli("lint", "--baseline", "known.json", "--write-baseline", "compose.yml").status == 0
    cli.write({"compose.yml": containers("networks: [k]", "networks: [k, l]", "networks: [k, l]", "networks: [k, l]")})
    messages = [one["message"] for one in found(cli, "network-ambiguous", "--baseline", "known.json", "compose.yml")]
    assert [message.split("`")[1] for message in messages] == ["c", "d"]


def test_a_baseline_with_one_refusal_hides_no_other(cli: Runner) -> None:
    cli.write({"compose.yml": containers("portz: ['80:80']")})
    assert cli("lint", "--baseline", "known.json", "--write-baseline", "compose.yml").status == 0
    cli.write({"compose.yml": containers("portz: ['80:80']", "ports: abc")})
    assert cli("lint", "--baseline", "known.json", "compose.yml").status == 1


def test_a_finding_that_is_kept_silent_hides_no_other_of_its_cause(cli: Runner) -> None:
    labels = "".join(f"      - traefik.frontend.{name}=x\n" for name in "ab").replace(
        "a=x", "a=x # traefiklint: ignore[label-not-read]"
    )
    cli.write({"compose.yml": f"services:\n  app:\n    image: nginx:1\n    labels:\n{labels}"})
    assert [one["line"] for one in found(cli, "label-not-read", "compose.yml")] == [6]


@rows("name", ["traefik.toml", "old/traefik.toml"])
def test_a_static_configuration_of_traefik_1_is_one_finding_with_what_is_refused_there(cli: Runner, name: str) -> None:
    cli.write({name: STATIC_1})
    (one,) = json.loads(cli("lint", "--format", "json", name).out)["findings"]
    assert (one["rule"], one["severity"], one["effect"], one["line"]) == ("traefik-1-file", "error", "rejected", 1)
    assert one["message"].endswith("does not start with `entryPoints.http.redirect` and `entryPoints.https.tls`.")
    assert [other["line"] for other in one["related"]] == [6, 10]


def test_what_else_is_wrong_in_a_file_of_traefik_1_is_no_part_of_that(cli: Runner) -> None:
    cli.write({"traefik.toml": STATIC_1.replace('":443"', "true")})
    findings = json.loads(cli("lint", "--format", "json", "traefik.toml").out)["findings"]
    assert [(one["rule"], one["line"]) for one in findings] == [("traefik-1-file", 1), ("entrypoint-address", 9)]


@rows("arguments", [["--ignore", "traefik-1-file"], ["--select", "unknown-field"], ["--strict"]])
def test_what_traefik_refuses_is_told_of_a_file_of_traefik_1_whatever_else_is(
    cli: Runner, arguments: list[str]
) -> None:
    cli.write({"traefik.toml": STATIC_1})
    assert [one["line"] for one in found(cli, "unknown-field", *arguments, "traefik.toml")] == [6]
    assert cli("lint", *arguments, "traefik.toml").status == 1


def test_words_of_traefik_1_are_told_where_the_whole_file_is_not(cli: Runner) -> None:
    cli.write({"traefik.toml": STATIC_1})
    assert not found(cli, "unknown-static-root", "traefik.toml")
    assert found(cli, "unknown-static-root", "--ignore", "traefik-1-file", "traefik.toml")
    cli.write({"traefik.toml": STATIC_1.replace("\n", "  # traefiklint: ignore[traefik-1-file]\n", 1)})
    assert found(cli, "unknown-static-root", "traefik.toml")


def test_a_baseline_of_a_file_of_traefik_1_hides_nothing_that_traefik_refuses_later(cli: Runner) -> None:
    good = STATIC_1.partition("    [entryPoints.http.redirect]")[0] + "[docker]\n"
    cli.write({"traefik.toml": good})
    assert cli("lint", "--baseline", "known.json", "--write-baseline", "traefik.toml").status == 0
    assert cli("lint", "--baseline", "known.json", "traefik.toml").status == 0
    cli.write({"traefik.toml": good.replace('address = ":80"', 'address = ":80"\n  compres = true')})
    assert cli("lint", "--baseline", "known.json", "traefik.toml").status == 1


INDENTED_1 = '  defaultEntryPoints = ["http"]\n  [web]\n  address = ":8080"\n  [docker]\n  domain = "x"\n'
JSON_1 = '{\n  "defaultEntryPoints": ["http"],\n  "web": {"address": ":8080"},\n  "docker": {"domain": "x"}\n}\n'
NESTED_1 = "entryPoints:\n  web:\n    address: ':80'\nweb: {}\ndocker: {}\n"


@rows(
    ("name", "text", "line"),
    [
        ("old.toml", INDENTED_1, 1),
        ("traefik.toml", INDENTED_1, 1),
        ("old.yml", JSON_1, 2),
        ("one.yml", json.dumps(json.loads(JSON_1)), 1),
        ("old.yml", NESTED_1, 4),
    ],
)
def test_a_file_of_traefik_1_is_known_however_it_is_written(cli: Runner, name: str, text: str, line: int) -> None:
    cli.write({name: text})
    findings = json.loads(cli("lint", "--format", "json", name).out)["findings"]
    assert [(one["rule"], one["line"]) for one in findings if one["severity"] != "error"] == [("traefik-1-file", line)]


def test_a_file_with_routers_of_today_is_none_of_traefik_1(cli: Runner) -> None:
    routers = "http:\n  routers:\n    a: {rule: Host(`a.test`), service: noop@internal}\n"
    cli.write({"a.yml": f"{routers}docker: {{}}\nfile: {{}}\n"})
    findings = json.loads(cli("lint", "--format", "json", "a.yml").out)["findings"]
    assert [(one["rule"], one["line"]) for one in findings] == [("unknown-root-key", 4), ("unknown-root-key", 5)]


def test_one_word_of_traefik_1_makes_no_file_of_it(cli: Runner) -> None:
    cli.write({"traefik.yml": 'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: d}}\ndocker: {}\n'})
    assert not found(cli, "traefik-1-file", "traefik.yml")


@rows(
    ("ports", "told"),
    [
        ('"80:80"', False),
        ('"80:80", "8080:8080"', True),
        ('"80:80", "9000:8080"', True),
        ('"127.0.0.1:8080:8080"', False),
        ('"80:80",\n      "8080:8080"  # the dashboard, local only\n      ', False),
        ('"80:80",\n      "8080:8080"  # the dashboard\n      ', True),
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


@rows("text", ["", "{}", '{"le": {"Account": {"Email": "a@example.com"}, "Certificates": null}}'])
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
    assert not found(cli, "acme-storage-file"), "git keeps no such modes, whatever the server has"
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
    assert not found(cli, "network-ambiguous", "compose.yml"), "it reaches `app` on either"
    cli.write({"compose.yml": text.replace("    networks: [a, b]\n    labels:\n", "    networks: [a]\n    labels:\n")})
    (told,) = found(cli, "network-ambiguous", "compose.yml")
    assert "`app`" in told["message"]


@rows(("path", "refused"), [("/srv/base.yml", False), ("base.yml", True)])
def test_a_file_at_an_absolute_path_is_there_on_the_machine_where_it_runs(
    cli: Runner, path: str, refused: bool
) -> None:
    labels = "labels: ['traefik.http.routers.app.rule=Host(`a.test`)']"
    cli.write(
        {"compose.yml": f"services: {{app: {{extends: {{file: {path}, service: base}}, image: nginx:1, {labels}}}}}"}
    )
    assert bool(found(cli, "compose-refused", "compose.yml")) is refused


@rows(
    ("above", "behind", "told"),
    [
        ("", "", True),
        ("", "  # visible directamente por el puerto 9000", False),
        ("", "  # Don't do this in production!", False),
        ("# NOT FOR PRODUCTION\n", "", False),
        ("# only in the local network\n", "", False),
        ("# the dashboard, for the tailnet\n# on port 8080\n", "", False),
        ("", "\n  dashboard: true\n  # fine on a private LAN", True),
        ("# never in production\n\n", "", True),
        ("# API and dashboard\n", "", True),
        ("log: {level: INFO}  # production\n", "", True),
    ],
)
def test_whoever_says_why_the_api_is_open_knows_it(cli: Runner, above: str, behind: str, told: bool) -> None:
    _write_open_api(cli, f"{above}api:\n  insecure: true{behind}\n")
    assert len(found(cli, "api-insecure")) == told
    assert len(found(cli, "api-insecure", "--strict")) == 1


def _write_open_api(
    cli: Runner, api: str, port: int = 443, folder: str = "traefik", rule: str = "Host(`a.example.com`)"
) -> None:
    """A Traefik whose port 8080 everybody reaches, and its static configuration in a file."""
    cli.write(
        {
            f"{folder}/traefik.yml": f'entryPoints: {{e: {{address: ":{port}"}}}}\n{api}providers: {{docker: {{}}}}\n',
            "compose.yml": f"""services:
  traefik:
    image: traefik:v3.6
    ports: ["8080:8080", "{port}:{port}"]
    volumes: ["./{folder}/traefik.yml:/etc/traefik/traefik.yml"]
  app: {{image: "nginx:1", labels: ["traefik.http.routers.app.rule={rule}"]}}
""",
        }
    )


@rows(
    ("port", "folder", "rule", "told"),
    [
        (443, "traefik", "Host(`app.example.com`)", True),
        (443, "device", "Host(`app.example.com`)", True),
        (80, "traefik", "Host(`app.example.com`)", False),
        (443, "dev/traefik", "Host(`app.example.com`)", False),
        (443, "traefik-example", "Host(`app.example.com`)", False),
        (443, "traefik", "Host(`app.localhost`) || Host(`app.test`)", False),
        (443, "traefik", "Host(`app.localhost`) || Host(`app.example.com`)", True),
    ],
)
def test_an_open_api_is_told_where_the_files_are_not_for_trial(
    cli: Runner, port: int, folder: str, rule: str, told: bool
) -> None:
    _write_open_api(cli, "api: {insecure: true}\n", port, folder, rule)
    assert len(found(cli, "api-insecure")) == told
    assert len(found(cli, "api-insecure", "--strict")) == 1


def test_of_an_open_api_whose_port_nobody_is_known_to_reach_only_strict_runs_tell(cli: Runner) -> None:
    cli.write({"traefik.yml": 'entryPoints: {web: {address: ":443"}}\napi: {insecure: true}\n'})
    assert not found(cli, "api-insecure")
    assert len(found(cli, "api-insecure", "--strict")) == 1


@rows(
    ("rule", "told"),
    [
        ("Host(`traefik.localhost`)", False),
        ("Host(`traefik.localhost`) && PathPrefix(`/dashboard`)", False),
        ("Host(`traefik.lan`)", False),
        ("Host(`home.local`) && PathPrefix(`/api`)", False),
        ("Host(`traefik.example.com`)", True),
        ("Host(`traefik.localhost`) || Host(`traefik.example.com`)", True),
        ("PathPrefix(`/`)", False),
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


@rows("word", ["REPLACE_ME", "CHANGE_ME", "YOUR_DOMAIN", "app.YOUR_DOMAIN"])
def test_routers_with_the_same_placeholder_do_not_shadow_each_other(cli: Runner, word: str) -> None:
    router = "{{rule: 'Host(`{0}`){1}', service: s}}"
    lines = "".join(
        f"    {name}: {router.format(word, more)}\n" for name, more in (("a", ""), ("b", " || Host(`x.example.com`)"))
    )
    service = "  services:\n    s: {loadBalancer: {servers: [{url: 'http://s:80'}]}}\n"
    cli.write({"d/a.yml": f"http:\n  routers:\n{lines}{service}"})
    assert not found(cli, "shadowed-router", "d")
    assert told_of(cli, "variable-not-expanded", "--strict", "d") == ["1 more place: d/a.yml:4"], "it is told once"


@rows(
    ("user", "rules"),
    [
        ("admin:YOUR_HASHED_PASSWORD", []),
        ("USER:HASHEDPASSWORD", []),
        ("admin:letmein", ["basic-auth-plaintext"]),
    ],
)
def test_a_stand_in_for_a_hash_is_no_password(cli: Runner, user: str, rules: list[str]) -> None:
    cli.write({"d/a.yml": f"http:\n  middlewares:\n    a:\n      basicAuth:\n        users: ['{user}']\n"})
    told = json.loads(cli("lint", "--format", "json", "d").out)["findings"]
    assert [one["rule"] for one in told if one["severity"] == "warning"] == rules


@rows(("image", "told"), [("traefik:v1.7", False), ("traefik:v3.6", True), ("traefik", True)])
def test_labels_of_traefik_1_are_right_where_traefik_1_runs(cli: Runner, image: str, told: bool) -> None:
    traefik = f"  traefik:\n    image: {image}\n"
    app = "  app:\n    image: nginx:1\n    labels: [traefik.frontend.rule=Host:a.example.com]\n"
    cli.write({"compose.yml": f"services:\n{traefik}{app}"})
    assert len(found(cli, "label-not-read", "compose.yml")) == told


FLAGS_1 = """\
services:
  traefik:
    image: {image}
    command:
      - --api
      - --docker
      - --docker.watch
      - --web
      - --entryPoints='Name:http Address::80 Redirect.EntryPoint:https'
      - --acme.email=me@example.com
      - --logLevel=DEBUG
    labels: ["traefik.http.routers.app.rule=Hots(`app.example.com`)"]
"""


@rows("image", ["traefik", "traefik:latest", "traefik:${TAG}", "traefik:v30"])
def test_flags_of_traefik_1_are_one_finding_that_says_so(cli: Runner, image: str) -> None:
    cli.write({"compose.yml": FLAGS_1.format(image=image)})
    told = [
        one for one in json.loads(cli("lint", "--format", "json", "compose.yml").out)["findings"] if one["line"] < 12
    ]
    assert [(one["rule"], one["severity"], one["line"]) for one in told] == [("traefik-1-file", "warning", 6)]
    assert told[0]["message"] == (
        "`--docker`, `--web`, `--entryPoints`, `--acme`, `--logLevel` are flags of Traefik 1, and Traefik 3 does not "
        "start with them."
    )
    assert "`--docker` is `--providers.docker`" in told[0]["help"]
    assert found(cli, "rule-unknown-matcher", "compose.yml")  # what labels say is told as ever


@rows("image", ["traefik:v3.6", "traefik:3", "ghcr.io/example/traefik:3.1.2"])
def test_flags_of_traefik_1_that_traefik_3_gets_are_errors_with_one_sentence_that_explains(
    cli: Runner, image: str
) -> None:
    cli.write({"compose.yml": FLAGS_1.format(image=image)})
    findings = json.loads(cli("lint", "--format", "json", "compose.yml").out)["findings"]
    assert [one["line"] for one in findings if one["rule"] == "traefik-1-file"] == [6]
    errors = [one["message"] for one in findings if one["rule"] in ("unknown-field", "misplaced-field")]
    assert "`docker` is not a flag of Traefik, and Traefik does not start." in errors
    assert cli("lint", "compose.yml").status == 1


@rows("flag", ["--providers.docker=true", "--entrypoints.web.address=:80", "--certificatesresolvers.a.acme"])
def test_one_flag_of_a_later_traefik_says_that_the_others_are_no_flags_of_traefik_1(cli: Runner, flag: str) -> None:
    cli.write({"compose.yml": FLAGS_1.format(image="traefik").replace("--api", flag)})
    assert not found(cli, "traefik-1-file", "compose.yml")
    assert found(cli, "unknown-field", "compose.yml")


def test_one_word_of_traefik_1_makes_no_flags_of_it(cli: Runner) -> None:
    cli.write({"compose.yml": "services:\n  traefik:\n    image: traefik\n    command: [--api, --web.address=x]\n"})
    assert not found(cli, "traefik-1-file", "compose.yml")
    assert [one["message"] for one in found(cli, "unknown-field", "compose.yml")] == [
        "`web` is not a flag of Traefik, and Traefik does not start."
    ]


@rows(
    ("name", "storage", "comment", "told"),
    [
        ("letsencrypt", "acme.json", "", True),
        ("letsencrypt", "acme.json", "# Let's Encrypt", True),
        ("staging", "acme.json", "", False),
        ("le-staging", "acme.json", "", False),
        ("latest", "acme.json", "", True),
        ("letsencrypt", "acme_staging.json", "", False),
        ("letsencrypt", "acme.json", "# delete the line below in production", False),
    ],
)
def test_a_server_for_tests_is_told_where_nothing_says_that_it_is_meant(
    cli: Runner, name: str, storage: str, comment: str, told: bool
) -> None:
    server = "https://acme-staging-v02.api.letsencrypt.org/directory"
    cli.write(
        {
            "traefik.yml": f"""entryPoints: {{web: {{address: ":443"}}}}
certificatesResolvers:
  {name}:
    acme:
      {comment}
      caServer: {server}
      email: a@example.com
      storage: {storage}
      tlsChallenge: {{}}
"""
        }
    )
    assert len(found(cli, "acme-staging")) == told
    assert len(found(cli, "acme-staging", "--strict")) == 1


@rows(("image", "port", "told"), [("traefik:v3.6", 8080, False), ("traefik:v3.6", 9000, True), ("nginx:1", 8080, True)])
def test_traefiks_own_container_answers_at_its_entry_points_too(cli: Runner, image: str, port: int, told: bool) -> None:
    label = f"traefik.http.services.dash.loadbalancer.server.port={port}"
    text = f"""services:
  one:
    image: {image}
    command: [--entrypoints.web.address=:80, --providers.docker, --api.insecure]
    ports: ["{port}:80"]
    labels: ["traefik.http.routers.dash.rule=Host(`d.example.com`)", "{label}"]
"""
    cli.write({"compose.yml": text})
    assert bool(found(cli, "port-published")) is told


@rows(("tag", "told"), [("v1.7", 0), ("v3.6", 1)])
def test_traefik_1_takes_its_flags_beside_a_file(cli: Runner, tag: str, told: int) -> None:
    text = f"""services:
  traefik:
    image: traefik:{tag}
    command: [--log.level=DEBUG]
    volumes: ["./traefik.yml:/etc/traefik/traefik.yml"]
"""
    cli.write({"compose.yml": text, "traefik.yml": 'entryPoints: {web: {address: ":80"}}\nproviders: {docker: {}}\n'})
    assert len(found(cli, "static-form-ignored")) == told


@rows(("email", "told"), [("<EMAIL>", False), ("__LE_EMAIL__", False), ("YOUR_EMAIL", False), ("${ACME_EMAIL}", True)])
def test_what_was_blanked_for_publication_is_left_to_strict(cli: Runner, email: str, told: bool) -> None:
    acme = f"{{email: '{email}', storage: acme.json, tlsChallenge: {{}}}}"
    cli.write(
        {"traefik.yml": f'entryPoints: {{web: {{address: ":443"}}}}\ncertificatesResolvers: {{le: {{acme: {acme}}}}}\n'}
    )
    assert len(found(cli, "variable-not-expanded")) == told
    assert len(found(cli, "variable-not-expanded", "--strict")) == 1


TWICE = """\
http:
  routers:
    a: {rule: Host(`a.io`), service: s, middlewares: [gone, there]}
  services:
    s: {loadBalancer: {servers: [{url: 'http://a:80'}]}}
"""
AGAIN = "  middlewares:\n    there: {compress: {}}\n"
PROVIDERS = "entryPoints: {web: {address: ':80'}}\nproviders:\n  docker: {}\n"


@rows(
    ("text", "told"),
    [
        (f"{TWICE}http:\n{AGAIN}", {"duplicate-key"}),
        (f"{TWICE}  middlewares: {{}}\n{AGAIN}", {"duplicate-key", "unknown-middleware"}),
        (f"{TWICE}{AGAIN}", {"unknown-middleware"}),
        (
            f"{TWICE}http: {{}}\ntcp: {{routers: {{r: {{rule: HostSNI(`*`)}}}}}}\n",
            {"duplicate-key", "router-without-service"},
        ),
        (f"{TWICE.replace('rule:', 'rulle:')}http: {{}}\n", {"duplicate-key", "unknown-field"}),
    ],
)
def test_of_a_key_that_stands_twice_nothing_is_told_but_that_and_what_is_refused(
    text: str, told: set[str], cli: Runner
) -> None:
    cli.write({"d/a.yml": text})
    which = {"duplicate-key", "unknown-middleware", "router-without-service", "unknown-field", "rule-missing"}
    assert {one["rule"] for one in json.loads(cli("lint", "d", "--format", "json").out)["findings"]} & which == told


@rows(
    ("more", "told"),
    [
        ("", {"exposed-by-default", "file-not-read"}),
        ("providers:\n  docker: {exposedByDefault: false}\n  file: {filename: /d.yml}\n", {"duplicate-key"}),
        ("# the last\nproviders: {}\n", {"duplicate-key"}),
        ("log: {}\nlog: {}\n", {"duplicate-key", "exposed-by-default"}),
    ],
)
def test_what_one_of_two_keys_of_the_static_file_says_is_not_told(more: str, told: set[str], cli: Runner) -> None:
    volumes = "['./traefik.yml:/etc/traefik/traefik.yml', './d.yml:/d.yml']"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}}}\n",
            "traefik.yml": f"{PROVIDERS}{more}",
            "d.yml": "tls: {options: {default: {minVersion: VersionTLS12}}}\n",
        }
    )
    which = {"duplicate-key", "exposed-by-default", "file-not-read"}
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {one["rule"] for one in found} & which == told


def test_what_one_option_of_a_service_sets_right_is_told_once(cli: Runner) -> None:
    servers = "[{url: 'https://b.example.net'}, {url: 'https://c.example.net'}]"
    router = "routers: {r: {rule: Host(`a.example.com`), service: s}}"
    cli.write({"a.yml": f"http: {{{router}, services: {{s: {{loadBalancer: {{servers: {servers}}}}}}}}}\n"})
    assert cli("lint", "a.yml").out.count("info[foreign-host-header]") == 1


def test_a_router_among_services_is_told_once_and_sent_where_routers_are(cli: Runner) -> None:
    router = "r: {rule: Host(`a.io`), entryPoints: [web], service: s}"
    cli.write({"a.yml": f"http: {{services: {{{router}, s: {{loadBalancer: {{servers: [{{url: 'http://a'}}]}}}}}}}}\n"})
    said = cli("lint", "a.yml").out
    assert said.count("error[misplaced-field]") == 1
    assert "It belongs below `http.routers`, as a router of its own." in said
    cli.write({"a.yml": "http: {services: {s: {service: a, mirrors: [{name: b, percent: 10}]}}}\n"})
    assert "below `mirroring`" in cli("lint", "a.yml").out


def test_a_service_among_networks_is_told_once_and_sent_where_services_are(cli: Runner) -> None:
    app = "  app:\n    image: a\n    restart: always\n    labels: [traefik.enable=true]\n"
    cli.write({"compose.yml": f"services: {{}}\nnetworks:\n{app}"})
    said = cli("lint", "compose.yml").out
    assert "`app` is a service: it belongs below `services`." in said
    assert said.count("in `networks.app`.") == 1
    cli.write({"compose.yml": f"services:\n{app}networks: {{n: {{extrenal: true}}}}\n"})
    assert "is a service" not in cli("lint", "compose.yml").out


@rows(
    ("block", "told", "where"),
    [
        ("  logging:\n    driver: json-file\n    options: {max-size: 1m}\n", 1,
         "`logging` is an option of a service: indent it, and what follows, below the service that it is for."),
        ("  inner:\n    external: true\n    name: x\n", 1,
         "`inner` is no service: it belongs below `networks` or `volumes` at the top."),
        ("    db:\n    image: b\n    restart: always\n    cache:\n    image: c\n", 1,
         "`db` seems to be a service: write it level with `app`."),
        ("    db:\n    restrat: always\n", 2, "Did you mean `restart`?"),
        ("    image: b\n    db:\n      image: c\n", 2, "Keep one of them."),
        ("  db:\n    image: b\n    external: true\n    driver: c\n", 2, ""),
    ],
)  # fmt: skip
def test_a_block_of_a_compose_file_in_a_wrong_place_is_told_once(
    block: str, told: int, where: str, cli: Runner
) -> None:
    cli.write({"compose.yml": f"services:\n  app:\n    image: a\n    labels: [traefik.enable=true]\n{block}"})
    said = cli("lint", "compose.yml").out
    assert said.count("error[compose-refused]") == told
    assert where in said


def test_a_chain_is_not_proposed_as_a_member_of_its_own(cli: Runner) -> None:
    chain = "chain-basic-auth: {chain: {middlewares: [rate, basic-auth]}}, rate: {rateLimit: {average: 100}}"
    router = "r: {rule: Host(`a.io`), service: noop@internal, middlewares: [chain-basic-auth]}"
    cli.write({"a.yml": f"http: {{routers: {{{router}}}, middlewares: {{{chain}}}}}\n"})
    said = cli("lint", "a.yml").out
    assert "`basic-auth` does not exist" in said
    assert "did you mean" not in said


DROPPED = {
    "yml": "http: {middlewares: {limit: {rateLimit: {average: 1}}, zip: {compress: {}}}}\n"
    "tcp: {serversTransports: {t: {dialTimeout: 1s}}}\ntls: {options: {modern: {sniStrict: true}}}\n",
    "toml": "[http.middlewares.limit.rateLimit]\naverage = 1\n[http.middlewares.zip.compress]\n"
    '[tcp.serversTransports.t]\ndialTimeout = "1s"\n[tls.options.modern]\nsniStrict = true\n',
}
USING = """\
http:
  routers:
    a: {rule: Host(`a.io`), service: noop@internal, middlewares: [limit], tls: {options: modern}}
    b: {rule: Host(`b.io`), service: noop@internal, middlewares: [zip, limit@file, other]}
tcp:
  routers: {c: {rule: HostSNI(`*`), service: c}}
  services: {c: {loadBalancer: {serversTransport: t, servers: [{address: 'c:1'}]}}}
"""


@rows("ending", ["yml", "toml"])
def test_what_the_static_configuration_loses_is_told_as_lost_there(ending: str, cli: Runner) -> None:
    static = {
        "yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: d.yml}}\n",
        "toml": '[entryPoints.web]\naddress = ":80"\n[providers.file]\nfilename = "d.yml"\n',
    }
    cli.write({f"traefik.{ending}": static[ending] + DROPPED[ending], "d.yml": USING})
    all_ = found(cli, "unknown-middleware", "--strict")
    is_lost = ["because Traefik ignores it in" in one["message"] for one in all_]
    assert is_lost == [True, True, True, False]
    (options,) = found(cli, "unknown-tls-options", "--strict")
    (transport,) = found(cli, "unknown-servers-transport", "--strict")
    assert all(f"`traefik.{ending}`" in one["message"] for one in (options, transport))
    assert len(found(cli, "unknown-middleware")) == 1, "which stands nowhere"
    assert found(cli, "unknown-tls-options") + found(cli, "unknown-servers-transport") == []
    lost = {name for one in found(cli, "dynamic-in-static") for name in one["disables"]}
    assert lost >= {"http.routers.a", "http.routers.b", "tcp.routers.c"}


def test_what_another_provider_has_is_not_told_as_lost(cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    label = "traefik.http.routers.a.middlewares: limit"
    labels = f"{{traefik.http.routers.a.rule: Host(`a.io`), {label}}}"
    cli.write(
        {
            "traefik.yml": static + DROPPED["yml"],
            "compose.yml": f"services: {{a: {{image: a, expose: ['80'], labels: {labels}}}}}\n",
        }
    )
    (one,) = found(cli, "unknown-middleware")
    assert "drops" not in one["message"]


QUOTED = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--providers.docker.exposedbydefault=false, '--entrypoints.web.address=:80']
  app:
    image: nginx:1
    labels:
      - traefik.enable=true
      - traefik.http.middlewares.auth.ipallowlist.sourcerange={list}
      - traefik.http.routers.app.middlewares={auth}
      - traefik.http.routers.app.entrypoints={points}
      - traefik.http.routers.app.rule={rule}
"""
PLAIN = {"list": "10.0.0.0/8", "auth": "auth", "points": "web", "rule": "Host(`app.example.com`)"}
STRAY = "label-stray-characters"


@rows(
    ("label", "value", "told"),
    [
        ("points", '"web,web"', [(STRAY, "error")]),
        ("points", '"web,wep"', [(STRAY, "error"), ("unknown-entrypoint", "error")]),
        ("points", "web", []),
        ("auth", "'auth'", [(STRAY, "warning")]),
        ("auth", 'auth"', [(STRAY, "warning")]),
        ("auth", '"gone"',
         [("label-middleware-unused", "info"), (STRAY, "warning"), ("unknown-middleware", "warning")]),
        ("list", '"10.0.0.0/8"', [(STRAY, "error")]),
        ("list", '"10.0.0/8"', [(STRAY, "warning"), ("ip-allow-list-bad-cidr", "error")]),
        ("rule", "'Host(`app.example.com`)'", [(STRAY, "error")]),
    ],
)  # fmt: skip
def test_what_quotes_in_a_label_bring_with_them_is_told_at_the_quotes(
    label: str, value: str, told: list[tuple[str, str]], cli: Runner
) -> None:
    cli.write({"compose.yml": QUOTED.format(**{**PLAIN, label: value})})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert sorted((one["rule"], one["severity"]) for one in found) == sorted(told)
    assert bool(told) is ("stray-characters" in cli("lint", "--select", STRAY).out)


@rows("arguments", [["--ignore", STRAY], ["--strict"]])
def test_what_quotes_bring_with_them_is_told_where_they_are_not(cli: Runner, arguments: list[str]) -> None:
    cli.write({"compose.yml": QUOTED.format(**{**PLAIN, "points": '"web"'})})
    assert found(cli, "unknown-entrypoint", *arguments)


OPTIONS = "http:\n  {kind}:\n    {name}:\n{options}"


def section(kind: str, name: str, *options: str) -> str:
    return OPTIONS.format(kind=kind, name=name, options="".join(f"      {option}\n" for option in options))


LABELS_WITHOUT = "services:\n  a:\n    image: nginx:1\n    labels:\n{}"


def labels(*names: str) -> str:
    return LABELS_WITHOUT.format("".join(f"      - traefik.{name}\n" for name in names))


TRANSPORT = ("http.services.a.loadbalancer.server.port=80", "http.serverstransports.t.insecureskipverify=true")


@rows(
    ("name", "text", "rule", "also"),
    [
        ("d/a.yml", section("middlewares", "m", "stsSeconds: 1", "frameDeny: true", "browserXssFilter: true"),
         "misplaced-field", ["2 more places: d/a.yml:5, d/a.yml:6"]),
        ("d/a.yml", section("middlewares", "m", "users: ['a:b']", "frameDeny: true"), "misplaced-field", ["", ""]),
        ("d/a.toml", "[http.services.a]\npassHostHeader = true\nservers = [{url = 'http://a'}]\n", "misplaced-field",
         ["1 more place: d/a.toml:3"]),
        ("traefik.yml", "certificatesResolvers: {le: {email: a@example.com,\nstorage: /x}}\n", "misplaced-field",
         ["1 more place: traefik.yml:2"]),
        ("traefik.yml", "certificatesResolvers: {le: {email: a@example.com}, x: {email: a@example.com}}\n",
         "misplaced-field", ["", ""]),
        ("compose.yml", labels("http.middlewares.m.stsseconds=1", "http.middlewares.m.framedeny=true"),
         "label-unknown-field", ["1 more place: compose.yml:6"]),
        ("compose.yml", labels("http.middlewares.m.stsseconds=1", "http.middlewares.n.framedeny=true"),
         "label-unknown-field", ["", ""]),
        ("compose.yml", labels("routers.a.rule=Host(`a.io`)", "routers.a.entrypoints=web"), "label-not-read",
         ["1 more place: compose.yml:6"]),
        ("d/a.yml", "http:\n  routers:\n    b:\n    rule: Host(`b.io`)\n    service: a\n", "mapping-expected",
         ["1 more place: d/a.yml:5"]),
        ("d/a.yml", "http:\n  routers:\n    rule: Host(`b.io`)\n    service: a\n", "mapping-expected", ["", ""]),
        ("d/a.yml", section("routers", "a", "- rule: Host(`b.io`)"), "mapping-expected", [""]),
        ("d/a.yml", section("routers", "a", "- rule"), "mapping-expected", [""]),
        ("d/a.yml", section("routers", "a", "rule: Host(`b.io`)", "tls:", "certResolver: le"), "switched-off", []),
        ("d/a.yml", section("routers", "a", "rule: Host(`b.io`)", "tls:", "certResolvr: le"), "switched-off", [""]),
        ("d/a.yml", section("routers", "a", "rule: Host(`b.io`)", "tls:"), "switched-off", [""]),
        ("d/a.yml", section("middlewares", "m", "compress: yes"), "switched-off", []),
        ("d/a.yml", section("middlewares", "m", "compress: yes"), "middleware-without-type", [""]),
        ("d/a.yml", section("routers", "a", "rule: Host(`b.io`)", "tls: yes"), "switched-off", [""]),
        ("compose.yml", labels("http.middlewares.m.compress=on"), "label-switched-off", []),
        ("compose.yml", labels("http.middlewares.m.compress=on"), "middleware-without-type", [""]),
        ("compose.yml", labels("http.routers.a.tls=on"), "label-switched-off", [""]),
        ("compose.yml", labels(*TRANSPORT, "http.services.a.loadbalancer.serverstransport=t"), "label-file-only", []),
        ("compose.yml", labels(*TRANSPORT, "http.services.a.loadbalancer.serverstransport=u"), "label-file-only", [""]),
        ("d/a.yml", section("middlewares", "m", "basicAuth: {users: {bob: x}}"), "basic-auth-no-users", []),
        ("d/a.yml", section("middlewares", "m", "basicAuth: {realm: x}"), "basic-auth-no-users", [""]),
        ("d/a.yml", section("middlewares", "m", "chain: {middlewares: [a@file]}") + "    a@file: {compress: {}}\n",
         "name-contains-at", []),
        ("d/a.yml", section("middlewares", "m", "chain: {middlewares: [b@file]}") + "    a@file: {compress: {}}\n",
         "name-contains-at", [""]),
    ],
)  # fmt: skip
def test_what_one_edit_puts_right_is_told_once(name: str, text: str, rule: str, also: list[str], cli: Runner) -> None:
    cli.write({name: text})
    assert told_of(cli, rule) == also


BASE = "x-base: &base {service: gone}\nhttp:\n  routers:\n"
SHARED = """\
x-labels: &l {traefik.http.routers.app.entrypoints: web}
services:
  a: {image: nginx:1, labels: {<<: *l, traefik.http.routers.app.rule: Host(`a.io`)}}
  b: {image: nginx:1, labels: {<<: *l, traefik.http.routers.app.rule: Host(`b.io`)}}
"""


@rows(
    ("routers", "also"),
    [
        ("ab", ["the same place is part of `http.routers.b`"]),
        ("abc", ["the same place is part of `http.routers.b` and `http.routers.c`"]),
        ("abcdefgh", ["the same place is part of `http.routers.b`, `http.routers.c`, `http.routers.d`, "
                      "`http.routers.e`, `http.routers.f` and 2 more"]),
        ("a", [""]),
    ],
)  # fmt: skip
def test_a_place_that_an_anchor_gives_to_several_is_told_once(routers: str, also: list[str], cli: Runner) -> None:
    given = "".join(f"    {name}: {{<<: *base, rule: Host(`{name}.io`)}}\n" for name in routers)
    cli.write({"d/a.yml": BASE + given})
    assert told_of(cli, "unknown-service") == also
    assert len(found(cli, "unknown-service")) == len(routers)


@rows(
    ("text", "advice", "places"),
    [
        (SHARED, "write this label into each service instead, with a name of its own.", 1),
        (SHARED.replace("<<: *l", "traefik.http.routers.app.entrypoints: web"), "give each a name of its own.", 2),
    ],
)
def test_labels_of_one_anchor_cannot_be_named_apart(text: str, advice: str, places: int, cli: Runner) -> None:
    cli.write({"compose.yml": text})
    assert [one["message"].rpartition("; ")[2] for one in found(cli, "merge-conflict")] == [advice] * 2
    (said,) = [one for one in cli("lint").out.split("\n\n") if "[merge-conflict]" in one]
    assert said.count("-->") == places


def test_a_transport_in_labels_is_told_where_it_is_named(cli: Runner) -> None:
    cli.write({"compose.yml": labels(*TRANSPORT, "http.services.a.loadbalancer.serverstransport=t")})
    (one,) = found(cli, "unknown-servers-transport")
    assert one["message"].endswith("labels cannot define one: put it into a file, and write `t@file`.")
    assert [other["line"] for other in one["related"]] == [6]


@rows(("name", "told"), [("app-old.yml", ["backup-file-loaded"]), ("other.yml", ["duplicate-name"] * 2)])
def test_a_copy_that_traefik_reads_too_is_told_once(name: str, told: list[str], cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: d}}\n"
    text = (
        "http:\n  routers: {a: {rule: Host(`a.io`), service: a}}\n"
        "  services: {a: {loadBalancer: {servers: [{url: 'http://10.0.0.1:80'}]}}}\n"
    )
    cli.write({"traefik.yml": static, "d/app.yml": text, f"d/{name}": text.replace("0.1", "0.2")})
    known = json.loads(cli("lint", "--format", "json").out)["findings"]
    of_names = [one for one in known if one["rule"] in ("backup-file-loaded", "duplicate-name")]
    assert [(one["rule"], one["severity"]) for one in of_names] == [(rule, "error") for rule in told]
    assert len(found(cli, "duplicate-name", "--ignore", "backup-file-loaded")) == 2


@rows(
    ("router", "told"),
    [
        ("middlewares: [lan]", [("misplaced-field", "error")]),
        ("middlewares: [other]", [("misplaced-field", "warning"), ("unknown-middleware", "error")]),
        ("priority: 5", [("misplaced-field", "warning")]),
    ],
)
@rows("ending", ["yml", "toml"])
def test_what_a_section_at_the_top_of_a_file_loses_is_told_there(
    router: str, told: list[tuple[str, str]], ending: str, cli: Runner
) -> None:
    texts = {
        "yml": f"http:\n  routers: {{a: {{rule: Host(`a.io`), service: noop@internal, {router}}}}}\n"
        "middlewares: {lan: {compress: {}}}\n",
        "toml": f"[http.routers.a]\nrule = 'Host(`a.io`)'\nservice = 'noop@internal'\n{in_toml(router)}\n"
        "[middlewares.lan.compress]\n",
    }
    cli.write({f"a.{ending}": texts[ending]})
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    rules = ("misplaced-field", "unknown-middleware")
    assert sorted((one["rule"], one["severity"]) for one in findings if one["rule"] in rules) == told


def in_toml(option: str) -> str:
    name, _, value = option.partition(": ")
    return f"{name} = {value}".replace("[", "['").replace("]", "']")


AT_THE_TOP = """\
http:
  routers:
    nas: {rule: Host(`nas.x.de`), service: nas, middlewares: [lan]}
    b: {rule: Host(`b.x.de`), service: nas}
services:
  nas: {loadBalancer: {servers: [{url: "http://192.168.1.4"}]}}
middlewares:
  lan: {ipAllowList: {sourceRange: [192.168.1.0/24]}}
"""


def test_names_of_a_section_at_the_top_of_a_file_are_told_there_with_what_is_disabled(cli: Runner) -> None:
    cli.write({"dynamic/a.yml": AT_THE_TOP})
    told = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [(one["rule"], one["severity"], one["line"]) for one in told if one["severity"] != "info"] == [
        ("misplaced-field", "error", 5),
        ("misplaced-field", "error", 7),
    ]
    assert [one["disables"] for one in told if one["severity"] == "error"] == [
        ["http.routers.nas", "http.routers.b"],
        ["http.routers.nas"],
    ]
    cli.write({"dynamic/a.yml": AT_THE_TOP.replace("service: nas}", "service: other}")})
    assert [one["line"] for one in found(cli, "unknown-service")] == [4], "which stands nowhere"
    assert {one["rule"] for one in found(cli, "unknown-service", "--strict")} == {"unknown-service"}


def test_a_file_that_is_mounted_in_vain_disables_the_routers_that_need_what_it_defines(cli: Runner) -> None:
    volumes = "['./traefik.yml:/traefik.yml', './dynamic:/dynamic', './over.yml:/other/over.yml']"
    router = "http: {routers: {a: {rule: Host(`a.io`), service: SERVICE}}}\n"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}}}\n",
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /dynamic}}\n",
            "over.yml": "http: {services: {app: {loadBalancer: {servers: [{url: http://app}]}}}}\n",
            "dynamic/a.yml": router.replace("SERVICE", "app"),
        }
    )
    assert [(one["severity"], one["disables"]) for one in found(cli, "file-not-read")] == [
        ("error", ["http.routers.a"])
    ]
    assert found(cli, "unknown-service") == []
    cli.write({"dynamic/a.yml": router.replace("SERVICE", "other")})
    assert [one["severity"] for one in found(cli, "file-not-read")] == ["warning"]
    assert [one["severity"] for one in found(cli, "unknown-service")] == ["error"]


@rows(
    ("point", "router", "advice"),
    [
        ("s: {address: ':443/udp', http3: {}}", "", "write `:443` (`http3` opens UDP as well)."),
        ("s: {address: '[::]:443/UDP', http: {tls: {}}}", "", "write `[::]:443`."),
        ("s: {address: ':53/udp', http3: {}}", "udp: {routers: {d: {entryPoints: [s], service: d}}}\n", "delete it."),
        ("s: {address: ':443/udp', http3: {}}, t: {address: ':443'}", "", "delete it."),
    ],
)
def test_an_entry_point_of_udp_that_is_meant_for_http_is_told_with_its_routers(
    point: str, router: str, advice: str, cli: Runner
) -> None:
    app = "http: {routers: {a: {rule: Host(`a.io`), service: api@internal, entryPoints: [s], tls: {}}}}\n"
    cli.write(
        {
            "traefik.yml": f"entryPoints: {{{point}}}\nproviders: {{file: {{directory: d}}}}\napi: {{}}\n",
            "d/a.yml": app + router,
        }
    )
    (one,) = found(cli, "entrypoint-option-on-udp")
    assert one["message"].endswith(advice)
    is_meant = advice != "delete it."
    assert (one["severity"], one["disables"]) == (("error", ["http.routers.a"]) if is_meant else ("warning", []))
    assert len(found(cli, "entrypoint-wrong-protocol")) == (not is_meant)


SETTINGS = "{email: a@b.io, storage: /a.json, tlsChallenge: {}}"


@rows(
    ("line", "rule", "severity"),
    [
        (f"certificateResolvers: {{le: {{acme: {SETTINGS}}}}}", "unknown-static-root", "error"),
        (f"certificateResolvers: {{other: {{acme: {SETTINGS}}}}}", "", ""),
        (f"acme: {SETTINGS}", "unknown-static-root", "error"),
        (f"certificatesResolvers: {{acme: {SETTINGS}}}", "misplaced-field", "error"),
        (f"acme: {SETTINGS}\ncertificatesResolvers: {{other: {{acme: {SETTINGS}}}}}", "", ""),
        ("log: {}", "", ""),
    ],
)
def test_a_resolver_that_the_static_configuration_drops_is_told_there(
    line: str, rule: str, severity: str, cli: Runner
) -> None:
    point = "s: {address: ':443', http: {tls: {certResolver: le}}}"
    routed = "http: {routers: {a: {rule: Host(`a.io`), service: api@internal, tls: {certResolver: le}}}}\n"
    cli.write(
        {
            "traefik.yml": f"entryPoints: {{{point}}}\nproviders: {{file: {{directory: d}}}}\napi: {{}}\n{line}\n",
            "d/a.yml": routed,
        }
    )
    names = {"unknown-cert-resolver", "entrypoint-unknown-resolver"}
    told = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert names.isdisjoint(one["rule"] for one in told) is bool(rule)
    assert not rule or {one["severity"] for one in told if one["rule"] == rule} == {severity}


@rows(
    ("points", "rules"),
    [
        ("web: {address: ':80'}", ["tls-router-on-plain-entrypoint"]),
        ("web: {address: ':80'}, s: {address: ':443'}", ["tls-router-on-plain-entrypoint", "unknown-cert-resolver"]),
        ("web: {address: ':443'}", ["unknown-cert-resolver"]),
    ],
)
def test_a_resolver_of_a_router_whose_tls_is_to_go_is_told_with_it(points: str, rules: list[str], cli: Runner) -> None:
    router = "{rule: Host(`a.io`), service: api@internal, entryPoints: [web], tls: {certResolver: le}}"
    cli.write(
        {
            "traefik.yml": f"entryPoints: {{{points}}}\nproviders: {{file: {{directory: d}}}}\napi: {{}}\n",
            "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
        }
    )
    told = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["rule"] for one in told if one["rule"] in (*rules, "unknown-cert-resolver")] == rules
    assert "error" in {one["severity"] for one in told if one["rule"] in rules}


@rows(
    ("line", "help"),
    [
        ("http: {middlewares: {m: {compress: {}}}, serversTransports: {t: {insecureSkipVerify: true}}}",
         "Move it to a file of the file provider."),
        ("middlewares: {m: {compress: {}}}\nserversTransports: {t: {insecureSkipVerify: true}}",
         "Write it as `http.serversTransports`, in a file that `providers.file` reads."),
        ("serversTransports: {insecureSkipVerify: true}", "It belongs in `serversTransport`."),
    ],
)  # fmt: skip
def test_dynamic_configuration_in_the_static_one_is_told_there(line: str, help: str, cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": f"entryPoints: {{s: {{address: ':80'}}}}\nproviders: {{file: {{directory: d}}}}\n{line}\n",
            "d/a.yml": "http: {routers: {a: {rule: Host(`a.io`), service: a, middlewares: [m]}}, services: {a: "
            "{loadBalancer: {serversTransport: t, servers: [{url: 'https://a.lan'}]}}}}\n",
        }
    )
    told = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert help in {one["help"] for one in told}
    names = {one["rule"] for one in told if one["rule"] in ("unknown-middleware", "unknown-servers-transport")}
    assert names == (set() if "{m:" in line or " t:" in line else {"unknown-middleware", "unknown-servers-transport"})


@rows(("name", "told"), [("b", "multiple-documents"), ("c", "unknown-service")])
def test_what_a_second_document_defines_is_told_at_its_marker(name: str, told: str, cli: Runner) -> None:
    service = "{loadBalancer: {servers: [{url: 'http://a'}]}}"
    first = f"http: {{routers: {{a: {{rule: Host(`a.io`), service: {name}}}}}, services: {{a: {service}}}}}\n"
    cli.write({"a.yml": f"---\n{first}---\nhttp: {{services: {{b: {service}}}}}\n"})
    errors = [one for one in json.loads(cli("lint", "--format", "json").out)["findings"] if one["severity"] == "error"]
    assert [(one["rule"], one["disables"]) for one in errors] == [(told, ["http.routers.a"])]
