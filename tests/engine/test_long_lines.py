"""A line that holds one sign again and again costs no more than a line of its length."""

from __future__ import annotations

import pytest

from tests.each import rows
from tests.effort import Effort
from traefiklint import lint_texts
from traefiklint.fixing import fix_texts
from traefiklint.options import Options

APP = """\
http:
  routers:
    shop: {{rule: "Host(`a.example.com`){rule}", service: shop, entrypoints: [web]}}
  services:
    shop: {{loadBalancer: {{servers: [{{url: "http://shop{url}"}}]}}}}
  middlewares:
    auth: {{basicAuth: {{users: ["anna:summer{user}"]}}}}
# {comment}
"""
LONG = 30_000


@pytest.mark.slow
@rows("sign", [" ", "{", "-", "a", "}", "&", "$", "a ", "` "])
@rows("place", ["rule", "url", "user", "comment"])
def test_a_long_line_costs_what_its_length_does(place: str, sign: str) -> None:
    parts = {"rule": "", "url": "", "user": "", "comment": "", place: sign * (LONG // len(sign))}
    with Effort() as effort:
        lint_texts({"shop.yml": APP.format_map(parts)}, profile="none")
    effort.assert_below(120)


@pytest.mark.slow
def test_braces_that_nobody_closes_are_passed_over_by_fixes() -> None:
    text = APP.format(rule="", url="", user="", comment="{{ 1 }}").replace("rule:", "Rule:") + "# " + "{ {" * 10_000
    with Effort() as effort:
        fixed = fix_texts({"shop.yml": text}, Options(profile="none", strict=True))
    assert fixed.applied
    effort.assert_below(250)


def test_a_line_of_dashes_is_no_key() -> None:
    with Effort() as effort:
        lint_texts({"shop.yml": APP.format(rule="", url="", user="", comment="") + "-" * LONG + "\n"}, profile="none")
    effort.assert_below(120)
