"""Circles among objects: each is told once, with its names in order; of a long one those at either end."""

# ruff: noqa: E501 - a table

from __future__ import annotations

import re

from tests.each import each, rows
from tests.instance.asking import instance_of
from traefiklint import lint_texts
from traefiklint.instance.cycles import cycles, rings
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Service

ENDS_AT = 10


def told(text: str, name: str = "a.yml") -> list[str]:
    """The names of each circle that is told of, behind its line."""
    found = lint_texts({name: text}, profile="none").findings
    circles = [one for one in found if one.rule.endswith(("-cycle", "-circle"))]
    return [f"{one.line} {one.message.partition('(')[2].partition(')')[0]}".replace("`", "") for one in circles]


def way(mark: str, size: int, start: int) -> str:
    """The names of a circle, as they are told from one of them on."""
    names = [f"{mark}{(start + step) % size}" for step in range(size)]
    if size > 2 * ENDS_AT:
        names = [*names[:ENDS_AT], "…", *names[-ENDS_AT:]]
    return " → ".join([*names, names[0]])


@rows("size", [1, 2, 3, 20, 21, 23])
def test_of_a_long_circle_both_ends_are_told(size: int) -> None:
    chains = "".join(f"    m{at}: {{chain: {{middlewares: [m{(at + 1) % size}]}}}}\n" for at in range(size))
    assert told(f"http:\n  middlewares:\n{chains}") == [f"{size + 2} {way('m', size, 0)}"]
    points = "".join(
        f"  p{at}: {{address: ':{8000 + at}', http: {redirecting(f'p{(at + 1) % size}', ', scheme: http')}}}\n"
        for at in range(size)
    )
    circles = [f"{at + 2} {way('p', size, at)}" for at in range(size)] if size > 1 else []
    assert told(f"entryPoints:\n{points}", "traefik.yml") == circles


def redirecting(to: str, more: str = "", tls: str = "") -> str:
    return f"{{{tls}redirections: {{entryPoint: {{to: {to}{more}}}}}}}"


TLS, PLAIN = "tls: {}, ", ", scheme: http"


@rows(
    ("one", "other", "told_of"),
    [
        # as asked of 3.7.15: one with `http.tls` redirects what comes over TLS, any other what comes without
        ((), (), 0),
        (("", TLS), ("", TLS), 2),
        ((PLAIN,), (PLAIN,), 2),
        (("", TLS), (), 0),
        ((PLAIN,), ("", TLS), 0),
        ((PLAIN, TLS), (), 2),
    ],
)
def test_what_another_entry_point_takes_in_goes_no_further(
    one: tuple[str, ...], other: tuple[str, ...], told_of: int
) -> None:
    points = f"  a: {{address: ':1', http: {redirecting('b', *one)}}}\n  b: {{address: ':2', http: {redirecting('a', *other)}}}\n"
    assert len(told(f"entryPoints:\n{points}", "traefik.yml")) == told_of


@rows(("more", "tls"), [("", ""), ("", TLS), (PLAIN, ""), (PLAIN, TLS)])
def test_what_is_sent_to_where_it_is_goes_nowhere(more: str, tls: str) -> None:
    assert not told(f"entryPoints:\n  a: {{address: ':1', http: {redirecting('a', more, tls)}}}\n", "traefik.yml")


MIDDLEWARES = "http:\n  middlewares:\n"
SERVICES = "http:\n  services:\n"
LIVE = "    t: {loadBalancer: {servers: [{url: 'http://a'}]}}\n"


@each(
    (
        (SERVICES + "    s: {weighted: {services: [{name: t}]}}\n    t: {mirroring: {service: s}}\n", ["4 s → t → s"]),
        (SERVICES + "    s: {failover: {service: t, fallback: u}}\n    u: {weighted: {services: [{name: s}]}}\n" + LIVE, ["4 s → u → s"]),
        (SERVICES + "    s: {failover: {service: t, fallback: t}}\n" + LIVE, []),
        (MIDDLEWARES + "    a: {chain: {middlewares: [b, c]}}\n    b: {chain: {middlewares: [c]}}\n    c: {chain: {middlewares: [b]}}\n", ["4 c → b → c"]),
        (MIDDLEWARES + "    a: {chain: {middlewares: [b, c]}}\n    b: {chain: {middlewares: [c]}}\n    c: {compress: {}}\n", []),
        (MIDDLEWARES + "    a: {chain: {middlewares: [a, b]}}\n    b: {chain: {middlewares: [b]}}\n", ["3 a → a", "4 b → b"]),
        ("entryPoints:\n  a: {address: ':1', http: {redirections: {entryPoint: {to: b}}}}\n  b: {address: ':2'}\n", []),
        (
            "entryPoints:\n  a: {address: ':1', http: {redirections: {entryPoint: {to: b, scheme: http}}}}\n"
            "  b: {address: ':2', http: {redirections: {entryPoint: {to: c, scheme: http}}}}\n"
            "  c: {address: ':3', http: {redirections: {entryPoint: {to: b, scheme: http}}}}\n",
            ["3 b → c → b", "4 c → b → c"],
        ),
    ),
    lambda case: case[0],
)  # fmt: skip
def test_what_only_leads_into_a_circle_is_none_of_it(case: tuple[str, list[str]]) -> None:
    text, circles = case
    assert told(text, "traefik.yml" if text.startswith("entry") else "a.yml") == circles


class Counted(dict[str, str]):
    """Counts how often somebody asks."""

    asked = 0

    def __getitem__(self, name: str) -> str:
        self.asked += 1
        return super().__getitem__(name)


def test_a_long_way_to_a_ring_is_walked_once() -> None:
    names = [f"n{at}" for at in range(200)]
    following = Counted(zip(reversed(names[1:]), reversed(names[:-1]), strict=True))
    following["n0"] = "n1"
    assert rings(following) == {"n0": ("n0", "n1", "n0"), "n1": ("n1", "n0", "n1")}
    assert following.asked == 200


@each(
    (
        ("a: [b], b: [a]", "a b a"),
        ("a: [a]", "a a"),
        ("a: [b], b: [c], c: [b]", "b c b"),
        ("a: [gone, b], b: [a]", "a b a"),
        ("a: [b, gone], b: [a]", "a b a"),
        ("a: [b, c], b: [a], c: [a]", "a c a, a b a"),
        ("a: [b, c], b: [d], c: [d], d: []", ""),
        ("a: [b, c], b: [d], c: [d], d: [c]", "c d c"),
        ("a: [b], b: [], c: [a, c]", "c c"),
    ),
    str,
)
def test_each_circle_is_found_once(case: tuple[str, str]) -> None:
    links, found = case
    chains = "".join(
        f"    {name}: {{chain: {{middlewares: [{rest}]}}}}\n" for name, rest in re.findall(r"(\w): \[(.*?)\]", links)
    )
    instance = instance_of(f"{MIDDLEWARES}{chains}")
    assert ", ".join(" ".join(one.names) for one in cycles(instance, ("http.middlewares",))) == found


def test_of_circles_through_two_kinds_those_are_found_that_hold_one_of_a_kind() -> None:
    text = (
        "http:\n  services:\n    s: {weighted: {services: [{name: t}]}, middlewares: [m, n]}\n    t: {mirroring: {service: s}}\n"
        "    u: {weighted: {services: [{name: v}]}}\n    v: {weighted: {services: [{name: u}]}}\n"
        "  middlewares:\n    m: {errors: {service: s}}\n    n: {chain: {middlewares: [n]}}\n"
    )
    instance = instance_of(text)

    def found(through: type | None) -> list[str]:
        kinds = ("http.services", "http.middlewares")
        return sorted(" ".join(one.names) for one in cycles(instance, kinds, through))

    assert found(None) == ["n n", "s m s", "s t s", "u v u"]
    assert found(Middleware) == ["n n", "s m s"]
    assert found(Service) == ["s m s", "s t s", "u v u"]
