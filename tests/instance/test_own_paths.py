"""Which routers to Traefik's own dashboard and API lead nowhere, and which show it to everyone."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts

STATIC = """\
entryPoints: {websecure: {address: ":443", http: {tls: {}}}}
api: {%s}
providers: {file: {directory: /d}}
"""
DYNAMIC = """\
http:
  routers:
    own: {rule: "%s", service: %s, middlewares: [%s]}
%s
  services:
    own: {loadBalancer: {servers: [{url: "http://traefik:8080"}]}}
    any: {loadBalancer: {servers: [{url: "http://any:8080"}]}}
    blog: {loadBalancer: {servers: [{url: "http://blog"}]}}
    both: {loadBalancer: {servers: [{url: "http://blog"}, {url: "http://my-traefik:80"}]}}
    nobody: {loadBalancer: {servers: []}}
    weighted: {weighted: {services: [{name: blog, weight: 1}]}}
  middlewares:
    office: {ipAllowList: {sourceRange: [192.0.2.0/24]}}
    strip: {stripPrefix: {prefixes: [/t]}}
    slash: {stripPrefix: {prefixes: [/t/]}}
    two: {stripPrefix: {prefixes: [/s, /t]}}
    add: {addPrefix: {prefix: /x}}
    plug: {plugin: {p: {}}}
    zip: {compress: {}}
"""
REASONS = {
    "Every request gets a 404: Traefik's": "nothing",
    "`dashboard@internal` serves its page at `/`": "page",
    "The dashboard stays empty": "empty",
    "Visitors get a 404: `/` redirects": "home",
}


def said(
    rule: str,
    *,
    service: str = "api@internal",
    middlewares: str = "office",
    others: str = "",
    api: str = "",
    target: str = "3.7",
) -> str:
    """Why the dashboard is not reached, in a word, and which base path would help; empty where nothing is said."""
    text = DYNAMIC % (rule, service, middlewares, others)
    found = lint_texts({"a.yml": text}, static=STATIC % api, profile="none", target=target).findings
    told = [one for one in found if one.rule == "dashboard-unreachable" and one.object == "http.routers.own"]
    if not told:
        return ""
    (one,) = told
    assert one.path == "http.routers.own.rule"
    why = next(word for begin, word in REASONS.items() if one.message.startswith(begin))
    base = one.message.partition("`api.basePath: ")[2].partition("`")[0]
    return f"{why} {base}".rstrip()


ANSWERED = (
    *("/api/version", "/api/rawdata", "/api/overview", "/api/support-dump", "/api/entrypoints", "/api/entrypoints/web"),
    *(f"/api/{protocol}/{kind}" for protocol in ("http", "tcp") for kind in ("routers", "services", "middlewares")),
    *("/api/udp/routers", "/api/udp/services", "/api/http/routers/a@file", "/api/tcp/services/a", "/api/udp/routers/a"),
)
NOT_ANSWERED = (
    *("/dashboard", "/dashboard/assets", "/dashboard/x", "/api", "/api/", "/api/versions", "/api/version/", "/x"),
    *("/api/entrypoints/", "/api/entrypoints/a/b", "/api/http", "/api/http/", "/api/http/router", "/api/grpc/routers"),
    *("/api/udp/middlewares", "/api/http/routers/", "/api/http/routers/a/b", "/xapi/version"),
)


@rows("path", ANSWERED)
def test_a_path_of_the_api_is_answered(path: str) -> None:
    assert said(f"Path(`{path}`)") == ""


@rows("path", NOT_ANSWERED)
def test_a_path_beside_them_is_not(path: str) -> None:
    assert said(f"Path(`{path}`)") == "nothing"


@rows(
    "prefix",
    [
        *(
            "/dashboard1",
            "/dash/",
            "/x",
            "/api/x",
            "/api/versio1",
            "/api/rawdat1",
            "/api/overvie1",
            "/api/support-dum1",
        ),
        *("/api/entrypoint1", "/api/http1", "/api/tcp1", "/api/udp1"),
    ],
)
def test_nothing_is_answered_below_a_prefix_with_which_no_path_begins(prefix: str) -> None:
    assert said(f"PathPrefix(`{prefix}`)") == "nothing"


@rows(
    ("rule", "told"),
    [
        ("Path(`/`)", "home"),
        ("Path(`/`) || Path(`/dashboard`)", "home"),
        ("Path(`/`) || Path(`/api/version`)", ""),
        ("Path(`/`) || PathPrefix(`/api`)", ""),
        ("Path(`/`) || Path(`/dashboard/`)", "empty"),
        ("Path(`/dashboard/`)", "empty"),
        ("PathPrefix(`/dashboard`)", "empty"),
        ("PathPrefix(`/dash`)", "empty"),
        ("PathPrefix(`/dashboard/assets/`)", ""),
        ("PathPrefix(`/api`)", ""),
        ("PathPrefix(`/a`)", ""),
        ("PathPrefix(`/`)", ""),
        ("PathPrefix(`/d`) && PathPrefix(`/dashboard/`)", "empty"),
        ("PathPrefix(`/d`) && Path(`/api/version`)", ""),
        ("PathPrefix(`/dashboard`) || PathPrefix(`/api`)", ""),
        ("Host(`a.io`)", ""),
        ("Host(`a.io`) && !PathPrefix(`/api`)", ""),
        ("PathRegexp(`^/x`)", ""),
    ],
)
def test_what_a_rule_leaves_out_of_the_dashboard_is_told(rule: str, told: str) -> None:
    assert said(rule) == told


@rows(
    ("rule", "told"),
    [
        ("Path(`/`)", ""),
        ("PathPrefix(`/`)", ""),
        ("Path(`/assets/x.js`)", ""),
        ("PathPrefix(`/dashboard`)", "page"),
        ("PathPrefix(`/api/x`)", "page"),
        ("PathPrefix(`/traefik`)", "page"),
        ("PathPrefix(`/dashboar`)", ""),
        ("PathPrefix(`/ap`)", ""),
        ("PathPrefix(`/traefi`)", ""),
        ("Path(`/traefik`) || Path(`/`)", ""),
        ("Host(`a.io`)", ""),
    ],
)
def test_the_dashboard_alone_is_at_the_root(rule: str, told: str) -> None:
    assert said(rule, service="dashboard@internal") == told


@rows(
    ("rule", "middlewares", "api", "target", "told"),
    [
        ("PathPrefix(`/t`)", "strip", "", "3.7", "empty /t"),
        ("PathPrefix(`/t/`)", "strip", "", "3.7", "empty /t"),
        ("PathPrefix(`/t`)", "slash", "", "3.7", "empty /t"),
        ("PathPrefix(`/t`)", "two", "", "3.7", "empty /t"),
        ("PathPrefix(`/t`)", "strip, zip", "", "3.7", "empty /t"),
        ("Path(`/t/dashboard/`)", "strip", "", "3.7", "empty /t"),
        ("PathPrefix(`/t`)", "strip", "", "3.4", "empty /t"),
        ("PathPrefix(`/t`)", "strip", "", "3.3", "empty"),
        ("PathPrefix(`/t`)", "strip, slash", "", "3.7", ""),
        ("PathPrefix(`/t`)", "strip, add", "", "3.7", ""),
        ("PathPrefix(`/t`)", "strip, plug", "", "3.7", ""),
        ("PathPrefix(`/t`)", "strip, gone@file", "", "3.7", ""),
        ("PathPrefix(`/t`)", "strip", "dashboard: false", "3.7", ""),
        ("PathPrefix(`/t`) || PathPrefix(`/api`)", "strip", "", "3.7", ""),
        ("PathPrefix(`/t`) || Path(`/api/version`)", "strip", "", "3.7", ""),
        ("PathPrefix(`/t`) || Path(`/api`)", "strip", "", "3.7", ""),
        ("PathPrefix(`/t`) || Path(`/apix`)", "strip", "", "3.7", "empty /t"),
        ("PathPrefix(`/u`)", "strip", "", "3.7", ""),
        ("PathPrefix(`/`)", "strip", "", "3.7", ""),
        ("Host(`a.io`)", "strip", "", "3.7", ""),
        ("PathPrefix(`/t`)", "add", "", "3.7", ""),
        ("PathPrefix(`/t`)", "zip", "", "3.7", "nothing"),
        ("PathPrefix(`/t`)", "plug", "", "3.7", ""),
        ("PathPrefix(`/t`)", "gone@file", "", "3.7", ""),
        ("PathPrefix(`/t`)", "", "", "3.7", "nothing"),
        ("PathPrefix(`/t`)", "", "basePath: /", "3.7", "nothing"),
        ("PathPrefix(`/t`)", "", "basePath: /t", "3.7", ""),
        ("PathPrefix(`/t`)", "", "dashboard: false", "3.7", ""),
        ("PathPrefix(`/t`)", "", "debug: true", "3.7", "nothing"),
        ("PathPrefix(`/t`)", "strip", "debug: true", "3.7", "empty /t"),
        ("Path(`/`)", "", "debug: true", "3.7", "home"),
        ("PathPrefix(`/d`)", "", "debug: true", "3.7", "empty"),
        ("PathPrefix(`/d`) && PathPrefix(`/debug/`)", "", "debug: true", "3.7", ""),
        ("Path(`/debug/vars`)", "", "debug: true", "3.7", ""),
        ("Path(`/debug/vars`)", "", "", "3.7", "nothing"),
        ("Host(`a.io`)", "", "debug: true", "3.7", ""),
    ],
)
def test_a_prefix_that_is_taken_off_belongs_into_the_static_configuration(
    rule: str, middlewares: str, api: str, target: str, told: str
) -> None:
    assert said(rule, middlewares=middlewares, api=api, target=target) == told


@rows(
    ("rule", "other", "service", "told"),
    [
        ("Host(`a.io`)", "Host(`a.io`) && PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "Host(`A.io`) && PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "Host(`b.io`) || Host(`a.io`)", "api@internal", ""),
        ("Host(`a.io`)", "Host(`*.io`) && PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "HostRegexp(`.*`) && PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "!Host(`b.io`) && PathPrefix(`/api`)", "api@internal", ""),
        ("Host(`a.io`)", "PathPrefix(`/api", "api@internal", ""),
        ("Host(`a.io`)", "Host(`b.io`) && PathPrefix(`/api`)", "api@internal", "empty"),
        ("Host(`a.io`)", "Host(`b.io`) || Host(`c.io`)", "api@internal", "empty"),
        ("Host(`a.io`)", "Host(`a.io`) && PathPrefix(`/x`)", "api@internal", "empty"),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/api`)", "api@internal", "empty"),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/api/x`)", "api@internal", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "dashboard@internal", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "noop@internal", "empty"),
        ("Host(`a.io`)", "Host(`a.io`)", "own", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "own@file", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "any", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "both", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "nobody", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "weighted", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "gone@docker", ""),
        ("Host(`a.io`)", "Host(`a.io`)", "blog", "empty"),
        ("Host(`a.io`)", "Host(`a.io`)", "blog@file", "empty"),
        ("Host(`a.io`)", "Host(`a.io`)", "blog, middlewares: [plug]", "empty"),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/x`)", "api@internal, middlewares: [plug]", ""),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/x`)", "api@internal, middlewares: [add]", ""),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/x`)", "api@internal, middlewares: [gone@file]", ""),
        ("Host(`a.io`)", "Host(`a.io`) && Path(`/x`)", "api@internal, middlewares: [zip]", "empty"),
        ("(Host(`a.io`) || Host(`b.io`))", "Host(`b.io`)", "api@internal", ""),
    ],
)
def test_what_a_rule_leaves_out_another_router_may_have(rule: str, other: str, service: str, told: str) -> None:
    another = f'    other: {{rule: "{other}", service: {service}}}'
    assert said(f"{rule} && PathPrefix(`/dashboard/`)", others=another) == told


OPEN = """\
http:
  routers:
    own: {rule: "%s", service: %s@internal, entryPoints: [%s], middlewares: [%s]}
  middlewares:
    away: {redirectRegex: {regex: '%s', replacement: '%s'}}
    strip: {stripPrefix: {prefixes: [/t]}}
    zip: {compress: {}}
"""
POINTS = """\
entryPoints: {plain: {address: ":80"}, websecure: {address: ":443", http: {tls: {}}}}
certificatesResolvers: {le: {acme: {email: a@b.io, storage: acme.json, tlsChallenge: {}}}}
api: {%s}
"""


def is_open(
    rule: str,
    *,
    regex: str = ".*",
    to: str = "https://b.io/",
    point: str = "websecure",
    middlewares: str = "away",
    service: str = "api",
    api: str = "",
) -> bool:
    """Whether it is said that a router shows everything to everyone."""
    text = OPEN % (rule, service, point, middlewares, regex, to)
    found = lint_texts({"a.yml": text}, static=POINTS % api, profile="none").findings
    return "dashboard-without-auth" in {one.rule for one in found}


SAMPLES = ("/", "/dashboard/", "/dashboard/assets/x.js", "/api/version", "/api/rawdata", "/api/overview")
KINDS = ("http/routers", "http/services", "http/middlewares", "tcp/routers", "udp/routers")


@rows("path", [*SAMPLES, "/api/support-dump", *(f"/api/{kind}" for kind in KINDS)])
def test_nobody_is_shown_what_a_redirect_takes_away(path: str) -> None:
    others = f"Path(`{path}`) || Path(`/nothing`)"
    assert is_open(others, middlewares="zip") is (path not in ("/", "/api/version"))
    assert not is_open(others)
    assert is_open(f"Path(`{path}`) || PathPrefix(`/`)", regex=f"^https?://[^/]*{path}.+|^https?://[^/]*/$") is (
        path != "/"
    )


@rows(
    ("rule", "options", "told"),
    [
        ("Host(`a.io`)", {}, False),
        ("Host(`a.io`)", {"middlewares": ""}, True),
        ("Host(`a.io`)", {"middlewares": "away, zip"}, False),
        ("Host(`a.io`)", {"middlewares": "away, strip"}, True),
        ("Host(`a.io`)", {"to": "http://b.io/"}, False),
        ("Host(`a.io`)", {"regex": "^(.*)$", "to": "$1"}, True),
        ("Host(`a.io`)", {"regex": "^https://a.io"}, False),
        ("Host(`a.io`)", {"regex": "^https://b.io"}, True),
        ("Host(`a.io`) || Host(`b.io`)", {"regex": "^https://b.io"}, True),
        ("Host(`a.io`) || Host(`b.io`)", {"regex": "^https://[ab].io"}, False),
        ("Host(`a.io`)", {"regex": "^https://a.io/[^?]*$"}, True),
        ("Host(`a.io`)", {"regex": r"^https://a.io/.*\?.*$"}, True),
        ("Host(`a.io`) && Query(`a`, `1`)", {"regex": r"^https://a.io/.*\?a=1"}, False),
        ("Host(`a.io`) && Query(`a`, `1`)", {"regex": r"^https://a.io/.*\?a=1$"}, True),
        ("Host(`a.io`) && Query(`a`, `1`)", {"regex": r"^https://a.io/.*\?a=1&q=1$"}, True),
        ("Host(`a.io`)", {"point": "plain", "regex": "^http://a.io"}, False),
        ("Host(`a.io`)", {"point": "plain", "regex": "^https://a.io", "to": "http://b.io"}, True),
        ("Host(`a.io`)", {"point": "plain", "regex": "^http://a.io", "to": "http://b.io"}, False),
        ("Host(`a.io`)", {"point": "plain, websecure", "regex": "^http://a.io", "to": "http://b.io"}, True),
        ("Host(`a.io`)", {"api": "dashboard: false"}, True),
        ("Host(`a.io`)", {"api": "debug: true"}, False),
        ("Host(`a.io`)", {"api": "debug: true", "regex": "^https://a.io/([^d]|da|$)"}, True),
        ("Host(`a.io`)", {"regex": "^https://a.io/([^d]|da|$)"}, False),
        ("Host(`a.io`)", {"api": "basePath: /x"}, True),
        ("Host(`a.io`) && PathPrefix(`/nothing`)", {}, False),
        ("Path(`/`)", {"middlewares": ""}, False),
        ("Path(`/`)", {"middlewares": "", "service": "dashboard"}, True),
        ("Path(`/nothing`)", {"service": "dashboard"}, True),
        ("", {}, True),
    ],
)
def test_everybody_is_shown_what_no_redirect_takes_away(rule: str, options: dict[str, str], told: bool) -> None:
    assert is_open(rule, **options) is told
