"""What a message quotes of a file hides the secrets there; what it says by itself can be read."""

from __future__ import annotations

import pytest

from tests.cli.running import Runner
from tests.each import rows
from tests.effort import Effort

HEAD = "http: {routers: {r: {rule: 'Host(`a.example.com`)', service: %s, middlewares: [m]}}, middlewares: {m: %s}"
TAIL = ", services: {s: {loadBalancer: {servers: [{url: 'http://10.0.0.1'}]}}}}\n"


def told(cli: Runner, middleware: str, service: str = "s") -> str:
    cli.write({"d/a.yml": HEAD % (service, middleware) + TAIL})
    return cli("lint", "d", "--format", "concise").out


@rows(
    ("middleware", "words"),
    [
        ("{basicAuth: {users: [name]}}", "User `***` is not `name:hash`; create the entry with `htpasswd -nB NAME`."),
        ("{basicAuth: {users: [hash]}}", "User `***` is not `name:hash`; create the entry with `htpasswd -nB NAME`."),
        ("{basicAuth: {users: ['nb:nb']}}", "use `htpasswd -nB NAME`."),
        ("{digestAuth: {users: ['admin:realm']}}", "is not `name:realm:hash`; create the entry with `htdigest`."),
        ("{digestAuth: {users: [htdigest]}}", "User `***` is not `name:realm:hash`; create the entry with `htdigest`."),
        ("{basicAuth: {users: ['x:true'], removeHeader: maybe}}", "must be `true` or `false`; `maybe` is neither"),
        ("{basicAuth: {users: ['x:false'], removeHeader: 'no'}}", "must be `true` or `false`; `no` is neither"),
        ("{basicAuth: {users: ['x:maybe'], removeHeader: maybe}}", "must be `true` or `false`; `maybe` is neither"),
    ],
)
def test_advice_can_be_read_whichever_of_its_words_is_a_secret(middleware: str, words: str, cli: Runner) -> None:
    assert words in told(cli, middleware)


def test_what_is_about_another_place_of_the_line_can_be_read(cli: Runner) -> None:
    said = told(cli, "{basicAuth: {users: ['ann:service', 'bob:http']}}", service="nope")
    assert "Service `nope` does not exist; define it under `http.services`" in said


@rows("secret", ["first", "pw", "pass", "users"])
@rows(
    "middleware",
    [
        "{rateLimit: {average: 1, redis: {endpoints: ['a:1'], password: [%s]}}}",
        "{rateLimit: {average: 1, redis: {endpoints: ['a:1'], password: {x: %s}}}}",
        "{basicAuth: {users: [%s]}}",
        "{basicAuth: {users: 'ann,%s'}}",
        "{basicAuth: {users: {ann: %s}}}",
        "{basicAuth: {user: [ann:%s]}}",
        "{headers: {customRequestHeaders: {Authorization: {x: Bearer %s}}}}",
    ],
)
def test_a_secret_that_a_message_repeats_is_hidden(middleware: str, secret: str, cli: Runner) -> None:
    said = told(cli, middleware % secret)
    assert said
    for sign in "`║: ,'\"":
        assert f"{sign}{secret}`" not in said.replace("`users`", "").replace("add `user", "")


def test_the_end_of_a_quote_stays_where_a_rule_compares_with_a_secret(cli: Runner) -> None:
    rule = "Host(`a.example.com`) && Query(`token=winterfall`) && Headers(`X-Kind`, `plain`)"
    text = f"http:\n  routers:\n    r:\n      rule: {rule}\n      ruleSyntax: v2\n      service: winterfall\n"
    cli.write({"h1/d.yml": text})
    assert "Service `***` does not exist" in cli("lint", "h1").out
    assert "Query(`token=***`) && Headers(`X-Kind`, `plain`)" in cli("graph", "--format", "dot", "h1").out


def test_the_name_of_a_file_is_no_token_behind_the_name_of_a_parameter(cli: Runner) -> None:
    rule = "Host(`a.example.com`) && Query(`token`, `winterfall`)"
    cli.write({"h1/d.yml": f"http: {{routers: {{r: {{rule: '{rule}', service: s}}}}{TAIL}"})
    assert "no parameter token  h1/d.yml:1" in cli("route", "--all", "http://a.example.com/", "h1").out


@pytest.mark.slow
@pytest.mark.parametrize("row", ["[%s]", "'%s'"])
def test_many_secrets_on_one_line_take_time_that_grows_with_them(row: str, cli: Runner) -> None:
    users = (", " if "[" in row else ",").join(f"u{number}n:pw{number}x" for number in range(800))
    with Effort() as effort:
        assert "a.yml:1:" in told(cli, f"{{basicAuth: {{users: {row % users}}}}}")
    effort.assert_below(40)
