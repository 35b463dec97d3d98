"""Addresses of entry points, as Go reads them, and which of them clash. All were asked of Traefik 3.7.15."""

from __future__ import annotations

from tests.each import rows
from traefiklint.engine import lint_texts
from traefiklint.instance.static_start.addresses import OpenedPort, clashes, listeners_of, read_address
from traefiklint.options import Options

GOOD = [
    ":80", "127.0.0.1:80", "[::1]:81", "[::1%lo]:81", "localhost:81", ":http", ":HTTP", ":imaps", ":+81", ":", "", ":0",
    "localhost:", ":53/udp", ":53/UDP", ":80/tcp", ":domain/udp", "/udp", "web.internal:80",
]  # fmt: skip

BAD = {
    "80": "address 80: missing port in address",
    "127.0.0.1": "address 127.0.0.1: missing port in address",
    "80/udp": "address 80: missing port in address",
    "::1:80": "address ::1:80: too many colons in address",
    "::80": "address ::80: too many colons in address",
    ":80,:81": "address :80,:81: too many colons in address",
    "[::1:81": "address [::1:81: missing ']' in address",
    ":70000": "address 70000: invalid port",
    ":-1": "address -1: invalid port",
    ":foo": "lookup tcp/foo: unknown port",
    ": 80": "lookup tcp/ 80: unknown port",
    ":80-90": "lookup tcp/80-90: unknown port",
    ":${PORT}": "lookup tcp/${PORT}: unknown port",
    ":http/udp": "lookup udp/http: unknown port",
    ":80/sctp": "invalid protocol: sctp",
    ":80/": "invalid protocol: ",
    "http://:80": "invalid protocol: /:80",
    "foo..bar:81": "lookup foo..bar: no such host",
    "300.1.1.1:81": "lookup 300.1.1.1: no such host",
    " :80": "lookup  : no such host",
    "║24║:80": "lookup ║24║: no such host",
    "nohost.example:80": "lookup nohost.example: no such host",
}


@rows("text", GOOD)
def test_an_address_that_traefik_listens_on_is_taken(text: str) -> None:
    assert read_address(text).error == ""


@rows(("text", "error"), BAD.items())
def test_any_other_is_refused_in_go_s_words(text: str, error: str) -> None:
    assert read_address(text).error == error


@rows("text", ["", ":", ":0", "localhost:", "/udp"])
def test_an_address_without_a_port_is_a_random_one(text: str) -> None:
    assert read_address(text).is_random


@rows(
    ("one", "other"),
    [
        (":80", ":80"), (":80", ":http"), (":81", "127.0.0.2:81"), ("localhost:81", "127.0.0.1:81"),
        ("0.0.0.0:81", "[::1]:81"), ("0.0.0.0:81", "[::]:81"), ("127.0.0.1:81", "[::ffff:127.0.0.1]:81"),
        (":81/udp", "127.0.0.1:81/UDP"),
    ],
)  # fmt: skip
def test_two_listeners_on_one_port_clash(one: str, other: str) -> None:
    assert _clash(one, other)


@rows(
    ("one", "other"),
    [
        (":80", ":81"), (":81", ":81/udp"), ("localhost:81", "[::1]:81"), ("127.0.0.1:81", "[::1]:81"),
        ("127.0.0.1:81", "127.0.0.2:81"), (":0", ":0"), (":foo", ":foo"), ("web:80", "api:80"),
    ],
)  # fmt: skip
def test_others_do_not(one: str, other: str) -> None:
    assert not _clash(one, other)


def test_ports_may_be_shared_only_if_both_say_so() -> None:
    assert not _clash(":81", ":81", reuse=(True, True))
    assert _clash(":81", ":81", reuse=(True, False))


def test_http3_takes_the_udp_port_too() -> None:
    web = listeners_of("web", read_address(":443"), reuse_port=False, http3=True)
    game = listeners_of("game", read_address(":443/udp"), reuse_port=False, http3=True)
    (clash,) = clashes([*web, *game])
    assert (clash.first.entry_point, clash.first.quic, clash.second.entry_point) == ("web", True, "game")


def _clash(one: str, other: str, reuse: tuple[bool, bool] = (False, False)) -> bool:
    return bool(clashes([OpenedPort("a", read_address(one), reuse[0]), OpenedPort("b", read_address(other), reuse[1])]))


@rows(("port", "starts"), [(-1, False), (0, True), (443, True)])
def test_the_port_that_is_advertised_for_http3_is_not_negative(port: int, starts: bool) -> None:
    static = f"entryPoints:\n  web:\n    address: ':443'\n    http3: {{advertisedPort: {port}}}\n"
    found = lint_texts({"traefik.yml": static}, Options(profile="none")).findings
    assert [one.disables for one in found if one.effect.is_fatal] == ([] if starts else [("*",)])


@rows(
    ("address", "better", "safe"),
    [
        ("80", ":80", True),
        ("http://:80", ":80", False),
        ("https://localhost:443/", "localhost:443", False),
        (": 80", ":80", False),
        (":80/", ":80", False),
        ("::1:80", "[::1]:80", False),
        ("70000", "", False),
        (":foo", "", False),
    ],
)
def test_an_address_that_can_only_mean_one_thing_is_corrected(address: str, better: str, safe: bool) -> None:
    text = f'entryPoints:\n  web:\n    address: "{address}"\n'
    found = lint_texts({"traefik.yml": text}, Options(profile="none")).findings
    (fix,) = [one.fix for one in found if one.rule == "entrypoint-address"]
    written = [(fix.safe, "".join(edit.text for edit in fix.edits).strip('"'))] if fix is not None else []
    assert written == ([(safe, better)] if better else [])
