"""One idea of a line, for every finding of a file: what ends it, where a finding stands, and that it is inside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Finding, Span
from traefiklint.options import Options
from traefiklint.text.breaks import TOML_BREAK, end_of_line, next_line
from traefiklint.text.lines import Lines, line_start

BREAKS = ["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029"]
ROUTER = ["http:", "  routers:", "    r:", "      # comment", "      rule: Host(`a`)", "      service: nobody", ""]


def findings(text: str, file: str = "apps/shop-web-a1b2c3.yml") -> dict[str, Finding]:
    options = Options(strict=True)
    return {found.rule: found for found in lint_texts({file: text}, options=options).findings}


@rows("ending", BREAKS, ids=ascii)
def test_every_finding_counts_the_lines_alike_whatever_ends_them(ending: str) -> None:
    found = findings(ending.join(ROUTER))
    assert found["dokploy-comments-lost"].span == Span(4, 7, 4, 16)
    assert found["unknown-service"].span == Span(6, 16, 6, 22)


@rows("ending", BREAKS, ids=ascii)
def test_a_comment_suppresses_the_line_below_whatever_ends_it(ending: str) -> None:
    text = ending.join([*ROUTER[:5], "      # traefiklint: ignore[unknown-service] later", *ROUTER[5:]])
    assert "unknown-service" not in findings(text)


@rows(
    ("file", "text"),
    [
        ("a.yml", "http: {routers: {r: {rule: Host(`a`), service: nobody}}}"),
        ("a.yml", "http: {routers: {r: {rule: 'Host(`a`) && Hst(`b`)', service: nobody}}}"),
        ("a.yml", "{{ 1 | nothing }}"),
        ("a.yml", 'http: {routers: {r: {rule: Host(`a`), service: {{ "nobody" }} }}}'),
        ("a.toml", 'http.routers.r = {rule = "Host(`a`)", service = "nobody"}'),
    ],
)
def test_a_byte_order_mark_is_no_column_in_any_kind_of_file(file: str, text: str) -> None:
    marked, plain = findings("\ufeff" + text, file), findings(text, file)
    marked.pop("byte-order-mark", None)
    assert {rule: found.span for rule, found in marked.items()} == {rule: found.span for rule, found in plain.items()}


def test_toml_has_no_other_line_ends_than_toml_has() -> None:
    text = 'a = "\x85\u2028"\n# x\u2029y\r\nhttp.routers.r = {rule = "Host(`a`)", service = "nobody"}\n'
    assert findings(text, "a.toml")["unknown-service"].line == 3


@rows("text", ["{a", "http: [", "http: {a: b", "'\r{a'", "a: 'b", 'a: "b', "a: b\n c: d\n- e", "a: |x"])
def test_what_is_missing_at_the_end_is_missing_in_the_last_line(text: str) -> None:
    for found in lint_texts({"a.yml": text}).findings:
        lines = Lines(text)
        for span in (found.span, *(related.span for related in found.related)):
            for line, column in (span[:2], span[2:]):
                assert 1 <= line <= lines.count
                assert 1 <= column <= lines.width(line) + 1


@given(st.text(st.sampled_from("ab\n\r\x85\u2028\ufeff"), max_size=12), st.booleans())
def test_offsets_and_places_are_each_others_opposite(text: str, toml: bool) -> None:
    lines = Lines(text, TOML_BREAK) if toml else Lines(text)
    assert (
        lines.count == sum(1 for at in range(len(text) + 1) if at and lines.mark(at).line > lines.mark(at - 1).line) + 1
    )
    for at in range(int(text[:1] == "\ufeff"), len(text) + 1):
        span = lines.span(at, at)
        assert lines.index(*span[:2]) == at
        if not toml:
            assert line_start(text, at) == lines.start(span.line)
            assert next_line(text, at) == (lines.start(span.line + 1) if span.line < lines.count else len(text))
            assert end_of_line(text, at) >= at
