"""Texts of labels as they are written, with dollars, and how they are changed."""

from __future__ import annotations

from tests.each import rows
from traefiklint.compose.written import rewritten, tokens_of


@rows(
    ("raw", "text", "wanted"),
    [
        ("a${B}", "a$${B}", "a$${B}"),
        ("ann:$$apr1$$x", "ann:${HASH}", "ann:${HASH}"),
        ("Host(`$D`)", "Host(`${D}`) || Host(`b`)", "Host(`$D`) || Host(`b`)"),
        ("a$$b", "a$bc", "a$$bc"),
        ("aa", "a", "a"),
        ("", "y", "y"),
    ],
)
def test_a_dollar_is_never_torn_from_what_it_belongs_to(raw: str, text: str, wanted: str) -> None:
    assert rewritten(raw, text) == wanted
    assert "".join(token.shown for token in tokens_of(wanted)) == text
