"""What many good set-ups have, and nobody wants to hear about."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Report

SERVICES = """
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
    api: {loadBalancer: {servers: [{url: "http://api:4000/"}]}}
"""
MIDDLEWARES = """
  middlewares:
    redirect-to-https: {redirectScheme: {scheme: https, permanent: true}}
    strip: {stripPrefix: {prefixes: [/api]}}
    prefix: {addPrefix: {prefix: /v1}}
    www: {redirectRegex: {regex: "^https?://www\\\\.(.+)", replacement: "https://${1}", permanent: true}}
    cors: {headers: {accessControlAllowMethods: [GET], accessControlAllowOriginList: ["https://a.test", "*", "null"]}}
    limit: {rateLimit: {average: 100, burst: 50}}
"""


def report(*routers: str, more: str = "", static: str | None = None) -> Report:
    lines = "".join(f"    {router}\n" for router in routers)
    return lint_texts({"a.yml": f"http:\n  routers:\n{lines}{SERVICES}{more}"}, static=static)


def rules(found: Report) -> list[str]:
    return [finding.rule for finding in found.findings]


@rows(
    "routers",
    [
        ("a: {rule: Host(`a.test`), service: shop}",),
        ("a: {rule: Host(`a.test`), service: shop, entryPoints: [web]}",),
        ("a: {rule: Host(`a.test`), service: shop, entryPoints: [websecure]}",),
        ("a: {rule: 'Host(`a.test`) && PathPrefix(`/`)', service: shop, entryPoints: [web]}",),
        (
            "a: {rule: Host(`a.test`), service: shop, entryPoints: [websecure]}",
            "b: {rule: 'Host(`a.test`) && PathPrefix(`/api`)', service: api, entryPoints: [websecure]}",
        ),
        (
            "a: {rule: 'Host(`a.test`) && PathPrefix(`/a`)', service: shop, entryPoints: [websecure]}",
            "b: {rule: 'Host(`a.test`) && PathPrefix(`/b`)', service: api, entryPoints: [websecure]}",
        ),
        (
            "a: {rule: HostRegexp(`.+`), service: shop, entryPoints: [websecure], priority: 1, tls: {}}",
            "b: {rule: Host(`b.io`), service: api, entryPoints: [websecure], tls: {}}",
        ),
        (
            "all: {rule: HostRegexp(`.+`), service: noop@internal, entryPoints: [web], priority: 1000,"
            " middlewares: [redirect-to-https@file]}",
            "b: {rule: Host(`b.io`), service: api, entryPoints: [web, websecure]}",
        ),
        ("a: {rule: 'Host(`a.test`) && (PathPrefix(`/api`) || PathPrefix(`/dash`))', service: shop, tls: {}}",),
        ("a: {rule: 'Host(`a.test`) && !PathPrefix(`/admin`)', service: shop, priority: -1, tls: {}}",),
        ("a: {rule: '(Path(`/x`) || PathPrefix(`/x/`)) && Host(`a.test`)', service: shop}",),
        ("a: {rule: 'HostRegexp(`^[a-z0-9-]{1,20}\\.a\\.test$`)', service: shop, tls: {}}",),
        ("a: {rule: 'HostRegexp(`(?i)^(www\\.)?a\\.test$`)', service: shop, tls: {}}",),
        ("a: {rule: 'Host(`a.test`) && PathRegexp(`^/v[0-9]{2}/`)', service: shop}",),
    ],
)  # fmt: skip
def test_usual_routers_are_left_in_peace(routers: tuple[str, ...]) -> None:
    assert rules(report(*routers)) == []


@rows(
    ("middlewares", "rule"),
    [
        ("[strip, prefix]", "Host(`a.test`) && PathPrefix(`/api`)"),
        ("[strip]", "Host(`a.test`)"),
        ("[strip]", "Host(`a.test`) && PathPrefix(`/`)"),
        ("[strip]", "Host(`a.test`) && PathPrefix(`/api/`)"),
        ("[prefix, strip]", "Host(`a.test`) && Method(`PUT`)"),
        ("[cors, limit]", "Host(`a.test`)"),
        ("[www]", "Host(`a.test`) || Host(`www.a.test`)"),
    ],
)
def test_usual_middlewares_are_left_in_peace(middlewares: str, rule: str) -> None:
    router = f"a: {{rule: '{rule}', service: shop, entryPoints: [websecure], middlewares: {middlewares}}}"
    about_order = {"middleware-order"} if middlewares == "[prefix, strip]" else set()
    assert set(rules(report(router, more=MIDDLEWARES))) == about_order


def test_the_usual_pair_of_dokploy_is_left_in_peace() -> None:
    found = report(
        "a: {rule: Host(`a.test`), service: shop, entryPoints: [web], middlewares: [redirect-to-https]}",
        "b: {rule: Host(`a.test`), service: shop, entryPoints: [websecure], tls: {certResolver: letsencrypt}}",
    )
    assert rules(found) == []


def test_the_example_of_dokploys_own_documentation_has_one_warning_and_no_error() -> None:
    router = "a: {rule: Host(`a.test`), service: shop, entryPoints: [web, websecure], tls: {certResolver: letsencrypt}}"
    found = report(router).findings
    assert [(finding.rule, finding.severity) for finding in found] == [("tls-router-on-plain-entrypoint", "warning")]


def test_an_entry_point_that_redirects_needs_no_redirecting_router() -> None:
    static = (
        'entryPoints: {web: {address: ":80", http: {redirections: {entryPoint: {to: tls}}}}, tls: {address: ":443"}}'
    )
    router = "a: {rule: Host(`a.test`), service: shop, entryPoints: [web, tls], tls: {}}"
    assert rules(report(router, static=static)) == []


@rows(
    ("rule", "stretch"),
    [
        ("Host(`http://a.test`)", "`http://a.test`"),
        ('"Host(`http://a.test`)"', "`http://a.test`"),
        ("'Host(`http://a.test`) || Host(`b`)'", "`http://a.test`"),
    ],
)
def test_a_finding_stands_under_the_argument_that_is_wrong(rule: str, stretch: str) -> None:
    text = f"http:\n  routers:\n    a:\n      rule: {rule}\n      service: noop@internal\n"
    (found,) = lint_texts({"a.yml": text}).findings
    line = text.splitlines()[found.line - 1]
    assert line[found.column - 1 : found.end_column - 1] == stretch


@rows(
    "text",
    [
        """
http:
  routers:
    a: {rule: 'Host(`{{ env "SHOP" }}`)', service: noop@internal, entryPoints: [websecure], priority: 9}
    b: {rule: 'Host(`b.test`)', service: noop@internal, entryPoints: [websecure], priority: 1}
""",
        """
http:
  routers:
    a: {rule: 'Host(`a.test`)', service: a, entryPoints: [web, websecure], tls: {}}
    {{ if env "PLAIN" }}
    b: {rule: 'Host(`a.test`)', service: a, entryPoints: [web]}
    {{ end }}
  services:
    a: {loadBalancer: {servers: [{url: "http://a:1"}]}}
""",
    ],
)
def test_what_a_template_decides_is_left_open(text: str) -> None:
    about_templates = {"template-not-checked", "dokploy-template-not-editable"}
    assert set(rules(lint_texts({"a.yml": text}))) <= about_templates


def test_a_dashboard_that_only_redirects_is_open_to_nobody_though_entry_points_are_unknown() -> None:
    text = (
        "http:\n  routers:\n"
        "    api: {rule: Host(`a.test`), entryPoints: [http], service: api@internal, middlewares: [up]}\n"
        "  middlewares:\n    up: {redirectScheme: {scheme: https}}\n"
    )
    report = lint_texts({"a.yml": text}, profile="none")
    assert "dashboard-without-auth" not in {finding.rule for finding in report.findings}


SEVERAL = """
  middlewares:
    open: {ipAllowList: {sourceRange: ["0.0.0.0/0"]}}
    strip: {stripPrefix: {prefixes: [/api]}}
    both: {chain: {middlewares: [open]}}
"""


@rows(
    ("used", "told"),
    [
        ("", True),
        ("strip", False),
        ("open", True),
        ("both", True),
        ("strip, opne", False),
        ("strip, open@docker", True),
    ],
)
def test_what_stands_in_a_middleware_is_told_where_a_router_may_use_it(used: str, told: bool) -> None:
    found = report(f"a: {{rule: Host(`a.io`), service: shop, middlewares: [{used}], tls: {{}}}}", more=SEVERAL)
    assert ("ip-allow-list-everyone" in rules(found)) is told
    strict = lint_texts(found.texts, strict=True)
    assert "ip-allow-list-everyone" in rules(strict)


def test_what_a_template_may_bring_is_used_for_all_that_is_known() -> None:
    router = "a: {rule: Host(`a.io`), service: shop, middlewares: [strip, '{{ env \"MORE\" }}'], tls: {}}"
    assert "ip-allow-list-everyone" in rules(report(router, more=SEVERAL))


def test_a_middleware_of_an_entry_point_is_used() -> None:
    static = (
        "entryPoints: {web: {address: ':80', http: {middlewares: [open@file]}}}\nproviders: {file: {directory: d}}\n"
    )
    router = "a: {rule: Host(`a.io`), service: shop, middlewares: [strip]}"
    assert "ip-allow-list-everyone" in rules(report(router, more=SEVERAL, static=static))


@rows(
    ("middleware", "rule"),
    [
        ("{basicAuth: {users: ['anna:pa55word-Of-Anna']}}", "basic-auth-plaintext"),
        ("{headers: {customRequestHeaders: {Authorization: 'Bearer qWeRtZ1234567890abcdef'}}}", "secret-in-config"),
        ("{ipWhiteList: {sourceRange: [10.0.0.1]}}", "ip-white-list-renamed"),
        ("{headers: {sslRedirect: true}}", "headers-ssl-options"),
    ],
)
def test_what_nobody_uses_may_still_give_secrets_away(middleware: str, rule: str) -> None:
    more = SEVERAL + f"    unused: {middleware}\n"
    told = rules(report("a: {rule: Host(`a.io`), service: shop, middlewares: [strip], tls: {}}", more=more))
    assert (rule in told) is (rule == "secret-in-config")


def test_of_an_option_that_stands_twice_only_that_is_told() -> None:
    twice = "a: {rule: Host(`a.io`),\n      service: nobody,\n      service: shop}"
    assert rules(report(twice)) == ["duplicate-key"]
    assert rules(report(twice.replace("service: shop", "middlewares: [none]"))) == [
        "unknown-service",
        "unknown-middleware",
    ]


EDITED = """
http:
  routers:
    shop-0dlf7b-router-websecure-1:
      rule: Host(`shop.home.arpa`)
      service: shop-0dlf7b-service-1
      entryPoints: [websecure]
      priority: 50
      tls: {certResolver: letsencrypt}
  services:
    shop-0dlf7b-service-1: {loadBalancer: {servers: [{url: "http://shop-0dlf7b:3000"}], passHostHeader: true}}
"""


@rows("folder", ["apps", "demo", "tests"])
def test_what_dokploy_will_undo_is_told_whatever_the_folder_is_called(folder: str) -> None:
    found = lint_texts({f"{folder}/shop-0dlf7b.yml": EDITED}, profile="dokploy")
    assert "dokploy-managed-object-edited" in rules(found)


RESOLVED = """\
entryPoints: {websecure: {address: ":443", http: {tls: {certResolver: le, domains: [{main: a.test}]}}}}
certificatesResolvers: {le: {acme: {storage: acme.json, tlsChallenge: {}}}}
"""


@rows(
    ("more", "is_told"),
    [
        ("", True),
        ("tls: {certificates: [{certFile: a.pem, keyFile: a.key}]}\n", False),
        ("tls: {stores: {default: {defaultCertificate: {certFile: a.pem, keyFile: a.key}}}}\n", False),
        ("tls: {options: {modern: {minVersion: VersionTLS13}}}\n", True),
    ],
)
def test_a_router_with_tls_of_its_own_may_have_a_certificate_at_hand(more: str, is_told: bool) -> None:
    found = report("a: {rule: Host(`a.cafe.io`), service: shop, tls: {}}", more=more, static=RESOLVED)
    assert ("entry-point-tls-replaced" in rules(found)) is is_told
