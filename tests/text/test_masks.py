"""Sources are shown without their secrets, wherever these stand, and ordinary ones are shown as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.each import rows
from tests.effort import Effort
from tests.text.secrets import BROKEN, COMPOSE, DYNAMIC, MORE, PLAIN, SIGN, STATIC
from traefiklint.text.hints import may_hold, may_look
from traefiklint.text.judging import secret_stretches
from traefiklint.text.looks import _LOOKS, _MATCHER, _PARAMETER, looks
from traefiklint.text.masks import masked_quote, masked_source, masked_value, masked_words
from traefiklint.text.outline import outline

ROOT = Path(__file__).parents[2]


@rows("text", [DYNAMIC, MORE, BROKEN, STATIC, COMPOSE], ids=["yaml", "toml", "broken", "static", "compose"])
def test_no_secret_of_a_source_is_shown(text: str) -> None:
    assert re.findall(f"{SIGN}..\\w*", masked_source(text)) == []
    assert masked_source(text).count("\n") == text.count("\n")


@rows(
    ("value", "secret"),
    [
        ("${DOMAIN:-localhost}", []),
        ("${DOMAIN:-q8Zk2Lx0v7}", ["q8Zk2Lx0v7"]),
        (" ${A-q8Zk2Lx0v7} ", ["q8Zk2Lx0v7"]),
        ("${A:-$2y$05$YwDrxaTAv1F4acwKhDAAPOMb}", ["$2y$05$YwDrxaTAv1F4acwKhDAAPOMb"]),
        ("${API_TOKEN:-summer}", ["summer"]),
    ],
)
def test_of_a_variable_with_a_default_that_one_alone_may_be_secret(value: str, secret: list[str]) -> None:
    path = ("http", "middlewares", "h", "headers", "customRequestHeaders", "X-Foo")
    assert [value[slice(*one)] for one in secret_stretches(path, value)] == secret


def test_what_is_no_secret_stays_readable() -> None:
    shown = masked_source(DYNAMIC)
    assert [plain for plain in PLAIN if plain not in shown] == []


def test_ordinary_files_are_shown_as_they_are() -> None:
    files = [
        *(ROOT / "tests" / "corpus").rglob("*.y*ml"),
        *(ROOT / "tests" / "damage").rglob("*.y*ml"),
        *(ROOT / "examples").rglob("*.y*ml"),
    ]
    assert files
    for file in files:
        text = file.read_text("utf-8", "replace")
        for line, shown in zip(text.splitlines(), masked_source(text).splitlines(), strict=True):
            if not re.search(r"users|\$(2y|apr1)\$|\{SHA\}", line):
                assert shown == line, file


@rows(
    "line",
    [
        "rule: Host(`secret.example.com`) && PathPrefix(`/token`)",
        "middlewares: [auth, api-key-check, password-reset@file]",
        "passHostHeader: true",
        "service: token-service",
        "url: http://auth:9091/api/verify?rd=https://auth.example.com",
        "keyFile: /certs/example.key",
        "usersFile: /run/secrets/users",
        "tokenUrl: https://login.example.com/token",
        "secretName: shop-tls",
        "cookie: {name: session, secure: true, httpOnly: true}",
        "sameSite: lax",
        "customRequestHeaders: {X-Forwarded-Proto: https, X-App: shop, X-Script-Name: /test}",
        "contentSecurityPolicy: \"default-src 'self'\"",
        'password: "${REDIS_PASSWORD}"',
        "password: '{{ env \"REDIS_PASSWORD\" }}'",
        "replacement: https://$1$2/abcdefghijk",
        "regex: ^https?://[^/]+/\\?token=(.*)$",
        "image: traefik:v3.7@sha256:9f8a7b6c5d4e3f2a1b0c9f8a7b6c5d4e3f2a1b0c9f8a7b6c5d4e3f2a1b0c9f8a",
        "authResponseHeaders: [X-Auth-User, X-Secret]",
        "plugin: {p: {customName: X-Forwarded-For, realIp: CF-Connecting-IP, other: X-Real-Ip}}",
        "accessLog: {fields: {headers: {names: {Authorization: drop}}}}",
        "accessLog: {fields: {headers: {names: {Authorization: remove}}}}",
        "certResolver: letsencrypt",
        "priority: 100",
    ],
)
def test_a_plain_option_is_shown_as_it_is(line: str) -> None:
    assert masked_source(line) == line
    assert masked_words(line) == line


@rows(
    ("line", "shown"),
    [
        ("pasword: x1", "pasword: ***"),
        ("tokn: x1", "tokn: ***"),
        ("BASIC_AUTH_USERS=a:x1", "BASIC_AUTH_USERS=a:***"),
        ("passwrod: 'a b'", "passwrod: '***'"),
        ('apiKye = "x"', 'apiKye = "***"'),
        ("  usres: [u9:PW, 'u8:PX']", "  usres: [u9:***, 'u8:***']"),
        ("# token: abc", "# token: ***"),
        ("a: 1  # password: abc", "a: 1  # password: ***"),
        ('{"a": {"password": "x", "b": 1}}', '{"a": {"password": "***", "b": 1}}'),
        ('- "--hub.token=abc"', '- "--hub.token=***"'),
        ("AWS_SECRET_ACCESS_KEY=abc", "AWS_SECRET_ACCESS_KEY=***"),
        ('{{ $pw := "abc" }}', '{{ $pw := "***" }}'),
        ("note: eyJhbGciOi.eyJzdWIi.c2lnbg", "note: ***"),
        ("note: xoxb-123456789-abcdef", "note: ***"),
        ("note: glpat-abcdefghijklmnop", "note: ***"),
        ("note: AKIAIOSFODNN7EXAMPLE", "note: ***"),
        ("url: redis://:p@ss/word@redis:6379/0", "url: redis://***@redis:6379/0"),
        ("password: abc # hunter2", "password: *** # ***"),
        ("basicAuth: {users: ['ann:$apr1$abc$def']} # was S3cr3t!", "basicAuth: {users: ['ann:***']} # was ***"),
        ("basicAuth: {users: ['ann:$apr1$abc$def']} # the editor", "basicAuth: {users: ['ann:***']} # the editor"),
        ("basicAuth: {users: ['ann:$apr1$abc$def']} # ann summer", "basicAuth: {users: ['ann:***']} # ann ***"),
        ("basicAuth: {users: ['ann:$apr1$abc$def']} # summer", "basicAuth: {users: ['ann:***']} # ***"),
        ("port: 80 # was 8081", "port: 80 # was 8081"),
        ("#- ann:summer", "#- ann:***"),
        ("# - 'ann:summer'", "# - 'ann:***'"),
        ("#- 8080:80", "#- 8080:80"),
        ("#- ./data:/data", "#- ./data:/data"),
    ],
)
def test_a_secret_is_masked_by_name_neighbourhood_or_look(line: str, shown: str) -> None:
    assert masked_source(line) == shown


def test_looking_fast_overlooks_nothing() -> None:
    for text in (DYNAMIC, MORE, BROKEN, STATIC, COMPOSE):
        for line in text.splitlines():
            if SIGN in line:
                assert may_hold(text)
                found = any(pattern.search(line) for pattern in (_LOOKS, _PARAMETER, _MATCHER))
                assert may_look(line) or not found, line


def test_two_secrets_cannot_be_told_apart_by_their_length() -> None:
    short, long = (masked_source(f"password: {value}\nurl: http://u:{value}@h\n") for value in ("x", "x1" * 40))
    assert short == long
    assert masked_value(("redis", "password"), "a") == masked_value(("redis", "password"), "ab" * 30)


def test_what_somebody_else_said_is_masked_by_the_names_in_it() -> None:
    assert masked_quote("cannot connect: password=abc, token: 'def'") == "cannot connect: password=***, token: '***'"
    assert masked_quote("the token is invalid") == "the token is invalid"


@pytest.mark.slow
def test_endless_brackets_quotes_and_pairs_are_read_in_time_that_grows_with_them() -> None:
    for piece in (
        "a: [\n",
        'a: "\n',
        "password=",
        "a.b.",
        "{",
        "'",
        "x: {a: [",
        "a: |\n",
        "{a: ",
        "- &a [*a, ",
        "query(=",
    ):
        text = piece * 4000
        assert masked_source(text).count("\n") == text.count("\n")
        secret_stretches(("a",), text)


@rows("sign", ["#", "://", "://:", "?a", "&;", "header", "query ", "{{", "{{ $b", "1:", "gl-"])
def test_whether_to_look_at_all_is_found_out_in_one_go(sign: str) -> None:
    with Effort() as effort:
        assert not may_look("# " + sign * 30_000)
    effort.assert_below(20)


def test_a_query_that_never_ends_is_read_once() -> None:
    with Effort() as effort:
        assert not list(looks("query(" + "=" * 30_000))
    effort.assert_below(20)


@rows("piece", ["&a ", "[&a ", "- &a\n", "&a\n", "a: &a\n"])
def test_no_value_keeps_more_anchors_than_a_few_however_many_a_text_writes(piece: str) -> None:
    text = f"realm: {piece * 2000}\n  b: 1\n"
    assert max(len(value.anchors) for value in outline(text)) <= 40


def test_the_values_below_an_anchor_share_what_is_known_of_it() -> None:
    values = list(outline("a: &a\n  b: &b\n" + "    c: 1\n" * 10))
    assert len({id(value.anchors) for value in values if value.anchors == ("a", "b")}) == 1


def test_an_anchor_of_an_item_ends_where_the_item_ends() -> None:
    items = "".join(f"  - &i{index}\n    a: b{index}:pw{index}\n" for index in range(60))
    text = f"x: &all\n{items}basicAuth:\n  users: *all\n"
    assert "pw" not in masked_source(text)
    assert "pw1\n" in masked_source(text.replace("*all", "*i0"))
