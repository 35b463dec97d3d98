"""The first minute of somebody who has read only the README: in repositories that hold more than Traefik's files."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from tests.cli.running import BROKEN, GOOD, TYPO, Runner, app
from tests.discovery.shapes import FOREIGN, ROUTES
from tests.each import rows

NAS = """\
http:
  routers:
    nas:
      rule: Host(`nas.example.com`)
      entryPoints: [https]
      service: nas
      middlewares: [gzip]
      tls: {}
  services:
    nas:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:5000
"""
"""A file of a homelab: entry points of its own, and Traefik on the host."""
GZIP = "http:\n  middlewares:\n    gzip:\n      compress: {}\n"
STATIC = (
    "entryPoints:\n  http: {address: ':80'}\n  https: {address: ':443'}\n"
    "providers:\n  docker: {exposedByDefault: false}\n  file: {directory: /etc/traefik/dynamic}\n"
)
COMPOSE = """\
services:
  traefik:
    image: traefik:v3.6.2
    volumes: ["./traefik.yml:/etc/traefik/traefik.yml:ro", "./dynamic:/etc/traefik/dynamic:ro"]
  whoami:
    image: traefik/whoami
    expose: [80]
    labels:
      - traefik.enable=true
      - traefik.http.routers.whoami.rule=Host(`whoami.example.com`)
"""
WHOAMI = "services:\n  whoami:" + COMPOSE.partition("  whoami:")[2]
"""A project without a Traefik of its own."""
HOMELAB = {
    "traefik.yml": STATIC,
    "dynamic/nas.yml": NAS,
    "dynamic/middlewares.yml": GZIP,
    "docker-compose.yml": COMPOSE,
    "node_modules/a/traefik.yml": STATIC,
    "venv/pyvenv.cfg": "",
    "venv/port.yaml": NAS,
    ".gitignore": "archive/\n",
    "archive/old.yml": BROKEN,
    "routes.test.yml": "tests:\n  - request: https://nas.example.com/\n    expect: 200\n",
    **{name: text for name, (_, text) in FOREIGN.items() if name != "traefiklint.toml"},
    **ROUTES,
}


def lint(cli: Runner, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(cli("lint", "--format", "json", *arguments).out)
    return report


def rules(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding["rule"], finding["file"]) for finding in report["findings"]]


def test_a_homelab_is_read_as_what_it_is(cli: Runner) -> None:
    cli.write(HOMELAB)
    report = lint(cli)
    assert rules(report) == []
    assert report["files"] == 3, "two files and the labels"
    (traefik,) = report["coverage"]["traefiks"]
    assert (traefik["static"], traefik["directories"], traefik["compose"]) == (
        "traefik.yml",
        ["dynamic"],
        ["docker-compose.yml"],
    )
    assert (traefik["target"], traefik["assumed"]["target"]) == ("3.6", "the image in the compose file")
    left = {one["file"]: one for one in report["coverage"]["not_checked"]}
    assert left.keys() >= set(ROUTES) | {"charts/shop/values.yaml", "homeassistant/configuration.yaml"}
    assert not left.keys() & {"node_modules/a/traefik.yml", "venv/port.yaml", "archive/old.yml"}


def test_a_clean_run_says_what_it_read_assumed_and_left_alone(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": STATIC,
            "dynamic/nas.yml": NAS.replace("      middlewares: [gzip]\n", ""),
            "k8s/a.yml": ROUTES["k8s/route.yml"],
        }
    )
    assert cli("lint").out == (
        "1 file, nothing to complain about\n"
        "read: dynamic (1 file), with traefik.yml, assuming Traefik 3.7\n"
        "not checked: k8s/a.yml (a Kubernetes IngressRoute of Traefik)\n"
    )


def test_what_belongs_to_what_is_listed(cli: Runner) -> None:
    cli.write(HOMELAB)
    shown = cli("lint", "--show-files")
    assert shown.status == 0
    assert (
        "  static configuration  traefik.yml  (`directory: /etc/traefik/dynamic` in `traefik.yml`, through a volume)"
        in shown.out
    )
    assert "  files                 dynamic\n" in shown.out
    assert "  charts/shop/values.yaml  a Helm values file\n" in shown.out


def test_flags_in_a_compose_file_are_a_static_configuration(cli: Runner) -> None:
    flags = (
        "    command:\n      - --entrypoints.https.address=:443\n      - --providers.docker.exposedbydefault=false\n"
        "      - --providers.file.directory=/etc/traefik/dynamic\n"
    )
    cli.write(
        {
            "docker-compose.yml": COMPOSE.replace("    volumes:", f"{flags}    volumes:").replace(
                '"./traefik.yml:/etc/traefik/traefik.yml:ro", ', ""
            ),
            "dynamic/nas.yml": NAS,
            "dynamic/m.yml": GZIP,
        }
    )
    report = lint(cli)
    assert report["coverage"]["traefiks"][0]["static"] == "docker-compose.yml"
    assert rules(report) == []
    cli.write({"dynamic/nas.yml": NAS.replace("[https]", "[http]")})
    assert ("unknown-entrypoint", "dynamic/nas.yml") in rules(lint(cli))


def test_two_environments_are_two_traefiks(cli: Runner) -> None:
    other = STATIC.replace("https:", "secure:")
    cli.write(
        {
            "prod/traefik.yml": STATIC.replace("/etc/traefik/dynamic", "./dynamic"),
            "prod/dynamic/nas.yml": NAS,
            "prod/dynamic/m.yml": GZIP,
            "staging/traefik.yml": other,
            "staging/dynamic/nas.yml": NAS,
            "staging/dynamic/m.yml": GZIP,
        }
    )
    report = lint(cli)
    assert [(one["name"], one["static"]) for one in report["coverage"]["traefiks"]] == [
        ("prod", "prod/traefik.yml"),
        ("staging", "staging/traefik.yml"),
    ]
    assert rules(report) == [("unknown-entrypoint", "staging/dynamic/nas.yml")], "each with its own entry points"


def test_traefiks_of_the_settings_have_a_static_and_a_target_of_their_own(cli: Runner) -> None:
    cli.write(
        {
            "traefiklint.toml": (
                '[[traefik]]\nname = "prod"\nstatic = "prod.yml"\ndirectories = ["prod*/dynamic"]\n'
                '[[traefik]]\nname = "staging"\ntarget = "3.5"\ndirectories = ["staging/dynamic"]\n'
                'profile = "dokploy"\n'
            ),
            "prod.yml": STATIC,
            "prod-1/dynamic/nas.yml": NAS + GZIP.removeprefix("http:\n"),
            "prod-2/dynamic/nas.yml": NAS.replace("[https]", "[nowhere]") + GZIP.removeprefix("http:\n"),
            "staging/dynamic/nas.yml": NAS + GZIP.removeprefix("http:\n"),
        }
    )
    report = lint(cli)
    assert [(one["name"], one["directories"], one["target"]) for one in report["coverage"]["traefiks"]] == [
        ("prod", ["prod-1/dynamic"], "3.7"),
        ("prod", ["prod-2/dynamic"], "3.7"),
        ("staging", ["staging/dynamic"], "3.5"),
    ]
    assert ("unknown-entrypoint", "prod-2/dynamic/nas.yml") in rules(report)
    assert rules(lint(cli, "--traefik", "staging")) == [
        found for found in rules(report) if found[1].startswith("staging/")
    ]
    assert "nas" in cli("route", "https://nas.example.com/", "--traefik", "staging").out
    assert "several provider directories" in cli("graph", "--traefik", "prod").err
    assert cli("graph", "--traefik", "staging").status == 0
    wrong = cli("lint", "--traefik", "test")
    assert (wrong.status, "known are `prod`, `staging`" in wrong.err) == (2, True)


@rows("name", FOREIGN)
def test_a_file_of_another_program_is_never_changed_and_never_fails(name: str, cli: Runner) -> None:
    called, text = FOREIGN[name]
    cli.write({name: text})
    bare = () if name != "traefiklint.toml" else ("--config", os.devnull)
    for command in ("lint", "fix"):
        for arguments in ((), (".",), ("--sniff", name)):
            arguments = (*bare, *arguments)
            assert cli(command, *arguments).status == 0, (command, arguments)
    assert (cli.folder / name).read_text("utf-8") == text
    if called not in ("a file of another program", "a list"):  # else it is judged, since it was named
        assert called in cli("lint", *bare, name).out


def test_an_empty_run_says_so(cli: Runner) -> None:
    cli.write({"README.md": ""})
    ran = cli("lint")
    assert ran.status == 0
    assert "nothing was checked" in ran.out + ran.err


def test_without_a_sign_of_dokploy_nothing_is_claimed_about_its_server(cli: Runner) -> None:
    cli.write({"dyn/middlewares.yml": GZIP, "dyn/nas.yml": NAS})
    report = lint(cli, "dyn")
    assert report["findings"] == []
    assert report["coverage"]["traefiks"][0]["profile"] == "none"
    assert "certificate resolvers and plugins" in cli("lint", "dyn").out


def test_names_as_dokploy_gives_them_are_a_sign(cli: Runner) -> None:
    text = (
        app("shop").replace("    shop:\n      rule", "    shop-router-1:\n      rule").replace("[websecure]", "[https]")
    )
    cli.write({"apps/shop.yml": text})
    findings = lint(cli, "apps")["findings"]
    (finding,) = (one for one in findings if one["rule"] == "unknown-entrypoint")
    assert (finding["rule"], finding["assumed"], finding["fix"]) == (
        "unknown-entrypoint",
        ["profile", "entrypoints"],
        None,
    )
    said = "assumes the entry points of a Dokploy server; `--static traefik.yml` makes it sure"
    for form in ("text", "concise", "github", "gitlab", "sarif", "junit"):
        assert said in cli("lint", "--format", form, "apps").out, form


def test_the_settings_for_dokploy_are_a_sign(cli: Runner) -> None:
    cli.write(
        {
            "traefiklint.toml": '[dokploy]\nurl = "https://d.example.com"\n',
            "apps/a.yml": app("a", GOOD).replace("[websecure]", "[https]"),
        }
    )
    assert rules(lint(cli, "apps")) == [("unknown-entrypoint", "apps/a.yml")]


def test_one_broken_file_does_not_silence_its_neighbours(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "apps/stray.yml": "http:\n  routers: [\n"})
    assert ("unknown-middleware", "apps/shop.yml") in rules(lint(cli, "apps"))
    cli.write({"apps/stray.yml": "http:\n  middlewares:\n    nobody: [\n"})
    assert ("unknown-middleware", "apps/shop.yml") not in rules(lint(cli, "apps")), "the broken file may define it"


def test_a_dangling_link_stops_nothing(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    (cli.folder / "apps/a.yml").symlink_to("nowhere.yml")
    found = rules(lint(cli, "apps"))
    assert ("unknown-middleware", "apps/shop.yml") in found
    assert ("unreadable-file", "apps/a.yml") in found


def test_a_lone_file_is_judged_without_what_belongs_to_others(cli: Runner) -> None:
    cli.write(
        {
            "nas.yml": NAS.replace("      middlewares: [gzip]\n", ""),
            "project/values.yml": "tls: []\nhttp: {}\nimage: a\n",
            "project/new-app.yml": "name: a\n",
        }
    )
    ran = cli("lint", "nas.yml")
    assert (ran.status, ran.err) == (0, "")


def test_a_file_in_a_sub_folder_is_judged_with_its_provider_directory(cli: Runner) -> None:
    cli.write({"conf.d/a.yml": app("a"), "conf.d/sub/b.yml": app("b").replace("service: b", "service: a")})
    assert "unknown-service" not in {rule for rule, _ in rules(lint(cli, "--sniff", "conf.d/sub/b.yml"))}


def test_copies_that_are_kept_are_left_alone_unless_they_are_named(cli: Runner) -> None:
    copies = ("backup/nas.yml", "dynamic-old/nas.yml", "Backup-2024/sub/nas.yml", "nas.old.yml", "nas_legacy.yaml")
    copies += ("tests/fixtures/nas.yml", "testdata/nas.yml")
    cli.write({"traefik.yml": STATIC, "dynamic/nas.yml": NAS, "dynamic/gzip.yml": GZIP, "backup/values.yaml": "a: 1\n"})
    cli.write(dict.fromkeys(copies, BROKEN))
    ran = cli("lint", "--format", "json")
    assert ran.status == 0
    passed = {one["file"]: one["what"] for one in json.loads(ran.out)["coverage"]["not_checked"]}
    assert passed == dict.fromkeys(copies, "a copy or an example that is kept") | {
        "backup/values.yaml": passed["backup/values.yaml"]
    }
    assert cli("lint", "backup").status == 1


@rows("name", ["dynamic/nas.old.yml", "dynamic/backup.yml", "backup.yml"])
def test_a_name_of_a_copy_says_nothing_of_what_traefik_reads(name: str, cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC, "dynamic/a.yml": app("a"), name: app("b").replace("service: b", "service: x")})
    assert "unknown-service" in {rule for rule, _ in rules(lint(cli))}


@rows(("module", "told"), [("github.com/traefik/traefik/v3", False), ("github.com/me/traefik", True)])
def test_what_traefiks_own_source_is_documented_and_tested_with_is_left_alone(
    module: str, told: bool, cli: Runner
) -> None:
    broken = app("a").replace("service: a", "service: x")
    cli.write({"go.mod": f"module {module}\n\ngo 1.24\n", "docs/file.yml": broken, "dynamic/b.yml": app("b")})
    assert ("unknown-service" in {rule for rule, _ in rules(lint(cli))}) is told


def test_a_folder_of_copies_that_the_static_configuration_names_is_read(cli: Runner) -> None:
    cli.write(
        {"traefik.yml": STATIC.replace("/dynamic", "/dynamic.old"), "dynamic.old/a.yml": BROKEN, "dynamic/b.yml": NAS}
    )
    assert cli("lint").status == 1


def test_a_folder_of_copies_below_files_that_are_used_is_read_as_traefik_reads_it(cli: Runner) -> None:
    cli.write({"nas.yml": NAS, "archive/gzip.yml": GZIP, "archive/further/more.yml": app("more")})
    report = lint(cli)
    assert "unknown-middleware" not in {rule for rule, _ in rules(report)}
    assert report["files"] == 3


def test_where_all_is_kept_in_folders_of_copies_all_is_read(cli: Runner) -> None:
    cli.write({"old/a.yml": BROKEN})
    assert cli("lint").status == 1


def test_objects_that_a_variable_names_belong_to_a_template(cli: Runner) -> None:
    template = "http:\n  routers:\n    ${NAME}: {rule: Host(`a`), service: ${NAME}}\n  services:\n    ${NAME}: {x: 1}\n"
    cli.write({"templates/app.yml": template})
    ran = cli("lint")
    assert ran.status == 0
    assert "templates/app.yml (a template of another program)" in ran.out
    assert cli("lint", "templates/app.yml").status == 1


@rows(
    ("action", "is_jinja"),
    [
        ("{{ d | default('x.de') }}", True),
        ('{{ d.x | default("x.de", true) }}', True),
        ("{{ hostvars['a'].ansible_host }}", True),
        ("{{ lookup('env', 'D') }}", True),
        ("a.io{# {{ ansible_managed }} #}", True),
        ("{% if d %}a{% endif %}", True),
        ("{{ d }}", False),
        ("{{ d | upper }}", False),
        ("{{ env 'DOMAIN' }}", False),
        ("{{ env D }}", False),
        ('{{ env "D" | defualt "x" }}', False),
        ('{{ env "D" | default("x") }}', False),
        ('{{ now | date("2006") }}', False),
    ],
)
def test_a_template_of_jinja_is_left_alone_however_it_is_named(action: str, is_jinja: bool, cli: Runner) -> None:
    cli.write({"d/a.yml": f"http:\n  routers:\n    a: {{rule: Host(`{action}`), service: a, middlewares: [m]}}\n"})
    for path in ("d/a.yml", "d", "."):
        ran = cli("lint", path)
        assert (ran.status, "d/a.yml (a " in ran.out) == ((0, True) if is_jinja else (1, False)), path


def test_what_a_template_of_jinja_defines_is_there(cli: Runner) -> None:
    template = "{% if x %}\nhttp: {middlewares: {gzip: {compress: {}}}}\n{% endif %}\n# {{ ansible_managed }}\n"
    cli.write({"d/a.yml": NAS, "d/b.yml": template})
    assert cli("lint", "d").status == 0
    cli.write({"d/b.yml": template.replace("gzip", "other")})
    assert cli("lint", "d").status == 1


def test_a_comment_that_ansible_fills_in_is_not_fixed(cli: Runner) -> None:
    cli.write({"a.yml": "# {{ ansible_managed }}\n"})
    (one,) = json.loads(cli("lint", "a.yml", "--format", "json").out)["findings"]
    assert (one["rule"], one.get("fix")) == ("template-in-comment", None)


def test_a_misspelt_function_of_a_default_rule_makes_no_template_of_another_program(cli: Runner) -> None:
    static = "providers: {docker: {exposedByDefault: false, defaultRule: 'Host(`{{ %s .Name }}.example.com`)'}}\n"
    cli.write({"traefik.yml": static % "nomalize"})
    assert rules(lint(cli)) == [("default-rule-unreadable", "traefik.yml")]
    cli.write({"traefik.yml": static % "normalize"})
    assert rules(lint(cli)) == []


def test_what_is_excluded_is_left_alone(cli: Runner) -> None:
    cli.write({"traefiklint.toml": 'exclude = ["old/**"]\n', "old/a.yml": app("a", TYPO), "new/a.yml": app("a")})
    report = lint(cli)
    assert (report["files"], rules(report)) == (1, [])


class TestTheNearestConfigFileCounts:
    @pytest.fixture(autouse=True)
    def environments(self, cli: Runner) -> None:
        nas = NAS + GZIP.removeprefix("http:\n")
        cli.write(
            {
                "traefiklint.toml": 'target = "3.6"\n',
                "prod/traefiklint.toml": 'static = "t.yml"\ndirectories = ["dynamic"]\ntarget = "3.5"\n',
                "prod/t.yml": STATIC,
                "prod/dynamic/nas.yml": nas,
                "staging/dynamic/nas.yml": nas.replace("[https]", "[other]"),
            }
        )

    def judged(self, cli: Runner, *arguments: str) -> list[tuple[str, str, str]]:
        coverage = lint(cli, *arguments)["coverage"]
        return [(place, one["static"], one["target"]) for one in coverage["traefiks"] for place in one["directories"]]

    def test_for_a_file_that_is_named(self, cli: Runner) -> None:
        assert self.judged(cli, "prod/dynamic/nas.yml", "staging/dynamic/nas.yml") == [
            ("staging/dynamic/nas.yml", None, "3.6"),
            ("prod/dynamic/nas.yml", "prod/t.yml", "3.5"),
        ]

    def test_for_a_folder_that_is_searched(self, cli: Runner) -> None:
        assert self.judged(cli) == [("staging/dynamic", None, "3.6"), ("prod/dynamic", "prod/t.yml", "3.5")]

    def test_but_one_that_is_named_counts_for_all(self, cli: Runner) -> None:
        cli.write({"own.toml": 'target = "3.4"\n'})
        assert {target for _, _, target in self.judged(cli, "--config", "own.toml", "prod/dynamic/nas.yml")} == {"3.4"}


def test_of_two_static_configurations_for_the_same_files_none_is_taken(cli: Runner) -> None:
    cli.write(
        {
            ".gitignore": "",
            "traefik/traefik.yml": STATIC,
            "traefik/traefik-local.yml": STATIC.replace("https:", "local:"),
            "traefik/dynamic/nas.yml": NAS + GZIP.removeprefix("http:\n"),
            "apps/whoami/compose.yml": WHOAMI.replace(
                "rule=", "entrypoints=https\n      - traefik.http.routers.w.rule="
            ),
        }
    )
    report = lint(cli)
    assert "unknown-entrypoint" not in {rule for rule, _ in rules(report)}
    either = ["traefik/traefik-local.yml", "traefik/traefik.yml"]
    assert [one.get("static_candidates") for one in report["coverage"]["traefiks"]] == [either, None, None, either]
    assert (
        "which traefik/traefik-local.yml or traefik/traefik.yml tells (`--static FILE` says which)" in cli("lint").out
    )
    told = lint(cli, "traefik/dynamic", "--static", "traefik/traefik-local.yml")
    assert ("unknown-entrypoint", "traefik/dynamic/nas.yml") in rules(told)


def test_labels_that_name_none_of_its_entry_points_are_for_another_traefik(cli: Runner) -> None:
    labels = WHOAMI.replace("rule=", "entrypoints=web,websecure\n      - traefik.http.routers.w.rule=")
    cli.write({".gitignore": "", "proxy/traefik/traefik.yml": STATIC, "apps/whoami/compose.yml": labels})
    assert "unknown-entrypoint" not in {rule for rule, _ in rules(lint(cli))}
    cli.write({"apps/whoami/compose.yml": labels.replace("entrypoints=web,", "entrypoints=https,")})
    assert ("unknown-entrypoint", "apps/whoami/compose.yml") in rules(lint(cli))


def test_a_static_configuration_whose_provider_reads_labels_is_the_one_of_the_labels(cli: Runner) -> None:
    blind = STATIC.replace("  docker: {exposedByDefault: false}\n", "").replace("https:", "inner:")
    cli.write({".gitignore": "", "a/traefik.yml": blind, "b/traefik.yml": STATIC, "apps/compose.yml": WHOAMI})
    assert [one["static"] for one in lint(cli)["coverage"]["traefiks"] if one["compose"]] == ["b/traefik.yml"]


def test_a_route_is_found_on_the_entry_points_that_the_files_name(cli: Runner) -> None:
    cli.write({"nas.yml": NAS, "middlewares.yml": GZIP})
    ran = cli("route", "https://nas.example.com/")
    assert ran.status == 0
    assert "comes in by entry point https with TLS, which only the files mention" in ran.out


ON_HTTPS = """
http:
  routers:
    a: {rule: Host(`a.test`), entryPoints: [https], service: s, tls: {certResolver: le}}
  services:
    s: {loadBalancer: {servers: [{url: "http://s:1"}]}}
"""


@rows(
    ("static", "words"),
    [
        ("entryPoints: 3\n", "Traefik does not start"),
        ("entrypoint: {web: {adress: ':80'}}\n", "Traefik does not start"),
        ("a: [\n", "Traefik does not start"),
        ("http:\n  routers: {b: {rule: Host(`b.test`), service: s}}\n", "dynamic configuration"),
    ],
)
def test_of_a_static_configuration_that_is_none_one_error_is_told_and_nothing_that_rests_on_it(
    static: str, words: str, cli: Runner
) -> None:
    cli.write({"dynamic/a.yml": ON_HTTPS, "static.yml": static})
    ran = cli("lint", "dynamic", "--static", "static.yml")
    assert ran.status in (1, 2)
    assert words in ran.out + ran.err
    assert "a.yml" not in ran.out.partition("read:")[0].partition("by file")[0]


def test_of_two_traefiks_that_share_a_folder_none_is_taken_though_one_gets_a_file_more(cli: Runner) -> None:
    static = "entryPoints: {{web: {{address: ':443'}}}}\nproviders: {{file: {{directory: /etc/traefik/dynamic}}}}\n{}"
    resolver = "certificatesResolvers: {le: {acme: {email: a@example.com, storage: a.json, tlsChallenge: {}}}}\n"
    volumes = "'./{}.yml:/etc/traefik/traefik.yml', './dynamic:/etc/traefik/dynamic'"
    compose = "services: {{traefik: {{image: 'traefik:v3.6', volumes: [{}]}}}}\n"
    router = "{rule: Host(`a.example.com`), service: noop@internal, tls: {certResolver: le}}"
    cli.write(
        {
            "local.yml": static.format(""),
            "prod.yml": static.format(resolver),
            "compose.local.yml": compose.format(f"{volumes.format('local')}, './tls.yml:/etc/traefik/dynamic/tls.yml'"),
            "compose.yml": compose.format(volumes.format("prod")),
            "dynamic/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
            "tls.yml": "tls: {options: {default: {minVersion: VersionTLS12}}}\n",
        }
    )
    assert "unknown-cert-resolver" not in cli("lint").out
