"""Quotes, blanks and what is missing in the texts of labels."""

from __future__ import annotations

from tests.each import rows
from traefiklint import fix_texts, lint_texts

LIST = """\
services:
  web:
    image: example/web:1
    expose: [80]
    labels:
      - traefik.http.routers.web.rule=Host(`web.example.com`)
      - traefik.http.routers.web.middlewares=a
      - traefik.http.middlewares.a.{}
"""


def told(label: str) -> list[str]:
    report = lint_texts({"compose.yml": LIST.format(label)}, profile="none")
    return [one.rule for one in report.findings if one.rule.startswith("label-")]


@rows(
    "label",
    [
        'headers.customrequestheaders.X-A=one"',
        "headers.customrequestheaders.X-A='one",
        "stripprefix.prefixes='/api'",
        'stripprefix.prefixes="/api","/v1"',
        'stripprefix.prefixes="/api,/v1"',
        "addprefix.prefix= /api",
    ],
)
def test_quotes_and_blanks_around_a_text_are_told(label: str) -> None:
    expected = [] if label.startswith("headers") and "'" in label else ["label-stray-characters"]
    assert told(label) == expected


@rows(
    "label",
    [
        'headers.customresponseheaders.ETag="v1"',
        "headers.contentsecuritypolicy=default-src 'self'",
        "headers.customresponseheaders.X-A=' '",
        "stripprefix.prefixes=/a, /b",
        'redirectregex.regex=^http://(.*)"x"',
        "compress",
        "headers.customrequestheaders.X-A=",
    ],
)
def test_what_may_be_meant_is_not(label: str) -> None:
    assert told(label) == []


def test_a_label_without_a_value_is_told() -> None:
    assert told("headers.customrequestheaders.X-A-one") == ["label-without-value"]
    assert told("addprefix.prefix") == ["label-without-value"]


@rows(
    ("written", "fixed"),
    [
        ("- traefik.http.routers.web.entrypoints='web','websecure' # both", "=web,websecure # both"),
        ("- \"traefik.http.routers.web.entrypoints= 'web' \"", '=web"'),
        ("traefik.http.routers.web.entrypoints: '\"web\"'  # one", ": 'web'  # one"),
    ],
)
def test_fix_takes_them_off_and_keeps_the_rest(written: str, fixed: str) -> None:
    text = f"services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n      {written}\n"
    changed = fix_texts({"compose.yml": text}, profile="none").texts["compose.yml"]
    start = text.index("entrypoints") + len("entrypoints")
    assert changed == f"{text[:start]}{fixed}\n"
