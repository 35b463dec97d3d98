"""What a run of route tests looks like: text, JSON, JUnit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from traefiklint.routing.testing import Outcome, Run
from traefiklint.routing.text import BOLD, DIM, GREEN, RED, Paint
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

_NAMED = 8


def text_lines(tested: Run, paint: Paint, *, verbose: bool = False) -> Iterator[str]:
    """The tests that failed (or all), the sum, and the routers that no test reached."""
    for outcome in tested.outcomes:
        if outcome.failures:
            yield f"{paint('failed', RED, BOLD)} {outcome.test.name}"
            for failure in outcome.failures:
                place = f"{tested.file}:{failure.span.line}:{failure.span.column}"
                yield f"  {paint(place, DIM)}: {printable(failure.message)}"
        elif verbose:
            yield f"{paint('passed', GREEN)} {outcome.test.name} {paint(outcome.got, DIM)}"
    failed = tested.failed
    summary = (
        f"{counted(len(tested.outcomes), 'test')}, {failed} failed"
        if failed
        else (f"{counted(len(tested.outcomes), 'test')} passed")
    )
    coverage = tested.coverage
    total = len(coverage.reached) + len(coverage.missed)
    yield f"{paint(summary, RED if failed else GREEN, BOLD)}; {reached(tested)}"
    if coverage.missed:
        names = ", ".join(coverage.missed[:_NAMED])
        more = f" and {len(coverage.missed) - _NAMED:,} more" if len(coverage.missed) > _NAMED else ""
        yield f"no test reaches {names}{more}"
    if coverage.disabled:
        yield f"Traefik disables {counted(len(coverage.disabled), 'router')}, which nothing can reach" if total else ""


def reached(tested: Run) -> str:
    """How many routers the tests reached."""
    coverage = tested.coverage
    total = len(coverage.reached) + len(coverage.missed)
    return f"they reach {len(coverage.reached)} of {counted(total, 'router')} ({coverage.percent:.1f} %)"


def as_json(tested: Run) -> str:
    """The run as one JSON object."""
    coverage = tested.coverage
    return json.dumps(
        {
            "version": 1,
            "file": tested.file,
            "tests": [_outcome(tested, outcome) for outcome in tested.outcomes],
            "summary": {"tests": len(tested.outcomes), "failed": tested.failed},
            "coverage": {**coverage._asdict(), "percent": round(coverage.percent, 2)},
        },
        ensure_ascii=False,
        indent=2,
    )


def _outcome(tested: Run, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.test.name,
        "request": str(outcome.test.asked),
        "line": outcome.test.span.line,
        "passed": not outcome.failures,
        "got": outcome.got,
        "routers": sorted(outcome.reached),
        "failures": [
            {"file": tested.file, "line": one.span.line, "column": one.span.column, "message": one.message}
            for one in outcome.failures
        ],
    }


def as_junit(tested: Run) -> str:
    """The run as JUnit XML: one suite, a case for each test."""
    count, file = len(tested.outcomes), quoteattr(printable(tested.file))
    cases = "".join(_case(tested, outcome) for outcome in tested.outcomes)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="traefiklint test" tests="{count}" failures="{tested.failed}" errors="0">\n'
        f'  <testsuite name={file} tests="{count}" failures="{tested.failed}" errors="0">\n'
        f"{cases}  </testsuite>\n</testsuites>\n"
    )


def _case(tested: Run, outcome: Outcome) -> str:
    name, file = quoteattr(printable(outcome.test.name)), quoteattr(printable(tested.file))
    start = f"    <testcase name={name} classname={file}"
    if not outcome.failures:
        return f"{start}/>\n"
    lines = [f"{tested.file}:{one.span.line}:{one.span.column}: {printable(one.message)}" for one in outcome.failures]
    message = quoteattr(printable(outcome.failures[0].message))
    body = escape("\n".join(lines))
    return f'{start}>\n      <failure type="route" message={message}>{body}</failure>\n    </testcase>\n'
