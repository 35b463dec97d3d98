"""Where a rule begins to speak: at the very number, version or letter, and not one before."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.checks.tls.options import CURVES
from traefiklint.options import Options
from traefiklint.versions import TARGETS

MOST = 2**63 - 1 - 1000
SERVICE = """\
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
"""


def told(rule: str, text: str, target: str = TARGETS[-1]) -> list[str]:
    """What a rule says about a text, with all rules that are asked for only in a strict run."""
    report = lint_texts({"a.yml": text}, options=Options(target=target, strict=True))
    return [finding.message for finding in report.findings if finding.rule == rule]


def router(options: str) -> str:
    return f"http:\n  routers:\n    shop: {{rule: Host(`a.example.com`), service: shop, {options}}}\n{SERVICE}"


def middleware(text: str) -> str:
    return router("entryPoints: [web], middlewares: [m]") + f"  middlewares:\n    m: {text}\n"


@rows(("priority", "allowed"), [(MOST - 1, True), (MOST, True), (MOST + 1, False), (MOST + 2, False)])
def test_the_highest_priority_is_allowed_and_one_more_is_not(priority: int, allowed: bool) -> None:
    found = told("priority-too-large", router(f"entryPoints: [web], priority: {priority}"))
    assert len(found) == (not allowed)
    assert allowed or f"Priority {priority} exceeds the maximum that Traefik allows, {MOST}" in found[0]


def from_version(first: str) -> list[str]:
    """The targets from a version on; none where it is not out yet."""
    return list(TARGETS[TARGETS.index(first) :]) if first else []


@rows("curve", [*CURVES, "X25519Kyber768", "p256"])
def test_a_curve_is_known_from_the_version_that_brought_it(curve: str) -> None:
    text = f"tls: {{options: {{modern: {{curvePreferences: [{curve}]}}}}}}\n"
    first = CURVES[curve].name if curve in CURVES else ""
    assert [target for target in TARGETS if not told("tls-unknown-curve", text, target)] == from_version(first)


def test_the_curves_of_each_version() -> None:
    by_version = {target: sorted(name for name, first in CURVES.items() if first.name == target) for target in TARGETS}
    assert {target: names for target, names in by_version.items() if names} == {
        "3.0": ["CurveP256", "CurveP384", "CurveP521", "X25519", "secp256r1", "secp384r1", "secp521r1", "x25519"],
        "3.6": ["X25519MLKEM768", "x25519mlkem768"],
        "3.7": ["SecP256r1MLKEM768", "SecP384r1MLKEM1024", "secp256r1mlkem768", "secp384r1mlkem1024"],
    }


STRATEGIES = {"wrr": "3.4", "p2c": "3.4", "hrw": "3.6", "leasttime": "3.6"}
"""Before 3.4 there is no such option."""


@rows("strategy", [*STRATEGIES, "random"])
def test_a_strategy_is_known_from_the_version_that_brought_it(strategy: str) -> None:
    text = router("entryPoints: [web]").replace("loadBalancer: {", f"loadBalancer: {{strategy: {strategy}, ")
    for target in from_version("3.4"):
        found = told("load-balancer-strategy", text, target)
        assert bool(found) is (target not in from_version(STRATEGIES.get(strategy, ""))), target
        named = [name for name, first in STRATEGIES.items() if target in from_version(first)]
        assert not found or "did you mean" in found[0] or ", ".join(f"`{name}`" for name in named) in found[0]


@rows(("option", "first"), [("stsSeconds: 0", "3.4"), ("accessControlMaxAge: 0", "3.7"), ("frameDeny: false", "")])
def test_a_header_option_of_zero_counts_from_a_version_on(option: str, first: str) -> None:
    text = middleware(f"{{headers: {{{option}}}}}")
    assert [target for target in TARGETS if not told("headers-empty", text, target)] == from_version(first)


@rows(
    ("rule", "text", "first"),
    [
        ("compress-encoding", middleware("{compress: {encodings: [gzip], defaultEncoding: br}}"), "3.2"),
        ("forward-auth-body-unlimited", middleware("{forwardAuth: {address: 'http://a'}}"), "3.6"),
        ("forward-auth-trust-unset", middleware("{forwardAuth: {address: 'http://a'}}"), "3.6"),
        ("tcp-proxy-protocol-moved",
         "tcp: {services: {s: {loadBalancer: {servers: [{address: 'a:1'}], proxyProtocol: {version: 1}}}}}", "3.5"),
        ("tcp-proxy-protocol-moved",
         "tcp: {services: {s: {loadBalancer: {servers: [{address: 'a:1'}], terminationDelay: 1}}}}", "3.0"),
    ],
)  # fmt: skip
def test_a_rule_speaks_from_the_version_on_that_it_is_about(rule: str, text: str, first: str) -> None:
    assert [target for target in TARGETS if told(rule, text, target)] == from_version(first)


@rows(
    ("rule", "patch", "text"),
    [
        ("forward-auth-body-unlimited", "3.6.9", middleware("{forwardAuth: {address: 'http://a'}}")),
        ("forward-auth-trust-unset", "3.6.14", middleware("{forwardAuth: {address: 'http://a'}}")),
        ("tcp-proxy-protocol-moved", "3.5.3",
         "tcp: {services: {s: {loadBalancer: {servers: [{address: 'a:1'}], proxyProtocol: {version: 1}}}}}"),
    ],
)  # fmt: skip
def test_a_rule_speaks_from_the_patch_on_that_it_is_about(rule: str, patch: str, text: str) -> None:
    minor, _, number = patch.rpartition(".")
    assert told(rule, text, patch)
    assert not told(rule, text, f"{minor}.{int(number) - 1}")


@rows(
    ("regex", "never"),
    [
        ("^x?https?://a/(.*)", False),  # one letter that may be missing
        ("^x*https?://a/(.*)", False),
        ("^x{0,1}https?://a/(.*)", False),
        ("^xy?https?://a/(.*)", True),  # the first letter may not be missing
        ("^xy*https?://a/(.*)", True),
        ("^x+https?://a/(.*)", True),
        ("^xhttps?://a/(.*)", True),
        ("^/?https?://a/(.*)", False),
        ("^/old/(.*)", True),
        ("^h", False),
        ("^https://a/(.*)", False),
        ("^ttp://a/(.*)", True),
    ],
)
def test_what_no_url_begins_with_is_told_unless_it_may_be_missing(regex: str, never: bool) -> None:
    text = middleware(f"{{redirectRegex: {{regex: '{regex}', replacement: 'https://b/x'}}}}")
    assert bool(told("redirect-regex-scheme", text)) is never


@rows(
    ("guarded", "other", "circle"),
    [
        ("", "", True),  # the longer rule answers, and it is the guarded one
        ("", ", priority: 1", True),
        ("", ", priority: 1000", False),
        (", priority: 1", "", False),
        (", priority: 20", ", priority: 19", True),
        (", priority: 20", ", priority: 21", False),
        (", priority: 20", ", priority: 20", False),  # nobody knows which of the two answers
    ],
)
def test_who_answers_for_the_authentication_server_is_a_matter_of_priorities(
    guarded: str, other: str, circle: bool
) -> None:
    text = (
        "http:\n  routers:\n"
        "    elsewhere: {rule: Host(`login.example.com`), service: shop, entryPoints: [websecure], priority: 5000}\n"
        "    guarded: {rule: Host(`login.example.com`) && PathPrefix(`/verify`), service: shop, entryPoints: [web], "
        f"middlewares: [m]{guarded}}}\n"
        f"    open: {{rule: Host(`login.example.com`), service: shop, entryPoints: [web]{other}}}\n"
        f"{SERVICE}  middlewares:\n    m: {{forwardAuth: {{address: 'http://login.example.com/verify'}}}}\n"
    )
    assert bool(told("forward-auth-self", text)) is circle


@rows(("options", "split"), [(["", ""], 0), (["", "modern"], 1), (["modern", "modern"], 0),
                                               (["modern", "old", ""], 1), (["modern", "old"], 1)])  # fmt: skip
def test_two_groups_of_tls_options_are_enough_for_a_conflict(options: list[str], split: int) -> None:
    routers = ""
    for number, name in enumerate(options):
        service, chosen = "service: shop, " if number else "", f", options: {name}" if name else ""
        rule = f"rule: Host(`a.example.com`) && PathPrefix(`/{number}`)"
        tls = f"tls: {{certResolver: letsencrypt{chosen}}}"
        routers += f"    r{number}: {{{rule}, entryPoints: [websecure], {service}{tls}}}\n"
    text = (
        f"http:\n  routers:\n{routers}    child: {{rule: Path(`/0/x`), service: shop, parentRefs: [r0]}}\n{SERVICE}"
        "tls: {options: {modern: {minVersion: VersionTLS13}, old: {minVersion: VersionTLS12}}}\n"
    )
    found = told("parent-router-split", text)
    assert [message for message in found if "loses its parent" in message] == [
        "`child` loses its parent `r0`, which Traefik renames because of its TLS options."
    ] * split
