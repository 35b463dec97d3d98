"""What a rule tells of one thing and not of what looks like it."""

from __future__ import annotations

from tests.each import each
from traefiklint import lint_texts

USER = "http: {middlewares: {m: {basicAuth: {users: ['%s']}}}}\n"
PLUGIN = """\
http:
  routers: {r: {rule: Host(`a.test`), service: noop@internal, middlewares: [m]}}
  middlewares: {m: {plugin: {guard: {a: b}}}}
"""
POINTS = "entryPoints: {web: {address: ':80'}}\n"


@each(
    (
        (USER % "a:${HASH}", "none", None, "warning variable-not-expanded"),
        (USER % "a:x${HASH}", "none", None, ""),
        (USER % "a:$2y$05$abcdefghijklmnopqrstuv", "none", None, ""),
        (PLUGIN, "none", None, ""),
        (PLUGIN, "dokploy", None, "warning plugin-not-declared"),
        (PLUGIN, "none", POINTS, "error plugin-not-declared"),
        (PLUGIN, "none", POINTS + "experimental: {localPlugins: {guard: {moduleName: a.io/b}}}\n", ""),
    ),
    lambda case: case[:3],
)
def test_a_finding_is_told_as_surely_as_it_is_known(case: tuple[str, str, str | None, str]) -> None:
    text, profile, static, expected = case
    watched = ("variable-not-expanded", "plugin-not-declared")
    findings = lint_texts({"a.yml": text}, static, profile=profile).findings
    assert " ".join(f"{one.severity} {one.rule}" for one in findings if one.rule in watched) == expected
