"""Every verdict of Traefik becomes a finding at the place that caused it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.corpus.cases import Case, load_cases
from tests.traefik_versions import NEWEST, OLDER, traefik
from traefiklint.engine import lint_instance
from traefiklint.findings import Effect, Finding, Report, Severity
from traefiklint.instance.instance import Instance
from traefiklint.options import Options
from traefiklint.report.words import consequences
from traefiklint.verify.harmless import CORPUS_STATIC
from traefiklint.verify.verdict import KINDS
from traefiklint.verify.verify import Verification, Verifier

pytestmark = pytest.mark.traefik

ROUTER = """http:
  routers:
    r:
      rule: 'Host(`a`)'
      service: s
%s
  services:
    s:
      loadBalancer:
        servers:
          - url: 'http://a'
%s"""


def verify(files: dict[str, str] | str, options: Options | None = None, version: str = NEWEST) -> Verification:
    files = {"app.yml": files} if isinstance(files, str) else files
    with Verifier(traefik(version), options or Options(), [files]) as verifier:
        return verifier.verify(files)


def marked(finding: Finding, text: str) -> str:
    """What a finding points at."""
    assert finding.span.line == finding.span.end_line
    return text.split("\n")[finding.line - 1][finding.column - 1 : finding.end_column - 1]


def test_a_clean_directory_has_no_finding() -> None:
    done = verify(ROUTER % ("", ""))
    assert done.report.findings == ()
    assert done.verdict.loads
    assert (done.report.files, done.report.target) == (1, "3.7")


@pytest.mark.parametrize(
    ("lines", "rest", "rule", "points_at"),
    [
        ("      middlewares: [gone]", "", "traefik-disables", "gone"),
        ("      tls: {options: gone}", "", "traefik-disables", "gone"),
        ("      priority: 9223372036854775000", "", "traefik-disables", "9223372036854775000"),
        ("      foo: 1", "", "traefik-refuses", "foo"),
        ("      middlewares: [m]", "  middlewares:\n    m: {addPrefix: {prefix: ''}}\n", "traefik-disables", "''"),
        (
            "      middlewares: [m]",
            "  middlewares:\n    m: {headers: {frameDeny: 'yes'}}\n",
            "traefik-refuses",
            "'yes'",
        ),
        ("      middlewares: [m]", "  middlewares:\n    m: {}\n", "traefik-disables", "m"),
        (
            "      middlewares: [m]",
            "  middlewares:\n    m: {ipWhiteList: {sourceRange: ['1.1.1.1']}}\n",
            "traefik-complains",
            "ipWhiteList",
        ),
    ],
)
def test_the_cause_is_pointed_at(lines: str, rest: str, rule: str, points_at: str) -> None:
    text = ROUTER % (lines, rest)
    found = [finding for finding in verify(text).report.findings if finding.rule == rule]
    assert [marked(finding, text) for finding in found] == [points_at]


def test_of_two_mistakes_of_one_router_each_is_pointed_at() -> None:
    text = ROUTER % ("      middlewares: [missing]\n      tls: {certResolver: nope}", "")
    found = verify(text, Options(static="entryPoints: {web: {address: ':80'}}")).report.findings
    assert [(finding.rule, marked(finding, text)) for finding in found] == [
        ("traefik-disables", "missing"),
        ("traefik-complains", "nope"),
    ]


def test_one_mistake_that_takes_down_much_is_one_finding_with_all_that_it_takes_down() -> None:
    text = ROUTER.replace("http://a", "http://a b") % ("    q: {rule: 'Host(`b`)', service: s}", "")
    (finding,) = verify(text).report.findings
    assert finding.rule == "traefik-disables"
    assert finding.disables == ("http.routers.q", "http.routers.r", "http.services.s")
    assert "http://a b" in marked(finding, text)
    assert (finding.effect, finding.severity) == (Effect.DISABLED, Severity.ERROR)


def test_every_file_that_traefik_would_refuse_is_found_not_only_the_first() -> None:
    files = {"a.yml": "http: {}\n", "b.yml": ROUTER % ("", ""), "sub/c.yml": "tls:\n  certificates: 1\n  optionz: {}\n"}
    found = verify(files).report.findings
    assert [(finding.rule, finding.file, finding.line) for finding in found] == [
        ("traefik-refuses", "a.yml", 1),
        ("traefik-refuses", "sub/c.yml", 3),
    ]
    assert all(finding.disables == ("*",) for finding in found)


def test_of_two_objects_with_one_name_the_one_that_is_skipped_is_pointed_at() -> None:
    files = {
        "a.yml": ROUTER % ("", ""),
        "b.yml": "http:\n  services:\n    s: {loadBalancer: {servers: [{url: 'http://b'}]}}\n",
    }
    (finding,) = verify(files).report.findings
    assert (finding.rule, finding.file, marked(finding, files["b.yml"])) == ("traefik-complains", "b.yml", "s")


def test_what_belongs_to_a_provider_that_does_not_run_here_is_not_held_against_the_author() -> None:
    text = ROUTER % ("      middlewares: [auth@docker]", "")
    (finding,) = verify(text).report.findings
    assert (finding.rule, finding.severity, marked(finding, text)) == (
        "traefik-cannot-know",
        Severity.INFO,
        "auth@docker",
    )


def test_a_plugin_that_is_declared_is_not_held_against_the_author() -> None:
    text = ROUTER % ("      middlewares: [m]", "  middlewares:\n    m: {plugin: {geo: {a: b}}}\n")
    static = "entryPoints: {web: {address: ':80'}}\n"
    declared = static + "experimental: {plugins: {geo: {moduleName: github.com/a/b, version: v1.0.0}}}\n"
    assert [f.rule for f in verify(text, Options(static=static)).report.findings] == ["traefik-disables"]
    assert [f.rule for f in verify(text, Options(static=declared)).report.findings] == ["traefik-cannot-know"]


def test_a_profile_only_assumes_and_never_contradicts() -> None:
    text = ROUTER % (
        "      entryPoints: [mine]\n      tls: {certResolver: other}\n      middlewares: [redirect-to-https@file]",
        "",
    )
    assert verify(text).report.findings == ()
    assert verify(text.replace("redirect-to-https@file", "s@file"), Options(profile="none")).report.findings != ()


BELOW_OWN = """http:
  routers:
    r: {rule: PathPrefix(`/x`), service: s, parentRefs: [debug@internal]}
  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}
"""


@pytest.mark.parametrize("version", [NEWEST, OLDER[0]])
def test_a_router_of_traefiks_own_that_another_one_takes_down_is_told_at_the_reference(version: str) -> None:
    options = Options(static="entryPoints: {web: {address: ':80'}}\napi: {insecure: true, debug: true}\n")
    (finding,) = verify(BELOW_OWN, options, version).report.findings
    assert (finding.rule, finding.disables) == ("traefik-disables", ("http.routers.debug@internal",))
    assert marked(finding, BELOW_OWN) == "debug@internal"
    assert consequences(finding) == "Traefik disables debug@internal"
    assert finding.help.startswith("router-with-service-and-children: ")


def test_which_routers_traefik_adds_is_not_known_without_a_static_configuration() -> None:
    (finding,) = verify(BELOW_OWN, Options(profile="none")).report.findings
    assert finding.rule == "traefik-cannot-know"
    assert "whether Traefik adds `debug@internal`" in finding.message


def test_a_static_configuration_contradicts() -> None:
    text = ROUTER % ("      entryPoints: [mine, web]", "")
    (finding,) = verify(text, Options(static="entryPoints: {web: {address: ':80'}}")).report.findings
    assert (finding.rule, marked(finding, text)) == ("traefik-limits", "mine")


def test_templates_are_judged_by_the_text_that_traefik_rendered() -> None:
    text = ROUTER % ("{{ range until 2 }}\n    q{{ . }}: {rule: 'Host(`{{ . }}`)', service: gone}\n{{ end }}", "")
    (finding,) = verify(text).report.findings
    assert finding.disables == ("http.routers.q0", "http.routers.q1")
    assert marked(finding, text) == "gone"


def test_templates_need_not_be_announced() -> None:
    text = '# {{ "a" }}\n' + ROUTER % ("", "")
    with Verifier(traefik(NEWEST), Options()) as verifier:
        assert verifier.verify({"app.yml": ROUTER % ("", "")}).report.findings == ()
        assert verifier.verify({"app.yml": text}).report.findings == ()


@pytest.mark.parametrize("comment", ["# traefiklint: ignore", "# traefiklint:ignore", "#\ttraefiklint:\tignore"])
def test_comments_that_silence_the_linter_do_not_silence_traefik(comment: str) -> None:
    text = ROUTER % (f"      middlewares: [gone] {comment}[unknown-middleware] on purpose", "")
    done = verify(text)
    assert [finding.rule for finding in done.report.findings] == ["traefik-disables"]
    assert done.disagreements == ()


@pytest.mark.parametrize(
    "text",
    [
        "http: {middlewares: {m: {plugin: {x: {a: {'': 1}}}}}}\n",
        "tcp: {routers: {r: {rule: 'HostSNI(`*`)', service: t}}, services: {t: {weighted: {services: [{name: t}]}}}}\n",
    ],
)
def test_the_file_that_harms_traefik_itself_is_found_among_others(text: str) -> None:
    done = verify({"a.yml": ROUTER % ("", ""), "bad.yml": text})
    (finding,) = done.report.findings
    assert (finding.rule, finding.file, finding.severity) == ("traefik-harmed", "bad.yml", Severity.ERROR)


def test_an_older_traefik_is_judged_by_what_it_knows() -> None:
    text = ROUTER % ("", "") + "    w: {highestRandomWeight: {services: [{name: s}]}}\n"
    done = verify(text, version=OLDER[1])
    assert done.report.target == "3.0"
    assert [(f.rule, marked(f, text)) for f in done.report.findings] == [("traefik-refuses", "highestRandomWeight")]


def test_a_contradiction_between_lint_and_traefik_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(instance: Instance, options: Options) -> Report:
        report = lint_instance(instance, options)
        return Report((), report.files, report.target, report.texts)

    text = ROUTER % ("      middlewares: [gone]", "")
    monkeypatch.setattr("traefiklint.verify.verify.lint_instance", blind)
    done = verify(text)
    assert [finding.rule for finding in done.report.findings] == ["traefik-disables", "verify-disagreement"]
    assert {marked(finding, text) for finding in done.report.findings} == {"gone"}
    assert [finding.rule for finding in verify("http: {}\n").disagreements] == ["verify-disagreement"]


def verdicts_in(findings: tuple[Finding, ...]) -> tuple[bool, set[str]]:
    """Whether Traefik loads the files, and what it disables, as the findings say."""
    refused = any(finding.effect is Effect.REJECTED for finding in findings)
    disabled = {name for finding in findings if finding.effect is Effect.DISABLED for name in finding.disables}
    return not refused, disabled


def recorded(case: Case) -> tuple[bool, set[str]]:
    """What was recorded. A router that Traefik has split for its TLS options (`EP-conflicted-NAME`) is itself."""
    verdict = case.verdicts[NEWEST]
    disabled = {
        f"{KINDS[kind]}.{name.removesuffix('@file').rpartition('-conflicted-')[2]}"
        for kind, states in verdict["objects"].items()
        for name, state in states.items()
        if state["status"] == "disabled"
    }
    return verdict["loads"], disabled


USUAL_STATIC = json.dumps(CORPUS_STATIC)


def usual_cases() -> Iterator[Case]:
    """The cases under the static configuration that most of them have, for one Traefik asks them all."""
    return (
        case
        for case in load_cases(NEWEST)
        if case.static_text == USUAL_STATIC and not case.id.startswith(("static/", "harm/"))
    )


def test_the_findings_of_every_case_of_the_corpus_are_its_verdict_and_have_a_place() -> None:
    cases = list(usual_cases())
    assert len(cases) > 1000
    wrong = []
    with Verifier(traefik(NEWEST), Options(static=USUAL_STATIC), [{"a.yml": "{{"}]) as verifier:
        for case in cases:
            done = verifier.verify(case.files)
            loads, disabled = verdicts_in(done.report.findings)
            cannot_know = any(finding.rule == "traefik-cannot-know" for finding in done.report.findings)
            expected = recorded(case)
            if loads != expected[0] or (disabled != expected[1] and not cannot_know):
                wrong.append((case.id, "verdict", sorted(disabled ^ expected[1])))
            for finding in done.report.findings:
                lines = [
                    *case.files[finding.file].split("\n"),
                    "",
                ]  # a text that ends too soon is marked behind its end
                if not (1 <= finding.line <= len(lines) and finding.column <= len(lines[finding.line - 1]) + 1):
                    wrong.append((case.id, "place", [finding.message]))
                nowhere = finding.span[:2] == (1, 1) == finding.span[2:]
                if nowhere and finding.rule != "verify-disagreement":
                    wrong.append((case.id, "no place", [finding.message]))
    assert wrong == []


def test_what_a_report_holds_is_what_the_contract_promises() -> None:
    report = verify(ROUTER % ("      middlewares: [gone]", "")).report
    (finding,) = json.loads(json.dumps(report.to_dict()))["findings"]
    assert finding["category"] == "verify"
    assert (finding["object"], finding["path"]) == ("http.routers.r", "http.routers.r.middlewares[0]")
    assert finding["disables"] == ["http.routers.r"]
    assert finding["help"].startswith("unknown-middleware: ")


@pytest.mark.parametrize("profile", ["none", "dokploy"])
@pytest.mark.parametrize("http", ["", "http: {routers: {r: {rule: Host(`a`), service: noop@internal}}}\n"])
def test_routers_that_name_no_entry_point_get_one_of_their_kind(profile: str, http: str) -> None:
    text = http + "udp: {routers: {dns: {service: s}}, services: {s: {loadBalancer: {servers: [{address: 'a:53'}]}}}}\n"
    assert verify(text, Options(profile=profile)).report.findings == ()
