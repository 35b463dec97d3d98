"""What a rule tells of one thing and not of what looks like it."""

from __future__ import annotations

from tests.each import each
from tests.rules.pages import Shelf
from traefiklint import lint_texts
from traefiklint.fixing.edits import apply
from traefiklint.options import Options
from traefiklint.reading import Entry

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


KEPT = "http: {services: {s: {loadBalancer: {servers: [{url: 'http://x'}]}}}}\n"
MORE = "tls: {options: {default: {minVersion: VersionTLS12}}}\n"


@each(
    (
        (KEPT + "---\n" + MORE, 2, KEPT + MORE),
        (KEPT + "...\n" + MORE, 2, None),
        (KEPT + "...\n# a remark\n---\n# another\n", None, None),
        (KEPT + "# a remark\n\n", None, None),
        ("---\n" + KEPT, None, None),
        ("# a remark\n%YAML 1.1\n---\n" + KEPT, None, None),
        ("---\n---\n" + KEPT, 2, None),
        ("null\n---\n" + KEPT, 2, None),
        ("{" + KEPT.rstrip() + "}\n" + MORE, 2, None),
        ("  " + KEPT + MORE, 2, KEPT + MORE),
        ("\n  # a remark\n  " + KEPT + "\n # another\n" + MORE, 6, "\n# a remark\n" + KEPT + "\n # another\n" + MORE),
        ("  " + KEPT + KEPT, 2, None),  # one name twice would be refused
    ),
    lambda case: case[0],
)
def test_what_stands_behind_the_first_document_is_told_at_its_first_line(case: tuple[str, int | None, str]) -> None:
    text, line, fixed = case
    found = [one for one in lint_texts({"a.yml": text}).findings if one.rule == "multiple-documents"]
    assert [one.line for one in found] == ([line] if line else [])
    assert apply({"a.yml": text}, found) == ({"a.yml": fixed} if fixed else {})


BOTH = """\
http:
  routers:
    plain: {rule: Host(`a.shop.io`), service: s, entryPoints: [web]}
    empty: {rule: Host(`e.shop.io`), service: s, entryPoints: [web], middlewares: []}
    zipped: {rule: Host(`z.shop.io`), service: s, entryPoints: [web], middlewares: [zip]}
    secure:
      rule: Host(`a.shop.io`) || Host(`e.shop.io`) || Host(`z.shop.io`)
      entryPoints: [websecure]
      service: s
      tls: {}
    alone:
      rule: Host(`b.test`)
      priority: 7
      entryPoints: [web, websecure]
      service: s
      tls: {}
  middlewares: {zip: {compress: {}}%s}
  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}
"""
TWO_POINTS = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}\n"
REDIRECT = "redirect-to-https: {redirectScheme: {scheme: https}}"
WRITTEN = {
    "plain": "middlewares: [redirect-to-https]",
    "empty": "redirect-to-https",
    "zipped": "",
    "alone": "alone-http:\n      rule: Host(`b.test`)\n      entryPoints: [web]\n      middlewares: "
    "[redirect-to-https]\n      service: noop@internal\n      priority: 7\n",
}


@each(
    (
        ("", {}, False),
        (f", {REDIRECT}", {}, True),
        ("", {"middlewares": frozenset(("redirect-to-https@file",))}, True),
        ("", {"middlewares": frozenset(("other@file",))}, False),
        ("", {"services": frozenset(("redirect-to-https@file",))}, False),
    ),
    lambda case: case,
)
def test_a_redirect_is_put_on_routers_where_there_is_one(case: tuple[str, dict[str, frozenset[str]], bool]) -> None:
    more, known, is_there = case
    options = Options("none", static=TWO_POINTS, known=known, strict=True)
    findings = lint_texts({"a.yml": BOTH % more}, options=options).findings
    watched = [one for one in findings if one.rule in ("plain-http-router", "tls-router-on-plain-entrypoint")]
    made = {one.object.rpartition(".")[2]: "".join(e.text for e in one.fix.edits) if one.fix else "" for one in watched}
    assert made.keys() == WRITTEN.keys()
    for name, text in WRITTEN.items():
        assert (text in made[name]) if is_there else not made[name], (name, made[name])


POINTED = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: dyn.yml}}\n"
SAMPLES = ("example", "sample", "dist", "template", "tmpl", "default", "tpl", "j2")


@each(
    (
        *((f"dyn{sign}{word}.yml", True) for word in SAMPLES for sign in ".-_"),
        *((f"dyn.yml.{word}", True) for word in SAMPLES),
        ("dyn.other.yml", False),
        ("dynexample.yml", False),
        ("dyn.yml.other", False),
    ),
    lambda case: case,
)
def test_a_file_that_is_not_there_is_not_missed_where_a_sample_of_it_is(case: tuple[str, bool]) -> None:
    sample, is_one = case
    options = Options(
        "none", static=POINTED, look=Shelf({"dyn.yml": Entry("dyn.yml", is_there=False), sample: Entry(sample)})
    )
    found = [one.message for one in lint_texts({}, options=options).findings if one.rule == "file-provider-not-there"]
    assert bool(found) is not is_one


@each(
    (
        ("tls: {options: {a: {minVersion: TLSv1}}}\n", "TLS 1.2 stays the lowest; did you mean `VersionTLS10`?"),
        ("tls: {options: {a: {maxVersion: TLSv1.2}}}\n", "`maxVersion` limits nothing; did you mean `VersionTLS12`?"),
        (
            "http: {routers: {r: {rule: Host(`a.test`), service: noop@internal, middlewares: ['a,b@file']}}}\n",
            "An entry is one name: write one for each, without the comma.",
        ),
    ),
    lambda case: case[1],
)
def test_the_advice_is_for_what_is_meant(case: tuple[str, str]) -> None:
    text, words = case
    assert any(words in f"{one.message} {one.help}" for one in lint_texts({"a.yml": text}).findings)
