"""Which TLS options each router has on each entry point, and where they contradict one another."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of
from traefiklint.instance.tls_options import conflicting, served, split_parents

STATIC = """\
entryPoints:
  web: {address: ":80"}
  secure: {address: ":443", http: {tls: {}}}
  other: {address: ":81"}
  strict: {address: ":444", http: {tls: {options: o@file}}}
"""
FILE = """\
http: {routers: {%s}}
tls: {options: {o: {sniStrict: true}, p: {sniStrict: true}%s}}
"""


def found(routers: str, *, target: str = "3.7", static: str | None = STATIC) -> tuple[str, str, str]:
    """What is served where, by whom, and with which options; which of it is in conflict; which parents are split."""
    instance = instance_of(FILE % (routers, ""), static, target=target)
    there = " ".join(f"{one.point}:{one.router.name}={one.options.removesuffix('@file')}" for one in served(instance))
    bad = " ".join(
        f"{point}:{','.join(sorted(one.name for one in those))}"
        for point, those in conflicting(instance).items()
        if those
    )
    split = " ".join(
        f"{type(one).__name__}:{one[0].name}:{getattr(one[1], 'name', one[1])}" for one in split_parents(instance)
    )
    return there, bad, split


@rows(
    ("routers", "options", "told"),
    [
        ('a: {rule: Host(`a.io`), entryPoints: [web]}', {}, ('', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web, web, secure, strict]}', {}, ('secure:a=default strict:a=o', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web, secure], tls: {options: o}}', {}, ('web:a=o secure:a=o', '', '')),
        ('a: {rule: Host(`a.io`)}', {}, ('secure:a=default strict:a=o', '', '')),
        ('a: {rule: Host(`a.io`), tls: {}}', {'static': None}, (':a=default', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: x@docker}}', {}, ('web:a=x@docker', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:a=o web:b=p', 'web:a,b', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}', {}, ('web:a=o web:b=o', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`a.io`), entryPoints: [secure], tls: {options: p}}', {}, ('web:a=o secure:b=p', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {}}', {}, ('web:a=o web:b=default', 'web:a,b', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`b.io`) || Host(`a.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:a=o web:b=p', 'web:a,b', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, b: {rule: Host(`b.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:a=o web:b=p', '', '')),
        ('a: {rule: Path(`/`), entryPoints: [web], tls: {options: o}}', {}, ('web:a=o', 'web:a', '')),
        ('a: {rule: Path(`/`), entryPoints: [web], tls: {}}', {}, ('web:a=default', '', '')),
        ("a: {rule: 'Path(', entryPoints: [web], tls: {options: o}}", {}, ('web:a=o', '', '')),
        ('a: {rule: Host(`a.io`), entryPoints: [strict]}, b: {rule: Host(`a.io`), entryPoints: [strict], tls: {options: p}}', {}, ('strict:a=o strict:b=p', 'strict:a,b', '')),
        ('p: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:p=o web:b=p', 'web:b,p', 'SplitParent:p:web LostChild:c:p')),
        ('p: {rule: Host(`a.io`), entryPoints: [web, secure], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:p=o secure:p=o web:b=p', 'web:b,p', 'SplitParent:p:web LostChild:c:p')),
        ('p: {rule: Host(`a.io`), entryPoints: [web], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: p}}', {'target': '3.6'}, ('web:p=o web:b=p', 'web:b,p', '')),
        ('p: {rule: Host(`a.io`), entryPoints: [web, other], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, b: {rule: Host(`a.io`), entryPoints: [web], tls: {options: p}}', {}, ('web:p=o other:p=o web:b=p', 'web:b,p', 'SplitParent:p:web')),
        ('p: {rule: Host(`a.io`), entryPoints: [other, secure], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, b: {rule: Host(`a.io`), entryPoints: [secure], tls: {options: p}}', {}, ('other:p=o secure:p=o secure:b=p', 'secure:b,p', 'SplitParent:p:secure LostChild:c:p')),
        ('p: {rule: Host(`a.io`), tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}, q: {rule: Host(`q.io`)}, d: {rule: Path(`/d`), parentRefs: [q]}, b: {rule: Host(`a.io`), entryPoints: [other], tls: {options: p}}', {}, ('web:p=o secure:p=o other:p=o strict:p=o secure:q=default strict:q=o other:b=p', 'other:b,p', 'SplitParent:p:other')),
        ('p: {rule: Path(`/`), entryPoints: [web], tls: {options: o}}, c: {rule: Path(`/`), parentRefs: [p]}', {}, ('web:p=o', 'web:p', 'SplitParent:p:web LostChild:c:p')),
    ],
)  # fmt: skip
def test_which_tls_options_are_served_where_and_in_conflict(
    routers: str, options: dict[str, str], told: tuple[str, str, str]
) -> None:
    assert found(routers, **options) == told
