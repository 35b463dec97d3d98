"""What is found in each case of the corpus, without the words: `findings.txt`, a block for each case.

The words are recorded of the rule book (`tests/rules/record.py`). Where something is meant to come out otherwise,
`python -m tests.corpus.findings` writes it anew: read the difference before it goes into the same commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.corpus.cases import Case, load_cases
from traefiklint import lint_texts
from traefiklint.findings import Finding
from traefiklint.options import Options

IN_ALL = frozenset({"upload-read-timeout", "router-without-entrypoints", "api-insecure"})
"""Rules that have something to say in nearly all cases."""
FOUND = Path(__file__).with_name("findings.txt")


def found(case: Case) -> str:
    """What is found in a case, one finding a line, with the edits of its fix."""
    options = Options(static=case.static_text, strict=True, ignore=IN_ALL)
    return "".join(
        f"{line}\n" for line in (f"# {case.id!r}", *map(_line, lint_texts(dict(case.files), options=options).findings))
    )


def _line(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}-{finding.end_line}:{finding.end_column}"
    parts = [f"{place} {finding.severity} {finding.effect} {finding.rule}", *_more(finding)]
    return ", ".join(parts)


def _more(finding: Finding) -> Iterator[str]:
    if finding.disables:
        yield f"disables {' '.join(finding.disables)}"
    if finding.fix:
        edits = " ".join(f"{edit.start}-{edit.end} {edit.text!r}" for edit in finding.fix.edits)
        yield f"{'safe' if finding.fix.safe else 'unsafe'} fix {edits}"


def recorded() -> dict[str, str]:
    """What was found when it was last recorded, by case."""
    blocks = f"\n{FOUND.read_text('utf-8')}".split("\n# ")[1:]
    return {block.partition("\n")[0]: f"# {block.rstrip()}\n" for block in blocks}


def record() -> None:
    """Write down what is found now."""
    FOUND.write_text("".join(map(found, load_cases())), "utf-8")


if __name__ == "__main__":
    record()
