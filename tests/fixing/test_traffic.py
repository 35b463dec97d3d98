"""A safe fix sends no request to another router than before; it says whose requests it would take."""

from __future__ import annotations

import pytest

from tests.fixing.test_fixing import fixed

FILE = """
http:
  routers:
    app: {rule: Host(`a.io`)%s, entryPoints: [web], service: app}
    all: {rule: "%s", entryPoints: [%s], service: rest}
  services:
    app: {loadBalancer: {servers: [{url: "http://app"}]}}
    rest: {loadBalancer: {servers: [{url: "http://rest"}]}}
"""


@pytest.mark.parametrize(
    "rule",
    ["HostRegexp(`{any:.+}`)", "Host(`http://a.io`)", "Host(`a.io:443`)", "Host(`a.io`, `b.io`)", "Host:a.io"],
)
def test_a_rule_that_matched_nothing_does_not_take_what_another_router_serves(rule: str) -> None:
    text = FILE % ("", rule, "web")
    result = fixed(text)
    assert result.texts.get("shop.yml", text) == text
    assert [one.reason for one in result.reverted if "instead of `app`" in one.reason]
    assert "shop.yml" in fixed(text, unsafe=True).texts, "who wants it gets it"


@pytest.mark.parametrize(
    ("more", "rule", "point"),
    [
        (", priority: 1000", "HostRegexp(`{any:.+}`)", "web"),
        ("", "HostRegexp(`{any:.+}`)", "websecure"),
        ("", "Host(`b.io`, `c.io`)", "web"),
    ],
)
def test_a_rule_is_fixed_where_nobody_loses_a_request(more: str, rule: str, point: str) -> None:
    result = fixed(FILE % (more, rule, point))
    assert "shop.yml" in result.texts
    assert not result.reverted


def test_a_mirror_is_not_made_one_that_gets_nothing() -> None:
    text = FILE % ("", "Host(`b.io`)", "web") + "    copied: {mirroring: {service: app, mirrors: [rest]}}\n"
    assert fixed(text).texts == {}


def test_tcp_and_http_routers_of_one_entry_point_are_told_apart() -> None:
    text = (
        FILE % ("", "Host(`b.io`, `c.io`)", "web")
        + "tcp:\n  routers:\n    db: {rule: HostSNI(`*`), entryPoints: [web], service: db}\n"
    )
    text += "  services: {db: {loadBalancer: {servers: [{address: 'db:1'}]}}}\n"
    assert "Host(`b.io`) || Host(`c.io`)" in fixed(text).texts["shop.yml"]
