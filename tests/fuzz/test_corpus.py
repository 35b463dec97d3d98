"""Every input that the fuzzer ever broke something with, and the deepest ones, through their rooms again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.each import rows
from tests.effort import often
from tests.fuzz.driving import ROOMS, corpus, drive, fix, lint, routes
from tests.fuzz.grammar import GRAMMARS, Choices, text_of
from traefiklint import lint_texts


@pytest.mark.slow
@pytest.mark.parametrize("path", corpus(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_of_the_corpus_breaks_nothing(path: Path) -> None:
    drive(path.parent.name, path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_some_inputs_of_every_grammar_break_nothing(room: str) -> None:
    assert room in GRAMMARS
    for number in range(often(5)):
        drive(room, text_of(room, Choices(f"test {number}")))


DEPTHS = (330, 990)
"""Beyond where Python's own stack ends with three calls a level, and with one."""

BRACKETS = {
    "lists": ("yaml", "[", "", "]"),
    "mappings": ("yaml", "{a: ", "1", "}"),
    "a plugin's options": ("yaml", "{http: {middlewares: {m: {plugin: {p: " + "{a: ", "1", "}" + "}}}}}"),
    "empty sections": ("yaml", "{a: ", "{}", "}"),
    "a rule's parentheses": ("yaml", "http: {routers: {r: {service: s, rule: '(", "Host(`a`)", ")'}}}"),
    "a rule's negations": ("yaml", "http: {routers: {r: {service: s, rule: '!", "Host(`a`)", "'}}}"),
    "TOML's lists": ("toml", "a = [", "", "]"),
    "TOML's tables": ("toml", "a = {b = ", "1", "}"),
    "TOML's dots": ("toml", "a.", "a = 1", ""),
    "a template's blocks": ("yaml", "{{if true}}", "a: 1", "{{end}}"),
    "a template's parentheses": ("yaml", "a: {{(", '"x"', ")}}"),
    "a static file": ("static", "entryPoints: [", "", "]"),
    "settings": ("settings", "ignore = [", "", "]"),
    "a baseline": ("baseline", '{"version": 1, "findings": [', "", "]}"),
    "route tests": ("tests", "tests: [{request: http://a/, expect: [", "200", "]}]"),
    "a text to merge": ("sync", "a: [", "", "]"),
}


def nested(first: str, middle: str, last: str, depth: int) -> str:
    """The text with its innermost opening and closing signs as often as is asked for."""
    head, opening = first[:-1], first[-1]
    for sign in ("{a: ", "{b = ", "{{if true}}", "a."):
        if first.endswith(sign):
            head, opening = first[: -len(sign)], sign
    closing = "{{end}}" if last == "{{end}}" else last[:1]
    closing = "" if opening == "!" else closing
    return head + opening * depth + middle + closing * depth + last[len(closing) :]


@pytest.mark.slow
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("name", BRACKETS)
def test_nothing_nests_too_deep(name: str, depth: int) -> None:
    room, first, middle, last = BRACKETS[name]
    data = nested(first, middle, last, depth).encode()
    if room == "yaml" and depth > 1000:
        lint({"a.yml": data})
    else:
        drive(room, data)


CHAINS = {
    "weighted services": ("services", "weighted: {services: [{name: NEXT}]}"),
    "failover": ("services", "failover: {service: NEXT, fallback: NEXT}"),
    "mirrors": ("services", "mirroring: {service: NEXT}"),
    "chains of middlewares": ("middlewares", "chain: {middlewares: [NEXT]}"),
    "routers below routers": ("routers", "rule: Host(`a`), parentRefs: [NEXT]"),
}


@pytest.mark.slow
@pytest.mark.parametrize("circle", [False, True], ids=["open", "circle"])
@pytest.mark.parametrize("depth", [490])
@pytest.mark.parametrize("name", CHAINS)
def test_no_chain_is_too_long(name: str, depth: int, circle: bool) -> None:
    kind, text = CHAINS[name]
    if name == "failover":
        text = text.replace("fallback: NEXT", "fallback: end")
    last = {"services": "end", "middlewares": "last", "routers": "top"}[kind]
    names = [f"l{number}" for number in range(depth)]
    following = [*names[1:], "l0" if circle else last]
    links = [f"    {name}: {{{text.replace('NEXT', after)}}}" for name, after in zip(names, following, strict=True)]
    parts = {
        "routers": ["    top: {rule: Host(`a.example.com`), service: " + ("l0" if kind == "services" else "end")],
        "services": ["    end: {loadBalancer: {servers: [{url: 'http://a'}]}}"],
        "middlewares": ["    last: {compress: {}}"],
    }
    parts["routers"][0] += (", middlewares: [l0]" if kind == "middlewares" else "") + "}"
    if kind == "routers":
        parts["routers"][0] = "    top: {rule: Host(`a.example.com`)}"
        links[0] = links[0].replace("parentRefs", "service: end, parentRefs")
    parts[kind] += links
    whole = "http:\n" + "".join(f"  {part}:\n" + "\n".join(lines) + "\n" for part, lines in parts.items())
    lint({"a.yml": whole})
    routes({"a.yml": whole})


def test_many_of_the_same_are_fixed_one_after_the_other() -> None:
    fix({"a.yml": "# {{ .|| }}\n" * 40, "b.toml": "# {{ .|| }}\n" * 3})
    fix({"a.yml": "a: `x`\nb: `y`\nc: @z\nd: %w\n"})
    fix({"a.yml": "http:\n  routers:\n    a: {service: s}\n    b:\n\t\tservice: s\n\t\trule: x\n    c:\n\t\trule: y\n"})


@rows("text", ["{{$x:=$x}}", "# {{$x:=$x}}", "{{with $x := $x.y}}{{end}}", "{{range $i, $x := $x}}{{end}}"])
def test_a_variable_in_its_own_declaration_is_an_error_of_the_template(text: str) -> None:
    (found,) = lint_texts({"a.yml": text}).findings
    assert found.rule in ("template-error", "template-in-comment")
    assert "undefined variable: $x" in found.message
