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


def test_toml_and_templates_are_edited_static_and_compose_files_are_not(apps: Runner) -> None:
    service = '[[http.services.t.loadBalancer.servers]]\nurl = "http://t"\n'
    apps.write(
        {
            "apps/t.toml": '[http.routers.t]\nrule = "Path(`/t`)"   # t\nservice = "t"\n\n' + service,
            "apps/u.yml": 'http:\n  routers:\n    u:\n      rule: Path(`/{{ env "U" }}`)\n      service: t\n',
            "apps/traefik.yml": "entryPoints:\n  web:\n    address: ':80'\n",
            "apps/compose.yml": "services:\n  a:\n    labels: ['traefik.http.routers.a.rule=Path(`/`)']\n",
        }
    )
    before = texts(apps)
    ran = apps("edit", "apps", "--where", "router.name in ['t', 'u', 'a']", "--set", "priority=7", "--quiet")
    assert (ran.status, ran.err) == (0, "")
    after = texts(apps)
    assert [name for name in after if after[name] != before[name]] == ["t.toml", "u.yml"]
    assert after["t.toml"] == before["t.toml"].replace('service = "t"\n', 'service = "t"\npriority = 7\n')
    assert after["u.yml"] == before["u.yml"] + "      priority: 7\n"


def test_standard_input_is_not_edited(apps: Runner) -> None:
    assert "standard input cannot be edited" in apps("edit", "-", "--set", "priority=1").err
