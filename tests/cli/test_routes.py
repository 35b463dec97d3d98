"""`route`, `test`, `diff-routes` and `graph`, as users run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from tests.cli.running import BROKEN, TYPO, Runner, app
from tests.each import rows


def test_route_says_who_answers_and_why_the_others_do_not(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/blog.yml": app("blog")})
    ran = cli("route", "https://shop.example.com/cart", "apps")
    assert ran.status == 0
    assert "router       shop@file  apps/shop.yml:4" in ran.out
    assert "→ http://shop:3000/cart" in ran.out
    assert "router asks for another host (`--all` shows them)" in ran.out
    ran = cli("route", "https://shop.example.com/cart", "apps", "--all")
    assert "blog@file  Host(`blog.example.com`) fails: host shop.example.com  apps/blog.yml:4" in ran.out


def test_route_ends_with_1_where_nobody_answers_and_names_the_nearest_miss(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    ran = cli("route", "https://shop.example.com/", "apps")
    assert ran.status == 1
    assert "404 Not Found" in ran.out
    assert "`shop@file` matches, but Traefik disables it: " in ran.out


def test_route_takes_a_method_headers_and_a_client(cli: Runner) -> None:
    rule = "Method(`POST`) && Header(`X-Beta`, `1`) && ClientIP(`203.0.113.0/24`)"
    cli.write({"a.yml": app("shop").replace("Host(`shop.example.com`)", rule)})
    words = (
        "route",
        "POST",
        "https://any.example.com/",
        "a.yml",
        "--header",
        "X-Beta: 1",
        "--client-ip",
        "203.0.113.7",
    )
    assert cli(*words).status == 0
    assert cli("route", "https://any.example.com/", "a.yml").status == 1


OWN = """\
entryPoints: {web: {address: ":80"}}
api: {insecure: true, debug: true}
ping: {}
metrics: {prometheus: {}}
providers: {rest: {insecure: true}}
"""
"""A static configuration with everything that Traefik answers itself."""


@rows(
    ("path", "router", "off"),
    [
        ("api/overview", "api@internal", ("insecure: true, debug", "debug")),
        ("dashboard/", "dashboard@internal", ("debug: true", "dashboard: false")),
        ("debug/vars", "debug@internal", (", debug: true", ", dashboard: false")),
        ("ping", "ping@internal", ("ping: {}", "ping: {manualRouting: true}")),
        ("metrics", "prometheus@internal", ("prometheus: {}", "prometheus: {manualRouting: true}")),
        ("api/providers/rest", "rest@internal", ("rest: {insecure: true}", "rest: {}")),
    ],
)
def test_route_knows_what_traefik_answers_itself(cli: Runner, path: str, router: str, off: tuple[str, str]) -> None:
    cli.write({"traefik.yml": OWN, "apps/shop.yml": app("shop")})
    words = ("route", f"http://traefik.example.com:8080/{path}", "apps", "--static", "traefik.yml")
    assert f"    router       {router}\n" in cli(*words).out
    assert off[0] in OWN
    cli.write({"traefik.yml": OWN.replace(*off)})
    assert router not in cli(*words).out


CHALLENGE = """\
entryPoints: {web: {address: ":80"}}
certificatesResolvers: {le: {acme: {email: me@shop.test, storage: acme.json, httpChallenge: {entryPoint: web}}}}
"""


@rows(
    ("static", "router"),
    [
        (CHALLENGE, "acme-http@internal"),
        (CHALLENGE.replace('":80"', '":80", allowACMEByPass: true'), "shop@file"),
        (CHALLENGE.replace(", httpChallenge: {entryPoint: web}", ", tlsChallenge: {}"), "shop@file"),
    ],
)
def test_route_knows_who_answers_a_challenge(cli: Runner, static: str, router: str) -> None:
    shop = app("shop").replace("websecure", "web").replace("      tls:\n        certResolver: letsencrypt\n", "")
    longer = "Host(`shop.example.com`) && PathPrefix(`/.well-known/`)"
    cli.write({"traefik.yml": static, "apps/shop.yml": shop.replace("Host(`shop.example.com`)", longer)})
    words = ("route", "http://shop.example.com/.well-known/acme-challenge/x", "apps", "--static", "traefik.yml")
    assert f"    router       {router}" in cli(*words).out
    bypasses = "allowACMEByPass" in static
    assert ("acme-http-bypass@internal" in cli(*words, "--all").out) is bypasses
    nobody = ("route", "http://nobody.example.com/.well-known/acme-challenge/x", "apps", "--static", "traefik.yml")
    assert ("    router       acme-http" in cli(*nobody).out) is ("httpChallenge" in static)


def test_route_json_holds_the_whole_answer(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/blog.yml": app("blog")})
    ran = cli("route", "https://shop.example.com/cart?x=1", "apps", "--format", "json")
    made = json.loads(ran.out)
    (request,) = made["requests"]
    assert request["entry_point"] == "websecure"
    assert request["answers"][0]["routers"][0]["line"] == 4
    assert request["answers"][0]["service"]["servers"][0]["url"] == "http://shop:3000/cart?x=1"
    verdicts = {one["name"]: one["verdict"] for one in made["candidates"]}
    assert verdicts == {"shop@file": "answers", "blog@file": "no match"}
    assert made["loads"]


def test_route_says_that_traefik_refuses_the_directory_and_answers_all_the_same(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/bad.yml": BROKEN})
    ran = cli("route", "https://shop.example.com/", "apps")
    assert ran.status == 0
    assert "Traefik refuses this directory" in ran.err
    assert "apps/bad.yml:2: " in ran.err


@rows(
    ("words", "said"),
    [
        (("route", "shop.example.com", "apps"), "is no full address"),
        (("route", "GET", "shop.example.com", "apps"), "is no full address"),
        (("route", "https://shop.example.com/", "nowhere"), "`nowhere` does not exist"),
        (("route", "https://shop.example.com:81/", "apps"), "no entry point listens on port 81"),
        (("test", "nothing.yml", "apps"), "the tests in `nothing.yml` cannot be read"),
        (("diff-routes", "apps", "nowhere"), "`nowhere` does not exist"),
    ],
)
def test_mistakes_are_explained_and_end_with_2(cli: Runner, words: tuple[str, ...], said: str) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    ran = cli(*words)
    assert ran.status == 2
    assert said in ran.err


TESTS = "tests:\n  - {request: https://shop.example.com/, expect: router shop}\n"


def test_tests_pass_or_fail_and_coverage_may_be_asked_for(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/blog.yml": app("blog"), "routes.test.yml": TESTS})
    ran = cli("test", "routes.test.yml", "apps")
    assert (ran.status, "error" in ran.err) == (0, False)
    assert "1 test passed; they reach 1 of 2 routers (50.0 %)" in ran.out
    ran = cli("test", "routes.test.yml", "apps", "--fail-under", "80")
    assert ran.status == 1
    assert "50.0 % of the routers, less than the 80 %" in ran.err
    cli.write({"routes.test.yml": TESTS.replace("router shop", "router blog")})
    ran = cli("test", "routes.test.yml", "apps")
    assert ran.status == 1
    assert "routes.test.yml:2:50: expected router `blog`, got router `shop@file`" in ran.out


def test_tests_report_as_junit_into_a_file_and_as_json(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "routes.test.yml": TESTS})
    ran = cli("test", "routes.test.yml", "apps", "--format", "junit", "--output", "out.xml")
    assert (ran.status, ran.out) == (0, "")
    assert ElementTree.parse(cli.folder / "out.xml").getroot().attrib["tests"] == "1"
    made = json.loads(cli("test", "routes.test.yml", "apps", "--format", "json").out)
    assert made["coverage"]["reached"] == ["shop@file"]


def test_diff_routes_compares_directories_and_git_revisions(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    _git(cli.folder, "init", "-q")
    _git(cli.folder, "add", ".")
    _git(cli.folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first")
    assert cli("diff-routes", "HEAD:apps", "apps").status == 0
    cli.write({"apps/shop.yml": app("shop", TYPO), "apps/blog.yml": app("blog")})
    ran = cli("diff-routes", "HEAD:apps", "apps")
    assert ran.status == 1
    assert "GET https://shop.example.com/: shop@file → 404 Not Found" in ran.out
    assert "GET https://blog.example.com/: 404 Not Found → blog@file (served by http://blog:3000)" in ran.out
    made = json.loads(cli("diff-routes", "HEAD:apps", "apps", "--format", "json").out)
    assert len(made["changes"]) == 2
    assert "| `GET https://shop.example.com/` |" in cli("diff-routes", "HEAD:apps", "apps", "--format", "markdown").out
    assert "git knows" in cli("diff-routes", "nobranch:apps", "apps").err


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@rows(
    ("words", "begins"),
    [
        ((), "flowchart LR"),
        (("--format", "dot"), "digraph"),
        (("--format", "svg"), "<svg"),
        (("--format", "html"), "<!DOCTYPE html>"),
    ],
)
def test_graph_draws_for_each_format(cli: Runner, words: tuple[str, ...], begins: str) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    ran = cli("graph", "apps", *words)
    assert ran.status == 0
    assert ran.out.startswith(begins)


def test_graph_takes_the_format_from_the_name_of_the_output_and_links_from_there(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "out/.keep": ""})
    assert cli("graph", "apps", "--output", "out/routes.svg").status == 0
    text = (cli.folder / "out/routes.svg").read_text("utf-8")
    assert text.startswith("<svg")
    assert 'href="../apps/shop.yml#L3"' in text


def test_graph_draws_of_a_file_what_it_has_a_part_in_and_of_a_pattern_what_fits(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/blog.yml": app("blog")})
    whole = cli("graph", "apps").out
    assert "http://shop" in whole.replace("#58;", ":") and "http://blog" in whole
    for words in (("apps/shop.yml",), ("apps", "--host", "shop.*"), ("apps", "--router", "sho?")):
        drawn = cli("graph", *words).out
        assert "shop" in drawn
        assert "blog" not in drawn
    ran = cli("graph", "apps", "--host", "nowhere.test")
    assert ran.status == 2
    assert "no router fits" in ran.err


@rows("refused", ["before", "after"])
def test_diff_routes_says_which_side_traefik_refuses(cli: Runner, refused: str) -> None:
    cli.write({"before/shop.yml": app("shop"), "after/shop.yml": app("shop"), f"{refused}/bad.yml": BROKEN})
    said = [line for line in cli("diff-routes", "before", "after").out.splitlines() if "refuses" in line]
    assert [line.partition(",")[0] for line in said] == [f"{refused}: Traefik refuses the directory"]
