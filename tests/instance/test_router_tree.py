"""Routers below routers: who stands below whom, and what Traefik has against it."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of

STATIC = """\
entryPoints: {web: {address: ":80"%s}, other: {address: ":81"}}
api: {insecure: true}
providers: {file: {directory: /d}, docker: {}}
"""


def grown(routers: str, *, point: str = "", target: str = "3.7", static: str | None = STATIC) -> str:
    """The routers below each, and each objection with what it says."""
    instance = instance_of(f"http: {{routers: {{{routers}}}}}", static and static % point, target=target)
    tree = instance.tree
    lines = [f"{parent.name}>{','.join(one.name for one in below)}" for parent, below in tree.children.items()]
    lines += [f"{own.name}>>{','.join(one.name for one in below)}" for own, below in tree.below_own.items()]
    lines += [f"?>{one.name}" for one in tree.below_others]
    for one in tree.objections:
        told = [str(value) if not hasattr(value, "name") else value.name for value in one if value is not False]
        lines.append(f"{type(one).__name__}({' '.join(told)})")
    lines += [
        f"{one.name}<{','.join(it.name for it in above)}" for one, above in tree.parents.items() if len(above) > 1
    ]
    return "; ".join(lines)


@rows(
    ("routers", "options", "told"),
    [
        ('p: {rule: Path(`/`)}', {}, ''),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p]}', {}, 'p>c'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p@file]}', {}, 'p>c'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p, p]}', {}, 'p>c'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p, gone]}', {}, 'p>c; MissingParent(c gone@file 1)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p, gone]}', {'point': ', http: {tls: {}}'}, 'p>c; MissingParent(c gone@file 1 True)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [gone, lost]}', {'point': ', http: {tls: {}}'}, 'MissingParent(c gone@file 0); MissingParent(c lost@file 1); UnreachableRouter(c)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [gone]}', {}, 'MissingParent(c gone@file 0); UnreachableRouter(c)'),
        ('p: {rule: Path(`/`)}, q: {rule: Path(`/q`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p, q]}', {}, 'p>c; q>c; c<p,q'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p], tls: {}}', {}, 'ChildOption(c tls)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p], tls: {}}', {'target': '3.6'}, 'p>c; ChildOption(c tls)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p], tls: {}, entryPoints: [web]}', {}, 'p>c; ChildOption(c tls)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p], entryPoints: [web]}', {}, 'p>c; ChildOption(c entry_points)'),
        ('p: {rule: Path(`/`)}, c: {rule: Path(`/c`), service: s, parentRefs: [p], observability: {metrics: false}}', {}, 'p>c; ChildOption(c observability)'),
        ('p: {rule: Path(`/`), service: s}, c: {rule: Path(`/c`), service: s, parentRefs: [p]}', {}, 'p>c; ServiceAndChildren(p)'),
        ('p: {rule: Path(`/`), service: s}, c: {rule: Path(`/c`), service: s, parentRefs: [p], tls: {}}', {}, 'ChildOption(c tls)'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [x@docker]}', {}, '?>c'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [x@redis]}', {}, 'MissingParent(c x@redis 0); UnreachableRouter(c)'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [x@redis]}', {'static': None}, '?>c'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [api@internal]}', {}, 'api>>c; ?>c; OwnRouterAsParent(c 0 api)'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [api@internal, api@internal]}', {}, 'api>>c; ?>c; ?>c; OwnRouterAsParent(c 0 api)'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [nope@internal]}', {}, 'MissingParent(c nope@internal 0); UnreachableRouter(c)'),
        ('c: {rule: Path(`/c`), service: s, parentRefs: [nope@internal]}', {'static': None}, '?>c'),
        ('a: {rule: Path(`/`), parentRefs: [b]}, b: {rule: Path(`/`), parentRefs: [a]}', {}, 'b>a; a>b; UnreachableRouter(a); UnreachableRouter(b)'),
        ('p: {rule: Path(`/`)}, a: {rule: Path(`/`), parentRefs: [p, b]}, b: {rule: Path(`/`), parentRefs: [a]}', {}, "p>a; a>b; RouterCycle(b ('a', 'b', 'a')); a<p,b"),
        ('p: {rule: Path(`/`)}, b: {rule: Path(`/`), parentRefs: [p, a]}, a: {rule: Path(`/`), parentRefs: [b]}', {}, "p>b; b>a; RouterCycle(a ('b', 'a', 'b')); b<p,a"),
        ('p: {rule: Path(`/`)}, a: {rule: Path(`/`), parentRefs: [p, a]}', {}, "p>a; RouterCycle(a ('a', 'a')); a<p,a"),
        ('p: {rule: Path(`/`)}, a: {rule: Path(`/`), parentRefs: [p, c]}, b: {rule: Path(`/`), parentRefs: [a]}, c: {rule: Path(`/`), parentRefs: [b]}', {}, "p>a; a>b; b>c; RouterCycle(c ('a', 'b', 'c', 'a')); a<p,c"),
        ('z: {rule: Path(`/`)}, p: {rule: Path(`/`)}, a: {rule: Path(`/`), parentRefs: [z, p]}, b: {rule: Path(`/`), parentRefs: [a, p]}', {}, 'z>a; p>a,b; a>b; a<z,p; b<a,p'),
        ('a: {rule: Path(`/`), parentRefs: [c]}, b: {rule: Path(`/`), service: s, parentRefs: [a]}, c: {rule: Path(`/`), parentRefs: [gone]}', {}, 'c>a; a>b; MissingParent(c gone@file 0); UnreachableRouter(a); UnreachableRouter(b); UnreachableRouter(c)'),
    ],
)  # fmt: skip
def test_how_routers_stand_below_one_another_and_what_traefik_has_against_it(
    routers: str, options: dict[str, str], told: str
) -> None:
    assert grown(routers, **options) == told
