"""What stops working because something does: the objects that Traefik disables, as it builds them in its order."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint import lint_texts
from traefiklint.instance.startup import BlastRadius, Build, NamesLeft

STATIC = """\
entryPoints:
  web: {address: ":80"}
  both: {address: ":81", http: {middlewares: ["%s"]}}
  more: {address: ":82", http: {middlewares: [fine@file]}}
providers: {file: {directory: /d}}
"""
HTTP = """\
http:
  routers: {%s}
  services:
    good: {loadBalancer: {servers: [{url: "http://a"}]}}
    bad: {loadBalancer: {servers: [{url: "http://a b"}]}}
    gone: {loadBalancer: {serversTransport: nobody, servers: [{url: "http://a"}]}}
    of: {weighted: {services: [{name: good}, {name: bad}]}}
    on: {mirroring: {service: of, mirrors: [{name: gone}]}}
    me: {weighted: {services: [{name: you}]}}
    you: {weighted: {services: [{name: me}]}}
  middlewares:
    fine: {compress: {}}
    broken: {ipAllowList: {sourceRange: [x]}}
    chain: {chain: {middlewares: [fine, broken]}}
    pages: {errors: {service: bad, query: "/"}}
    round: {chain: {middlewares: [about]}}
    about: {chain: {middlewares: [round]}}
tls: {options: {tight: {cipherSuites: [X]}}}
"""
TCP = """\
tcp:
  routers:
    r: {rule: "HostSNI(`*`)", service: %s}
  services:
    good: {loadBalancer: {servers: [{address: "a:1"}]}}
    bad: {loadBalancer: {serversTransport: nobody, servers: [{address: "a:1"}]}}
    of: {weighted: {services: [{name: bad}]}}
    more: {weighted: {services: [{name: of}]}}
    none: {}
    twice: {weighted: {services: [{name: bad}]}, loadBalancer: {servers: [{address: "a:1"}]}}
"""


def disabled(text: str, *, point: str = "fine@file", target: str = "3.7") -> list[str]:
    """For each finding about something that Traefik disables: where it is, and what it takes down."""
    found = lint_texts({"a.yml": text}, static=STATIC % point, profile="none", target=target).findings
    lines = [f"{one.object}: {' '.join(one.disables)}" for one in found if one.disables]
    return [line.replace("http.", "").replace("tcp.", "") for line in lines]


@rows(
    ("routers", "point", "told"),
    [
        ('r: {rule: Path(`/`), service: good}', 'fine@file', []),
        ('r: {rule: Path(`/`), service: bad}', 'fine@file', ['services.bad: routers.r services.bad']),
        ('r: {rule: Path(`/`), service: gone}', 'fine@file', ['services.gone: routers.r services.gone']),
        ('r: {rule: Path(`/`), service: of}', 'fine@file', ['services.bad: routers.r services.bad services.of']),
        ('r: {rule: Path(`/`), service: on}', 'fine@file', ['services.bad: routers.r services.bad services.of services.on']),
        ('r: {rule: Path(`/`), service: me}', 'fine@file', ['services.you: routers.r services.me services.you']),
        ('r: {rule: Path(`/`), service: nobody}', 'fine@file', ['routers.r: routers.r']),
        ('r: {rule: Path(`/`), service: good, middlewares: [broken]}', 'fine@file', ['middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: good, middlewares: [chain]}', 'fine@file', ['middlewares.broken: middlewares.broken middlewares.chain routers.r']),
        ('r: {rule: Path(`/`), service: good, middlewares: [pages]}', 'fine@file', ['services.bad: middlewares.pages routers.r services.bad']),
        ('r: {rule: Path(`/`), service: good, middlewares: [round]}', 'fine@file', ['middlewares.about: middlewares.about middlewares.round routers.r']),
        ('r: {rule: Path(`/`), service: good, middlewares: [broken, gone]}', 'fine@file', ['routers.r: routers.r']),
        ('r: {rule: Path(`/`), service: good, middlewares: [gone, broken]}', 'fine@file', ['routers.r: routers.r', 'middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: bad, middlewares: [broken]}', 'fine@file', ['services.bad: routers.r services.bad']),
        ('r: {rule: Path(`/`), service: nobody, middlewares: [broken]}', 'fine@file', ['routers.r: routers.r']),
        ('r: {rule: Path(`/`)}', 'fine@file', ['routers.r: routers.r']),
        ("r: {rule: 'Path(', service: bad}", 'fine@file', ['routers.r: routers.r', 'services.bad: routers.r services.bad']),
        ('r: {rule: Path(`/`), service: good, tls: {options: tight}}', 'fine@file', ['tls.options.tight: routers.r tls.options.tight']),
        ('r: {rule: Path(`/`), service: bad, tls: {options: tight}}', 'fine@file', ['tls.options.tight: routers.r tls.options.tight']),
        ('a: {rule: Path(`/`), service: bad}, b: {rule: Path(`/b`), service: of}, c: {rule: Path(`/c`), service: bad, middlewares: [gone]}', 'fine@file', ['routers.c: routers.c', 'services.bad: routers.a routers.b routers.c services.bad services.of']),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: bad, parentRefs: [p]}', 'fine@file', ['services.bad: routers.c routers.p services.bad']),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: bad, parentRefs: [p]}, d: {rule: Path(`/d`), service: good, parentRefs: [p]}', 'fine@file', ['services.bad: routers.c services.bad']),
        ('p: {rule: Path(`/`), middlewares: [broken]}, c: {rule: Path(`/c`), service: good, parentRefs: [p]}', 'fine@file', ['middlewares.broken: middlewares.broken routers.p']),
        ('p: {rule: Path(`/`), middlewares: [broken]}, c: {rule: Path(`/c`), service: bad, parentRefs: [p]}', 'fine@file', ['services.bad: routers.c routers.p services.bad']),
        ('p: {rule: Path(`/`), service: bad}, c: {rule: Path(`/c`), service: good, parentRefs: [p]}', 'fine@file', ['routers.p: routers.p']),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: good, parentRefs: [p], tls: {}}', 'fine@file', ['routers.p: routers.p', 'routers.c: routers.c']),
        ("p: {rule: Path(`/`)}, c: {rule: 'Path(', service: good, parentRefs: [p]}", 'fine@file', ['routers.c: routers.c routers.p']),
        ('p: {rule: Path(`/`), entryPoints: [web], tls: {options: tight}}, c: {rule: Path(`/c`), service: bad, parentRefs: [p]}', 'fine@file', ['routers.p: routers.p', 'routers.c: routers.c routers.p', 'tls.options.tight: routers.p tls.options.tight']),
        ('c: {rule: Path(`/c`), service: good, parentRefs: [x@docker]}', 'fine@file', ['routers.c: routers.c', 'routers.c: routers.c']),
        ('c: {rule: Path(`/c`), service: good, parentRefs: [nobody]}', 'fine@file', ['routers.c: routers.c', 'routers.c: routers.c']),
        ('r: {rule: Path(`/`), service: good}', 'broken@file', ['middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: good, entryPoints: [both]}', 'broken@file', ['middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: good, entryPoints: [web]}', 'broken@file', []),
        ('r: {rule: Path(`/`), service: good, entryPoints: [web, both]}', 'broken@file', ['middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: good, entryPoints: [more, both]}', 'broken@file', ['middlewares.broken: middlewares.broken routers.r']),
        ('r: {rule: Path(`/`), service: good, entryPoints: [more, web]}', 'broken@file', []),
        ('r: {rule: Path(`/`), service: bad, entryPoints: [web, both]}', 'broken@file', ['services.bad: routers.r services.bad']),
        ('a: {rule: Path(`/`), service: good, entryPoints: [both]}, b: {rule: Path(`/b`), service: good, entryPoints: [both], middlewares: [gone]}', 'broken@file', ['routers.b: routers.b', 'middlewares.broken: middlewares.broken routers.a routers.b']),
    ],
)  # fmt: skip
def test_what_cannot_be_built_takes_down_all_that_needs_it(routers: str, point: str, told: list[str]) -> None:
    assert disabled(HTTP % routers, point=point) == told


@rows(
    ("service", "target", "told"),
    [
        ('good', '3.7', []),
        ('bad', '3.7', ['services.bad: routers.r']),
        ('of', '3.7', ['services.bad: routers.r services.of']),
        ('more', '3.7', ['services.bad: routers.r services.more services.of']),
        ('none', '3.7', ['services.none: routers.r services.none']),
        ('twice', '3.7', ['services.twice: routers.r services.twice']),
        ('nobody', '3.7', ['routers.r: routers.r']),
        ('good', '3.6', []),
        ('bad', '3.6', ['services.bad: routers.r']),
        ('of', '3.6', ['services.bad: routers.r']),
        ('more', '3.6', ['services.bad: routers.r']),
        ('none', '3.6', ['services.none: routers.r services.none']),
        ('twice', '3.6', ['services.twice: routers.r services.twice']),
        ('nobody', '3.6', ['routers.r: routers.r']),
    ],
)  # fmt: skip
def test_since_when_a_tcp_service_is_shown_as_disabled(service: str, target: str, told: list[str]) -> None:
    assert disabled(TCP % service, target=target) == told


BUILT = """\
http:
  routers:
    r: {rule: Path(`/`), service: w, middlewares: [m, c], entryPoints: [web]}
    p: {rule: Path(`/p`), middlewares: [a], tls: {options: o}, entryPoints: [web]}
    k: {rule: Path(`/k`), service: t, parentRefs: [p]}
    l: {rule: Path(`/l`), service: u, parentRefs: [p]}
    e: {rule: Path(`/e`), service: u, entryPoints: [both, more]}
  services:
    w: {weighted: {services: [{name: s}, {name: t}]}}
    s: {loadBalancer: {servers: [{url: "http://a"}]}}
    t: {loadBalancer: {servers: [{url: "http://a"}]}}
    u: {loadBalancer: {servers: [{url: "http://a"}]}}
    x: {loadBalancer: {servers: [{url: "http://a"}]}}
  middlewares:
    a: {compress: {}}
    b: {compress: {}}
    m: {compress: {}}
    c: {chain: {middlewares: [b]}}
    fine: {compress: {}}
    broken: {compress: {}}
tls: {options: {o: {minVersion: VersionTLS12}}}
"""


@rows(
    ("faults", "failed", "disabled"),
    [
        ({}, "", None),
        ({"services.x": [0]}, "", None),
        ({"services.s": [0]}, "r s w", None),
        ({"services.t": [0]}, "k r t w", None),
        ({"services.s": [0], "services.t": [0]}, "k r s t w", None),
        ({"services.u": [0], "services.t": [0]}, "e k l p r t u w", None),
        ({"services.w": [0]}, "r w", None),
        ({"services.w": [1], "services.s": [0], "middlewares.m": [0]}, "r s w", None),
        ({"services.w": [1], "services.t": [0], "routers.k": [0]}, "k r w", None),
        ({"services.w": [2], "services.t": [0]}, "k r t w", None),
        ({"services.w": [None]}, "", "w"),
        ({"services.w": [None, 1]}, "r w", None),
        ({"services.w": [2, 1]}, "r w", None),
        ({"services.w": [1_000_000]}, "r w", None),
        ({"routers.r": [0], "services.s": [0]}, "r", None),
        ({"routers.r": [1], "services.s": [0]}, "r s w", None),
        ({"routers.r": [1], "middlewares.b": [0]}, "r", None),
        ({"routers.r": [2], "middlewares.b": [0]}, "b c r", None),
        ({"routers.r": [2], "middlewares.m": [0]}, "r", None),
        ({"routers.r": [3], "middlewares.m": [0]}, "m r", None),
        ({"middlewares.m": [0], "middlewares.b": [0]}, "b c r", None),
        ({"routers.k": [0]}, "k", None),
        ({"routers.k": [0], "services.t": [0]}, "k r t w", None),
        ({"routers.k": [0], "routers.l": [0]}, "k l p", None),
        ({"routers.k": [1]}, "k", None),
        ({"routers.k": [None]}, "k", None),
        ({"tls.options.o": [0], "services.u": [0]}, "e o p u", None),
        ({"routers.p": [0], "services.u": [0]}, "e p u", None),
        ({"routers.p": [1], "services.u": [0]}, "e l p u", None),
        ({"routers.p": [1], "middlewares.a": [0]}, "a p", None),
        ({"middlewares.fine": [0], "middlewares.broken": [0]}, "broken e fine", None),
        ({"middlewares.broken": [0]}, "broken e", None),
        ({"services.u": [0], "middlewares.broken": [0]}, "e l u", None),
    ],
)
def test_traefik_builds_in_its_order_and_stops_at_the_first_that_fails(
    faults: dict[str, list[int | None]], failed: str, disabled: str | None
) -> None:
    """All that fails is shown as disabled, where nothing else is said."""
    instance = instance_of(BUILT, STATIC % "broken@file")
    steps = {thing(instance, name if name.startswith("tls") else f"http.{name}"): of for name, of in faults.items()}
    build = Build(instance, steps)
    assert " ".join(sorted(one.name for one in build.failed)) == failed
    assert " ".join(sorted(one.name for one in build.disabled)) == (failed if disabled is None else disabled)


def test_all_of_a_circle_fail() -> None:
    text = (
        "http: {routers: {r: {rule: Path(`/`), service: x}}, services: {x: {weighted: {services: [{name: y}]}}, "
        "y: {weighted: {services: [{name: z}]}}, z: {mirroring: {service: y}}}}"
    )
    build = Build(instance_of(text), {})
    assert (
        sorted(one.name for one in build.failed) == sorted(one.name for one in build.disabled) == ["r", "x", "y", "z"]
    )


@rows(
    ("points", "failed"),
    [("[opts]", "o r"), ("[opts, plain]", "o r s"), ("[plain]", "r s"), ("[opts, other]", "o r"), ("", "o r s")],
)
def test_a_router_is_built_for_each_entry_point_that_adds_something_and_for_the_others(
    points: str, failed: str
) -> None:
    static = (
        "entryPoints: {opts: {address: ':80', http: {tls: {options: o@file}}}, plain: {address: ':81'}, "
        "other: {address: ':82', http: {tls: {options: o@file}}}}"
    )
    where = f", entryPoints: {points}" if points else ""
    text = (
        f"http: {{routers: {{r: {{rule: Path(`/`), service: s{where}}}}}, "
        "services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\ntls: {options: {o: {sniStrict: true}}}"
    )
    instance = instance_of(text, static)
    faults = {thing(instance, "http.services.s"): [0], thing(instance, "tls.options.o"): [0]}
    assert " ".join(sorted(one.name for one in Build(instance, faults).failed)) == failed


def test_so_many_names_are_said_in_all_and_then_those_that_are_near() -> None:
    instance = instance_of(HTTP % "r: {rule: Path(`/`), service: good}")
    objects = sum(map(len, instance.objects.values()))
    assert objects == 15
    left = NamesLeft(instance)
    assert left.most == 50_000 + 50 * objects
    names = tuple(f"n{at:05}" for at in range(50_000))
    assert left.some(names, "n00001") == (names, False)
    assert left.most == 750
    assert left.some(names, "n00700") == (("n00700", *names[:700], *names[701:750]), True)
    assert left.most == 20
    assert left.some(names, "n00700") == (("n00700", *names[:19]), True)
    assert left.some(names, "n00007") == (("n00007", *names[:7], *names[8:20]), True)
    assert left.some(names, "other") == (names[:20], True)
    assert left.some(names[:20], "n00001") == (names[:20], False)
    assert left.most == 20


def test_where_the_names_are_used_up_the_nearest_are_said() -> None:
    """A chain of services: each needs the next."""
    links = "".join(f"    s{at:02}: {{weighted: {{services: [{{name: s{at + 1:02}}}]}}}}\n" for at in range(40))
    text = f"http:\n  routers: {{r: {{rule: Path(`/`), service: s00}}}}\n  services:\n{links}    s40: {{}}\n"
    instance = instance_of(text)
    last = thing(instance, "http.services.s40")
    left = NamesLeft(instance)
    radius = BlastRadius(Build(instance, {last: [0]}), instance, left)
    names = ("http.routers.r", *(f"http.services.s{at:02}" for at in range(41)))
    assert radius.of(last) == (names, False)
    assert radius.of(last) == (names, False)
    assert left.most == 50_000 + 50 * 42 - 2 * 42
    left.spend(names * 1300)
    assert left.most == 20
    assert radius.of(last) == (names[-20:], True)
    assert radius.of(thing(instance, "http.services.s17")) == (names[:19], False)
    assert radius.of(thing(instance, "http.services.s19")) == (names[1:21], True)
