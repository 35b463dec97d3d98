"""Where a configuration is used, as far as names of files and of hosts tell."""

from __future__ import annotations

from tests.each import each, rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance.whereabouts import (
    is_at_home,
    is_for_trial,
    is_of_the_internet,
    is_on_the_internet,
    variant_of,
)


@each(
    (
        ("demo/a.yml", True),
        ("examples/x/a.yml", True),
        ("a/my-test/b.yml", True),
        ("a/docker-compose.dev.yml", True),
        ("dev-compose.yml", True),
        ("production/a.yml", False),
        ("demo.yml", False),
        ("demo.d/a.yml", False),
        ("mydemo/a.yml", False),
        ("/srv/demo/a.yml", False),
        ("../demo/a.yml", False),
        ("C:/demo/a.yml", False),
        ("C:/demo/compose.test.yml", True),
    ),
    str,
)
def test_a_file_is_for_trial_by_its_name_or_by_a_folder_of_the_project(case: tuple[str, bool]) -> None:
    path, is_one = case
    assert is_for_trial(path) is is_one


@each(
    (
        ("a.io", True),
        ("a.io.", True),
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("::1", False),
        ("a", False),
        ("localhost", False),
        ("a.127.0.0.1.nip.io", False),
        ("a.127.0.0.1.sslip.io", False),
        ("a.localtest.me", False),
        ("a.lvh.me", False),
        ("a.vcap.me", False),
        ("a.x.ts.net", False),
        ("a.localhost", False),
        ("A.LAN", False),
        ("a.home.arpa", False),
        ("a.lvh.me", False),
        ("tasks.web.io", False),
        ("my_app.io", False),
        ("host.tail1234.ts.net", False),
        ("a.local.shop.io", False),
        ("a.lan.shop.co.uk", False),
        ("local.shop.io", True),  # it may be a shop's page of its town
        ("a.local.io", False),
        ("a.home.shop.io", True),
        ("a.homelab.shop.io", False),
    ),
    str,
)
def test_a_host_is_of_the_internet_by_its_name(case: tuple[str, bool]) -> None:
    host, is_one = case
    assert is_of_the_internet(host) is is_one


def test_variants_of_a_file_are_told_by_their_name() -> None:
    assert {variant_of(f"a.dev/app{more}.yml") for more in ("", ".local", "-prod", "_v2", ".https")} == {
        "a.dev/app.yml"
    }
    assert variant_of("app.liver.yml") == "app.liver.yml"


@rows(
    "end",
    [
        *("local", "internal", "lan", "home", "intranet", "private", "localhost", "localdomain", "test", "cluster"),
        *("svc", "docker", "loc", "invalid", "consul", "corp", "lab", "home.arpa", "ts.net", "127.0.0.1"),
        *("127.0.0.1.nip.io", "127.0.0.1.sslip.io", "localtest.me", "lvh.me", "vcap.me"),
    ],
)
def test_a_name_that_ends_so_leads_nobody_here_from_outside(end: str) -> None:
    """Beside them are names that stand for those of a site: with a letter more, or one of another in its place."""
    assert not is_of_the_internet(f"shop.{end}")
    assert not is_of_the_internet(f"shop.{end.upper()}.")
    assert is_of_the_internet(f"{end}.shop.example")
    assert end.startswith("127") or not is_of_the_internet(end)


@rows("word", ["domain", "example", "fqdn", "tld", "xxx", "your"])
def test_a_name_that_ends_in_a_stand_in_is_taken_for_one_of_the_internet(word: str) -> None:
    assert is_of_the_internet(f"shop.{word}")
    assert is_of_the_internet(f"shop.1{word}2")
    assert not is_of_the_internet(f"shop.1{word[:-1]}2")
    assert not is_of_the_internet(word)


@rows(
    ("name", "is_one"),
    [
        *((f"shop.{zone}.a.io", False) for zone in ("local", "lan", "internal", "intern", "intranet", "localnet")),
        *((f"{zone}.a.io", True) for zone in ("local", "lan", "internal", "intern", "intranet", "localnet")),
        ("shop.locally.a.io", True),
        ("tasks.a.io", False),
        ("tasksx.a.io", True),
        ("tasks", False),
        ("shop.de", True),
        ("shop.d", False),
        ("shop.deu", False),
        ("shop.d1", False),
        ("shop.xn--p1ai", True),
        ("shop.xn-p1ai", False),
        ("shop.рф", True),
        ("shop.рфрф", True),
        ("shop.com", True),
        ("shop.comm", False),
        ("shop.1", True),
        ("10.1", False),
        ("1.2.3.4", True),
        ("1.2.3.400", False),
        ("192.168.0.1", False),
        ("2001:4860:4860::8888", True),
        ("fd00::1", False),
        ("", False),
        (".", False),
    ],
)
def test_whether_a_name_is_known_on_the_internet(name: str, is_one: bool) -> None:
    assert is_of_the_internet(name) is is_one


@rows(
    ("path", "is_one"),
    [
        *((f"{word}/a.yml", True) for word in ("dev", "devel", "develop", "development", "local", "localhost", "e2e")),
        *((f"{word}/a.yml", True) for word in ("localstack", "example", "exemple", "sample", "tutorial")),
        *((f"x/{word}/a.yml", True) for word in ("tests", "testing", "playground", "sandbox", "workshop", "exercise")),
        ("quickstart/a.yml", True),
        ("Demo/a.yml", True),
        ("01-demo/a.yml", True),
        ("demo-2/a.yml", True),
        ("a.b-demo/a.yml", False),
        ("demos.example.com/a.yml", False),
        ("democracy/a.yml", False),
        (".demo/a.yml", False),
        ("./demo/a.yml", True),
        ("x/../demo/a.yml", True),
        ("./a.yml", False),
        (".hidden/demo/a.yml", True),
        ("a.demo.yml", True),
        ("a-demo.yml", True),
        ("a_demo.yml", True),
        ("ademo.yml", False),
        ("development.yml", True),
        ("dynamic/Dev.yml", True),
        ("developer.yml", False),
        ("test.yml", False),
        ("demo-stack.yml", True),
        ("demo.swarm.yml", True),
        ("demo_docker-compose.yml", True),
        ("demo-traefik.prod.yml", True),
        ("demo-shop.yml", False),
        ("x/demo", False),
        ("c:demo/a.yml", False),
    ],
)
def test_whether_a_file_is_for_trial(path: str, is_one: bool) -> None:
    assert is_for_trial(path) is is_one


@rows(
    "variant",
    [
        *("dev", "devel", "development", "local", "localhost", "test", "tests", "testing", "stage", "staging", "prod"),
        *("production", "live", "http", "https", "ssl", "tls", "high", "low", "internal", "external", "public"),
        *("private", "v1", "v2", "v3", "DEV"),
    ],
)
def test_a_variant_of_a_file_is_one_of_it(variant: str) -> None:
    assert variant_of(f"a/app.{variant}.yml") == variant_of(f"a/{variant}/../app.yml").replace(f"{variant}/../", "")
    assert variant_of(f"app-{variant}") == variant_of(f"app_{variant}.yml").removesuffix(".yml") == "app"
    assert variant_of(f"app-{variant}er.yml") == f"app-{variant}er.yml"
    assert variant_of(f"{variant}.yml") == f"{variant}.yml"


OPEN = """\
http:
  routers:
    own: {rule: "%s", service: api@internal, entryPoints: [web]}
%s
"""
STATIC = "entryPoints: {web: {address: ':443', http: {tls: {}}}}\napi: {}\n"
ACME = f"{STATIC}certificatesResolvers: {{le: {{acme: {{email: a@b.io, storage: acme.json, tlsChallenge: {{}}}}}}}}\n"


def asked(
    rule: str, others: tuple[str, ...] = (), own: tuple[str, ...] = (), static: str | None = STATIC
) -> tuple[bool, bool]:
    """Whether strangers come to a router for all that is known, and whether something shows that they do."""
    more = "".join(f'    o{at}: {{rule: "{other}", service: noop@internal}}\n' for at, other in enumerate(others))
    instance = instance_of(OPEN % (rule, more), static)
    router = thing(instance, "http.routers.own")
    return not is_at_home(router, instance, own), is_on_the_internet(router, instance, own)


def come(rule: str, others: tuple[str, ...] = (), own: tuple[str, ...] = (), static: str | None = STATIC) -> bool:
    return asked(rule, others, own, static)[0]


@rows(
    ("rule", "told"),
    [
        ("Host(`a.io`)", True),
        ("Host(`a.lan`)", False),
        ("Host(`a`)", False),
        ("Host(`a.lan`) || Host(`a.io`)", True),
        ("Host(`a.lan`) || Host(`b.lan`)", False),
        ("Host(`a.lan`) && PathPrefix(`/`)", False),
        ("Host(`a.lan`) || PathPrefix(`/api`)", True),
        ("!Host(`a.lan`)", True),
        ("!Host(`a.lan`) && Host(`b.lan`)", False),
        ("!(Host(`a.lan`) && Host(`b.lan`))", True),
        ("!(!Host(`a.lan`))", False),
        ("!(!Host(`a.lan`) || PathPrefix(`/x`))", False),
        ("!(!Host(`a.lan`) && !PathPrefix(`/api`))", True),
        ("!(!Host(`a.lan`) && !Host(`b.lan`))", False),
        ("HostRegexp(`^a.lan$`)", True),
        ("HostRegexp(`^a.lan$`) || Host(`b.lan`)", False),
        ('HostHeader(`a.lan`) || Host(`b.lan`)", ruleSyntax: "v2', False),
        ("PathPrefix(`/`)", True),
    ],
)
def test_strangers_come_to_a_router_unless_it_wants_a_host_that_only_those_at_home_know(rule: str, told: bool) -> None:
    assert come(rule) is told


@rows(
    ("others", "told"),
    [
        (("Host(`a.io`)",), True),
        (("Host(`a.lan`)",), False),
        (("Host(`a.lan`)", "Host(`a.io`)"), True),
        (("Host(`a.lan`)", "Host(`a`)"), False),
        (("Host(`a`)",), True),
        (("Host(`localhost`)",), False),
        (("PathPrefix(`/x`)",), True),
    ],
)
def test_where_a_router_wants_no_host_those_of_all_others_tell(others: tuple[str, ...], told: bool) -> None:
    assert come("PathPrefix(`/api`)", others) is told


@rows(
    ("rule", "own", "static", "told"),
    [
        ("Host(`a.io`)", ("a.io",), STATIC, False),
        ("Host(`A.io.`)", ("a.io",), STATIC, False),
        ("Host(`b.io`)", ("a.io",), STATIC, True),
        ("Host(`a.b.io`)", ("*.b.io",), STATIC, False),
        ("Host(`b.io`)", ("*.b.io",), STATIC, True),
        ("Host(`a.io`)", ("a.io",), ACME, True),
        ("Host(`a.lan`)", ("a.io",), ACME, False),
        ("Host(`a.lan`)", (), ACME, False),
    ],
)
def test_names_that_lead_to_ones_own_machine_are_at_home(
    rule: str, own: tuple[str, ...], static: str, told: bool
) -> None:
    assert come(rule, own=own, static=static) is told


@rows(
    ("rule", "others", "static", "shown"),
    [
        ("Host(`a.io`)", (), STATIC, True),
        ("Host(`a.lan`)", (), STATIC, False),
        ("Host(`a.lan`)", ("Host(`a.io`)",), STATIC, False),
        ("Host(`a.lan`)", (), ACME, False),
        ("PathPrefix(`/`)", (), STATIC, False),
        ("PathPrefix(`/`)", (), ACME, True),
        ("PathPrefix(`/`)", ("Host(`a.io`)",), STATIC, True),
        ("PathPrefix(`/`)", ("Host(`a.lan`)",), STATIC, False),
        ("!Host(`a.lan`)", (), STATIC, False),
        ("!Host(`a.lan`)", (), ACME, True),
        ('PathPrefix(`/`)", tls: {certResolver: le}, x: "', (), STATIC, False),
        ('PathPrefix(`/`)", tls: {}, x: "', (), STATIC, False),
        ("Host(`a.lan`) || PathPrefix(`/`)", ("Host(`a.io`)",), STATIC, True),
    ],
)
def test_strangers_are_shown_to_come_by_a_host_or_by_certificates(
    rule: str, others: tuple[str, ...], static: str, shown: bool
) -> None:
    assert asked(rule, others, static=static)[1] is shown


@rows(
    ("rule", "static", "told"),
    [
        ("Host(`{{ env `HOST` }}`)", STATIC, (False, False)),
        ("Host(`{{ env `HOST` }}`)", ACME, (True, True)),
        ("Host(`{{ env `HOST` }}`) || Host(`a.io`)", STATIC, (False, True)),
    ],
)
def test_where_a_template_holds_the_hosts_certificates_tell(rule: str, static: str, told: tuple[bool, bool]) -> None:
    assert asked(rule, static=static) == told


COMPOSE = """\
services:
  app:
    image: app
    labels:
      traefik.http.routers.own.rule: "%s"
"""


@rows(
    ("rule", "static", "told"),
    [
        ("Host(`${HOST}`)", None, (False, False)),
        ("Host(`${HOST}`)", ACME, (True, True)),
        ("Host(`${HOST:?}`)", None, (False, False)),
        ("Host(`${HOST:-a.io}`)", None, (True, True)),
        ("Host(`${HOST:-a.lan}`)", ACME, (False, False)),
        ("Host(`a.lan`)", ACME, (False, False)),
    ],
)
def test_where_a_variable_holds_the_hosts_certificates_tell(rule: str, static: str, told: tuple[bool, bool]) -> None:
    static = static and f"{static}providers: {{docker: {{}}}}\n"
    instance = instance_of({"compose.yml": COMPOSE % rule}, static)
    router = thing(instance, "http.routers.own@docker")
    assert (not is_at_home(router, instance), is_on_the_internet(router, instance)) == told


@rows(
    ("name", "is_one"),
    [
        *((f"a.10.0.0.1.{end}", False) for end in ("nip.io", "sslip.io", "traefik.me")),
        *((f"a-8-8-8-8.{end}", True) for end in ("nip.io", "sslip.io", "traefik.me")),
        ("192-168-1-5.sslip.io", False),
        ("8.8.8.8.nip.io", True),
        ("a8.8.8.8.nip.io", True),
        ("8.8.8.nip.io", True),
        ("8.8.8.8.nip.ioo", False),
        ("a.traefik.me", False),
        ("traefik.me", True),
        ("a.local.fr", False),
        ("local.fr", True),
    ],
)
def test_a_name_may_lead_to_the_address_in_it(name: str, is_one: bool) -> None:
    assert is_of_the_internet(name) is is_one


@rows(
    ("end", "is_one"),
    [
        *(
            (word, True)
            for word in ("my", "host", "site", "url", "my-host", "mysite", "my-url", "hostname", "mydomain")
        ),
        *((word, False) for word in ("myapp", "mylab", "ghost", "dockerhost", "onsite", "urlx", "my-app", "curl")),
    ],
)
def test_a_short_word_is_a_stand_in_where_nothing_but_such_stands_beside_it(end: str, is_one: bool) -> None:
    assert is_of_the_internet(f"shop.{end}") is is_one
