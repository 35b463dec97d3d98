"""Texts are edited to mean something else, and everything else in them stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from tests.each import rows
from tests.effort import often
from tests.sync.strategies import mappings, written
from traefiklint.patch.data import Data, read_data
from traefiklint.patch.printing import print_document
from traefiklint.patch.rewrite import CannotRewriteError, rewrite

HAND_WRITTEN = """\
# top
http:
  routers:
    # about web
    web:   # beside web
      rule: "Host(`a`)"   # the rule
      service: 'web'
      middlewares: [one, two]   # in order
      entryPoints:
        - web   # plain
        # encrypted
        - websecure

    admin: {rule: Host(`b`), service: web}
  services:
    web: &web
      loadBalancer:
        servers:
          - url: http://a
            weight: 1
          - url: http://b
    copy:
      <<: *web
# the end
"""


def meaning(data: dict[str, Any]) -> dict[str, Data]:
    """Plain values as what a file with them means."""
    return read_data(json.dumps(data, ensure_ascii=False))


def changed(path: str, value: Any) -> str:
    """HAND_WRITTEN after `path` got `value` (None takes it away)."""
    data = read_data(HAND_WRITTEN)
    *way, last = path.split("/")
    place: Any = data
    for part in way:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = meaning({"v": value})["v"]
    return rewrite(HAND_WRITTEN, data)


@rows(
    ("path", "value", "before", "after"),
    [
        ("http/routers/web/rule", "Host(`c`)", '"Host(`a`)"', '"Host(`c`)"'),
        ("http/routers/web/rule", 'Say(`"`)', '"Host(`a`)"', 'Say(`"`)'),
        ("http/routers/web/service", "it's", "'web'", "'it''s'"),
        ("http/routers/web/middlewares", ["one", "mid", "two"], "[one, two]", "[one, mid, two]"),
        ("http/routers/web/middlewares", ["two", "three"], "[one, two]", "[two, three]"),
        ("http/routers/web/middlewares", [], "[one, two]", "[]"),
        ("http/routers/web/middlewares", ["zero", "two"], "[one, two]", "[zero, two]"),
        ("http/routers/web/entryPoints", ["web"], "        # encrypted\n        - websecure\n", ""),
        ("http/routers/web/entryPoints", ["web", "x", "websecure"], "# plain\n", "# plain\n        - x\n"),
        ("http/routers/web/priority", 7, "        - websecure\n", "        - websecure\n      priority: 7\n"),
        ("http/routers/admin/priority", 7, "service: web}", "service: web, priority: 7}"),
        ("http/routers/admin/rule", None, "{rule: Host(`b`), service: web}", "{service: web}"),
        ("http/routers/admin", None, "    admin: {rule: Host(`b`), service: web}\n", ""),
        ("http/services/copy", {"x": ["y"]}, "      <<: *web\n", "      x:\n        - 'y'\n"),
        ("tcp", {"routers": {}}, "      <<: *web\n", "      <<: *web\ntcp:\n  routers: {}\n"),
    ],
)
def test_one_change_touches_one_place(path: str, value: Any, before: str, after: str) -> None:
    assert changed(path, value) == HAND_WRITTEN.replace(before, after)


def test_the_first_key_beside_a_dash_can_go() -> None:
    text = "servers:\n  - url: http://a\n    weight: 1   # heavy\n  - url: http://b\n"
    assert rewrite(text, read_data("servers: [{weight: 1}, {url: http://b, weight: 2}]")) == (
        "servers:\n  - weight: 1   # heavy\n  - url: http://b\n    weight: 2\n"
    )


def test_an_alias_is_written_out_when_its_anchor_comes_to_mean_something_else() -> None:
    text = "a: &x\n  k: 1\nb: *x   # as a\nc: {d: *x}\n"
    assert rewrite(text, read_data("a: {k: 2}\nb: {k: 1}\nc: {d: {k: 2}}")) == (
        "a: &x\n  k: 2\nb:\n  k: 1   # as a\nc: {d: *x}\n"
    )


def test_several_entries_of_brackets_can_go_at_once() -> None:
    text = "m: [a, b, c, d]   # all\no: {a: 1, b: 2, c: 3}\n"
    assert rewrite(text, read_data("{m: [c], o: {c: 3}}")) == "m: [c]   # all\no: {c: 3}\n"
    assert rewrite(text, read_data("{m: [a, d, e], o: {b: 2, d: 4}}")) == "m: [a, d, e]   # all\no: {b: 2, d: 4}\n"


def test_an_alias_inside_an_item_that_stays_is_written_out_too() -> None:
    text = "a: &x {k: 1}\nl:\n  - *x\n  - 2\n"
    assert rewrite(text, read_data("a: {k: 2}\nl: [{k: 1}, 2, 3]")) == (
        "a: &x {k: 2}\nl:\n  -\n    k: 1\n  - 2\n  - 3\n"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeffa: 1\r\nb: 2\r\n"
    assert rewrite(text, read_data("a: 1\nb: 3\nc: 4\n")) == "\ufeffa: 1\r\nb: 3\r\nc: 4\r\n"


def test_an_equal_meaning_changes_no_byte() -> None:
    assert rewrite(HAND_WRITTEN, read_data(HAND_WRITTEN)) is HAND_WRITTEN


@given(mappings)
@settings(max_examples=often(100), deadline=None)
@pytest.mark.slow
def test_what_is_printed_is_read_back(data: dict[str, Any]) -> None:
    wanted = meaning(data)
    assert read_data(print_document(wanted)) == wanted


@given(written(), mappings)
@settings(max_examples=often(100), deadline=None)
@pytest.mark.slow
def test_any_text_can_be_made_to_mean_anything(text: tuple[str, list[str]], other: dict[str, Any]) -> None:
    wanted = meaning(other)
    try:
        result = rewrite(text[0], wanted)
    except CannotRewriteError:
        assert not set(read_data(text[0])) & set(wanted) or not wanted
        return
    assert read_data(result) == wanted


@given(written(), written())
@settings(max_examples=often(100), deadline=None)
@pytest.mark.slow
def test_a_new_object_leaves_every_comment(text: tuple[str, list[str]], other: tuple[str, list[str]]) -> None:
    data = read_data(text[0])
    data["new"] = dict(read_data(other[0]))
    result = rewrite(text[0], data)
    assert all(note in result for note in text[1])
    assert read_data(result) == data
