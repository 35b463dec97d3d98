"""`report`: what its data says of a server, what it leaves out, and what changes since a revision."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.browser.applications import write_applications
from tests.cli.running import GOOD, TYPO, Runner, app
from tests.cli.test_imports import imported
from tests.each import rows

HASH = "$2y$05$Nq6P2oCY3WQJq2QKyXkNNOXhT9WvdTBXQpVYGfLJ0dV3sHkQvCbZm"


def data(cli: Runner, *arguments: str) -> dict[str, Any]:
    """The data of the one Traefik that a report is about."""
    ran = cli("report", *arguments, "--format", "json", "--fail-on", "never")
    assert ran.status == 0, ran.err
    (found,) = json.loads(ran.out)["traefiks"]
    assert isinstance(found, dict)
    return found


COMMIT = ("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--no-verify", "-m")


def git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout


def named(traefik: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (router for router in traefik["routers"] if router["name"] == name)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def applications(cli: Runner) -> Runner:
    """Forty applications with their static configuration and labels; some have mistakes."""
    write_applications(cli.folder, 40)
    return cli


def test_a_report_says_how_it_goes_with_each_router(applications: Runner) -> None:
    traefik = data(applications)
    assert traefik["summary"] | {"files": 0} == {
        "routers": 91, "served": 87, "partly": 0, "hidden": 2, "disabled": 2, "unknown": 0, "own": 1, "refused": 0,
        "error": 2, "warning": 2, "info": 0, "files": 0,
    }  # fmt: skip
    shop = named(traefik, "shop@file")
    assert (shop["hosts"], shop["entry_points"], shop["resolver"]) == (
        ["shop.example.com"],
        ["websecure"],
        "letsencrypt",
    )
    assert [step["name"] for step in shop["middlewares"]] == ["security-headers@file"]
    assert [server["address"] for one in shop["backends"] for server in one["servers"]] == ["http://shop:3000"]
    assert (shop["file"], shop["line"], shop["state"]) == ("apps/shop.yml", 11, "served")
    assert named(traefik, "metrics@docker")["provider"] == "docker"
    crm = named(traefik, "crm-api@file")
    assert (crm["state"], crm["why"]) == ("hidden", "crm@file takes all of its requests")
    wiki = named(traefik, "wiki-1@file")
    assert wiki["state"] == "disabled" and "`securty-headers` does not exist" in wiki["why"]


def test_a_report_says_what_no_request_reaches_and_who_brings_certificates(applications: Runner) -> None:
    traefik = data(applications)
    idle = {one["name"]: one["why"] for one in traefik["idle"]}
    assert idle["old-limit@file"] == "nothing uses it"
    assert idle["crm-api@file"] in ("crm@file takes all of its requests", "only what no request reaches uses it")
    assert "team-only@file" not in idle
    shop = next(one for one in traefik["certificates"] if one["host"] == "shop.example.com")
    assert (shop["source"], shop["challenge"]) == ("obtained by resolver letsencrypt", "HTTP challenge")
    assert shop["routers"] == ["shop-api@file", "shop@file"]


def test_findings_come_with_their_source_and_their_fix_as_a_diff(applications: Runner) -> None:
    typo, *_ = data(applications)["findings"]
    line, mark = typo["source"]
    assert (line[mark.index("^") : len(mark)], typo["also"]) == ("securty-headers", ["apps/wiki-1.yml:15"])
    (diff,) = typo["fix"]["diffs"]
    assert diff["file"] == "apps/ci-2.yml"
    assert diff["lines"] == [
        "         - websecure",
        "       middlewares:",
        "-        - securty-headers",
        "+        - security-headers",
        "       service: ci-2",
        "   services:",
    ]


def test_the_page_holds_the_same_data_and_needs_nothing_else(applications: Runner) -> None:
    ran = applications("report", "--output", "report.html", "--fail-on", "never")
    assert ran.status == 0 and ran.out == ""
    assert "report.html: 91 routers, 87 served, 2 hidden, 2 disabled, 2 errors, 2 warnings" in ran.err
    page = (applications.folder / "report.html").read_text("utf-8")
    held = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    assert json.loads(held)["traefiks"] == [data(applications)]
    assert "default-src &#x27;none&#x27;" in page
    assert not [word for word in ("<link", "<img", "<iframe", "<script src", "@import", "url(") if word in page]


def test_the_ending_of_the_output_says_which_format(applications: Runner) -> None:
    applications("report", "--output", "report.json")
    assert json.loads((applications.folder / "report.json").read_text("utf-8"))["version"] == 1


def test_errors_make_the_status_1(cli: Runner) -> None:
    cli.write({"apps/one.yml": app("one")})
    assert cli("report", "apps", "--output", "report.html").status == 0
    cli.write({"apps/two.yml": app("two", TYPO)})
    assert cli("report", "apps", "--output", "report.html").status == 1
    assert cli("report", "apps", "--output", "report.html", "--fail-on", "never").status == 0


def test_where_nothing_is_traefiks_there_is_no_page_and_a_warning_as_of_lint(cli: Runner) -> None:
    warning = "nothing was checked: there is no file here that is surely Traefik's"
    ran, linted = cli("report", "--output", "report.html"), cli("lint")
    assert (ran.status, linted.status) == (0, 0)
    assert warning in ran.err and warning in linted.out
    assert not (cli.folder / "report.html").exists()
    assert json.loads(cli("report", "--format", "json").out)["traefiks"] == []


def test_several_traefiks_are_one_report(cli: Runner) -> None:
    tables = "".join(f'[[traefik]]\nname = "{name}"\ndirectories = ["{name}"]\n' for name in ("live", "staging"))
    cli.write({"traefiklint.toml": tables, "live/one.yml": app("one"), "staging/two.yml": app("two", TYPO)})
    ran = cli("report", "--format", "json")
    live, staging = json.loads(ran.out)["traefiks"]
    assert (live["name"], live["summary"]["error"]) == ("live", 0)
    assert (staging["name"], staging["summary"]["error"], ran.status) == ("staging", 1, 1)


SECRETS = {
    "apps/shop.yml": f"""\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`) && Header(`X-Api-Key`, `s3cr3tK3y77aa`)
      entryPoints: [websecure]
      middlewares: [auth, nobody]
      service: shop
  middlewares:
    auth:
      basicAuth:
        users: ["anna:{HASH}"]
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://anna:pa55w0rdXY9@shop:3000
""",
}


@rows("form", ["html", "json"])
def test_secrets_are_in_no_report(cli: Runner, form: str) -> None:
    cli.write(SECRETS)
    ran = cli("report", "apps", "--format", form)
    assert "shop.example.com" in ran.out
    for secret in (HASH, "pa55w0rdXY9", "s3cr3tK3y77aa"):
        assert secret not in ran.out + ran.err


def test_what_a_rule_compares_with_a_secret_is_not_decided_in_the_page(cli: Runner) -> None:
    cli.write(SECRETS)
    shop = named(data(cli, "apps"), "shop@file")
    assert shop["condition"] == ["and", ["Host", ["shop.example.com"]], ["unknown"]]


def test_hosts_that_hold_a_secret_are_masked_where_the_data_is_kept_by_host(cli: Runner) -> None:
    token = "ghp_" + "a1B2c3D4" * 5
    options = "tls:\n  options:\n    strict: {minVersion: VersionTLS13}\n"
    router = (
        app("shop").replace("shop.example.com", f"{token}.example.com").replace("tls: {}", "tls: {options: strict}")
    )
    cli.write({"apps/shop.yml": options + router})
    assert token in (cli.folder / "apps/shop.yml").read_text()
    ran = cli("report", "apps", "--format", "json")
    assert token.lower() not in ran.out.lower()


@rows("password", ["served", "http", "error", "silent"])
def test_a_password_that_is_a_word_of_the_report_takes_nothing_away_from_it(cli: Runner, password: str) -> None:
    secret = SECRETS["apps/shop.yml"].replace("pa55w0rdXY9", password).replace("[auth, nobody]", "[auth]")
    cli.write({"apps/shop.yml": secret})
    traefik = data(cli, "apps")
    shop = named(traefik, "shop@file")
    assert (shop["state"], shop["protocol"], shop["syntax"]) == ("served", "http", "v3")
    assert {one["severity"] for one in traefik["findings"]} <= {"error", "warning", "info"}


OPEN = """\
services:
  wiki:
    image: wiki
    labels:
      - traefik.http.routers.wiki.rule=Host(`wiki.${DOMAIN}`) && PathPrefix(`/w`)
      - traefik.http.services.wiki.loadbalancer.server.port=80
  bare:
    image: bare
    labels:
      traefik.http.routers.bare.rule: Host(`${BARE_HOST}`)
      traefik.http.services.bare.loadbalancer.server.port: "80"
  lost:
    image: lost
    labels:
      traefik.http.routers.lost.rule: Host(`lost.${DOMAIN}`) && Nothing(`x`)
      traefik.http.services.lost.loadbalancer.server.port: "80"
"""


def test_of_rules_that_hang_on_variables_without_a_value_nothing_is_claimed(cli: Runner) -> None:
    cli.write({"compose.yml": OPEN})
    traefik = data(cli, "compose.yml")
    wiki, bare, lost = (named(traefik, f"{name}@docker") for name in ("wiki", "bare", "lost"))
    assert (wiki["state"], wiki["why"]) == ("unknown", "its rule hangs on `DOMAIN`, which has no value here")
    assert (wiki["hosts"], wiki["paths"]) == (["wiki.${DOMAIN}"], ["/w…"])
    assert (bare["state"], bare["rule"], bare["hosts"]) == ("unknown", "Host(`${BARE_HOST}`)", ["${BARE_HOST}"])
    assert lost["state"] == "disabled"  # whatever the variable is
    assert [traefik["summary"][state] for state in ("routers", "served", "disabled", "unknown")] == [3, 0, 1, 2]
    assert {one["name"] for one in traefik["idle"]} == {"lost@docker"}
    assert "1 router" not in cli("graph", "compose.yml", "--format", "html").out.partition("disables")[0]
    given = OPEN.replace("${DOMAIN}", "${DOMAIN:-a.test}").replace("${BARE_HOST}", "${BARE_HOST-b.test}")
    cli.write({"compose.yml": given})
    assert data(cli, "compose.yml")["summary"]["served"] == 2


def test_a_static_file_that_a_compose_file_mounts_is_that_of_its_labels(cli: Runner) -> None:
    """The flag beside it counts for nothing, so that the labels have the providers that the file says."""
    cli.write({
        "traefik/compose.yml": """\
services:
  traefik:
    image: traefik:v3.6
    command: ["--certificatesresolvers.le.acme.email=a@example.com"]
    volumes: ["./config/traefik.yml:/traefik.yml:ro"]
    labels:
      traefik.enable: "true"
      traefik.http.routers.dash.rule: Host(`dash.test`)
      traefik.http.routers.dash.service: api@internal
""",
        "traefik/config/traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\napi: {}\n",
        "traefik/.gitignore": "config\n",
    })  # fmt: skip
    assert named(data(cli), "dash@docker")["state"] == "served"
    ran = cli("route", "http://dash.test/")
    assert (ran.status, "dash@docker" in ran.out) == (0, True), ran.err


class TestAgainstARevision:
    @pytest.fixture
    def repository(self, cli: Runner) -> Runner:
        """Two applications in git, changed since: one is gone, one is new, and one has moved."""
        cli.write({"apps/shop.yml": app("shop"), "apps/old.yml": app("old"), "apps/blog.yml": app("blog", TYPO)})
        for arguments in (("init", "--quiet", "--initial-branch=main"), ("add", "--all"), (*COMMIT, "first")):
            git(cli.folder, *arguments)
        (cli.folder / "apps/old.yml").unlink()
        cli.write({"apps/new.yml": app("new", TYPO), "apps/shop.yml": app("shop").replace(":3000", ":4000")})
        cli.write({"apps/blog.yml": app("blog")})
        return cli

    def test_a_file_outside_of_the_repository_is_the_same_on_both_sides(
        self, repository: Runner, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        outside = tmp_path_factory.mktemp("outside") / "other.yml"
        outside.write_text(app("two"))
        path = os.path.relpath(outside, repository.folder)
        assert data(repository, path, "--against", "HEAD")["changes"]["routers"] == []

    @pytest.mark.parametrize("path", ["apps", "{}/apps", ".", "{}", "apps/.."])
    def test_routes_appear_disappear_and_change(self, repository: Runner, path: str) -> None:
        path = path.format(repository.folder)
        changes = data(repository, path, "--against", "main")["changes"]
        assert {(one["kind"], one["name"]) for one in changes["routers"]} == {
            ("appears", "new@file"), ("disappears", "old@file"), ("changes", "shop@file"), ("changes", "blog@file"),
        }  # fmt: skip
        shop = next(one for one in changes["routers"] if one["name"] == "shop@file")
        assert shop["details"] == [{"what": "servers", "before": "http://shop:3000", "after": "http://shop:4000"}]
        told = {(one["kind"], one["request"].partition("://")[2]) for one in changes["groups"]}
        assert ("disappears", "old.example.com/") in told
        assert ("appears", "blog.example.com/") in told
        assert ("changes", "shop.example.com/") in told

    def test_findings_are_new_or_gone(self, repository: Runner) -> None:
        traefik = data(repository, "apps", "--against", "main")
        assert {one["file"]: one["fresh"] for one in traefik["findings"]} == {"apps/new.yml": True}
        assert [one["file"] for one in traefik["changes"]["findings_gone"]] == ["apps/blog.yml"]

    def test_without_paths_and_from_a_folder_below(self, repository: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        everything = data(repository, "--against", "main")["changes"]["routers"]
        monkeypatch.chdir(repository.folder / "apps")
        assert data(repository, ".", "--against", "HEAD")["changes"]["routers"] == everything

    def test_what_was_not_there_before_is_all_new(self, repository: Runner) -> None:
        repository.write({"more/one.yml": app("one")})
        changes = data(repository, "more", "--against", "main")["changes"]
        assert [one["kind"] for one in changes["routers"]] == ["appears"]
        assert [one["kind"] for one in changes["groups"]] == ["appears"]

    def test_of_what_is_gone_altogether_every_route_disappears(self, repository: Runner) -> None:
        repository("report", "--output", "report.html", "--fail-on", "never")
        for path in (repository.folder / "apps").iterdir():
            path.unlink()
        traefik = data(repository, "--against", "main")
        gone = {("disappears", f"{name}@file") for name in ("shop", "old", "blog")}
        assert {(one["kind"], one["name"]) for one in traefik["changes"]["routers"]} == gone
        assert {one["kind"] for one in traefik["changes"]["groups"]} == {"disappears"}
        assert (traefik["routers"], traefik["read"]) == ([], [])
        ran = repository("report", "--output", "report.html")
        assert ran.status == 0 and "report.html is left as it was" in ran.err
        ran = repository("report", "--against", "main", "--output", "report.html")
        assert ran.status == 0 and "left as it was" not in ran.err
        page = (repository.folder / "report.html").read_text("utf-8")
        assert "disappears" in page and "new@file" not in page

    def test_one_of_several_traefiks_that_is_gone_is_told(self, repository: Runner) -> None:
        tables = "".join(f'[[traefik]]\nname = "{name}"\ndirectories = ["{name}"]\n' for name in ("apps", "more"))
        repository.write({"traefiklint.toml": tables, "more/one.yml": app("one")})
        git(repository.folder, "add", "--all")
        git(repository.folder, *COMMIT, "second")
        (repository.folder / "more/one.yml").unlink()
        repository.write({"traefiklint.toml": tables.partition('[[traefik]]\nname = "more"')[0]})
        ran = repository("report", "--against", "main", "--format", "json", "--fail-on", "never")
        apps, more = json.loads(ran.out)["traefiks"]
        assert (apps["name"], apps["changes"]["routers"]) == ("apps", [])
        assert [(one["kind"], one["name"]) for one in more["changes"]["routers"]] == [("disappears", "one@file")]

    def test_the_repository_stays_as_it_is(self, repository: Runner) -> None:
        def state() -> bytes:
            return git(repository.folder, "status", "--porcelain")

        before = state()
        data(repository, "apps", "--against", "main")
        assert state() == before

    def test_files_that_git_ignores_are_read_as_they_are_now(self, cli: Runner) -> None:
        compose = """\
services:
  shop:
    image: shop
    env_file: [secret/shop.env]
    labels:
      traefik.enable: "true"
      traefik.http.routers.shop.rule: Host(`${HOST:?}`)
      traefik.http.services.shop.loadbalancer.server.port: "80"
"""
        cli.write({
            "compose.yml": compose, ".env": "HOST=shop.example.com\n", ".gitignore": ".env\nsecret/\n",
            "secret/shop.env": "A=1\n", "unread.log": "",
        })  # fmt: skip
        git(cli.folder, "init", "--quiet", "--initial-branch=main")
        git(cli.folder, "add", "--all")
        git(cli.folder, *COMMIT, "first")
        ran = cli("report", "--against", "main", "--format", "json")
        found = json.loads(ran.out)
        (traefik,) = found["traefiks"]
        assert traefik["changes"]["routers"] == traefik["changes"]["groups"] == []
        assert traefik["changes"]["findings_gone"] == []
        assert found["as_now"] == [".env", "secret/shop.env"]
        assert "git keeps no .env, secret/shop.env; what was before is read with them as they are now" in ran.err

    def test_a_file_that_is_ignored_now_is_taken_as_the_revision_has_it(self, repository: Runner) -> None:
        repository.write({".gitignore": "apps/\n"})
        git(repository.folder, "rm", "--quiet", "-r", "--cached", "apps")
        changes = data(repository, "apps", "--against", "main")["changes"]["routers"]
        assert ("changes", "shop@file") in {(one["kind"], one["name"]) for one in changes}

    def test_standard_input_has_no_past(self, repository: Runner) -> None:
        ran = repository("report", "-", "--against", "main", "--format", "json")
        assert ran.status == 2 and "standard input has no past" in ran.err

    def test_a_revision_that_git_does_not_know(self, repository: Runner) -> None:
        ran = repository("report", "apps", "--against", "nowhere", "--format", "json")
        assert ran.status == 2 and "`nowhere` is not a revision that git knows" in ran.err


def test_every_asset_is_in_the_package() -> None:
    assets = {one.name for one in (files("traefiklint.report_page") / "assets").iterdir()}
    assert {"page.html", "page.css", "page.js", "answer.js"} <= assets


@pytest.mark.slow
@pytest.mark.parametrize("command", ["lint", "graph", "route https://one.example.com/"])
def test_no_other_command_imports_it(tmp_path: Path, command: str) -> None:
    (tmp_path / "one.yml").write_text(GOOD.replace("{name}", "one"), "utf-8")
    modules = imported(tmp_path, *command.split(), "one.yml")
    assert not [name for name in modules if name.startswith("traefiklint.report_page")]


def test_a_file_whose_name_is_no_text_is_drawn(cli: Runner) -> None:
    path = os.fsencode(cli.folder) + b"/apps"
    os.mkdir(path)  # noqa: PTH102
    try:
        with open(path + b"/\xff.yml", "wb") as stream:  # noqa: PTH123
            stream.write(app("shop").encode())
    except OSError:
        pytest.skip("this file system takes no such names")
    for ran in (cli("report", "apps", "--format", "html"), cli("graph", "apps", "--format", "svg")):
        assert (ran.status, "%FF.yml" in ran.out or "shop" in ran.out) == (0, True), ran.err


def test_labels_of_files_that_are_parts_of_others_are_said_to_have_no_routes(cli: Runner) -> None:
    part = "services:\n  web:\n    labels: ['traefik.http.routers.web.rule=Host(`a.example.com`)']\n"
    cli.write({"web/docker-compose.traefik.yml": part, "web/docker-compose.yml": "services: {web: {image: x}}\n"})
    said = (
        "no routes: labels in web/docker-compose.traefik.yml; Compose refuses this file as it is, "
        "so no container has the labels"
    )
    assert said in cli("report", "--output", "report.html").err
    assert said in (cli.folder / "report.html").read_text("utf-8")
    cli.write({"web/docker-compose.traefik.yml": part.replace("labels:", "image: x\n    labels:")})
    assert "no routes" not in cli("report", "--output", "report.html").err
