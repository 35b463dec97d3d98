"""Warnings that would be wrong: what looks like a mistake, and does what its author means."""

from __future__ import annotations

import textwrap

import pytest

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.engine import lint_texts as judged
from traefiklint.options import Options

SERVICES = """
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
    proxy: {loadBalancer: {servers: [{url: "http://traefik:8080"}]}}
"""
STATIC = """
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443", http: {tls: {}}}
"""
PLAIN, SECURE = "entryPoints: [web]", "entryPoints: [websecure]"
USER = '"anna:$2y$05$abcdefghijklmnopqrstuuu4HzFGpxMAfQTrGqJc4RqWnV3B9q1b6"'
REDIRECT = "https: {redirectScheme: {scheme: https}}"
LOGIN = f"login: {{basicAuth: {{users: [{USER}]}}}}"


def said(rule: str, routers: str, middlewares: str = "", static: str | None = None) -> bool:
    text = f"http:\n  routers:\n{textwrap.indent(routers, '    ')}\n{SERVICES}"
    if middlewares:
        text += f"  middlewares:\n{textwrap.indent(middlewares, '    ')}\n"
    return rule in [one.rule for one in lint_texts({"a.yml": text}, static=static, profile="none").findings]


def one(middleware: str, rule: str = "Host(`a.test`)") -> tuple[str, str]:
    return f"a: {{rule: '{rule}', service: shop, middlewares: [m]}}", f"m: {middleware}"


@rows(
    ("ratio", "wrong"),
    [
        ("ResponseCodeRatio(500, 600, 200, 300) > 1.5", False),  # more failures than successes
        ("ResponseCodeRatio(500, 600, 400, 600) > 1.5", True),
        ("ResponseCodeRatio(500, 600, 0, 600) >= 1.0", False),
        ("NetworkErrorRatio() > 1.0", True),
    ],
)
def test_only_a_ratio_to_a_larger_range_is_at_most_one(ratio: str, wrong: bool) -> None:
    routers, middlewares = one(f"{{circuitBreaker: {{expression: '{ratio}'}}}}")
    assert said("circuit-breaker-expression", routers, middlewares) is wrong


@rows(
    ("rule", "service", "middlewares", "wrong"),
    [
        ("Path(`/dashboard`)", "api@internal", "[login]", True),
        ("Path(`/dashboard`)", "api@internal", "[login, slash]", False),
        ("PathPrefix(`/assets/`)", "dashboard@internal", "[login]", False),
        ("PathPrefix(`/dashboard/`)", "dashboard@internal", "[login]", True),
    ],
)
def test_the_dashboard_is_unreachable_only_where_nothing_answers(
    rule: str, service: str, middlewares: str, wrong: bool
) -> None:
    routers = f"a: {{rule: '{rule}', service: {service}, middlewares: {middlewares}}}"
    slash = "slash: {redirectRegex: {regex: /dashboard$, replacement: /dashboard/}}"
    assert said("dashboard-unreachable", routers, f"{LOGIN}\n{slash}") is wrong


@rows(
    ("router", "static", "wrong"),
    [
        ("{rule: Host(`a.example`), service: api@internal}", None, True),
        ("{rule: Host(`a.example`), service: api@internal}", f"{STATIC}api: {{}}", True),
        ("{rule: Host(`a.example`), service: api@internal}", STATIC, False),  # there is none, which another rule says
        ("{rule: Host(`a.example`), service: proxy}", None, True),
        ("{rule: 'Host(`a.example`) && Path(`/ping`)', service: proxy}", None, False),
        ("{rule: Host(`a.example`), service: proxy}", STATIC, False),
    ],
)
def test_a_dashboard_that_is_not_there_needs_no_password(router: str, static: str | None, wrong: bool) -> None:
    assert said("dashboard-without-auth", f"a: {router}", static=static) is wrong


@rows(
    ("rule", "redirect", "wrong"),
    [
        ("Host(`a.example`) && Path(`/`)", "", False),
        ("Host(`a.example`) && Path(`/`)", "{regex: '^(https?)://([^/]*)(/?)$', replacement: '${1}://${2}/x'}", False),
        ("Host(`a.example`) && Path(`/dashboard/`)", "{regex: '/$', replacement: 'http://b.example/'}", True),
        ("Host(`a.example`)", "{regex: '^https?://a.example/(.*)', replacement: 'http://b.example/${1}'}", False),
        ("Host(`a.example`)", "{regex: .*, replacement: 'http://b.example'}", False),
        ("Host(`a.example`) || Host(`b.example`)", "{regex: '^https?://a.(.*)', replacement: 'http://b.${1}'}", True),
        ("Host(`a.example`)", "{regex: '^https?://a.example/$', replacement: 'http://a.example/dashboard/'}", True),
        ("Host(`a.example`)", "{regex: '^http://a.example/(.*)', replacement: 'http://a.example/${1}'}", True),
        ("Host(`a.example`) && PathPrefix(`/api/rawdata`)", "{regex: '/api/rawdata$', replacement: '/'}", True),
        ("Host(`a.example`) && PathPrefix(`/api/rawdata`)", "{regex: '^.*/api/rawdata.*$', replacement: '/'}", False),
    ],
)
def test_a_router_that_only_redirects_shows_nothing(rule: str, redirect: str, wrong: bool) -> None:
    router = f"a: {{rule: '{rule}', service: api@internal, middlewares: [{'m' if redirect else ''}]}}"
    assert said("dashboard-without-auth", router, f"m: {{redirectRegex: {redirect}}}" if redirect else "") is wrong


@rows(
    ("first", "second", "wrong"),
    [
        (f"basicAuth: {{users: [{USER}]}}", "ipAllowList: {sourceRange: [192.0.2.1]}", []),
        ("compress: {}", "ipAllowList: {sourceRange: [192.0.2.1]}", ["a.yml"]),
        ("ipAllowList: {sourceRange: [192.0.2.1]}", "compress: {}", ["b.yml"]),
        ("chain: {middlewares: [n]}", "chain: {middlewares: [n]}", ["b.yml"]),
    ],
)
def test_of_one_router_in_two_files_each_is_judged_with_the_middlewares_of_its_own(
    first: str, second: str, wrong: list[str]
) -> None:
    form = "http:\n  routers: {a: {rule: Host(`a.example`), service: api@internal, middlewares: [m]}}\n  middlewares:\n"
    last = {"a.yml": "ipAllowList: {sourceRange: [192.0.2.1]}", "b.yml": "compress: {}"}
    files = {
        name: f"{form}    m: {{{one}}}\n    n: {{{last[name]}}}\n"
        for name, one in (("a.yml", first), ("b.yml", second))
    }
    found = lint_texts(files, profile="none").findings
    assert [one.file for one in found if one.rule == "dashboard-without-auth"] == wrong


@rows(
    ("web", "secure", "wrong"),
    [
        ("{address: ':80'}", ", http: {tls: {}}", True),
        (
            "{address: ':80', http: {redirections: {entryPoint: {to: websecure, scheme: https}}}}",
            ", http: {tls: {}}",
            False,
        ),
        (
            "{address: ':80', http: {redirections: {entryPoint: {to: ':443', scheme: https}}}}",
            ", http: {tls: {}}",
            False,
        ),
        ("{address: ':80', http: {redirections: {entryPoint: {to: websecure, scheme: https}}}}", "", True),
    ],
)
def test_who_asks_for_a_challenge_follows_redirects(web: str, secure: str, wrong: bool) -> None:
    static = f"""
entryPoints:
  web: {web}
  websecure: {{address: ":443"{secure}}}
certificatesResolvers:
  le: {{acme: {{email: a@a.test, storage: acme.json, httpChallenge: {{entryPoint: websecure}}}}}}
"""
    assert said("http-challenge-entrypoint", "a: {rule: Host(`a.test`), service: shop}", static=static) is wrong


@rows(
    ("rule", "middlewares", "wrong"),
    [
        ("PathPrefix(`/api`)", "[cut]", False),
        ("PathPrefix(`/api/`)", "[cut]", False),  # what is left begins with a slash
        ("Host(`a.test`)", "[bare]", True),
        ("Host(`a.test`)", "[bare, version]", False),  # which puts a slash in between
        ("Host(`a.test`)", "[fixed]", True),
        ("Host(`a.test`)", "[fixed, version]", False),
    ],
)
def test_a_replaced_path_counts_as_it_is_sent(rule: str, middlewares: str, wrong: bool) -> None:
    more = """cut: {replacePathRegex: {regex: "^/api(.*)", replacement: $1}}
bare: {replacePathRegex: {regex: "^/api/(.*)", replacement: $1}}
fixed: {replacePath: {path: index.html}}
version: {addPrefix: {prefix: /v1}}"""
    routers = f"a: {{rule: '{rule}', service: shop, middlewares: {middlewares}}}"
    more = "\n".join(line for line in more.splitlines() if line.partition(":")[0] in middlewares)
    assert said("replaced-path-without-slash", routers, more) is wrong


@rows(
    ("router", "static", "wrong"),
    [
        ("{rule: Host(`a.test`), service: shop, middlewares: [login, https]}", None, True),
        ("{rule: Host(`a.test`), service: shop, middlewares: [login, https], entryPoints: [web]}", STATIC, True),
        ("{rule: Host(`a.test`), service: shop, middlewares: [login, https], entryPoints: [websecure]}", STATIC, False),
        ("{rule: Host(`a.test`), service: shop, middlewares: [old, back]}", None, False),
        ("{rule: Host(`a.test`), service: shop, middlewares: [old, strip]}", None, True),
    ],
)
def test_an_order_is_wrong_only_where_it_has_an_effect(router: str, static: str | None, wrong: bool) -> None:
    more = f"""{LOGIN}
{REDIRECT}
old: {{addPrefix: {{prefix: /v2}}}}
back: {{stripPrefix: {{prefixes: [/v2/old]}}}}
strip: {{stripPrefix: {{prefixes: [/api]}}}}"""
    assert said("middleware-order", f"a: {router}", more, static) is wrong


@rows(
    ("rule", "expression", "wrong"),
    [
        ("redirect-regex-without-path", r"^https?://a\.test$", True),
        ("redirect-regex-without-path", r"^https?://(a|b)\.test$", True),
        ("redirect-regex-without-path", r"^https?://a\.test$|^https?://b\.test/(.*)$", False),
        ("redirect-regex-scheme", "^/old", True),
        ("redirect-regex-scheme", "^/old|^https://", False),
        ("redirect-never-runs", r"^https?://www\.(.*)", True),
        ("redirect-never-runs", r"^https?://www\.(.*)|^https?://a\.test/x", False),
    ],
)
def test_every_alternative_of_an_expression_counts(rule: str, expression: str, wrong: bool) -> None:
    routers, middlewares = one(f"{{redirectRegex: {{regex: '{expression}', replacement: 'https://c.test/'}}}}")
    assert said(rule, routers, middlewares) is wrong


@rows(
    ("middleware", "wrong"),
    [
        (f"{{basicAuth: {{users: [{USER}]}}}}", True),
        (f"{{basicAuth: {{users: [{USER}], headerField: X-Kind}}}}", False),
        ("{grpcWeb: {allowOrigins: ['*']}}", False),
        ("{passTLSClientCert: {pem: true}}", False),
        ("{compress: {}}", True),
    ],
)
def test_a_child_is_asked_about_what_its_parent_adds(middleware: str, wrong: bool) -> None:
    routers = """p: {rule: 'Header(`X-Kind`, `a`)', middlewares: [m]}
a: {rule: 'Header(`X-Kind`, `b`)', service: shop, parentRefs: [p]}"""
    assert said("child-contradicts-parent", routers, f"m: {middleware}") is (wrong and said_without_middleware(routers))


def said_without_middleware(routers: str) -> bool:
    return said("child-contradicts-parent", routers.replace(", middlewares: [m]", ""))


@rows(("scheme", "wrong"), [("htps", True), ("https://", True), ("ftp", False), ("sftp", False)])
def test_other_schemes_may_be_meant(scheme: str, wrong: bool) -> None:
    routers, middlewares = one(f"{{redirectScheme: {{scheme: '{scheme}'}}}}")
    assert said("redirect-scheme-invalid", routers, middlewares) is wrong


@rows(("value", "wrong"), [("", True), ("null", False), ("~", False)])
def test_who_writes_null_means_it(value: str, wrong: bool) -> None:
    routers = f"""a: &both {{rule: Host(`a.test`), service: shop, tls: {{}}}}
b:
  <<: *both
  rule: Host(`b.test`)
  tls: {value}"""
    assert said("switched-off", routers) is wrong


@rows(
    ("rule", "static", "wrong"),
    [
        ("http-challenge-entrypoint", "{httpChallenge: {entryPoint: websecure}}", True),
        ("http-challenge-entrypoint", "{httpChallenge: {entryPoint: websecure}, tlsChallenge: {}}", False),  # not used
        ("variable-not-expanded", "{email: '${EMAIL}', tlsChallenge: {}}", True),
        ("variable-not-expanded", "{email: '{{ env \"EMAIL\" }}', tlsChallenge: {}}", True),
        ("acme-server-not-https", "{caServer: 'http://ca.test/', tlsChallenge: {}}", True),
        ("acme-server-not-https", "{caServer: '${SERVER}', tlsChallenge: {}}", False),
        ("dns-provider-unknown", "{dnsChallenge: {provider: '${PROVIDER}'}}", False),
    ],
)
def test_a_resolver_is_told_what_it_lacks_in_one_word(rule: str, static: str, wrong: bool) -> None:
    acme = static.replace("{", "{storage: acme.json, ", 1)
    points = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}"
    static = f"{points}\ncertificatesResolvers: {{le: {{acme: {acme}}}}}"
    assert said(rule, "a: {rule: Host(`a.test`), service: shop}", static=static) is wrong


@rows(("options", "wrong"), [("strict", True), ("default", False)])
def test_the_default_tls_options_are_what_a_router_has_anyway(options: str, wrong: bool) -> None:
    static = f"entryPoints: {{websecure: {{address: ':443', http: {{tls: {{options: {options}}}}}}}}}"
    routers = "a: {rule: Host(`a.test`), service: shop, tls: {}}"
    known = "tls: {options: {strict: {minVersion: VersionTLS13}}}\n"
    text = f"http:\n  routers: {{{routers}}}\n{SERVICES}{known}"
    found = lint_texts({"a.yml": text}, static=static, profile="none").findings
    assert ("entry-point-tls-replaced" in [one.rule for one in found]) is wrong


@rows(
    ("host", "wrong"), [("auth.example.com", True), ("tasks.authentik_proxy", False), ("authentik_proxy.stack", False)]
)
def test_services_of_swarm_are_internal(host: str, wrong: bool) -> None:
    routers, middlewares = one(f"{{forwardAuth: {{address: 'http://{host}:9000/'}}}}")
    assert said("forward-auth-plain-http", routers, middlewares) is wrong


@rows(("more", "wrong"), [("", True), (", swarmMode: false", True), (", swarmMode: true", False)])
def test_labels_below_deploy_are_right_where_swarm_is_meant_as_in_traefik_2(more: str, wrong: bool) -> None:
    label = "traefik.http.routers.web.rule=Host(`a.test`)"
    text = f"services:\n  web:\n    image: example/web:1\n    deploy:\n      labels: ['{label}']\n"
    static = f"providers: {{docker: {{exposedByDefault: true{more}}}}}"
    found = lint_texts({"compose.yml": text}, static=static, profile="none").findings
    assert ("label-wrong-place" in [finding.rule for finding in found]) is wrong


@rows(
    ("value", "wrong"),
    [(r"^v\d+$", True), (r"CORP\dave", False), (r"CORP\sales", False), (r"\w", True), ("a.*", True)],
)
def test_a_backslash_before_a_name_is_no_expression(value: str, wrong: bool) -> None:
    routers, middlewares = one("{compress: {}}", f"Header(`X-User`, `{value}`)")
    assert said("expression-as-text", routers, middlewares) is wrong


def test_a_wildcard_host_is_told_where_dokploy_installs_an_older_traefik() -> None:
    text = "http: {routers: {a: {rule: 'Host(`*.a.test`)', service: noop@internal, entryPoints: [websecure]}}}"
    for profile, known, severity in (("dokploy", False, "warning"), ("none", False, "info"), ("dokploy", True, "")):
        options = Options(profile=profile, target_known=known)
        found = [one for one in judged({"a.yml": text}, options).findings if one.rule == "host-wildcard-version"]
        assert [str(one.severity.value) for one in found] == ([severity] if severity else [])
        assert not any(one.assumed for one in found)


@rows(("other", "wrong"), [("shop", False), ("shop-old", True)])
def test_containers_of_one_name_never_run_together(other: str, wrong: bool) -> None:
    def compose(name: str, host: str) -> str:
        label = f"traefik.http.routers.shop.rule=Host(`{host}`)"
        return f"services: {{app: {{image: example/app:1, container_name: {name}, labels: ['{label}']}}}}"

    files = {"new/compose.yml": compose("shop", "a.test"), "old/compose.yml": compose(other, "b.test")}
    found = [finding.rule for finding in lint_texts(files, profile="none").findings]
    assert ("merge-conflict" in found) is wrong


@rows(("network", "severities"), [("another_web", []), ("proxy", ["warning"])])
def test_a_network_may_have_another_project_before_its_name(network: str, severities: list[str]) -> None:
    labels = f"['traefik.docker.network={network}', 'traefik.http.routers.app.rule=Host(`a.test`)']"
    text = f"services: {{app: {{image: example/app:1, networks: [web], labels: {labels}}}}}\nnetworks: {{web: {{}}}}"
    found = lint_texts({"compose.yml": text}, profile="none").findings
    assert [one.severity.value for one in found if one.rule == "network-not-attached"] == severities


HOME = "a: {rule: 'Host(`a.test`) && Path(`/`)', service: api@internal, middlewares: [office]}"
STRIPPED = "a: {rule: 'Host(`a.test`) && PathPrefix(`/t`)', service: api@internal, middlewares: [office, t]}"
AROUND = """office: {ipAllowList: {sourceRange: [192.0.2.0/24]}}
t: {stripPrefix: {prefixes: [/t]}}
d: {stripPrefix: {prefixes: [/dashboard]}}"""


@rows(
    ("router", "rule", "other", "wrong"),
    [
        (HOME, "Host(`a.test`) && PathPrefix(`/dashboard/`)", "service: dashboard@internal, middlewares: [d]", False),
        (HOME, "Host(`a.test`) && (PathPrefix(`/api/`) || PathPrefix(`/dashboard/`))", "service: api@internal", False),
        (HOME, "Host(`a.test`)", "service: proxy", False),  # Traefik's own port
        (HOME, "Host(`a.test`)", "service: traefik@docker", False),  # which nobody knows here
        (HOME, "Host(`a.test`)", "service: shop", True),
        (HOME, "Host(`b.test`)", "service: api@internal", True),
        (HOME, "Host(`a.test`) || Host(`b.test`)", "service: api@internal", False),
        (HOME, "HostRegexp(`.+`)", "service: api@internal", False),
        (HOME, "PathPrefix(`/api/`) || PathPrefix(`/dashboard/`)", "service: api@internal", False),
        (STRIPPED, "Host(`a.test`) && PathPrefix(`/api`)", "service: proxy", False),
        (STRIPPED, "Host(`b.test`) && PathPrefix(`/api`)", "service: api@internal", True),
    ],
)
def test_another_router_to_traefik_may_answer_for_the_same_host(
    router: str, rule: str, other: str, wrong: bool
) -> None:
    routers = f"{router}\nother: {{rule: '{rule}', {other}}}"
    assert said("dashboard-unreachable", routers, AROUND) is wrong


@rows(
    ("rule", "wrong"),
    [
        ("Host(`localhost`)", False),
        ("Host(`Traefik.Localhost`) && PathPrefix(`/`)", False),
        ("Host(`notlocalhost`)", False),
        ("Host(`localhost.example`)", True),
        ("!Host(`localhost`)", True),
        ("!Host(`localhost`) && PathPrefix(`/`)", True),
        ("Host(`localhost`) || Host(`a.test`)", False),
        ("Host(`localhost`) || Host(`a.example`)", True),
        ("Host(`localhost`) || PathPrefix(`/`)", True),
    ],
)
def test_only_names_that_are_not_of_the_internet_need_no_password(rule: str, wrong: bool) -> None:
    shop = "shop: {rule: Host(`shop.example`), service: shop}"
    assert said("dashboard-without-auth", f"a: {{rule: '{rule}', service: api@internal}}\n{shop}") is wrong


@rows(
    ("rule", "more", "wrong"),
    [
        ("PathPrefix(`/`)", "", False),
        ("PathPrefix(`/`)", ", tls: {}", False),
        ("PathPrefix(`/`)", ", tls: {certResolver: le}", True),
        ("!Host(`localhost`)", "", False),
        ('Host(`{{ env "HOST" }}`)', "", False),
        ('Host(`{{ env "HOST" }}`)', ", tls: {certResolver: le}", True),
        ('Host(`a.{{ env "DOMAIN" }}`)', ", tls: {certResolver: le}", True),
        ("Host(`a.test`)", ", tls: {certResolver: le}", False),
        ("Host(`a.example`)", "", True),
    ],
)
def test_a_dashboard_needs_a_password_where_something_shows_that_strangers_come_by(
    rule: str, more: str, wrong: bool
) -> None:
    assert said("dashboard-without-auth", f"a: {{rule: '{rule}', service: api@internal{more}}}") is wrong


@rows("name", ["A.example", "a.example.", " a.example ", '"*.example"', "bücher.example", "${NAME}"])
def test_a_certificate_may_be_asked_for_by_a_name_in_another_spelling(name: str) -> None:
    static = f"{STATIC}certificatesResolvers: {{le: {{acme: {{storage: a.json, tlsChallenge: {{}}}}}}}}"
    routers = "a: {rule: Host(`a.example`), service: shop, tls: {certResolver: le, domains: [{main: %s}]}}"
    quoted = name if name.startswith('"') else f'"{name}"'
    assert said("acme-host-not-covered", routers % '"b.example"', static=static)
    assert not said("acme-host-not-covered", routers % quoted, static=static)


@rows(
    ("method", "meant"),
    [
        ("patch", "PATCH"), ("Put", "PUT"), ("OPTION", "OPTIONS"), ("DELTE", "DELETE"), ("LIST", ""), ("PUSH", ""),
        ("PULL", ""), ("SET", ""), ("DEL", ""), ("get", ""), ("TRACK", ""), ("WATCH", ""), ("BULK-DELETE", ""),
        ("POSTS", ""), ("GET,PUT", ""), ("PROPPATCH", ""),
    ],
)  # fmt: skip
def test_methods_of_other_servers_are_no_slips(method: str, meant: str) -> None:
    text = f"http: {{middlewares: {{m: {{headers: {{accessControlAllowMethods: ['{method}']}}}}}}}}"
    found = [
        one
        for one in lint_texts({"a.yml": text}, profile="none", strict=True).findings
        if one.rule == "cors-method-unknown"
    ]
    assert [f"write `{meant}`" in one.message for one in found] == ([True] if meant else [])


@rows(("key", "wrong"), [("addVaryHeader: true", True), ("accessControlAllowOrigin: '*'", False)])
def test_origins_under_a_misspelt_name_are_told_once(key: str, wrong: bool) -> None:
    routers, middlewares = one(f"{{headers: {{accessControlAllowMethods: [PUT], {key}}}}}")
    assert said("cors-incomplete", routers, middlewares) is wrong


@rows(("below", "help"), [('address: ":8082", middlewares: [m]', "below `http`"), ("prometheus: {}", "at the top")])
def test_an_entry_point_with_an_address_is_one_whatever_its_name(below: str, help: str) -> None:
    found = lint_texts({}, static=f"entryPoints: {{metrics: {{{below}}}}}", profile="none").findings
    assert [help in one.help for one in found if one.rule == "misplaced-field"] == [True]


@pytest.mark.parametrize(
    ("traefik", "vpn", "driver", "wrong"),
    [
        ("network_mode: service:vpn", '["8080:8080"]', "bridge", True),
        ("network_mode: service:vpn", '["80:80"]', "bridge", False),
        ("network_mode: container:vpn", "[]", "bridge", False),
        ("network_mode: host", "[]", "bridge", True),
        ("networks: [lan]", "[]", "macvlan", False),
        ("networks: [lan]", "[]", "bridge", False),
    ],
)
def test_an_api_is_open_where_the_host_or_a_container_that_lends_its_network_publishes_the_port(
    traefik: str, vpn: str, driver: str, wrong: bool
) -> None:
    text = f"""services:
  vpn: {{image: example/vpn:1, ports: {vpn}}}
  traefik:
    image: traefik:v3.7
    command: ["--providers.docker=true", "--entrypoints.safe.address=:443", "--api.insecure=true"]
    {traefik}
networks: {{lan: {{driver: {driver}}}}}
"""
    found = [finding.rule for finding in lint_texts({"compose.yml": text}, profile="none").findings]
    assert ("api-insecure" in found) is wrong


@rows(("host", "wrong"), [("a.test", False), ("b.test", True)])
def test_a_container_may_be_traefik_where_only_its_port_is_told(host: str, wrong: bool) -> None:
    labels = [
        "traefik.http.routers.home.rule=Host(`a.test`) && Path(`/`)",
        "traefik.http.routers.home.service=api@internal",
        f"traefik.http.routers.all.rule=Host(`{host}`)",
        "traefik.http.routers.all.service=own",
        "traefik.http.services.own.loadbalancer.server.port=8080",
    ]
    text = f"services: {{proxy: {{image: traefik:v3.7, labels: {labels}}}}}"
    found = [finding.rule for finding in lint_texts({"compose.yml": text}, profile="none").findings]
    assert ("dashboard-unreachable" in found) is wrong


ENTRY_POINT_ASKS = """
entryPoints:
  websecure:
    address: ":443"
    http: {tls: {certResolver: le, domains: [{main: "*.example.com"}]}}
certificatesResolvers: {le: {acme: {email: a@example.com, storage: acme.json, httpChallenge: {entryPoint: websecure}}}}
providers: {file: {directory: dynamic}}
"""


@rows(
    ("routers", "static", "wrong"),
    [
        ("a: {rule: Host(`a.example.com`), service: shop}", ENTRY_POINT_ASKS, True),
        ("a: {rule: Host(`a.example.com`), service: shop, tls: {}}", ENTRY_POINT_ASKS, False),
        (
            "a: {rule: Host(`a.example.com`), service: shop, tls: {}}",
            ENTRY_POINT_ASKS.replace("{file", "{docker: {}, file"),
            True,
        ),
        (
            "a: {rule: Host(`a.example.com`), service: shop, tls: {}}\n"
            "b: {rule: Host(`b.example.com`), service: shop, entryPoints: [websecure]}",
            ENTRY_POINT_ASKS,
            True,
        ),
    ],
)
def test_the_wildcards_of_an_entry_point_matter_where_a_router_may_inherit_them(
    routers: str, static: str, wrong: bool
) -> None:
    assert said("acme-wildcard-needs-dns", routers, static=static) is wrong


@rows(
    ("rule", "wrong"),
    [
        ("PathPrefix(`/`)", True),  # visitors of every host come here
        ("Path(`/`)", True),
        ("ClientIP(`10.0.0.0/8`)", True),
        ("Path(`/status`) || PathPrefix(`/`)", True),
        ("PathPrefix(`/status`)", False),
        ("PathRegexp(`^/status`)", False),
        ("PathPrefix(`/`) && Path(`/status`)", False),
        ("Path(`/status`) || PathPrefix(`/health`)", False),
    ],
)
def test_a_path_beside_hosts_with_certificates_needs_none_and_a_landing_page_does(rule: str, wrong: bool) -> None:
    tls = "service: shop, tls: {certResolver: le}"
    routers = f"blog: {{rule: Host(`blog.example.com`), {tls}}}\nlanding: {{rule: '{rule}', {tls}}}"
    assert said("acme-without-domain", routers) is wrong


@rows(
    ("middlewares", "wrong"),
    [
        ("[login]", True),
        ("[login, auth]", False),  # the server answers `/_oauth` itself
        ("[login, bouncer]", True),
        ("[login, password]", True),
    ],
)
def test_nobody_gets_the_teapot_where_a_server_that_is_asked_answers(middlewares: str, wrong: bool) -> None:
    routers = f"a: {{rule: PathPrefix(`/_oauth`), service: noop@internal, middlewares: {middlewares}}}"
    more = (
        "login: {errors: {status: ['401'], service: shop, query: /login}}\n"
        "auth: {forwardAuth: {address: 'http://oauth:4180/'}}\n"
        "bouncer: {forwardAuth: {address: 'http://crowdsec-bouncer:8080/'}}\n"
        f"{LOGIN.replace('login', 'password')}"
    )
    assert said("noop-with-error-page", routers, more) is wrong


@rows(
    ("redirect", "tls", "wrong"),
    [
        ("regex: '^http://(.*)', replacement: 'https://${1}'", ", tls: {}", True),  # nobody comes here with http
        ("regex: '^http://(.*)', replacement: 'https://${1}'", "", True),  # and this leads to the same path
        ("regex: '^https?://(.*)', replacement: 'https://${1}'", ", tls: {}", True),
        ("regex: '^(https?://[^/]+/app)$', replacement: '${1}/'", "", False),
        ("regex: '^(https://[^/]+/app)$', replacement: '${1}/'", ", tls: {}", False),
        ("regex: '^https?://a.test/app$', replacement: 'https://a.test/app/'", "", True),  # but not of `b.test`
        ("regex: '^https?://[^/]+/(.*)', replacement: 'https://c.test/${1}'", "", False),  # to another host
    ],
)
def test_a_prefix_with_a_slash_is_right_only_where_all_visitors_are_sent_to_the_slash(
    redirect: str, tls: str, wrong: bool
) -> None:
    rule = "(Host(`a.test`) || Host(`b.test`)) && PathPrefix(`/app`)"
    routers = f"a: {{rule: '{rule}', service: shop, middlewares: [go, strip]{tls}}}"
    middlewares = f"go: {{redirectRegex: {{{redirect}}}}}\nstrip: {{stripPrefix: {{prefixes: [/app/]}}}}"
    assert said("strip-prefix-trailing-slash", routers, middlewares) is wrong


@rows(
    ("options", "wrong"),
    [
        ("{headers: {customRequestHeaders: {X-Forward-For: ''}}}", False),  # takes away what clients send
        ("{headers: {customRequestHeaders: {X-Forward-For: 'a'}}}", True),
        ("{forwardAuth: {address: 'http://auth', authResponseHeaders: [X-Forward-User, x-forward-email]}}", False),
        ("{forwardAuth: {address: 'http://auth', authResponseHeaders: [X-Fowarded-User]}}", True),
        ("{forwardAuth: {address: 'http://auth', authRequestHeaders: [X-Forward-Proto]}}", True),
    ],
)
def test_a_header_is_misspelt_only_where_nobody_means_its_name(options: str, wrong: bool) -> None:
    assert said("header-name-misspelt", *one(options)) is wrong


@rows(
    ("address", "words"),
    [
        ("http://:9091/x", ""),  # Traefik asks its own host
        ("http:///x", "cannot ask `http:///x`"),
        ("http://http//foo", "write `http://foo`"),
        ("http://https://foo:9091/x", "write `https://foo:9091/x`"),
        ("http://http://", "write `http://host:port/path`"),
    ],
)
def test_the_address_of_an_authentication_server_is_told_as_it_should_be(address: str, words: str) -> None:
    routers, middlewares = one(f"{{forwardAuth: {{address: '{address}'}}}}")
    text = f"http:\n  routers:\n    {routers}\n{SERVICES}  middlewares:\n    {middlewares}\n"
    found = [
        it.message for it in lint_texts({"a.yml": text}, profile="none").findings if it.rule == "forward-auth-address"
    ]
    assert [words in message for message in found] == [True] * bool(words)


@rows(
    ("first", "second", "severity"),
    [
        ("usersFile: /users", "usersFile: /users", "info"),
        ("usersFile: /users", "usersFile: /others", "error"),
        ('users: ["{{ env `A` }}"]', 'users: ["{{ env `B` }}"]', "error"),  # which Traefik fills in, each its own
        ("usersFile: /users", 'usersFile: "{{ env `B` }}"', "error"),
    ],
)
def test_what_is_filled_in_makes_no_copy_of_a_middleware(first: str, second: str, severity: str) -> None:
    lines = "http:\n  middlewares:\n    m:\n      basicAuth:\n        "
    found = judged({"a.yml": lines + first, "b.yml": lines + second}, options=Options(strict=True)).findings
    assert [str(it.severity) for it in found if it.rule == "duplicate-name"] == [severity]


@rows(
    ("labels", "words"),
    [
        ({"traefik.tcp.routers.db.loadbalancer.server.port": "1"}, "`tcp.services.db.loadbalancer`"),
        ({"traefik.http.routers.db.loadbalancer.server.port": "1"}, "`http.services.db.loadbalancer`"),
        ({"traefik.http.routers.tls.certresolver": "le"}, "the name before `tls` is missing"),
        (
            {"traefik.http.routers.tls.rule": "Host(`a.test`)", "traefik.http.routers.tls.certresolver": "le"},
            "`http.routers.tls.tls.certresolver`",
        ),
    ],
)
def test_a_label_in_the_wrong_place_is_told_the_right_one(labels: dict[str, str], words: str) -> None:
    lines = "".join(f"      - {name}={value}\n" for name, value in labels.items())
    found = lint_texts({"compose.yml": f"services:\n  a:\n    image: a\n    labels:\n{lines}"}, profile="none").findings
    assert [words in it.message for it in found if it.rule == "label-unknown-field"] == [True]


@rows(
    ("also", "empty"),
    [
        ("Host(`a.test`) && PathPrefix(`/api`)", False),
        ("HostRegexp(`.+`) && PathPrefix(`/api`)", False),
        ("Host(`*.test`) && PathPrefix(`/api`)", False),
        ("Host(`b.test`) || PathPrefix(`/api`)", False),
        ("Host(`b.test`) && PathPrefix(`/api`)", True),
    ],
)
def test_the_dashboard_is_empty_only_where_no_router_of_its_host_lets_its_data_through(also: str, empty: bool) -> None:
    routers = (
        "a: {rule: 'Host(`a.test`) && PathPrefix(`/dashboard`)', service: api@internal}\n"
        f"b: {{rule: '{also}', service: api@internal}}"
    )
    assert said("dashboard-unreachable", routers) is empty


@rows(
    ("option", "header", "value"),
    [
        ("customFrameOptionsValue: SAMEORIGIN", "X-Frame-Options", "DENY"),
        ("frameDeny: true", "X-Frame-Options", "SAMEORIGIN"),
        ("contentSecurityPolicy: default-src 'self'", "Content-Security-Policy", "none"),
        ("referrerPolicy: no-referrer", "Referrer-Policy", "origin"),
        ("permissionsPolicy: camera=()", "Permissions-Policy", "camera=*"),
        ("stsSeconds: 31536000", "Strict-Transport-Security", "max-age=1"),
    ],
)
def test_a_header_is_overwritten_under_whatever_option_it_is_set(option: str, header: str, value: str) -> None:
    routers = "a: {rule: Host(`a.test`), service: shop, middlewares: [first, second]}"
    second = f'second: {{headers: {{customResponseHeaders: {{{header}: "{value}"}}}}}}'
    assert said("header-overwritten", routers, f"first:\n  headers:\n    {option}\n{second}")
    assert not said("header-overwritten", routers, f"first:\n  headers:\n    browserXssFilter: true\n{second}")


@rows(
    ("rule", "what"),
    [
        ("Path(`/`)", "Visitors get a 404"),
        ("Path(`/`) || Path(`/dashboard/`)", "stays empty"),
        ("Path(`/dashboard/`)", "stays empty"),
        ("Path(`/`) || PathPrefix(`/dashboard/`) || PathPrefix(`/api/`)", ""),
    ],
)
def test_what_of_the_dashboard_does_not_come_is_told_as_it_is(rule: str, what: str) -> None:
    text = f"http:\n  routers:\n    a: {{rule: '{rule}', service: api@internal}}\n"
    found = lint_texts({"a.yml": text}, profile="none").findings
    assert [what in one.message for one in found if one.rule == "dashboard-unreachable"] == ([True] if what else [])


BACKEND = """\
http:
  routers:
    a: {rule: Host(`a.test`), service: shop}
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop"}]}}
    far: {loadBalancer: {servers: [{url: "https://NAME:8443"}]}}
"""


@rows(
    ("name", "used", "more", "told"),
    [
        ("backend", True, "", True),
        ("backend", False, "", False),
        ("BACKEND_HOST", True, "", False),
        ("backend.example.com", True, "", False),
        ("backend", True, "serversTransport: {spiffe: {trustDomain: example.org}}\n", False),
        ("backend", True, "serversTransport: {rootCAs: [/ca.pem]}\n", False),
    ],
)
def test_a_short_name_by_https_is_told_where_requests_go_there_and_nothing_vouches_for_it(
    name: str, used: bool, more: str, told: bool
) -> None:
    text = BACKEND.replace("NAME", name).replace("service: shop}", "service: far}" if used else "service: shop}")
    found = lint_texts({"a.yml": text}, static=STATIC + more, profile="none").findings
    assert ("https-backend-short-name" in [one.rule for one in found]) is told


@rows(
    ("transport", "told"),
    [
        ("{maxIdleConnsPerHost: 5}", True),
        ("{serverName: backend.example.com}", False),
        ("{rootCAs: [/ca.pem]}", False),
        ("{insecureSkipVerify: true}", False),
        ("{spiffe: {trustDomain: example.org}}", False),
        ("{peerCertURI: 'spiffe://example.org/x'}", False),
    ],
)
@rows(("host", "rule"), [("backend", "https-backend-short-name"), ("10.0.0.5", "https-backend-by-ip")])
def test_a_transport_that_says_nothing_of_whom_to_believe_vouches_for_nobody(
    transport: str, told: bool, host: str, rule: str
) -> None:
    text = BACKEND.replace("NAME", host).replace("service: shop}", "service: far}")
    text = text.replace("far: {loadBalancer: {", "far: {loadBalancer: {serversTransport: own, ")
    text += f"  serversTransports:\n    own: {transport}\n"
    found = lint_texts({"a.yml": text}, static=STATIC, profile="none").findings
    assert (rule in [one.rule for one in found]) is told


@rows(
    ("service", "told"),
    [
        ("volumes: ['/etc/ssl/certs:/etc/ssl/certs:ro']", False),
        ("volumes: ['./ca.crt:/usr/local/share/ca-certificates/ca.crt']", False),
        ("environment: [SSL_CERT_FILE=/ca.pem]", False),
        ("environment: {SSL_CERT_DIR: /authorities}", False),
        ("volumes: ['./certs:/certs']", True),
    ],
)
def test_what_the_container_of_traefik_is_given_may_vouch_for_a_name(service: str, told: bool) -> None:
    compose = f"""services:
  traefik:
    image: traefik:v3.7
    command: [--providers.docker.exposedbydefault=false, "--entrypoints.web.address=:80"]
    {service}
  app:
    image: example/app:1
    labels:
      - traefik.enable=true
      - traefik.http.routers.app.rule=Host(`a.test`)
      - traefik.http.routers.app.service=far@file
      - traefik.http.services.app.loadbalancer.server.port=80
"""
    text = BACKEND.replace("NAME", "backend").replace("service: shop}", "service: far}")
    found = lint_texts({"compose.yml": compose, "a.yml": text}, profile="none").findings
    assert ("https-backend-short-name" in [one.rule for one in found]) is told


@rows(("weight", "told"), [("", True), (", weight: 1", True), (", weight: 0", False)])
def test_a_service_of_no_weight_is_none_to_go_on_without(weight: str, told: bool) -> None:
    checked = '{loadBalancer: {servers: [{url: "http://x"}], healthCheck: {path: /}}}'
    text = (
        "http:\n  routers:\n    a: {rule: Host(`a.test`), service: both}\n  services:\n"
        f"    blue: {checked}\n    green: {checked}\n"
        f"    both: {{weighted: {{services: [{{name: blue}}, {{name: green{weight}}}]}}}}\n"
    )
    found = lint_texts({"a.yml": text}, profile="none").findings
    assert ("weighted-without-health-check" in [one.rule for one in found]) is told


@rows(
    ("rule", "words"),
    [
        ("Host(`a.org`) && (PathRegexp(`/Foo()`) || Path(`/x`)", "A closing parenthesis is missing"),
        ("Host() && (Path(`/x`)", "`Host` has no value"),
    ],
)
def test_what_stands_in_quotes_is_no_empty_matcher(rule: str, words: str) -> None:
    text = f"http:\n  routers:\n    a: {{rule: '{rule}', service: noop@internal}}\n"
    (found,) = [one for one in lint_texts({"a.yml": text}, profile="none").findings if one.rule == "rule-syntax"]
    assert words in found.message


@rows("ending", ["\n", "\r\n", "\r"])
@rows(("remark", "told"), [("", True), ("  # reached through the vpn only", False)])
def test_remarks_beside_an_option_are_found_whatever_ends_the_lines(ending: str, remark: str, told: bool) -> None:
    static = (
        f"entryPoints:\n  web: {{address: ':80'}}\n  websecure: {{address: ':443'}}\napi:\n  insecure: true{remark}\n"
        "certificatesResolvers:\n  mine:\n    acme:\n      email: a@example.com\n      tlsChallenge: {}\n"
        "      caServer: https://acme-staging-v02.api.letsencrypt.org/directory"
        f"{remark and '  # until production'}\n"
    )
    compose = "services:\n  traefik:\n    image: traefik:v3.7\n    ports:\n    - 8080:8080\n"
    texts = {"compose.yml": compose.replace("\n", ending)}
    found = lint_texts(texts, static=static.replace("\n", ending), profile="none").findings
    assert {"api-insecure", "acme-staging"} & {one.rule for one in found} == (
        {"api-insecure", "acme-staging"} if told else set()
    )


OPEN_API = """\
services:
  traefik:
    image: traefik:v3.7
    command:
      - --providers.docker.exposedbydefault=false
      - --entrypoints.websecure.address=:443
%s
    %s
"""


@rows(
    ("address", "network", "told"),
    [
        ("127.0.0.1:8080", "network_mode: host", False),
        ("localhost:8080", "network_mode: host", False),
        ("[::1]:8080", "network_mode: host", False),
        ("192.168.1.5:8080", "network_mode: host", False),
        (":8080", "network_mode: host", True),
        ("0.0.0.0:9000", "network_mode: host", True),
        ("8.8.4.4:8080", "network_mode: host", True),
        ("127.0.0.1:8080", 'ports: ["8080:8080"]', False),
        (":9000", 'ports: ["8080:9000"]', True),
        (":9000", 'ports: ["8080:8080"]', False),
        (":8080", 'ports: ["192.168.1.5:8080:8080"]', False),
        (":8080", 'ports: ["8.8.4.4:8080:8080"]', True),
    ],
)
def test_an_api_is_open_only_where_its_entry_point_listens(address: str, network: str, told: bool) -> None:
    flags = f"      - --entrypoints.traefik.address={address}\n      - --api.insecure=true"
    found = lint_texts({"compose.yml": OPEN_API % (flags, network)}, profile="none").findings
    assert ("api-insecure" in [one.rule for one in found]) is told


@rows(
    ("flags", "told"),
    [
        ("# expose the metrics for testing\n- --metrics.prometheus=true\n- --api.insecure=true", True),
        ("# for testing only\n- --api.insecure=true", False),
        ("# reached through the VPN:\n# nobody else has it\n- --api.insecure=true", False),
        ("- --api.insecure=true\n# never expose the ping\n- --ping=true", True),
        ("# the dashboard\n- --api.insecure=true", True),
        ("- --api.insecure=true  # the dashboard", False),
    ],
)
def test_a_comment_is_about_the_flag_below_it(flags: str, told: bool) -> None:
    indented = "\n".join(f"      {line}" for line in flags.splitlines())
    text = OPEN_API % (indented, 'ports: ["8080:8080"]')
    found = lint_texts({"compose.yml": text}, profile="none").findings
    assert ("api-insecure" in [one.rule for one in found]) is told


@rows(
    ("api", "told"),
    [
        ("# internal only\napi:\n  insecure: true\n", False),
        ("api:  # internal only\n  insecure: true\n", False),
        ("# internal only\napi:\n  # the dashboard\n  insecure: true\n", False),
        ("# internal only\napi:\n  dashboard: true\n  insecure: true\n", True),
        ("# internal only\nping: {}\napi:\n  insecure: true\n", True),
        ("api:\n  insecure: true\n# internal only\nping: {}\n", True),
        ("# internal only\n\napi:\n  insecure: true\n", True),
    ],
)
def test_a_comment_above_the_section_is_about_its_first_option(api: str, told: bool) -> None:
    static = f"entryPoints: {{websecure: {{address: ':443'}}}}\nproviders: {{docker: {{}}}}\n{api}"
    compose = "services:\n  traefik:\n    image: traefik:v3.7\n    ports: ['8080:8080']\n"
    found = lint_texts({"compose.yml": compose}, static=static, profile="none").findings
    assert ("api-insecure" in [one.rule for one in found]) is told


@pytest.mark.parametrize(
    ("traefik", "labels", "told"),
    [
        ("restart: always", "service=home", True),
        ("extra_hosts: {host.docker.internal: host-gateway}", "service=home", False),
        ("extra_hosts: ['host.docker.internal=host-gateway']", "service=home", False),
        ("extra_hosts: ['host.containers.internal:host-gateway']", "service=home", False),
        ("extra_hosts: ['nas:192.168.1.5']", "service=home", True),
        ("network_mode: host", "service=home", False),
        ("network_mode: 'service:vpn'", "service=home", False),
        ("network_mode: bridge", "service=home", True),
        ("restart: always", "service=noop@internal", False),
    ],
)
def test_a_container_on_the_network_of_the_host_is_reached_by_a_name_of_it(
    traefik: str, labels: str, told: bool
) -> None:
    text = f"""services:
  traefik:
    image: traefik:v3.7
    command: [--providers.docker.exposedbydefault=false, "--entrypoints.web.address=:80"]
    {traefik}
  home:
    image: example/home:1
    network_mode: host
    labels:
      - traefik.enable=true
      - traefik.http.routers.home.rule=Host(`home.example.com`)
      - traefik.http.routers.home.{labels}
      - traefik.http.services.home.loadbalancer.server.port=8123
"""
    found = lint_texts({"compose.yml": text}, profile="none").findings
    assert ("host-network-unreachable" in [one.rule for one in found]) is told
    elsewhere = text.replace("server.port=8123", "server.url=http://192.168.1.5:8123")
    found = lint_texts({"compose.yml": elsewhere}, profile="none").findings
    assert "host-network-unreachable" not in [one.rule for one in found], "the label says where it is"


@rows(
    ("strategy", "told"),
    [("depth: 1", False), ("excludedIPs: [10.0.0.1]", False), ("ipv6Subnet: 64", True), ("depth: 0", True)],
)
def test_a_list_that_takes_the_address_from_a_header_does_not_let_everyone_in(strategy: str, told: bool) -> None:
    listed = f"{{ipAllowList: {{sourceRange: [0.0.0.0/0], ipStrategy: {{{strategy}}}}}}}"
    assert said("ip-allow-list-everyone", *one(listed, "Host(`a.example.com`)")) is told


@rows(
    ("section", "fixed"),
    [
        ("influxDB: {address: 'influx:8089', protocol: udp, database: db}", ""),
        ("promethues: {entryPoint: web}", "Write `prometheus`"),
        ("promethues: {entryPont: web}", "Write `prometheus`"),
        ("promethues: {database: db}", ""),
    ],
)
def test_a_section_is_not_renamed_to_one_that_does_not_know_what_stands_in_it(section: str, fixed: str) -> None:
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {{}}}}\nmetrics:\n  {section}\n"
    told = next(one for one in lint_texts({"traefik.yml": static}).findings if one.rule == "unknown-field")
    assert (told.fix.title if told.fix else "") == fixed
