"""`traefiklint edit`: which objects, what is done to them, what is shown, and that all is written or nothing."""

from __future__ import annotations

import os

import pytest

from tests.cli.running import BROKEN, GOOD, Runner, app

HEADERS = """\
http:
  middlewares:
    security-headers:   # for everybody
      headers: {stsSeconds: 31536000}
    auth:
      basicAuth:
        users: ['admin:$2y$05$abcdefghijklmnopqrstuv']
"""
LACKS = 'router.entryPoints.exists(e, e == "websecure") && !router.middlewares.exists(m, m.startsWith("security-"))'
PLAIN = GOOD.replace("[websecure]", "[web]").replace("      tls:\n        certResolver: letsencrypt\n", "")
WITH = GOOD.replace("      service:", "      middlewares:\n        - security-headers@file   # first\n      service:")


@pytest.fixture
def apps(cli: Runner) -> Runner:
    cli.write(
        {
            "apps/shop.yml": app("shop") + "# the end\n",
            "apps/blog.yml": app("blog", WITH),
            "apps/wiki.yml": app(
                "wiki",
                GOOD.replace("[websecure]", "[web]").replace("      tls:\n        certResolver: letsencrypt\n", ""),
            ),
            "apps/middlewares.yml": HEADERS,
        }
    )
    return cli


def texts(cli: Runner) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((cli.folder / "apps").iterdir())}


def test_a_middleware_is_added_where_it_is_lacking(apps: Runner) -> None:
    before = texts(apps)
    ran = apps("edit", "apps", "--where", LACKS, "--add", "middlewares=security-headers@file")
    assert (ran.status, ran.err) == (0, "")
    assert "GET https://shop.example.com/: shop@file: now sets Strict-Transport-Security in the answer\n" in ran.out
    assert ran.out.endswith("Changed 1 file (1 object).\n")
    added = "        certResolver: letsencrypt\n      middlewares:\n        - security-headers@file\n"
    assert texts(apps) == before | {
        "shop.yml": before["shop.yml"].replace("        certResolver: letsencrypt\n", added)
    }
    again = apps("edit", "apps", "--where", LACKS, "--add", "middlewares=security-headers@file")
    assert again == (0, "", "nothing changes: no object matches\n")


def test_diff_shows_and_writes_nothing(apps: Runner) -> None:
    before = texts(apps)
    ran = apps("edit", "apps", "--set", "priority=7", "--diff")
    assert ran.status == 0
    assert ran.out.count("+      priority: 7\n") == 3
    assert ran.out.endswith("Would change 3 files (3 objects).\n")
    assert texts(apps) == before
    assert apps("edit", "apps", "--set", "priority=7", "--quiet") == (0, "", "")
    assert sum("priority: 7" in text for text in texts(apps).values()) == 3


def test_options_are_set_and_removed_at_any_depth(apps: Runner) -> None:
    where = ("--where", 'service.name == "shop"')
    ran = apps(
        "edit", "apps", *where, "--quiet",
        "--set", "loadBalancer.healthCheck.path=/up",
        "--set", "loadBalancer.healthCheck.interval=15s",
        "--set", "loadBalancer.servers[0].url=http://shop:9000",
        "--add", 'loadBalancer.servers={url: "http://shop:9001"}',
    )  # fmt: skip
    assert (ran.status, ran.err) == (0, "")
    servers = "          - url: http://shop:9000\n          - url: http://shop:9001\n"
    check = "        healthCheck:\n          path: /up\n          interval: 15s\n"
    whole = app("shop") + "# the end\n"
    assert texts(apps)["shop.yml"] == whole.replace("          - url: http://shop:3000\n", servers + check)
    taken = ("--remove", "loadBalancer.healthCheck", "--remove", "loadBalancer.servers[1]")
    ran = apps("edit", "apps", *where, "--quiet", *taken)
    assert (ran.status, ran.err) == (0, "")
    assert texts(apps)["shop.yml"] == whole.replace(":3000", ":9000")


def test_an_object_gets_another_name_with_every_reference(apps: Runner) -> None:
    before = texts(apps)
    ran = apps("edit", "apps", "--rename", "security-headers", "headers", "--quiet")
    assert (ran.status, ran.err) == (0, "")
    assert texts(apps) == before | {
        "middlewares.yml": before["middlewares.yml"].replace("security-headers:", "headers:"),
        "blog.yml": before["blog.yml"].replace("security-headers@file", "headers@file"),
    }
    ran = apps("edit", "apps", "--kind", "certResolver", "--rename", "letsencrypt", "zerossl", "--force", "--quiet")
    assert sum("zerossl" in text for text in texts(apps).values()) == 2
    assert not any("letsencrypt" in text for text in texts(apps).values())


def test_objects_are_deleted_where_a_condition_says_which(apps: Runner) -> None:
    assert apps("edit", "apps", "--delete").status == 2
    ran = apps("edit", "apps", "--where", 'middleware.name == "auth"', "--delete")
    assert (ran.status, ran.err) == (0, "")
    assert "$2y$" not in ran.out, "what is shown covers secrets"
    assert texts(apps)["middlewares.yml"] == HEADERS.partition("    auth:")[0]


def test_nothing_is_written_where_traefik_would_disable_something(apps: Runner) -> None:
    before = texts(apps)
    ran = apps("edit", "apps", "--where", 'middleware.name == "security-headers"', "--delete")
    assert ran.status == 1
    assert "apps/blog.yml:7:11: Middleware `security-headers@file` does not exist" in ran.err
    assert "nothing was written" in ran.err
    assert texts(apps) == before
    assert apps("edit", "apps", "--where", 'middleware.name == "security-headers"', "--delete", "--force").status == 0


@pytest.mark.skipif(os.geteuid() == 0 and not hasattr(os, "link"), reason="needs hard links")
def test_where_one_file_cannot_be_written_none_is(apps: Runner) -> None:
    os.link(apps.folder / "apps/wiki.yml", apps.folder / "wiki-too.yml")  # it would keep the old text
    before = texts(apps)
    ran = apps("edit", "apps", "--set", "priority=7")
    assert ran.status == 2
    assert "has 2 names (hard links)" in ran.err
    assert texts(apps) == before


def test_a_file_that_traefik_refuses_is_left_out_and_told(apps: Runner) -> None:
    apps.write({"apps/broken.yml": BROKEN})
    ran = apps("edit", "apps", "--set", "priority=7", "--diff")
    assert ran.status == 0
    assert "warning: `apps/broken.yml` was left out: Traefik refuses it" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", "router.nmae == 'x'", "--set", "priority=1"), "column 8: there is no option `nmae` in `router`"),
        (("--where", "rooter.name == 'x'", "--set", "priority=1"), "column 1: there is no `rooter`"),
        (("--where", "router.name ==", "--set", "priority=1"), "column 15: this cannot be read: it ends too early"),
        (("--where", "router.name", "--set", "priority=1"), "`router.name` is a text, and must be true or false"),
        (
            ("--where", "router.priority > 'a'", "--set", "priority=1"),
            "column 17: `>` cannot compare a number with a text",
        ),
        (
            ("--where", "router.middlewares[7] == 'a'", "--set", "priority=1"),
            "the condition fails for `http.routers.blog`",
        ),
        (("--where", "true", "--set", "priority=1"), "the condition is about no object"),
        (("--where", "router.name == service.name", "--set", "priority=1"), "`router`, `service` at once"),
        (("--where", "router.name == 'a'", "--kind", "service", "--set", "priority=1"), "and `--kind` says `service`"),
        (("--set", "priority=high"), 'parsing "high": invalid syntax (`http.routers.blog` in `apps/blog.yml`)'),
        (("--set", "prioriti=1"), "there is no option `prioriti`"),
        (("--set", "priority"), "says no value"),
        (("--add", "priority=1"), "`priority` is not a list"),
        (("--remove", "service=shop"), "`service` is not a list"),
        (("--kind", "rooter", "--set", "priority=1"), "there is no kind `rooter`"),
        (("--rename", "nobody", "x"), "no object is called `nobody`"),
        (("--rename", "shop", "x"), "more than one kind"),
        (("--kind", "router", "--rename", "shop", "blog"), "there is a router `blog` already"),
        ((), "there is nothing to do"),
        (("--rename", "auth", "x", "--set", "priority=1"), "two kinds of edits at once"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(apps: Runner, arguments: tuple[str, ...], said: str) -> None:
    before = texts(apps)
    ran = apps("edit", "apps", *arguments)
    assert ran.status == 2
    assert said in ran.err
    assert texts(apps) == before


def test_a_named_file_is_changed_alone_and_judged_with_its_neighbours(apps: Runner) -> None:
    before = texts(apps)
    ran = apps("edit", "apps/shop.yml", "--add", "middlewares=security-headers@file", "--quiet")
    assert (ran.status, ran.err) == (0, "")
    assert [name for name, text in texts(apps).items() if text != before[name]] == ["shop.yml"]


def test_toml_templates_and_labels_are_edited_static_files_are_not(apps: Runner) -> None:
    service = '[[http.services.t.loadBalancer.servers]]\nurl = "http://t"\n'
    apps.write(
        {
            "apps/t.toml": '[http.routers.t]\nrule = "Path(`/t`)"   # t\nservice = "t"\n\n' + service,
            "apps/u.yml": 'http:\n  routers:\n    u:\n      rule: Path(`/{{ env "U" }}`)\n      service: t\n',
            "apps/traefik.yml": "entryPoints:\n  web:\n    address: ':80'\n",
            "apps/compose.yml": "services: {a: {image: a, labels: ['traefik.http.routers.a.rule=Path(`/`)']}}\n",
        }
    )
    before = texts(apps)
    ran = apps("edit", "apps", "--where", "router.name in ['t', 'u', 'a']", "--set", "priority=7", "--quiet")
    assert (ran.status, ran.err) == (0, "")
    after = texts(apps)
    assert [name for name in after if after[name] != before[name]] == ["compose.yml", "t.toml", "u.yml"]
    assert after["t.toml"] == before["t.toml"].replace('service = "t"\n', 'service = "t"\npriority = 7\n')
    assert after["u.yml"] == before["u.yml"] + "      priority: 7\n"
    assert "['traefik.http.routers.a.rule=Path(`/`)', traefik.http.routers.a.priority=7]" in after["compose.yml"]


LABELS = """\
services:
  wiki:
    image: wiki
    labels:
      # in front
      - "traefik.http.routers.wiki.rule=Host(`${DOMAIN:-wiki.example.com}`)"   # the wiki
      - traefik.http.routers.wiki.middlewares=security-headers@file, auth
      - traefik.http.middlewares.auth.headers.stsseconds=1
  other:
    image: other
    deploy: {replicas: 1}
    labels: {traefik.http.routers.other.rule: "Host(`other`)", traefik.http.routers.other.middlewares: auth@docker}
"""


@pytest.fixture
def home(apps: Runner) -> Runner:
    apps.write(
        {
            "compose.yml": LABELS,
            "traefik.yml": "entryPoints: {websecure: {address: ':443'}, web: {address: ':80'}}\n"
            "certificatesResolvers: {letsencrypt: {acme: {email: a@example.com, storage: /a, tlsChallenge: {}}}}\n"
            "providers: {docker: {}, file: {directory: /apps}}\n",
            "apps/named.yml": app("named", GOOD.replace("      tls:", "      middlewares: [auth@docker]\n      tls:")),
        }
    )
    return apps


def edited(cli: Runner, *arguments: str) -> tuple[int, str]:
    """The status, and what is said on the error output, of an edit of files and labels."""
    ran = cli("edit", "apps", "compose.yml", "--static", "traefik.yml", *arguments, "--quiet")
    return ran.status, ran.err


def test_files_and_labels_are_edited_in_one_run(home: Runner) -> None:
    before = texts(home)
    where = 'router.middlewares.exists(m, m.startsWith("auth"))'
    assert edited(home, "--where", where, "--set", "priority=5", "--add", "middlewares=x@file", "--force") == (0, "")
    text = (home.folder / "compose.yml").read_text("utf-8")
    assert "      - traefik.http.routers.wiki.middlewares=security-headers@file, auth, x@file\n" in text
    assert "      - traefik.http.routers.wiki.priority=5\n" in text
    assert "middlewares: 'auth@docker,x@file', traefik.http.routers.other.priority: '5'}" in text
    assert [name for name, now in texts(home).items() if now != before[name]] == ["named.yml"]


def test_a_name_of_labels_changes_everywhere_it_is_meant(home: Runner) -> None:
    before = texts(home)
    status, said = edited(home, "--rename", "auth", "login")
    assert (status, "there are `auth@docker`, `auth@file`" in said) == (2, True)
    assert edited(home, "--rename", "auth@docker", "login") == (0, "")
    text = (home.folder / "compose.yml").read_text("utf-8")
    assert text == LABELS.replace(", auth\n", ", login\n").replace("lewares.auth.", "lewares.login.").replace(
        "auth@docker", "login@docker"
    )
    assert texts(home) == before | {"named.yml": before["named.yml"].replace("auth@docker", "login@docker")}


def test_a_name_of_a_file_changes_in_labels_too(home: Runner) -> None:
    assert edited(home, "--rename", "security-headers", "hardening") == (0, "")
    text = (home.folder / "compose.yml").read_text("utf-8")
    assert text == LABELS.replace("security-headers@file", "hardening@file")
    assert "        - hardening@file   # first\n" in texts(home)["blog.yml"]


def test_labels_are_judged_and_shown_as_files_are(home: Runner) -> None:
    ran = home(
        "edit", "apps", "compose.yml", "--static", "traefik.yml", "--where", "middleware.name == 'auth'", "--delete"
    )
    assert ran.status == 1
    assert "apps/named.yml:7:21: Middleware `auth@docker` does not exist" in ran.err
    assert "compose.yml:7:70: Middleware `auth` does not exist" in ran.err
    assert (home.folder / "compose.yml").read_text("utf-8") == LABELS
    ran = home("edit", "compose.yml", "--static", "traefik.yml", "--where", "router.name == 'other'", "--delete")
    assert (ran.status, ran.err) == (0, "")
    assert "GET http://other/: other@docker → 404 Not Found\n" in ran.out
    assert "    labels: {" not in (home.folder / "compose.yml").read_text("utf-8")


def test_what_labels_cannot_say_stops_the_whole_edit(home: Runner) -> None:
    before = texts(home)
    status, said = edited(home, "--kind", "router", "--set", "parentRefs=up")
    assert (status, "labels cannot set it" in said) == (2, True)
    assert (texts(home), (home.folder / "compose.yml").read_text("utf-8")) == (before, LABELS)


def test_a_compose_file_that_compose_refuses_is_left_out_and_told(home: Runner) -> None:
    home.write({"compose.yml": LABELS + "  bad: {image: [], labels: ['traefik.enable=true']}\n"})
    ran = home("edit", "apps", "compose.yml", "--static", "traefik.yml", "--set", "priority=3", "--diff")
    assert (ran.status, "`compose.yml` was left out: Compose refuses it" in ran.err) == (0, True)


def test_standard_input_is_not_edited(apps: Runner) -> None:
    assert "standard input cannot be edited" in apps("edit", "-", "--set", "priority=1").err
