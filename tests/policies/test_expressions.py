"""What expressions see: options as typed values, defaults told apart from what is given, and what we know besides."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.each import rows
from tests.policies.judging import held, policy
from traefiklint.cel.library import environment, read_expression
from traefiklint.errors import UsageError
from traefiklint.policies.subjects import NAMES, subject

ROUTERS = """\
http:
  routers:
    shop:
      rule: Host(`Shop.example.com`) && (PathPrefix(`/admin`) || Path(`/x`))
      entryPoints: [websecure]
      service: shop
      middlewares: [both, other@docker]
      tls: {}
    office:
      rule: Host(`office.example.com`) && ClientIP(`10.0.0.0/8`)
      entryPoints: [websecure]
      service: parts
      priority: 5
    metrics:
      rule: PathPrefix(`/metrics`)
      entryPoints: [traefik]
      service: shop
    hidden:
      rule: Host(`shop.example.com`) && PathPrefix(`/admin/users`)
      entryPoints: [websecure]
      priority: 1
      service: shop
      tls: {}
  middlewares:
    both:
      chain:
        middlewares: [login, safe]
    login:
      basicAuth: {usersFile: /users}
    safe:
      headers: {stsSeconds: 60}
  services:
    shop:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: http://10.0.0.1
    spare:
      loadBalancer:
        servers:
          - url: http://10.0.0.2
            weight: 3
    parts:
      weighted:
        services:
          - {name: shop, weight: 1}
          - {name: spare, weight: 1}
"""
STATIC = """\
entryPoints:
  websecure:
    address: :443
    http:
      tls:
        certResolver: le
        options: modern@file
      middlewares: [safe@file]
  internal:
    address: 127.0.0.1:9000
certificatesResolvers:
  le: {acme: {email: a@example.com, storage: acme.json, httpChallenge: {entryPoint: web}}}
providers:
  file: {directory: /d}
  docker: {}
api: {}
"""


def true_of(expression: str, name: str, about: str = "router") -> bool:
    """Whether an expression is true of an object."""
    rules = policy(expression, about=about, where=f'{about}.name == "{name}"', verb="forbid")
    found = held(rules, ROUTERS, STATIC)
    assert [finding.rule for finding in found] in ([], ["it"]), found
    return bool(found)


@rows(
    ("name", "expression"),
    [
        ("office", "router.priority == 5 && has(router.priority)"),
        ("shop", "router.priority == 0 && !has(router.priority)"),
        ("shop", 'has(router.tls) && !has(router.tls.certResolver) && router.tls.certResolver == ""'),
        ("office", '!has(router.tls) && router.tls.certResolver == "" && size(router.tls.domains) == 0'),
        ("office", 'router.?tls.?certResolver.orValue("none") == "none"'),
        ("office", "router.?priority.hasValue() && !router.?tls.hasValue()"),
        ("shop", 'router.hosts == ["shop.example.com"] && router.paths == ["/admin", "/x"]'),
        ("shop", "router.isPublic"),
        ("office", "!router.isPublic"),
        ("metrics", "!router.isPublic"),
        ("shop", "router.reachable"),
        ("hidden", "!router.reachable"),
        ("shop", 'router.chain.map(m, m.name) == ["safe", "login", "safe", "other"]'),
        ("shop", "router.chain.map(m, m.isKnown) == [true, true, true, false]"),
        ("shop", "router.chain[1].basicAuth.usersFile == '/users' && !has(router.chain[0].basicAuth)"),
        ("shop", 'router.chain.filter(m, m.provider == "docker").size() == 1'),
        ("office", 'has(router.tls.effective) && router.tls.effective.certResolver == "le"'),
        ("office", 'router.tls.effective.options == "modern" && router.tls.effective.minVersion == "VersionTLS12"'),
        ("shop", 'router.?tls.?effective.?certResolver.orValue("none") == "none" && has(router.tls)'),
        ("shop", "router.?tls.?effective.hasValue() && router.?tls.?effective.?options.hasValue()"),
        ("metrics", '!has(router.tls.effective) && router.tls.effective.minVersion == ""'),
        ("shop", "router.chain[0].?name.hasValue() && has(router.chain[0].headers) && !has(router.chain[0].basicAuth)"),
        ("office", "has(router.tls.effective.certResolver) && !has(router.tls.effective.minVersion)"),
        ("shop", 'object.kind == "http.routers" && object.name == "shop" && object.provider == "file"'),
        ("shop", 'object.file == "a.yml" && router.file == object.file'),
        ("shop", 'instance.target == "3.7" && size(instance.routers) == 4 && has(instance.static.api)'),
        ("shop", '!has(instance.static.accessLog) && instance.entryPoints.exists(e, e.name == "websecure")'),
        ("shop", 'instance.static.entryPoints.websecure.http.tls.certResolver == "le"'),
    ],
)
def test_a_router_is_seen_with_what_is_known_of_it(name: str, expression: str) -> None:
    assert true_of(expression, name)


@rows(
    ("name", "expression"),
    [
        ("parts", "service.servers.map(s, s.url) == ['http://10.0.0.1', 'http://10.0.0.2']"),
        ("parts", "service.servers[1].weight == 3"),
        ("shop", "service.loadBalancer.passHostHeader && has(service.loadBalancer.passHostHeader)"),
        ("spare", "service.loadBalancer.passHostHeader && !has(service.loadBalancer.passHostHeader)"),
        ("spare", "service.loadBalancer.healthCheck.interval == 30"),
        ("parts", "size(service.weighted.services) == 2"),
    ],
)
def test_a_service_is_seen_with_its_servers_and_defaults(name: str, expression: str) -> None:
    assert true_of(expression, name, "service")


def test_messages_hold_what_expressions_come_to() -> None:
    message = "{router.name}: {router.hosts}, {router.priority}, {has(router.tls)}, {{braces}} {'}'}"
    rules = policy("false", where='router.name == "shop"', message=message)
    (finding,) = held(rules, ROUTERS)
    assert finding.message == "shop: shop.example.com, 0, true, {braces} }"


def test_a_mapping_in_a_message_is_told_in_the_order_of_its_names() -> None:
    rules = policy("false", about="middleware", message="{middleware.headers.customRequestHeaders}")
    headers = ", ".join(f"X-{name}: '{name}'" for name in "QWERTZUIOP")
    files = f"http:\n  middlewares:\n    h: {{headers: {{customRequestHeaders: {{{headers}}}}}}}\n"
    (finding,) = held(rules, files)
    assert finding.message == "{" + ", ".join(f"X-{name}: {name}" for name in sorted("QWERTZUIOP")) + "}"


def test_secrets_in_messages_are_hidden() -> None:
    rules = policy("false", about="middleware", message="{middleware.basicAuth.users}")
    (finding,) = held(rules, 'http: {middlewares: {a: {basicAuth: {users: ["joe:$2y$05$hashhashhash"]}}}}\n')
    assert "hashhash" not in finding.message


def test_an_expression_that_fails_says_so_once_at_its_own_place() -> None:
    rules = policy("router.middlewares[0] != 'x'", where="router.priority == 0")
    (finding,) = held(rules, ROUTERS)
    assert (finding.rule, finding.severity, finding.file, finding.line) == (
        "policy-failed", "error", "policies/own.yml", 6,
    )  # fmt: skip
    assert "there is no item 0 in a list of 0" in finding.message


def test_what_fails_in_where_is_said_there() -> None:
    (finding,) = held(policy("router.isPublic", where="router.middlewares[1] == 'x'", verb="forbid"), ROUTERS)
    assert (finding.rule, finding.line) == ("policy-failed", 4)


def test_a_policy_that_fails_on_one_object_is_still_held_against_the_others_and_so_are_all_others() -> None:
    both = policy("router.middlewares[0] != 'both'")
    found = {(finding.rule, finding.object) for finding in held(both, ROUTERS)}
    assert found == {("it", "http.routers.shop"), ("policy-failed", "")}


def test_loops_end_and_an_endless_looking_one_is_an_error_of_the_policy() -> None:
    many = ", ".join(f"m{number}" for number in range(200))
    text = f"http: {{routers: {{a: {{rule: Host(`a`), service: a, middlewares: [{many}]}}}}}}\n"
    condition = "router.middlewares.all(a, router.middlewares.all(b, a != b || a == b))"
    (finding,) = held(policy(condition), text)
    assert (finding.rule, "too many steps" in finding.message) == ("policy-failed", True)


def test_everything_has_a_name_a_provider_and_a_file_as_far_as_it_has_one() -> None:
    compose = 'services:\n  shop:\n    image: shop\n    labels: {traefik.enable: "true"}\n'
    message = "{object.kind},{object.name},{object.provider},{object.file}"
    told = {}
    for about in ("router", "entryPoint", "certResolver", "instance", "container"):
        files = {"a.yml": ROUTERS, "compose.yml": compose}
        found = held(policy("size(object.name) > 99", about=about, message=message), files, STATIC)
        told[about] = found[0].message
    assert told == {
        "router": "http.routers,shop,file,a.yml",
        "entryPoint": "entryPoints,websecure,static,traefik.yml",
        "certResolver": "certificatesResolvers,le,static,traefik.yml",
        "instance": ",,,",
        "container": ",project-shop-1,docker,compose.yml",
    }


def test_the_manual_names_everything_that_an_expression_can_ask_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
    for name in NAMES[:-1]:
        assert f"`{name}`" in page
        for fact in subject(name).facts:
            assert f"`{fact}`" in page or f".{fact}`" in page, (name, fact)


@rows(
    "expression",
    [
        '"team" in container.labels',
        "has(container.labels.team) && !has(container.labels.owner)",
        'container.labels.?team.orValue("") == "shop" && container.labels.?owner.orValue("nobody") == "nobody"',
        'container.labels[?"traefik.enable"].orValue("") == "true"',
        'container.labels.exists(name, name.startsWith("traefik.") && container.labels[name] == "true")',
        'container.networks == ["front"] && container.publishedPorts == ["8080"] && 80 in container.ports',
        'container.service == "shop" && container.networkMode == ""',
    ],
)
def test_a_container_is_seen_with_its_labels_networks_and_ports(expression: str) -> None:
    compose = """\
    services:
      shop:
        image: shop
        networks: [front]
        ports: ["8080:80"]
        labels: {traefik.enable: "true", team: shop}
    networks: {front: {name: front}}
    """
    assert held(policy(expression, about="container"), {"compose.yml": compose}) == []
    assert len(held(policy(expression, about="container", verb="forbid"), {"compose.yml": compose})) == 1


def test_toml_is_held_to_policies_as_yaml_is() -> None:
    text = '[http.routers.shop]\nrule = "Host(`a.example.org`)"\nservice = "noop@internal"\nmiddlewares = ["a", "b"]\n'
    (finding,) = held(policy('router.middlewares.all(m, m != "b")'), {"a.toml": text})
    assert (finding.line, finding.column) == (4, 21)


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    read_expression.cache_clear()
    environment.cache_clear()
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    with pytest.raises(UsageError) as raised:
        policy("router.isPublic")
    assert raised.value.hint == "install it with `pip install 'traefiklint[cel]'`"
    environment.cache_clear()


def test_what_rests_on_an_assumed_profile_says_so() -> None:
    text = "http: {routers: {web: {rule: Host(`a.example.com`), service: noop@internal, entryPoints: [websecure]}}}\n"
    (finding,) = held(policy("!has(router.tls.effective)"), text, profile="dokploy")
    assert finding.assumed == ("entrypoints",)
