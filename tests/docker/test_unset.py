"""What is said of a label whose variable has no value here: what holds for any value, and what where it is empty."""

from __future__ import annotations

from tests.cli.running import Runner
from tests.each import rows
from tests.effort import calls
from traefiklint import lint_texts

COMPOSE = """\
services:
  web:
    image: x
    expose: [80]
    labels:
      - traefik.http.routers.web.rule={}
      - traefik.http.routers.web.priority={}
"""


def told(rule: str, priority: str = "1", *, strict: bool = False) -> list[tuple[str, str, str]]:
    report = lint_texts({"compose.yml": COMPOSE.format(rule, priority)}, profile="none", strict=strict)
    return [
        (finding.severity.value, finding.rule, finding.message)
        for finding in report.findings
        if finding.rule != "label-variable-unset"
    ]


@rows(
    ("rule", "priority"),
    [("Host(`${DOMAIN:?}`)", "1"), ("Host(`a.${DOMAIN:?say it}`)", "1"), ("Host(`a`)", "${PRIORITY:?}")],
)
def test_a_required_variable_is_no_finding(rule: str, priority: str) -> None:
    assert told(rule, priority) == []


@rows("sign", ["", ":?"])
@rows(
    ("rule", "name", "message"),
    [
        ("Hostt(`${D%s}`)", "rule-unknown-matcher", "`Hostt` is not a matcher; did you mean `Host`?"),
        (
            "Host(`${D%s}`, `b`)",
            "rule-too-many-arguments",
            "`Host` takes one value, got 2; write ``Host(`${…}`) || Host(`b`)``.",
        ),
        (
            "Host(`a${D%s}`) && Path(`x`)",
            "rule-path-without-slash",
            "`Path` needs a path that starts with a slash; write `/x`.",
        ),
    ],
)
def test_what_is_wrong_for_any_value_is_an_error(rule: str, name: str, message: str, sign: str) -> None:
    assert ("error", name, message) in told(rule % sign)


@rows(
    ("rule", "name"),
    [
        ("Host(`${D}`)", "rule-empty-argument"),
        ("Path(`${D}x`)", "rule-path-without-slash"),
        ("ClientIP(`${D}/8`)", "rule-bad-cidr"),
    ],
)
def test_what_is_wrong_only_where_it_is_empty_is_told_when_strict_and_says_so(rule: str, name: str) -> None:
    assert told(rule) == [], "where the files are used it mostly has a value"
    ((severity, message),) = [(level, words) for level, found, words in told(rule, strict=True) if found == name]
    assert severity == "warning"
    assert message.endswith("; this is so where `D` has no value.")


TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.7
    {}
    volumes: [/var/run/docker.sock:/var/run/docker.sock]
"""
AS_FLAG = "command: [--providers.docker=true, '--providers.docker.defaultRule={}']"
AS_COMMAND = 'command: --providers.docker=true --providers.docker.defaultRule="{}"'
AS_VARIABLE = "environment: {{TRAEFIK_PROVIDERS_DOCKER: 'true', TRAEFIK_PROVIDERS_DOCKER_DEFAULTRULE: '{}'}}"


@rows(
    ("template", "variable"),
    [
        ("Host(`{{ $x := .Name }}{{ $x }}.corp.com`)", "x"),
        ("Host(`{{ $$x := .Name }}{{ $x }}.corp.com`)", "x"),
        ("{{ range $i, $e := until 2 }}Host(`{{ $e }}`){{ end }}", "i"),
        ("{{ range $$i, $e := until 2 }}Host(`{{ $e }}`){{ end }}", "e"),
        ("{{- with $n := .Name -}}Host(`{{ $n }}.${DOMAIN}`){{ end }}", "n"),
        ("Host(`{{ $$x := .Name }}{{ $$x }}.${DOMAIN}`)", ""),
        ("Host(`{{ .Name }}.$DOMAIN`)", ""),
        ("Host(`{{ print .Name `.$DOMAIN` }}`)", ""),
        ("Host(`{{ .Name | ${FILTER} }}`)", ""),
    ],
)
@rows("written", [AS_FLAG, AS_COMMAND, AS_VARIABLE])
def test_a_variable_of_a_template_is_none_of_the_environment(template: str, variable: str, written: str) -> None:
    report = lint_texts({"compose.yml": TRAEFIK.format(written.format(template))})
    found = [one for one in report.findings if one.rule == "default-rule-unreadable"]
    assert [(one.severity.value, one.unset) for one in found] == [("error", ())] * bool(variable)
    assert all(f"write `$${variable}`" in one.help for one in found)


ROUTED = """\
services:
  web:
    image: traefik/whoami
    labels:
      - traefik.http.routers.inside.rule=Host(`app.${DOMAIN}`)
      - traefik.http.routers.plain.rule=Host(`plain.example.com`)
"""


def test_route_says_what_it_does_not_know_of_a_rule_with_a_variable_that_has_no_value(cli: Runner) -> None:
    cli.write({"compose.yml": ROUTED})
    why = "whether `inside@docker` answers: its rule hangs on `DOMAIN`, which has no value here"
    assert why in cli("route", "http://app.example.com/").out
    other = cli("route", "http://shop.example.com/").out
    assert "404 Not Found" in other
    assert "not known here" not in other, "no value makes `shop.…` of `app.…`"
    assert "not known here" not in cli("route", "http://plain.example.com/").out, "somebody answers for sure"


@rows(
    ("rule", "path", "is_known"),
    [
        ("PathPrefix(`/api`)", "/other", True),
        ("PathPrefix(`/api`)", "/api/x", False),
        ("PathPrefix(`/${BASE}/api`)", "/x/api/y", False),
        ("PathPrefix(`/${BASE}/api`)", "/x/other", True),
        ("Path(`/api`)", "/api/x", True),
        ("PathPrefix(`/api`)", "/%61pi", False),
    ],
)
def test_no_value_of_a_variable_makes_another_path_of_a_path(rule: str, path: str, is_known: bool, cli: Runner) -> None:
    cli.write({"compose.yml": ROUTED.replace("Host(`app.${DOMAIN}`)", f"Host(`app.${{DOMAIN}}`) && {rule}")})
    assert ("not known here" not in cli("route", f"http://app.example.com{path}").out) is is_known


def test_a_route_test_fails_where_nobody_can_tell_who_answers(cli: Runner) -> None:
    test = "tests:\n  - {request: 'http://app.example.com/', expect: 404}\n"
    cli.write({"compose.yml": ROUTED, "routes.test.yml": test})
    ran = cli("test", "routes.test.yml")
    assert ran.status == 1
    assert "got what nobody can tell here: whether `inside@docker` answers" in ran.out
    templated = "providers: {docker: {defaultRule: 'Host(`{{ env `HOME` }}`)'}}\nentryPoints: {web: {address: ':80'}}\n"
    cli.write({"compose.yml": ROUTED.partition("    labels")[0], "traefik.yml": templated})
    assert (
        "got what nobody can tell here" in cli("test", "--static", "traefik.yml", "routes.test.yml", "compose.yml").out
    )


def test_labels_of_one_container_are_looked_through_once_for_all_their_variables() -> None:
    def work(count: int) -> int:
        rules = "".join(f"      - traefik.http.routers.r{n}.rule=Host(`${{V{n}}}`)\n" for n in range(count))
        text = "services:\n  web:\n    image: x\n    labels:\n" + rules
        return calls(lambda: lint_texts({"compose.yml": text}, profile="none"))

    work(1)
    assert work(120) < 2.4 * work(60)
