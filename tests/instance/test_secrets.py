"""What of a source is secret, by its place: what the rule about it tells, and what is never shown."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import re

from tests.each import each, rows
from traefiklint import lint_texts
from traefiklint.instance.secrets import covered_text, masked_text, values_of


def told(text: str) -> list[str]:
    """How each secret that is told of begins, and its kind."""
    return [
        f"{text[one.column - 1 :][:6]} {one.message.partition('holds a ')[2].partition(',')[0]}"
        for one in lint_texts({"a.yml": text}, profile="none").findings
        if one.rule == "secret-in-config"
    ]


def kinds(middleware: str) -> list[str]:
    found = told(f"http: {{middlewares: {{m: {middleware}}}}}\n")
    return [one[7:] for one in found]


VALUES = (
    ("abcd", "token password"), ("abc", ""), ("xxxx", ""), ("xxx1", "token password"), ("$TOKEN1", ""), ("$TOK-1", "token password"),
    ("envXYZ", "token password"), ("fileabc", "token password"), ("urnabc", "token password"), (".abcd", "token password"),
    ("env:XYZ", ""), ("file:/abc", ""), ("urn:abcd", ""), ("${ABC}", ""), ("./abcd", ""),
    ("your-key", ""), ("yourkey", "password"), ("changeme", ""), ("change_me1", ""), ("a redacted", ""), ("<token>", ""),
    ("[x y]", ""), ("put it here", ""), ("it goes here", ""), ("true", ""), ("/etc/x", ""), ("10s", ""),
    ("12345678", "password"), ("123456789", "token password"), ("1234567.5", ""), ("1h30m2.5s", ""),
    ("4f1c9a7be2d84c0f9a7b3e5d61f0c2aa", "token password"), ("9a7b3e5d61f0", "token password"),
    ("x-auth-token", "password"), ("authorization", "password"),
    ("https://a.test/b", ""), ("https://u:p4ssw0rd@a.test", "token password"), ("https://a.test/?token=s3cretabcd", "token password"),
    ("https://a.test/ghp_abcdefghijklmnopqrstuvwxyz0123456789", "token password"),
)  # fmt: skip
"""Values, and as what they are told: that of a header with a token, and that of a plugin's password."""


@each(VALUES, lambda case: case[0])
def test_a_value_that_only_says_where_or_how_is_no_secret(case: tuple[str, str]) -> None:
    value, expected = case
    found = kinds(f'{{headers: {{customRequestHeaders: {{X-Api-Key: "{value}"}}}}}}')
    found += kinds(f'{{plugin: {{p: {{password: "{value}"}}}}}}')
    assert found == expected.split()


NAMES = (
    ("Authorization", "token"), ("Proxy-Authorization", "token"), ("Cookie", "token"), ("Set-Cookie", ""), ("X-Key", ""),
    ("X-Api-Key", "token token"), ("X-ApiKey", "token token"), ("X-Access_Key", "token"), ("X-Private-Key", "token token"),
    ("X-Auth-Key", "token"), ("X-Token-Name", ""), ("x-secret", "token token"), ("My-Password", "token password"),
    ("X-Pass", ""), ("passphrase", "password"), ("Passwort", "password"), ("api_key", "token token"),
)  # fmt: skip
"""Names, and as what their values are told: of a header, and below an option of a plugin."""


@each(NAMES, lambda case: case[0])
def test_the_name_says_what_a_value_is(case: tuple[str, str]) -> None:
    name, expected = case
    found = kinds(f"{{headers: {{customResponseHeaders: {{{name}: abcdefg1}}}}}}")
    found += kinds(f"{{plugin: {{p: {{o: [{{{name}: abcdefg1}}]}}}}}}")
    assert found == expected.split()


PEM = "-----BEGIN PRIVATE KEY----- x"


@rows(
    ("text", "found"),
    [
        ("http: {middlewares: {m: {rateLimit: {average: 1, redis: {password: abcdefg1, tls: {key: a.pem}}}}}}", ["abcdef password"]),
        (f"http: {{middlewares: {{m: {{rateLimit: {{average: 1, redis: {{tls: {{key: {PEM}}}}}}}}}}}}}", ["-----B private key"]),
        (f"http: {{middlewares: {{m: {{forwardAuth: {{address: 'http://a', tls: {{key: {PEM}}}}}}}}}}}", ["-----B private key"]),
        (f"tls: {{stores: {{default: {{defaultCertificate: {{certFile: a, keyFile: {PEM}}}}}}}}}", ["-----B private key"]),
        (f"tls: {{certificates: [{{certFile: a, keyFile: {PEM}}}, {{certFile: a, keyFile: a.pem}}]}}", ["-----B private key"]),
        (f"http: {{serversTransports: {{t: {{certificates: [{{certFile: a, keyFile: {PEM}}}]}}}}}}", ["-----B private key"]),
        ("http: {middlewares: {m: {basicAuth: {users: ['a:b']}}}}", []),
    ],
)  # fmt: skip
def test_each_option_that_holds_one_is_told(text: str, found: list[str]) -> None:
    assert told(text) == found


SOURCES = (
    ("password: hunter2", "password: ***", "hunter2"),
    ("password: hunter2 # hunter2", "password: *** # ***", "hunter2"),
    ("a: hunter2 hunter2\npassword: hunter2", "a: hunter2 hunter2\npassword: ***", "hunter2"),
    ("a: [--password, hunter2]", "a: [--password, ***]", "hunter2"),
    ("a: [--password, ' hunter2 ']", "a: [--password, ' *** ']", " hunter2|hunter2"),
    ("a: [mysqladmin, -phunter2]", "a: [mysqladmin, -p***]", "hunter2"),
    ("a: [x, {b: 1}, --password, hunter2]", "a: [x, {b: 1}, --password, ***]", "hunter2"),
    ("a: [x, {b: 1}, --password]", "a: [x, {b: 1}, --password]", ""),
    ('password: "hun\\x74er2"', 'password: "***"', "hun\\x74er2|hunter2"),
    ("password: 'it''s'", "password: '***'", "it''s|it's"),
    ("x: &a hunter2\npassword: *a", "x: &a ***\npassword: ***", "*a|hunter2"),
    ("x: &a hunter2\ny: hunter2\npassword: *a", "x: &a ***\ny: hunter2\npassword: ***", "*a|hunter2"),
    ("a:\n  - &x {password: hunter2}\n  - *x", "a:\n  - &x {password: ***}\n  - *x", "hunter2"),
    ("password: |\n  hunter2\n  again", "password: ***\n  ***\n  ***", "hunter2|hunter2\n  again|hunter2\nagain"),
    ("url: http://a:hunter2@b/", "url: http://***@b/", "a:hunter2"),
    ('url: "http://a:hunter2@b/hunter2"', 'url: "http://***@b/hunter2"', "a:hunter2"),
    ("basicAuth:\n  users: ['a:hunter2']", "basicAuth:\n  users: ['a:***']", "hunter2"),
    ("a: ['-u', 'a:hunter2']", "a: ['-u', 'a:hunter2']", ""),
    ("token = hunter2", "token = ***", "hunter2"),
    ("environment:\n  - PASSWORD=hunter2", "environment:\n  - PASSWORD=***", "hunter2"),
    ('password: ""', 'password: ""', ""),
    ("password: 'true'", "password: 'true'", ""),
    ('basicAuth: {users: ["a:hun\\x74er2"]}', 'basicAuth: {users: ["***"]}', 'hun\\x74er2|hunter2'),
    ('basicAuth: {users: {"ann:hunter2": ""}}', 'basicAuth: {users: {"ann:***": ""}}', 'hunter2'),
    ('digestAuth: {users: {"ann:r:hunter2": ""}}', 'digestAuth: {users: {"ann:r:***": ""}}', 'hunter2'),
    ('users: {"ann:hunter2": ""}', 'users: {"ann:***": ""}', 'hunter2'),
    ('other: {"ann:hunter2": ""}', 'other: {"ann:hunter2": ""}', ''),
    ('basicAuth: {users: {"ann:hun\\x74er2": ""}}', 'basicAuth: {users: {"***": ""}}', 'hun\\x74er2|hunter2'),
    ('digestAuth: {users: {"ann:r:hun\\x74er2": ""}}', 'digestAuth: {users: {"***": ""}}', 'hun\\x74er2|hunter2'),
    ('basicAuth: {"ann:hun\\x74er2": ""}', 'basicAuth: {"***": ""}', 'hun\\x74er2|hunter2'),
    ('users: {"ann:hun\\x74er2": ""}', 'users: {"***": ""}', 'hun\\x74er2|hunter2'),
    ('other: {"ann:hun\\x74er2": ""}', 'other: {"ann:hun\\x74er2": ""}', ''),
    ('x: &a {value: "hun\\x74er2"}\npassword: *a\n', 'x: &a {value: "***"}\npassword: ***\n', '*a|hun\\x74er2'),
    ('x: &a {value: "hun\\x74er2"}\ny: *a\n', 'x: &a {value: "hun\\x74er2"}\ny: *a\n', ''),
    ('x: &a ["hun\\x74er2"]\ny: *a\npassword: *a\n', 'x: &a ["***"]\ny: *a\npassword: ***\n', '*a|hun\\x74er2|hunter2'),
    ('x: &a {b: {c: {d: "hun\\x74er2"}}}\npassword: *a\n', 'x: &a {b: {c: {d: "***"}}}\npassword: ***\n', '*a|hun\\x74er2'),
    ('x: &a {b: {c: {d: {e: "hun\\x74er2"}}}}\npassword: *a\n', 'x: &a {b: {c: {d: {e: "***"}}}}\npassword: ***\n', '*a|hun\\x74er2'),
    ('password: "hunt\\x65r hunter hunter"\n', 'password: "***"\n', 'hunt\\x65r hunter hunter|hunter hunter hunter'),
    ('password: "a\\x62c abc abc"\nz: 1', 'password: "***"\nz: 1', 'a\\x62c abc abc|abc abc abc'),
    ('password: "\\x41"\n', 'password: "***"\n', 'A|\\x41'),
    ('password: "\\x41bcdefg" # Abcdefg\n', 'password: "***" # ***\n', 'Abcdefg|\\x41bcdefg'),
    ('a: [--password, "hun\\x74er2"]', 'a: [--password, "***"]', 'hun\\x74er2|hunter2'),
    ('a: [--password, " hun\\x74er2 "]', 'a: [--password, " *** "]', ' hun\\x74er2|hunter2'),
    ('a: [--password, {b: 1}, "hun\\x74er2"]', 'a: [--password, {b: 1}, "hun\\x74er2"]', ''),
    ('a: [mysqladmin, "-phun\\x74er2"]', 'a: [mysqladmin, "***"]', 'hun\\x74er2|hunter2'),
    ('headers: {customRequestHeaders: {X-Api-Key: "hun\\x74er2"}}', 'headers: {customRequestHeaders: {X-Api-Key: "***"}}', 'hun\\x74er2|hunter2'),
    ("name: value", "name: value", ""),
)  # fmt: skip
"""Sources, how they are shown, and what of them is not said in messages either."""


@each(SOURCES, lambda case: case[0])
def test_a_source_is_shown_without_its_secrets_and_every_column_stays(case: tuple[str, str, str]) -> None:
    text, shown, values = case
    assert masked_text("a.yml", text) == shown
    assert (
        values_of({"a.yml": text}) == values_of({"a.yml": text.encode()}) == frozenset(filter(None, values.split("|")))
    )
    covered = covered_text("a.yml", text)
    assert [len(line) for line in covered.splitlines()] == [len(line) for line in text.splitlines()]
    as_masked = re.sub("∗+", "***", covered) == shown
    assert as_masked or ("hunter2" in covered) is ("hunter2" in shown)


@rows(
    ("value", "shown"),
    [
        ('Header(`X-Api-Key`, `{{ env "K" }}`)', 'Header(`X-Api-Key`, `{{ env "K" }}`)'),
        ('Header(`X-Api-Key`, `hunter22`) || Host(`{{ env "K" }}`)', 'Header(`X-Api-Key`, `***`) || Host(`{{ env "K" }}`)'),
        ('Header(`X-Api-Key`, `{{ env "K" | default "hunter22" }}`)', "***"),
        ('Header(`X-Api-Key`, `{{ "hunter22" }}`)', 'Header(`X-Api-Key`, `*** "***" }}`)'),
    ],
)  # fmt: skip
def test_a_variable_that_an_action_names_is_no_secret(value: str, shown: str) -> None:
    text = f"http:\n  routers:\n    r:\n      rule: {value}\n"
    assert masked_text("a.yml", text).splitlines()[-1] == f"      rule: {shown}"


def test_what_an_action_writes_is_hidden_in_the_action_as_well() -> None:
    text = '{{ $p := "hunter2" }}\npassword: "{{ $p }}"\n'
    assert masked_text("a.yml", text) == '{{ $p := "***" }}\npassword: "***"\n'
    assert "hunter2" in values_of({"a.yml": text})


def test_a_source_that_is_not_of_letters_is_read_as_far_as_it_goes() -> None:
    assert "hunter2" in values_of({"a.yml": b"password: hunter2\n\xff"})
