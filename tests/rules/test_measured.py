"""What pages say of how often a rule is found is what docs/precision.md measured, and nothing else."""

from __future__ import annotations

from tests.rules.measured import CHAPTER, measured
from tests.rules.pages import pages
from traefiklint.engine import load_rules


def test_every_rule_that_was_measured_exists() -> None:
    assert set(measured()) <= set(load_rules())


def test_a_page_says_how_often_its_rule_was_found_where_that_was_measured_and_only_there() -> None:
    texts = {page.stem: page.read_text("utf-8") for page in pages()}
    assert {name for name, text in texts.items() if "\nMeasured on " in text} == set(measured())
    assert all(f"\n\n{said}\n\n" in texts[name] for name, said in measured().items())


def test_each_row_of_the_table_is_told_with_its_numbers() -> None:
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in CHAPTER.read_text("utf-8").splitlines()]
    told = {row[0]: row for row in rows if len(row) == 8 and row[0] in load_rules()}
    assert told
    for rule, (_, _, repositories, read, useful, *_) in told.items():
        assert f"found in {repositories} of " in measured()[rule]
        judged = f"; {useful} of {read} findings that were read were useful."
        assert (judged in measured()[rule]) is (read != "0"), "of what nobody has read nothing is said"
