"""What is said of files with template actions: all that holds whatever the actions print, and nothing else."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Finding

APP = """
http:
  routers:
    app: {rule: %s, entryPoints: [websecure], service: %s, middlewares: [%s], tls: {}}
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop"}]}}
  middlewares:
    zip: {compress: {}}
"""
HOST = "'Host(`a.{{ env \"D\" }}`)%s'"
STATIC = "entryPoints: {websecure: {address: ':443'}}"


def found(*texts: str) -> list[Finding]:
    files = {f"{number}.yml": text for number, text in enumerate(texts)}
    return [one for one in lint_texts(files, static=STATIC).findings if one.severity.value != "info"]


def rules(*texts: str) -> list[str]:
    return [one.rule for one in found(*texts)]


def test_names_are_checked_beside_values_from_templates() -> None:
    other = 'http: {services: {other: {loadBalancer: {servers: [{url: "http://{{ env "IP" }}"}]}}}}'
    assert rules(APP % ("Host(`a.io`)", "nope", "gone"), other) == ["unknown-service", "unknown-middleware"]
    assert rules(APP % ("Host(`a.io`)", "other", "zip"), other) == []


@rows(
    "other",
    [
        'http: {services: {"{{ env "S" }}": {loadBalancer: {servers: [{url: "http://a"}]}}}}',
        'http:\n  services:\n    {{ env "S" }}',
        'http:\n  services:\n    {{ if env "S" }}\n    nope: {loadBalancer: {}}\n    {{ end }}',
    ],
)
def test_names_that_a_template_may_write_are_not_missed(other: str) -> None:
    assert rules(APP % ("Host(`a.io`)", "nope", "zip"), other) == []


@rows(
    "rule",
    [
        "%s", "Host(`a.io`) && %s", "Host(%s)", "!%s", "ClientIP(`%s`)", "!ClientIP(`%s/24`)", "Path(`%s`)",
        "PathPrefix(`%s/x`)", "HostRegexp(`%s`)", "Method(`%s`)", "Header(`X`, `%s`)", "Query(`%s`)",
    ],
)  # fmt: skip
def test_a_rule_from_a_template_may_be_right(rule: str) -> None:
    written = rule % '{{ env "R" }}'
    assert rules(APP % (f"'{written}'", "shop", "zip")) == []


def test_a_name_from_a_template_is_not_missed() -> None:
    assert rules(APP % ("Host(`a.io`)", "'{{ env \"S\" }}'", "'{{ env \"M\" }}', zip")) == []


@rows(
    ("more", "rule"),
    [
        (" && Headers(`X`, `y`)", "rule-v2-matcher"),
        (" && Hots(`x`)", "rule-unknown-matcher"),
        (" && PathPrefix(`x`)", "rule-path-without-slash"),
        (" && PathRegexp(`[`)", "rule-bad-regex"),
        (" && (Path(`/x`)", "rule-syntax"),
    ],
)
def test_a_rule_is_read_around_its_actions(more: str, rule: str) -> None:
    assert rules(APP % (HOST % more, "shop", "zip")) == [rule]
    assert rules(APP % (HOST % "", "shop", "zip")) == []


def test_a_message_shows_no_made_up_value() -> None:
    (one,) = found(APP % ('\'Host(`a.{{ env "D" }}`, `b.{{ env "E" }}`)\'', "shop", "zip"))
    assert one.rule == "rule-too-many-arguments"
    assert "``Host(`a.{{ … }}`) || Host(`b.{{ … }}`)``" in one.message


def test_what_shares_a_line_with_an_action_is_checked() -> None:
    text = 'http: {middlewares: {m: {forwardAuth: {address: "http://{{ env "A" }}", nope: 1}}}}'
    assert rules(text) == ["unknown-field"]


def test_a_plugin_is_missed_though_its_options_come_from_a_template() -> None:
    text = (
        APP % ("Host(`a.io`)", "shop", "zip, bouncer") + '    bouncer: {plugin: {crowdsec: {key: "{{ env "K" }}"}}}\n'
    )
    (one,) = found(text)
    assert (one.rule, one.disables) == ("plugin-not-declared", ("http.middlewares.bouncer", "http.routers.app"))


def test_a_file_says_once_what_is_not_checked() -> None:
    text = 'http: {services: {a: {loadBalancer: {servers: [{url: "http://{{ env "A" }}:{{ env "P" }}"}]}}}}'
    report = lint_texts({"a.yml": text}, profile="none")
    assert (report.findings, [one.actions for one in report.unchecked]) == ((), [2])
    strict = {one.rule: one.message for one in lint_texts({"a.yml": text}, profile="none", strict=True).findings}
    assert strict.keys() == {"service-unused", "template-not-checked"}, "what nobody uses is known all the same"
    assert "2 template actions" in strict["template-not-checked"]


@rows(
    "expression",
    ['env "A" "b"', "env", 'date "2006"', "randAlphaNum 5 6", 'semver "x"', 'mustRegexMatch "(" "a"', 'repeat -1 "a"'],
)
def test_a_call_that_fails_whatever_comes_of_it_is_refused(expression: str) -> None:
    text = APP % ("'Host(`{{ %s }}`)'" % expression, "shop", "zip")  # noqa: UP031
    (one,) = lint_texts({"a.yml": text}, profile="none").findings
    assert (one.rule, one.disables) == ("template-error", ("*",))
