"""What an instance seldom comes to: each of these is the only one that some line is for."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.checks.shared.remarks import around
from traefiklint.decoding.file import read_document
from traefiklint.instance.load import read_context
from traefiklint.instance.secrets import covered_text
from traefiklint.instance.static_start.rest import agent_error
from traefiklint.instance.whereabouts import is_of_the_internet
from traefiklint.options import Options

SIGN = "\N{ASTERISK OPERATOR}"
SCHEME = 'workload endpoint socket URI must have a "tcp" or "unix" scheme'
MORE = "workload endpoint tcp socket URI must not include more than a host component"


@rows(
    ("address", "told"),
    [
        ("", ""),
        ("unix:///run/spire/agent.sock", ""),
        ("unix:agent.sock", "workload endpoint unix socket URI must not be opaque"),
        ("unix://agent.sock", "invalid (non-empty) authority"),
        ("unix:", "workload endpoint unix socket URI must include a path"),
        ("http://127.0.0.1:8081", SCHEME),
        ("/run/agent.sock", SCHEME),
        ("tcp://127.0.0.1:8081", ""),
        ("tcp://127.0.0.1:8081/", ""),
        ("tcp://127.0.0.1:8081/x", MORE),
        ("tcp://127.0.0.1:8081?x=y", MORE),
        ("tcp://me@127.0.0.1:8081", MORE),
        ("tcp:127.0.0.1:8081", MORE),
        ("tcp://agent:8081", "workload endpoint tcp socket URI host component must be an IP:port"),
        ("tcp://127.0.0.1", "workload endpoint tcp socket URI host component must include a port"),
    ],
)
def test_why_nobody_can_ask_an_agent_at_an_address(address: str, told: str) -> None:
    assert agent_error(address) == told


def test_an_address_of_an_agent_that_is_no_url_is_refused_in_the_words_of_go() -> None:
    assert agent_error(":x").startswith("workload endpoint socket is not a valid URI: ")
    (told,) = [
        one
        for one in lint_texts({}, static="spiffe: {workloadAPIAddr: 'ftp://x'}\n", profile="none").findings
        if one.effect == "rejected"
    ]
    assert SCHEME in f"{told.message} {told.help}"


@rows(
    ("host", "is_one"),
    [("a.5", True), ("10.5", False), ("a.de", True), ("a.d1", False), ("a.xn--p1ai", True), ("a_b.test.de", False)],
)
def test_a_host_that_ends_in_a_number_and_is_no_address_stands_for_another(host: str, is_one: bool) -> None:
    assert is_of_the_internet(host) is is_one


@rows(
    ("value", "covered"),
    [
        ("https://s3cretpass:s3cretpass@a.test", f"https://{SIGN * 21}@a.test"),
        ("https://u:s3cretpass@s3cretpass.test", f"https://{SIGN * 12}@s3cretpass.test"),
        ("https://a.test/s3cretabcd?token=s3cretabcd", f"https://a.test/s3cretabcd?token={SIGN * 10}"),
    ],
)
def test_of_a_word_that_stands_twice_in_a_value_the_secret_one_is_covered(value: str, covered: str) -> None:
    text = "http: {services: {s: {loadBalancer: {servers: [{url: '%s'}]}}}}\n"
    assert covered_text("a.yml", text % value) == text % covered


OWN = """\
entryPoints:
  web:
    address: ":80"
    allowACMEByPass: %s
    http: {redirections: {entryPoint: {to: websecure, permanent: false, priority: 7}}}
  websecure: {address: ":8443"}
  far: {address: ":82", http: {redirections: {entryPoint: {to: ":443", scheme: http}}}}
  gone: {address: ":83", http: {redirections: {entryPoint: {to: nobody}}}}
certificatesResolvers:
  a: {acme: {email: a@example.com, storage: a.json, httpChallenge: {entryPoint: web}}}
  b: {acme: {email: a@example.com, storage: b.json, httpChallenge: {entryPoint: far}}}
  c: {acme: {email: a@example.com, storage: c.json, tlsChallenge: {}}}
api: {insecure: true, debug: true}
ping: {entryPoint: far}
metrics: {prometheus: {manualRouting: true}}
providers: {rest: {insecure: true}}
"""
CHALLENGE = "PathPrefix(`/.well-known/acme-challenge/`)"
EVERY = "HostRegexp(`^.+$`)"
MOST = 2**63 - 1


@rows(
    ("bypass", "rule", "challenges"),
    [
        ("false", EVERY, [("acme-http", ("far", "web"), CHALLENGE, MOST, "acme-http@internal")]),
        (
            "true",
            f"{EVERY} && !{CHALLENGE}",
            [
                ("acme-http", ("far",), CHALLENGE, MOST, "acme-http@internal"),
                ("acme-http-bypass", ("web",), CHALLENGE, 0, "acme-http@internal"),
            ],
        ),
    ],
)
def test_the_routers_that_traefik_adds_itself(bypass: str, rule: str, challenges: list[tuple[object, ...]]) -> None:
    made = read_context(Options(static=OWN % bypass)).context.internal_routers or {}
    assert [one[:5] for one in made.values()] == [
        ("web-to-websecure", ("web",), rule, 7, "noop@internal"),
        ("far-to-443", ("far",), EVERY, MOST - 1, "noop@internal"),
        *challenges,
        ("api", ("traefik",), "PathPrefix(`/api`)", MOST - 1, "api@internal"),
        ("dashboard", ("traefik",), "PathPrefix(`/`)", MOST - 2, "dashboard@internal"),
        ("debug", ("traefik",), "PathPrefix(`/debug`)", MOST - 1, "api@internal"),
        ("rest", ("traefik",), "PathPrefix(`/api/providers`)", MOST, "rest@internal"),
        ("ping", ("far",), "PathPrefix(`/ping`)", MOST, "ping@internal"),
    ]
    assert [one.redirection for one in made.values() if one.redirection] == [
        ("https", "8443", False),
        ("http", "443", True),
    ]


def test_exporters_have_a_router_unless_somebody_makes_one() -> None:
    static = (
        "ping: {manualRouting: true}\nmetrics: {prometheus: {entryPoint: web}}\nentryPoints: {web: {address: ':80'}}\n"
    )
    made = read_context(Options(static=static)).context.internal_routers or {}
    assert [one[:5] for one in made.values()] == [
        ("prometheus", ("web",), "PathPrefix(`/metrics`)", MOST, "prometheus@internal")
    ]


def test_the_lines_around_one_are_those_before_and_behind_it() -> None:
    document = read_document("a.yml", "a: 1 # one\nb: 2\nc: 3 # three\nd: 4\ne: 5")
    assert around(document, 3, 1) == (" three", ("b: 2",), ("d: 4",))
    assert around(document, 3, 9) == (" three", ("b: 2", "a: 1 # one"), ("d: 4", "e: 5"))
    assert around(document, 1, 1) == (" one", (), ("b: 2",))
    assert around(document, 5, 2) == ("", ("d: 4", "c: 3 # three"), ())
    assert around(document, 3) == (" three", (), ())
