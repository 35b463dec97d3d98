"""TOML 1.1 is read by Traefik from 3.6.7 on; one before it refuses the text."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.static.starting import Form, start
from tests.traefik_versions import OLDEST
from traefiklint.api import lint_texts
from traefiklint.options import Options

_LOG = "[log]\n"
_FILTERS = "[accessLog]\nfilters = "
NEWER = {
    _LOG + 'level = "\\x49NFO"\n': "escape `\\x49`",
    _LOG + 'level = "INFO"\nformat = "\\\\\\x41"\n': "escape `\\x41`",
    _LOG + '"\\x6cevel" = "INFO"\n': "escape `\\x6c`",
    _LOG + 'level = """\nINFO\\e"""\n': "escape `\\e`",
    _FILTERS + '{statusCodes = ["200"],}\n': "A comma before `}`",
    _FILTERS + '{\n  statusCodes = ["200"]}\n': "A line break between braces",
    _FILTERS + '{statusCodes = ["200"] # why\n}\n': "A line break between braces",
    _FILTERS + "{\n}\n": "A line break between braces",
    "[serversTransport]\nrootCAs = [{a = 1,}]\n": "A comma before `}`",
    "[providers.plugin.x]\na = 07:32\n": "The time `07:32`",
    "[providers.plugin.x]\na = 1979-05-27 07:32Z\n": "The time `1979-05-27 07:32Z`",
}
"""Static configurations, and how a message about each begins."""
OLD = [
    _LOG + "level = '\\x49NFO'\n",
    _LOG + 'level = "INFO\\\\x49"\n',
    _LOG + 'level = """\nINFO \\\n  x"""\n',
    _FILTERS + '{statusCodes = ["200",\n "300",\n]}\n',
    _FILTERS + "{}\n",
    "[providers.plugin.x]\na = 07:32:00\n",
    "[providers.plugin.x]\na = 1979-05-27\n",
    "[providers.plugin.x]\na = [\n  {b = 1},\n]\n",
]
"""Static configurations in TOML 1.0."""


def told(text: str, target: str) -> list[str]:
    found = lint_texts({}, options=Options(static=text, static_file="traefik.toml", target=target)).findings
    return [one.message for one in found if one.rule == "toml-newer"]


@each(NEWER.items(), lambda row: row[1])
def test_what_only_toml_1_1_knows_is_refused_before_traefik_3_6_7(row: tuple[str, str]) -> None:
    text, words = row
    (message,) = told(text, "3.6.6")
    assert words in message and message.endswith("3.6.6 does not start with it.")
    assert not told(text, "3.6.7") and not told(text, "3.6")


def test_what_toml_1_0_knows_is_nothing_new() -> None:
    assert not [text for text in OLD if told(text, "3.0")]


def test_a_template_that_comes_to_toml_1_1_is_refused_where_it_is_written() -> None:
    text = '{{ $x := 1 }}\n[http.services.shop.loadBalancer]\nservers = [{ url = "http://shop:{{ $x }}", }]\n'
    found = lint_texts({"shop.toml": text}, options=Options(target="3.5")).findings
    assert [(one.line, one.column) for one in found if one.rule == "toml-newer"] == [(3, 42)]


@pytest.mark.traefik
def test_traefik_says_so() -> None:
    refused = [text for text in (*NEWER, *OLD) if start(Form(text, "traefik.toml"), OLDEST).error.startswith("toml:")]
    assert refused == list(NEWER)
