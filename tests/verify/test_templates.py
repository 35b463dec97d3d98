"""Places in rendered text lead back to the template."""

from __future__ import annotations

from tests.each import rows
from traefiklint.findings import Span
from traefiklint.verify.rendering import LineOrigin

TEMPLATE = """a: 1
{{ range until 2 }}
b{{ . }}: {x: gone}
{{ end }}
c: 3
"""
RENDERED = """a: 1

b0: {x: gone}

b1: {x: gone}

c: 3
"""


def place_of(piece: str, text: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(piece, at + 1)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Span(line, column, line, column + len(piece))


@rows("piece", ["a: 1", "c: 3", "3"])
def test_a_line_that_is_as_written_keeps_its_columns(piece: str) -> None:
    assert LineOrigin(TEMPLATE, RENDERED).span(place_of(piece, RENDERED)) == place_of(piece, TEMPLATE)


@rows("nth", [0, 1])
def test_a_piece_that_stands_in_the_template_is_found_there(nth: int) -> None:
    assert LineOrigin(TEMPLATE, RENDERED).span(place_of("gone", RENDERED, nth)) == place_of("gone", TEMPLATE)


def test_a_piece_that_only_the_rendering_made_is_placed_at_the_whole_line() -> None:
    assert LineOrigin(TEMPLATE, RENDERED).span(place_of("b1", RENDERED)) == Span(3, 1, 3, 20)


def test_a_place_beyond_the_text_is_no_error() -> None:
    assert LineOrigin("{{ 1 }}", "").span(Span(99, 1, 99, 2)).line == 1
