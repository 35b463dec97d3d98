"""A text tells whether it is TOML or YAML by its first line with content, however many comments stand before it."""

from __future__ import annotations

from tests.each import rows
from traefiklint.text.languages import begins_as_toml, begins_as_yaml

ENDS = ("\n", "\r\n")
COMMENTS = ("# a comment", "#", "", "  \t# [http.routers.shop]", "# http:")


@rows("end", ENDS)
def test_comments_and_blank_lines_before_the_first_table_or_key_count_for_nothing(end: str) -> None:
    before = end.join(COMMENTS) + end
    assert begins_as_toml(before + "[http.routers.shop] # mine" + end)
    assert begins_as_yaml(before + "---" + end + before + "http: # mine" + end)
    assert not begins_as_toml(before + "http:" + end)
    assert not begins_as_yaml(before + "[http]" + end)


@rows("end", ENDS)
def test_a_page_of_comments_is_read_once(end: str) -> None:
    """A file of another program, all commented out and with the line ends of Windows, was read 2^n ways: for ever."""
    page = ("# services:" + end) * 400
    assert not begins_as_toml(page + "services: {}" + end)
    assert begins_as_toml(page + "[http]")
    assert not begins_as_yaml(page + "- services:" + end)
    assert begins_as_yaml(page + "http:")
