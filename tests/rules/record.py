"""Everything that is said about the examples of the rule book, in `recorded/`: also what the pages leave open.

`cases/` has more examples, in the language of the pages, which are too many and too odd for users.
A page promises lines and rules; this holds the exact places, the words, what stops working, and each fix with its
edits. Where something is meant to come out otherwise, `python -m tests.rules.record` writes it anew: read the
difference as a user would, and put it into the same commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.rules.linted import lint
from tests.rules.pages import Example, examples, pages
from traefiklint import lint_texts
from traefiklint.findings import Finding, Report
from traefiklint.options import Options

RECORDED = Path(__file__).parent / "recorded"
CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


def told_pages() -> list[Path]:
    """The pages of the rule book, and those of more cases."""
    return [*pages(), *CASES]


def report(example: Example) -> Report:
    """What is found in an example; in one of more cases all that was asked for."""
    if example.page not in CASES:
        return lint(example)
    options = Options(example.profile, example.target, example.static, strict=example.strict)
    return lint_texts(example.files, options=options)


def told(page: Path) -> str:
    """What is said about the examples of a page."""
    lines = [f"# {page.stem}"]
    for number, example in enumerate(examples(page), 1):
        lines += [
            f"example {number}",
            *(line for finding in report(example).findings for line in _lines(finding, example)),
        ]
    return "".join(f"{line}\n" for line in lines)


def _lines(finding: Finding, example: Example) -> Iterator[str]:
    yield (
        f"  {finding.file}:{finding.line}:{finding.column}-{finding.end_line}:{finding.end_column}"
        f" {finding.severity} {finding.effect} [{finding.category}/{finding.rule}]"
    )
    yield f"    {finding.message}"
    if finding.help:
        yield f"    help: {finding.help}"
    yield f"    at: {finding.path or '-'}, {finding.object or '-'}"
    if finding.disables:
        yield f"    disables: {' '.join(finding.disables)}"
    for other in finding.related:
        yield f"    {other.file}:{other.span.line}:{other.span.column}: {other.message}"
    if finding.assumed:
        yield f"    assumes: {', '.join(finding.assumed)}"
    if finding.fix:
        yield f"    {'safe' if finding.fix.safe else 'unsafe'} fix: {finding.fix.title}"
        for edit in finding.fix.edits:
            text = example.texts[edit.file]
            old = text[edit.start : edit.end] if isinstance(text, str) else "(bytes)"
            yield f"      {edit.file} {edit.start}: {old!r} becomes {edit.text!r}"


def _file(page: Path) -> Path:
    """Where what is said about a page is kept: a file for a category, and one for each page of more cases."""
    return RECORDED / (f"cases/{page.stem}.txt" if page in CASES else f"{page.parent.name}.txt")


def told_by_file() -> dict[str, list[Path]]:
    """The pages of each file that is kept, by its name."""
    return {
        path.relative_to(RECORDED).with_suffix("").as_posix(): list(kept_there)
        for path, kept_there in groupby(told_pages(), key=_file)
    }


def recorded(page: Path) -> str:
    """What was said about them when it was last recorded."""
    return next((f"{part.rstrip()}\n" for part in _parts(_file(page)) if part.startswith(f"# {page.stem}\n")), "")


@cache
def _parts(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n\n") if path.exists() else []


def record() -> None:
    """Write down what is said now."""
    for path, kept_there in groupby(told_pages(), key=_file):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(map(told, kept_there)), "utf-8")


if __name__ == "__main__":
    record()
