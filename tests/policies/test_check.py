# ruff: noqa: E501 - a row of the tables is one line
"""What is wrong with a policy is said with line and column in its file, before anything is evaluated."""

from __future__ import annotations

from tests.each import rows
from tests.policies.judging import FILE, mistakes
from traefiklint.policies.own import NAMES
from traefiklint.policies.policy import PolicyFile
from traefiklint.policies.read import read_policies
from traefiklint.policies.trial import check_policies


def about_router(rest: str) -> str:
    return f"id: it\nabout: router\nmessage: no\n{rest}\n"


@rows(
    ("rest", "said"),
    [
        ("require: router.tls.certResolvr == 'x'", "4:21: there is no option `certResolvr` in `router.tls`; did you mean `certResolver`?"),
        ("require: |\n  has(router.tls) &&\n    router.chain.exists(m, m.headers.stsSecond > 0)", "6:38: there is no option `stsSecond` in `m.headers`; did you mean `stsSeconds`?"),
        ("require: >-\n  has(router.tls)\n  && router.prio > 3", "6:13: there is no option `prio` in `router`"),
        ('require: "router.name == \\"\\u00fc\\" || router.nmae == \'\'"', "4:47: there is no option `nmae` in `router`; did you mean `name`?"),
        ("require: router.?tls.?optons.orValue('') == ''", "4:23: there is no option `optons` in `router.?tls`; did you mean `options`?"),
        ("require: rooter.name == 'x'", "4:10: there is no `rooter`; did you mean `router`?"),
        ("require: router.name ==", "4:24: this cannot be read: it ends too early; see https://cel.dev for the language"),
        ("require: router.name", "4:10: `router.name` is a text, and must be true or false"),
        ("require: router.tls && true", "4:10: `router.tls` is a section, and must be true or false; write `has(router.tls)`"),
        ("require: router.priority == '10'", "4:10: this can never be true: `router.priority` is a number, and is compared with a text; write `10` without quotes"),
        ("require: router.priority > '10'", "4:26: `>` cannot compare a number with a text"),
        ("require: router.hosts.startsWith('a')", "4:10: `router.hosts` is a list, and only a text has `startsWith`"),
        ("require: \"'x' in router.rule\"", "4:18: `router.rule` is a text, and `in` asks about lists; write `router.rule.contains(…)`"),
        ("require: 3 in router.hosts", "4:10: this can never be true: the list holds texts, and a number is looked for"),
        ("require: router.hosts.url == 'x'", "4:23: `router.hosts` is a list, and has no `url`; ask about its items"),
        ("require: router.name.reversed() == 'x'", "4:22: there is no function `reversed` for this"),
        ("require: router.tls == null", "4:10: this can never be true: `router.tls` is a section, and is compared with null; write `has(router.tls)`"),
        ("require: router['nmae'] == 'x'", "4:18: there is no option `nmae` in `router`; did you mean `name`?"),
        ("require: router.rule.matches('(a')", "4:30: this is not a valid regular expression: missing closing ): `(a`"),
        ("require: router.rule.matches('a(?=b)')", "RE2 has no look-around"),
        ("require: router.hosts.all(a, router.hosts.all(b, router.hosts.all(c, router.hosts.all(d, a != d))))", "4:10: this may take too long"),
        ("require: \"['a']" + ".map(x, x + x)" * 28 + " == []\"", "4:11: this may take too long"),
        ("require: " + "(" * 40 + "true" + ")" * 40, "4:10: this is nested too deeply"),
    ],
)  # fmt: skip
def test_an_expression_that_is_wrong_is_told_with_its_place(rest: str, said: str) -> None:
    told = mistakes(about_router(rest))
    assert any(said in one for one in told), told


def test_what_is_wrong_in_a_message_stands_in_the_message() -> None:
    text = "id: it\nabout: router\nrequire: router.isPublic\nmessage: 'not {router.nam}, {router.hosts'\n"
    assert mistakes(text) == [
        "4:23: there is no option `nam` in `router`; did you mean `name`?",
        "4:29: this brace is never closed; write `{{` for a brace itself",
    ]


def test_keys_and_values_of_a_policy_are_checked_all_at_once() -> None:
    text = "id: Not Good\nabout: rooter\nwher: 'true'\nseverity: fatal\nrequire: 'true'\nforbid: 'true'\n"
    assert mistakes(text) == [
        "1:1: a policy needs `message`",
        "1:1: a policy needs `require` or `forbid`, and has both",
        "1:5: `Not Good` is no name of a rule; write it as in `public-router-headers`",
        "2:8: `about` cannot be `rooter`; did you mean `router`?",
        "3:1: there is no key `wher` in a policy; did you mean `where`?",
        "4:11: `severity` cannot be `fatal`; it can be `error`, `warning`, `info`",
    ]


@rows("text", ["", "- a\n", "policies: 3\n", "id: [a]\n", "\t\n", "id: &a a\nabout: *b\n", "{", "? {a: b}\n: c\n"])
def test_any_text_is_told_as_no_policy(text: str) -> None:
    assert mistakes(text)


def test_a_policy_has_a_name_of_its_own() -> None:
    twice = "policies:\n" + "  - {id: it, about: router, forbid: router.isPublic, message: no}\n" * 2
    assert mistakes(twice) == [f"3:10: there is a policy `it` already, at {FILE}:2"]
    taken = "{id: unknown-middleware, about: router, forbid: router.isPublic, message: no}\n"
    assert mistakes(taken) == ["1:6: there is a rule `unknown-middleware` already; choose another name"]


@rows(
    ("rest", "said"),
    [
        ("forbid: router.service == 'a' && router.service == 'b'", "so the policy finds nothing"),
        ("require: router.priority < 3 && router.priority > 7", "so every router violates the policy"),
        ("require: has(router.tls) || !has(router.tls)", "this is always true, so the policy finds nothing"),
        ("where: router.service in ['a', 'b'] && router.service == 'c'\nrequire: router.isPublic", "is about nothing"),
        ("where: size(router.hosts) > 0\nforbid: size(router.hosts) == 0", "so the policy finds nothing"),
        ("where: router.isPublic\nrequire: router.isPublic", "this is always true"),
        ("forbid: size(router.hosts) < 0", "so the policy finds nothing"),
        ("where: has(router.tls)\nrequire: 'has(router.tls) ? false : true'", "so every router that `where` chooses"),
    ],
)
def test_what_can_never_be_true_is_found_by_its_form(rest: str, said: str) -> None:
    read = read_policies(PolicyFile(FILE, about_router(rest), FILE), NAMES)
    assert any(said in mistake.message for mistake in check_policies(read.policies))


@rows(
    "rest",
    [
        "forbid: router.service == 'a' || router.service == 'b'",
        "require: router.priority > 3 && router.priority < 7",
        "require: router.hosts.all(h, h == 'a') && router.hosts.all(h, h == 'b')",
        "where: router.service in ['a', 'b']\nrequire: router.service == 'b'",
        "require: router.service.startsWith('a') && router.service == 'b'",
        "forbid: router.priority == 3 || has(router.priority)",
        "require: router.?tls.?certResolver.orValue('x') == 'x' && !has(router.tls)",
        "require: size(router.hosts) == 0",
        "forbid: router.priority == 1.5",
    ],
)
def test_what_can_be_true_and_false_is_not_doubted(rest: str) -> None:
    read = read_policies(PolicyFile(FILE, about_router(rest), FILE), NAMES)
    assert check_policies(read.policies) == []
