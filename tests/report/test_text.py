"""What a person sees: the line with its mark, what Traefik does, what it takes down, and what it all comes to."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.each import rows
from tests.report.samples import finding, full, refused, report
from traefiklint.findings import Effect, Report, Severity, Span
from traefiklint.report import View, render
from traefiklint.report.source import columns, mark
from traefiklint.report.words import consequences


def text(*findings: object, view: View | None = None) -> str:
    return render("text", report(*findings), view)  # type: ignore[arg-type]


def test_the_mark_stands_under_the_exact_span() -> None:
    lines = text(finding()).splitlines()
    source = next(line for line in lines if "- auht" in line)
    under = lines[lines.index(source) + 1]
    assert source.index("auht") == under.index("^^^^")
    assert under.count("^") == 4


def test_a_finding_says_rule_severity_place_effect_blast_radius_and_help() -> None:
    shown = text(finding())
    assert "error[unknown-middleware]: The router `shop` names the middleware `auht`" in shown
    assert "--> apps/shop.yml:7:11" in shown
    assert "effect: Traefik disables this router" in shown
    assert "help: Did you mean `auth`?" in shown
    assert "fix: Write `auth` (`--fix`)" in shown


def test_a_related_place_is_shown_with_its_line() -> None:
    lines = text(finding()).splitlines()
    at = next(number for number, line in enumerate(lines) if "see: `auth` is defined here" in line)
    assert "--> apps/shop.yml:9:5" in lines[at + 1]
    assert lines[at + 2].endswith("|     auth:")
    assert lines[at + 3].endswith("|     ----")


def test_what_takes_the_directory_down_says_so() -> None:
    assert "Traefik refuses every file of this directory" in text(refused())


@rows(
    ("disables", "words"),
    [
        (("http.services.s",), "Traefik disables this"),
        (("http.services.s", "http.routers.a"), "Traefik disables this and 1 router that uses it: a"),
        (("http.routers.a", "tcp.routers.b.c"), "Traefik disables this and 2 routers that use it: a and b.c"),
        (("http.routers.shop",), "Traefik disables this router"),
        (("http.routers.shop", "http.routers.a"), "Traefik disables this router and 1 other: a"),
        (
            tuple(f"http.routers.r{n}" for n in range(1200)),
            "Traefik disables this and 1,200 routers that use it: r0, r1, r2 and 1,197 more",
        ),
    ],
)
def test_the_effect_says_first_what_happens_and_names_the_first_routers(disables: tuple[str, ...], words: str) -> None:
    assert consequences(finding(disables=disables)) == words


def test_advice_has_no_effect_to_tell() -> None:
    assert "effect:" not in text(finding(effect=Effect.ADVICE))


def test_tabs_and_wide_characters_keep_the_mark_in_its_place() -> None:
    line = "\t日本: 値 # ok"
    snippet = mark(line, line.index("値"), line.index("値") + 1, 100)
    assert snippet.line.startswith("    日本")
    assert len(snippet.before) == 4 + 4 + 2
    assert snippet.mark == "^^"


def test_a_combining_accent_takes_no_column_of_its_own() -> None:
    line = unicodedata.normalize("NFD", "é: x")
    assert len(mark(line, line.index("x"), line.index("x") + 1, 100).before) == 3


def test_a_very_long_line_is_cut_around_the_span() -> None:
    line = "a" * 5_000_000 + "HERE" + "b" * 5_000_000
    snippet = mark(line, 5_000_000, 5_000_004, 80)
    assert len(snippet.line) <= 80
    assert snippet.line.startswith("…") and snippet.line.endswith("…")
    assert snippet.line.index("HERE") == len(snippet.before)
    assert snippet.mark == "^^^^"


def test_an_empty_span_still_has_a_mark() -> None:
    assert "^" in text(finding(span=Span(7, 11, 7, 11)))


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    lines = text(finding(span=Span(3, 5, 7, 15), related=())).splitlines()
    under = next(line for line in lines if "^" in line)
    assert under.endswith("|     ^^^^^")


def test_a_place_that_is_not_in_the_text_is_named_without_a_line() -> None:
    shown = text(finding(span=Span(99, 1, 99, 2), related=()))
    assert "--> apps/shop.yml:99:1" in shown
    assert "^" not in shown


@pytest.mark.slow
@given(
    st.text(st.characters(exclude_characters="\r\n\x85\u2028\u2029"), max_size=300),
    st.integers(0, 310),
    st.integers(1, 50),
    st.integers(20, 120),
)
def test_no_line_is_shown_wider_than_it_may_be_and_the_mark_stays_under_it(
    line: str, start: int, length: int, width: int
) -> None:
    snippet = mark(line, start, start + length, width)
    assert columns(snippet.line) <= width
    assert snippet.line.isprintable()
    assert snippet.mark
    if start < len(line):
        assert len(snippet.before) + len(snippet.mark) <= max(width, columns(snippet.line))


def test_colours_are_there_only_when_asked_for() -> None:
    plain, painted = text(finding()), text(finding(), view=View(color=True))
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


def test_all_well_is_one_quiet_line() -> None:
    assert text() == "2 files, nothing to complain about\n"
    assert text(view=View(quiet=True)) == ""


def test_the_closing_line_counts_what_there_is() -> None:
    last = render("text", full()).splitlines()[-1]
    assert last == "2 errors, 2 warnings, 1 note in 2 files; `--fix` fixes 2 of them"


def test_many_files_have_a_summary_by_rule_and_by_file() -> None:
    findings = [finding(file=f"apps/{name}.yml") for name in "abcd"] + [refused(file="apps/a.yml")]
    shown = render("text", Report(tuple(findings), 60, "3.7"))
    summary = shown[shown.index("by rule") :].splitlines()
    assert summary[1].split() == ["4", "unknown-middleware", "4", "errors", "fixable"]
    assert summary[2].split() == ["1", "empty-element", "1", "error"]
    assert summary[summary.index("by file") + 1].split() == ["2", "apps/a.yml", "2", "errors"]
    assert summary[-1] == "5 errors in 4 of 60 files; `--fix` fixes 4 of them"


def test_statistics_count_instead_of_listing() -> None:
    shown = render("text", full(), View(statistics=True))
    assert "-->" not in shown
    assert "unknown-middleware" in shown


def test_concise_is_one_line_a_finding() -> None:
    assert render("concise", report(finding(severity=Severity.WARNING))) == (
        "apps/shop.yml:7:11: warning[unknown-middleware] "
        "The router `shop` names the middleware `auht`, which nobody defines.\n"
    )
    assert render("concise", report()) == ""


def test_notes_stand_before_the_closing_line() -> None:
    assert text(view=View(notes=("2 findings of the baseline are gone",))).splitlines() == [
        "2 findings of the baseline are gone",
        "2 files, nothing to complain about",
    ]


def test_on_a_terminal_messages_end_where_it_does_and_are_cut_between_words() -> None:
    shown = text(finding(), refused(), view=View(width=60, wraps=True))
    said = [line for line in shown.splitlines() if "|" not in line and "-->" not in line]
    assert max(map(len, said[:-1])) <= 60
    assert " ".join(shown.split()) == " ".join(text(finding(), refused(), view=View(width=60)).split())


def test_the_name_of_a_rule_is_a_link_where_its_pages_are_published() -> None:
    published = View(rule_url="https://example.com/{category}/{rule}")
    shown = text(finding(), view=published._replace(color=True))
    assert "\x1b]8;;https://example.com/reference/unknown-middleware\x1b\\unknown-middleware\x1b]8;;\x1b\\" in shown
    assert "example.com/reference" not in text(finding(), view=published), "a file has no links"
