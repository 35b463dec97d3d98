"""Secrets that only their place tells: what a message about a place may quote of it."""

from __future__ import annotations

import re

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect, Finding, Related, Severity, Span
from traefiklint.instance.quotes import Quotes
from traefiklint.text.lines import lines_of
from traefiklint.text.masks import covered


def place(text: str, about: str) -> Span:
    start = text.index(about)
    return lines_of(text).span(start, start + len(about))


def finding(span: Span, message: str, *related: Related) -> Finding:
    return Finding("a-rule", "schema", Severity.ERROR, Effect.REJECTED, message, "a.yml", span, related=related)


def quotes_of(marked: str, *, is_read: bool = True) -> tuple[str, Quotes]:
    """A text, and what may be quoted of it: its secrets are marked as in `password: <summer>`."""
    stretches = [(it.start() - 2 * at, it.end() - 2 * at - 2) for at, it in enumerate(re.finditer("<.*?>", marked))]
    text = re.sub("[<>]", "", marked)
    documents = [read_document("a.yml", text)] if is_read else []
    return text, Quotes({"a.yml": text}, {"a.yml": covered(text, stretches)}, documents)


def shown(marked: str, about: str, message: str, *, is_read: bool = True) -> str:
    text, quotes = quotes_of(marked, is_read=is_read)
    return quotes.without(finding(place(text, about), message)).message


@rows(
    ("marked", "about", "message"),
    [
        ("a: [<summer>, winter]", "summer", "`***` and `winter`"),
        ("a: [<summer>, winter]", "winter", "`summer` and `winter`"),
        ("a: [<summer>, winter]", "a", "`***` and `winter`"),
        ("a: [<summer>, winter]", "summer, winter", "`***` and `winter`"),
        ("a: {b: <summer>, c: winter}", "b", "`***` and `winter`"),
        ("a: {b: <summer>, c: winter}", "summer", "`***` and `winter`"),
        ("a: {b: <summer>, c: winter}", "c", "`summer` and `winter`"),
        ("a: {b: <summer>, c: winter}", "a", "`***` and `winter`"),
        ("b: <summer>\nc: winter", "winter", "`summer` and `winter`"),
        ("b: <summer>\nc: winter", "summer\nc", "`***` and `winter`"),
        ("a: winter # <summer>\nc: 1", "winter", "`summer` and `winter`"),
        ("x:\n- a: winter # <summer>\n  b: 1", "winter", "`summer` and `winter`"),
        ("a: {b: &x <summer>, c: *x}", "*x", "`***` and `winter`"),
        ("c: {b: &x <summer>, d: 1}\na: *x", "a", "`summer` and `winter`"),
        ("a: <summer>", "a: summer", "`***` and `winter`"),
    ],
)
def test_what_is_secret_in_the_least_piece_around_a_place_is_not_quoted(marked: str, about: str, message: str) -> None:
    assert shown(marked, about, "`summer` and `winter`") == message


@rows(
    ("marked", "message", "told"),
    [
        ("a: <summer>", "`summ` and `umm`", "`***` and `***`"),
        ("a: <summer>", "`summ…` of summer", "`***…` of summer"),
        ("a: {b: <summer>, c: midsummer}", "`summer`", "`***`"),
        ("a: {b: <summer>, c: summertime}", "`summer`", "`***`"),
        ("a: {b: <summer>, c: summertime}", "`summ…`", "`summ…`"),
        ("a: {b: <summer>, c: midsummer}", "`summ…`", "`***…`"),
        ("a: {b: <summer>, c: midsummer}", "`umm`", "`umm`"),
        ("a: {b: summer, c: <summer>}", "`summer`", "`summer`"),
        ("a: {b: summer, c: <summer>}", "`summ…`", "`summ…`"),
        ("a: {b: x, c: <summer>, d: <summer>}", "`summer`", "`***`"),
        ("a: joe:<summer>", "User `joe:summer` is not it", "User `joe:***` is not it"),
        ("a: joe:<summer>", "User `joe:summ…` is not it", "User `joe:***…` is not it"),
        ("a: joe:<summer>", 'User "joe:summer" is not it', 'User "joe:***" is not it'),
        ("a: joe:<summer>", "User joe:summer is not it", "User joe:summer is not it"),
        ("a: <$summer>", "`$`, `summer`", "`$`, `***`"),
        ("a: [<password>, <summer>]", "`password` and `summer`", "`password` and `***`"),
        ("a: <password>", "`password`", "`password`"),
        (
            "a: <password>",
            "`password` is not `name:hash`, write `password`",
            "`***` is not `name:hash`, write `password`",
        ),
        (
            "a: <Summer>",
            "`summer`, `summer@docker`, `x summer@docker`, `x summer`",
            "`***`, `***@docker`, `x ***@docker`, `x summer`",
        ),
        (
            "a: one x <Summer> y two",
            "`x summer`, `x summer p`, `p summer y`, `summer y`",
            "`x ***`, `x *** p`, `p *** y`, `*** y`",
        ),
        (
            "a: one x <Summer> y two",
            "`one summer`, `one summer two`, `summer two`, `p summer q`",
            "`one summer`, `one summer two`, `summer two`, `p summer q`",
        ),
        (
            "a: one x <Summer> y two",
            "`Winter summer` and `one x summer y two`",
            "`Winter summer` and `one x *** y two`",
        ),
        (
            "a: one x <Summer Time> y",
            "`summer time`, `x summer time p`, `p summer time q`, `summer`",
            "`***`, `x *** p`, `p summer time q`, `summer`",
        ),
        (
            "a: one x <Summer Time> y",
            "`p summer time@docker`, `x summer`, `x summer time and summer time y`",
            "`p ***@docker`, `x summer`, `x *** and *** y`",
        ),
        ("a: {b: <Summer>, c: x, d: <Summer>}", "`b summer`, `x summer`, `d summer`", "`b ***`, `x summer`, `d ***`"),
        ("a: <Summer>", "`║24║summer`, `║24║x║summer`", "`║24║***`, `║24║x║summer`"),
        (
            "a: [x, <Summer>, y]",
            "`║24║x║summer║z`,`║24║z║summer║y`, `║24║z║summer║z`",
            "`║24║x║***║z`,`║24║z║***║y`, `║24║z║summer║z`",
        ),
        (
            "a: [x, <2Summer>, y]",
            "`║24║x║2summer║z`,`║24║z║2summer║y`, `║24║z║2summer║z`",
            "`║24║x║***║z`,`║24║z║***║y`, `║24║z║2summer║z`",
        ),
        (f"a: w{59 * ' '}<Summer>", "`w summer`", "`w ***`"),
        (f"a: w{60 * ' '}<Summer>", "`w summer`", "`w summer`"),
        (f"a: <Summer>{59 * ' '}w", "`summer w`", "`*** w`"),
        (f"a: <Summer>{60 * ' '}w", "`summer w`", "`summer w`"),
    ],
)
def test_what_repeats_a_secret_of_a_place_is_masked_and_what_stands_there_openly_is_quoted(
    marked: str, message: str, told: str
) -> None:
    assert shown(marked, "a", message) == told


def test_where_nothing_was_read_all_that_is_secret_on_the_lines_of_a_place_is_masked() -> None:
    marked = "a: {b: <summer>, c: winter}\nd: <autumn>"
    assert shown(marked, "winter", "`summer`, `autumn`", is_read=False) == "`***`, `autumn`"


def test_a_finding_quotes_no_secret_of_its_other_places_either() -> None:
    text, quotes = quotes_of("a: winter\nb: <summer>\nc: <autumn>")
    other = Related("a.yml", place(text, "summer"), "`summer` or `autumn`")
    told = quotes.without(finding(place(text, "winter"), "`summer` or `autumn`", other))
    assert told.message == told.related[0].message == "`***` or `autumn`"


@rows(("items", "told"), [(49, "`summer`"), (50, "`***`")])
def test_what_begins_far_before_a_place_is_not_looked_at_and_its_whole_line_is_masked(items: int, told: str) -> None:
    marked = f"a: {{b: [{'x, ' * (items - 1)}y, z], c: <summer>}}"
    assert shown(marked, "y, z", "`summer`") == told


@rows(("before", "behind"), [(0, 0), (20_000, 0), (0, 20_000)])
def test_a_secret_is_masked_wherever_on_its_line_it_stands(before: int, behind: int) -> None:
    others = [f"{name}: {{plugin: {{p: {{x: {'y' * size}}}}}}}" for name, size in (("a", before), ("b", behind))]
    line = f"{{http: {{middlewares: {{{others[0]}, m: {{basicAuth: {{users: [summer]}}}}, {others[1]}}}}}}}"
    found = lint_texts({"a.yml": line}, profile="none").findings
    (told,) = [one.message for one in found if one.rule == "basic-auth-malformed-user"]
    assert told.startswith("User `***` is not `name:hash`")


LINE = (
    "http: {middlewares: {m: {plugin: {p: {password: summer}}}}, "
    "routers: {r: {rule: Path(`/`), service: noop@internal, entryPoints: [sumer]}}}\n"
)
POINTS = "entryPoints: {summer: {address: ':80'}}\nexperimental: {plugins: {p: {moduleName: a.b/c, version: v1}}}\n"


def test_a_word_of_the_message_itself_is_shown_though_a_secret_on_the_line_is_the_same() -> None:
    found = lint_texts({"a.yml": LINE}, static=POINTS, profile="none").findings
    (told,) = [one.message for one in found if one.rule == "unknown-entrypoint"]
    assert told.startswith("Entry point `sumer` does not exist; did you mean `summer`?")
