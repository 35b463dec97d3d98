"""What only says why a value is wrong is told with the finding on that value, and alone where there is none."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Effect, Finding
from traefiklint.options import Options

COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
    %s:
      - %s
"""
WHY = "The quotes are part of the value"


def told(form: str, setting: str, **options: object) -> tuple[Finding, ...]:
    text = COMPOSE % (form, setting)
    found = lint_texts({"compose.yml": text}, options=Options("none", **options)).findings  # type: ignore[arg-type]
    return tuple(one for one in found if one.line == 5)


@rows(
    ("setting", "rule", "effect"),
    [
        ('--api.dashboard="true"', "invalid-bool", Effect.REJECTED),
        ('--entrypoints.web.address=":80"', "entrypoint-address", Effect.REJECTED),
        ('--entrypoints.web.transport.respondingtimeouts.readtimeout="60s"', "invalid-duration", Effect.REJECTED),
        ('--entrypoints.web.forwardedheaders.trustedips="10.0.0.0/8"', "trusted-ip-invalid", Effect.REJECTED),
        ("--log.level='DEBUG'", "log-level", Effect.DEGRADED),
        ('--certificatesresolvers.le.acme.keytype="EC256"', "acme-key-type", Effect.SILENT),
    ],
)
def test_quotes_around_a_flag_are_told_with_what_they_break(setting: str, rule: str, effect: Effect) -> None:
    (finding,) = (one for one in told("command", setting) if one.rule in (rule, "flag-quotes"))
    assert (finding.rule, finding.effect) == (rule, effect)
    right = setting.replace('"', "").replace("'", "")
    assert f"{WHY}, because no shell reads this and removes them; write `{right}`." in finding.help


def test_quotes_that_nothing_else_tells_of_are_a_finding() -> None:
    (finding,) = told("command", '--accesslog.filepath="/a.log"')
    assert (finding.rule, finding.effect) == ("flag-quotes", Effect.SILENT)
    assert finding.message.startswith(WHY)


def test_variables_keep_their_quotes_too() -> None:
    (finding,) = told("environment", 'TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=":80"')
    assert finding.rule == "entrypoint-address"
    assert "write `TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=:80`" in finding.help
    (finding,) = told("environment", 'TRAEFIK_ACCESSLOG_FILEPATH="/a.log"')
    assert finding.rule == "flag-quotes"


def test_who_does_not_want_the_other_finding_still_hears_of_the_quotes() -> None:
    (finding,) = told("command", '--log.level="DEBUG"', ignore=frozenset({"log-level"}))
    assert finding.rule == "flag-quotes"


def test_a_note_on_the_same_value_does_not_make_less_of_the_quotes() -> None:
    found = told("command", '--log.filepath="/a.log"', strict=True)
    assert {(one.rule, str(one.severity)) for one in found} == {
        ("flag-quotes", "warning"),
        ("log-file-hides-errors", "info"),
    }
