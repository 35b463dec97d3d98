"""From diagnostics to findings: effects, blast radius, severities, what is reported and what is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from traefiklint import lint_paths, lint_texts
from traefiklint.engine import load_rules
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Effect, Finding, Severity
from traefiklint.options import Options
from traefiklint.report.words import consequences

BROKEN = """http:
  routers:
    one: {rule: Host(`one.example.com`), entryPoints: [websecure], service: app, middlewares: [all], tls: {}}
    two: {rule: Host(`two.example.com`), entryPoints: [websecure], service: app, middlewares: [guard], tls: {}}
  services:
    app: {loadBalancer: {servers: [{url: "http://app:3000"}]}}
  middlewares:
    all: {chain: {middlewares: [guard]}}
    guard: {addPrefix: {prefix: ""}}
    idle: {addPrefix: {prefix: ""}}
"""


def find(rule: str, text: str = BROKEN, **options: object) -> list[Finding]:
    report = lint_texts({"app.yml": text}, options=Options(**options))  # type: ignore[arg-type]
    return [finding for finding in report.findings if finding.rule == rule]


def test_the_blast_radius_is_everything_that_needs_what_is_broken() -> None:
    (broken,) = find("add-prefix-empty")
    assert broken.effect is Effect.DISABLED
    assert broken.disables == (
        "http.middlewares.all",
        "http.middlewares.guard",
        "http.routers.one",
        "http.routers.two",
    )


PARENTS = """http:
  routers:
    top: {rule: Host(`a.example.com`), entryPoints: [web], middlewares: [broken]}
    middle: {rule: PathPrefix(`/`), parentRefs: [top]}
    good: {rule: PathPrefix(`/good`), parentRefs: [middle], service: app}
    bad: {rule: PathPrefix(`/bad`), parentRefs: [middle], service: app, middlewares: [empty]}
  services:
    app: {loadBalancer: {servers: [{url: "http://app:3000"}]}}
  middlewares:
    broken: {addPrefix: {prefix: "no-slash"}, compress: {}}
    empty: {addPrefix: {prefix: ""}}
"""


def test_what_works_in_spite_of_something_broken_spreads_no_blame() -> None:
    """`top` is broken for a reason of its own; between it and what is broken here stands a router that works."""
    (empty,) = find("add-prefix-empty", PARENTS)
    assert empty.disables == ("http.middlewares.empty", "http.routers.bad")
    (both,) = find("middleware-two-types", PARENTS)
    assert both.disables == ("http.middlewares.broken", "http.routers.top")


def test_what_no_router_reaches_is_not_claimed_to_be_disabled() -> None:
    _, idle = find("add-prefix-empty", strict=True)
    assert (idle.effect, idle.severity, idle.disables) == (Effect.SILENT, Severity.WARNING, ())
    assert "Traefik reports this only when a working router uses it" in idle.message


def test_what_a_broken_router_never_gets_to_is_not_claimed_either() -> None:
    text = BROKEN.replace("service: app,", "service: nope,")
    found = find("add-prefix-empty", text, strict=True)
    assert [finding.effect for finding in found] == [Effect.SILENT, Effect.SILENT]


def test_a_refused_file_takes_the_whole_directory_down() -> None:
    (finding,) = find("empty-mapping", "http: {routers: {}}")
    assert (finding.effect, finding.disables) == (Effect.REJECTED, ("*",))


def test_an_object_that_another_file_has_pushed_aside_disables_nothing() -> None:
    good = "http: {services: {app: {loadBalancer: {servers: [{url: 'http://a'}]}}}}"
    bad = "http: {services: {app: {loadBalancer: {servers: [{url: 'http://a:x'}]}}}}"
    report = lint_texts({"a.yml": good, "b.yml": bad, "c.yml": BROKEN.replace("    app: {", "    other: {")})
    (finding,) = (finding for finding in report.findings if finding.rule == "server-url-unparsable")
    assert (finding.file, finding.effect) == ("b.yml", Effect.SILENT)


def test_what_only_the_profile_contradicts_is_a_warning_that_says_so() -> None:
    text = BROKEN.replace("[websecure]", "[internal]")
    first, second = find("unknown-entrypoint", text)
    assert first.severity is second.severity is Severity.WARNING
    assert first.assumed == second.assumed == ("entrypoints",)
    assert first.fix is None, "no fix rests on a guess"
    assert find("unknown-entrypoint", text, profile="none") == []
    static = "entryPoints: {websecure: {address: ':443'}}"
    assert [f.effect for f in find("unknown-entrypoint", text, static=static)] == [Effect.DISABLED, Effect.DISABLED]


def test_rules_are_chosen_by_name_and_by_category() -> None:
    assert find("add-prefix-empty", ignore=frozenset({"add-prefix-empty"})) == []
    assert find("add-prefix-empty", ignore=frozenset({"middleware"})) == []
    assert find("add-prefix-empty", select=frozenset({"reference"})) == []
    assert len(find("add-prefix-empty", select=frozenset({"middleware"}))) == 2, "also what is left to --strict"
    assert find("add-prefix-empty", per_file_ignores=(("a*.yml", frozenset({"add-prefix-empty"})),)) == []
    assert len(find("add-prefix-empty", per_file_ignores=(("b*.yml", frozenset({"add-prefix-empty"})),))) == 1


def test_a_severity_can_be_set() -> None:
    chosen = find("add-prefix-empty", severities={"add-prefix-empty": Severity.INFO})
    assert [finding.severity for finding in chosen] == [Severity.INFO]


def test_only_what_is_fatal() -> None:
    text = BROKEN.replace("[all]", "'all,all'")
    everything = lint_texts({"app.yml": text}, options=Options(strict=True)).findings
    fatal = lint_texts({"app.yml": text}, options=Options(only_fatal=True)).findings
    assert {finding.rule for finding in everything} >= {"comma-list-string", "add-prefix-empty"}
    assert {finding.effect for finding in fatal} <= {Effect.DISABLED, Effect.REJECTED}
    assert {finding.rule for finding in fatal} == {"add-prefix-empty"}


def test_what_follows_from_a_reader_s_finding_is_not_told_again() -> None:
    text = BROKEN.replace("service: app, middlewares: [all]", "srvice: app, middlewares: [all]")
    rules = [finding.rule for finding in lint_texts({"app.yml": text}).findings if finding.object == "http.routers.one"]
    assert rules == ["unknown-field"]


def test_every_rule_says_what_it_finds() -> None:
    for rule in load_rules().values():
        assert rule.summary.endswith("."), rule.id
        assert rule.category and rule.id == rule.id.lower()


def test_a_file_is_linted_with_its_directory_and_reported_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(BROKEN)
    (tmp_path / "b.yml").write_text("http: {routers: {r: {rule: Host(`r.example.com`), service: app, tls: {}}}}")
    report = lint_paths([str(tmp_path / "b.yml")], profile="none")
    assert not [finding for finding in report.findings if finding.rule == "unknown-service"]
    assert {finding.file for finding in report.findings} <= {str(tmp_path / "b.yml")}
    whole = lint_paths([str(tmp_path)], profile="none")
    assert str(tmp_path / "a.yml") in {finding.file for finding in whole.findings}
    assert whole.files == 2


def test_a_path_that_does_not_exist_is_the_user_s_error(tmp_path: Path) -> None:
    with pytest.raises(TraefiklintError):
        lint_paths([str(tmp_path / "nothing.yml")])


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, traefiklint; print([n for n in sys.modules if n.startswith('traefiklint.')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_a_refused_directory_tells_how_many_routers_it_takes_down() -> None:
    app = "http:\n  routers:\n    {0}: {{rule: Host(`{0}.example.com`), service: noop@internal, entryPoints: [web]}}\n"
    files = {f"{name}.yml": app.format(name) for name in ("a", "b", "c")} | {"bad.yml": "http:\n  routers: {}\n"}
    (refusal,) = [f for f in lint_texts(files).findings if f.effect is Effect.REJECTED]
    assert refusal.routers == 3
    assert consequences(refusal) == "Traefik refuses every file of this directory, with all 3 routers"
    (unread,) = [f for f in lint_texts(files | {"bad.yml": "http: [\n"}).findings if f.effect is Effect.REJECTED]
    assert consequences(unread) == "Traefik refuses every file of this directory"
