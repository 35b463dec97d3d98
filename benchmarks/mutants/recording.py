"""What each test reaches and what it costs, recorded once for each folder of tests, and what to run for a mutant.

`python -m benchmarks.mutants.recording DATA TESTS` records, in the copy of the project that is going to be broken.
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.mutants.noting import Noted, note
from benchmarks.mutants.rooms import DEAR

OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"),
    *("-m", "not traefik and not live and not browser"),
)
"""How pytest is called, here and for each mutant. None is put to a real Traefik, for which every test would wait: what
only that notices counts as a survivor."""
DEAR_FROM = 3.0
"""A test of more seconds is run after all others."""


class _Recorder:
    """Notes for each test which statements it reaches, what processor time it takes, and whether it passes."""

    def __init__(self, noted: dict[str, Noted]) -> None:
        self._noted = noted
        self.cost: dict[str, float] = {}
        self.failed: set[str] = set()
        self.reached: dict[str, dict[str, list[str]]] = {}
        """For each file what was reached of it, as `Noted` tells it, and by which tests."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._taken()  # what is reached between tests belongs to none
        begun = _processor_time()
        result = yield
        self.cost[item.nodeid] = _processor_time() - begun
        for file, taken in self._taken():
            self.reached.setdefault(file, {}).setdefault(taken, []).append(item.nodeid)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def _taken(self) -> list[tuple[str, str]]:
        return [(file, taken) for file, noted in list(self._noted.items()) if (taken := noted.taken())]


def _processor_time() -> float:
    """Of this process, and of its children that have ended."""
    return sum(os.times()[:4])


def record(data: str, tests: str) -> int:
    """Run the tests with every statement noted; DATA holds what was seen. Returns 0, or how pytest broke off."""
    noted = note(Path.cwd(), "traefiklint")
    recorder = _Recorder(noted)
    status = pytest.main([*OPTIONS, *(f"--ignore={dear}" for dear in DEAR), tests], plugins=[recorder])
    good = {name: cost for name, cost in recorder.cost.items() if name not in recorder.failed}
    told = {
        "cost": good,
        "failed": sorted(recorder.failed),
        "lines": {file: noted[file].lines for file in recorder.reached},
        "text": {file: Path(file).read_text("utf-8") for file in recorder.reached},
        "reached": recorder.reached,
    }
    Path(data).write_text(json.dumps(told))
    went_through = status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return 0 if went_through and good else int(status)


class Chosen(NamedTuple):
    """The tests for a mutant, in the order in which they are run."""

    tests: tuple[str, ...]
    cost: float
    left_out: int
    """How many more reach the place, and were too dear."""


class _Data(NamedTuple):
    """What was recorded of one file or folder of tests, by file of the program."""

    lines: dict[str, list[tuple[int, int]]]
    """The first and the last line of each statement."""
    text: dict[str, str]
    """As it was then."""
    reached: dict[str, dict[str, list[str]]]
    """Which statements are reached together, and by which tests."""


@cache
def _moved(old: str, new: str) -> dict[int, int]:
    """Where the lines of a text are in a later one, from 1."""
    blocks = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False).get_matching_blocks()
    return {block.a + at + 1: block.b + at + 1 for block in blocks for at in range(block.size)}


class Recorded:
    """What the tests of a room reach: as it was when that was recorded, at the lines where the statements are now.

    Args:
        data: what was recorded of each file or folder of tests; those of the room itself first.
    """

    def __init__(self, folder: Path, data: list[Path]) -> None:
        self._folder = folder
        self._data: list[_Data] = []
        self._known: dict[str, dict[int, set[str]]] = {}
        self._place: dict[str, int] = {}
        self.cost: dict[str, float] = {}
        self.failed: list[str] = []
        for place, path in enumerate(data):
            told = json.loads(path.read_text())
            self._data.append(_Data(told["lines"], told["text"], told["reached"]))
            self.cost |= told["cost"]
            self._place |= dict.fromkeys(told["cost"], place)
            self.failed += told["failed"]

    def choose(self, file: str, line: int, end_line: int, budget: float) -> Chosen:
        """The tests that run these lines, those first that see the most of what is around them; and behind them the
        dear ones, those of the room itself first.

        For what runs on import only (a constant, a decorator), the tests of the functions that name or hold it, and
        those that are named after it.
        """
        around = _around((self._folder / file).read_text(), line)
        whole = self._tests_by_line(file)
        lines = range(around.body, around.end + 1) if line < around.body else range(line, end_line + 1)
        reaching = set().union(*(whole.get(at, ()) for at in lines))
        if not reaching:  # lines of a constant that is built in advance: then those of the whole statement
            reaching = set().union(*(whole.get(at, ()) for at in range(around.first, around.last + 1)))
        if around.names and (line < around.body or around.body == around.start):
            reaching |= self._users(around.names)
            reaching |= {test for test in self.cost if any(f"[{word}" in test for word in around.words)}
        seen: dict[str, int] = dict.fromkeys(reaching, 0)
        for at in range(around.start, around.end + 1):
            for test in reaching & whole.get(at, set()):
                seen[test] += 1
        own = f"/test_{Path(file).stem}.py::"  # is likelier to look than whatever else comes by
        ranked = sorted(
            reaching & self.cost.keys(), key=lambda test: (own not in test, -seen[test], self.cost[test], test)
        )
        cheap = [test for test in ranked if self.cost[test] <= DEAR_FROM]
        chosen: list[str] = []
        spent = 0.0
        dear = sorted(set(ranked) - set(cheap), key=lambda test: (self._place[test], self.cost[test]))
        for test in [*cheap, *dear]:
            if spent + self.cost[test] <= budget or not chosen:
                chosen.append(test)
                spent += self.cost[test]
        return Chosen(tuple(chosen), spent, len(ranked) - len(chosen))

    def _users(self, names: tuple[str, ...]) -> set[str]:
        """The tests of all lines of the program that use one of the names."""
        found: set[str] = set()
        named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
        for path in sorted((self._folder / "traefiklint").rglob("*.py")):
            using = [at for at, text in enumerate(path.read_text().splitlines(), 1) if named.search(text)]
            if using:
                by_line = self._tests_by_line(str(path.relative_to(self._folder)))
                found = found.union(*(by_line.get(at, set()) for at in using))
        return found

    def _tests_by_line(self, file: str) -> dict[int, set[str]]:
        """For each line of a file the tests that run it; what runs on import belongs to none."""
        if file not in self._known:
            found = self._known[file] = {}
            now = (self._folder / file).read_text("utf-8")
            old: set[int] = set()
            for data in self._data:
                moved = _moved(data.text[file], now) if file in data.text else {}
                old.update(moved.values())
                for taken, tests in data.reached.get(file, {}).items():
                    for (first, last), is_reached in zip(data.lines[file], taken, strict=True):
                        for line in range(first, last + 1) if is_reached == "1" else ():
                            found.setdefault(moved.get(line, 0), set()).update(tests)
            found.pop(0, None)
            for line in range(1, now.count("\n") + 1) if old else ():
                if line not in old:  # it is new: what reaches the line above it is taken to reach it
                    found[line] = found.get(line - 1, set())
        return self._known[file]


class _Around(NamedTuple):
    """The innermost function that a line is in (with its decorators), or else the innermost statement."""

    start: int
    body: int
    """Where what runs on a call begins; the start where nothing is called."""
    end: int
    names: tuple[str, ...]
    """What the statement defines."""
    words: tuple[str, ...]
    """The strings before the body."""
    first: int
    last: int
    """The innermost statement without its body."""


def _around(source: str, line: int) -> _Around:
    holding = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and _first_line(node) <= line <= (node.end_lineno or node.lineno)
    ]
    if not holding:
        return _Around(line, line, line, (), (), line, line)
    node = ([it for it in holding if isinstance(it, ast.FunctionDef)] or holding)[-1]
    start = _first_line(node)
    body = node.body[0].lineno if isinstance(node, ast.FunctionDef) else start
    early = node.decorator_list if isinstance(node, ast.FunctionDef) else [node]
    strings = [it.value for part in early for it in ast.walk(part) if isinstance(it, ast.Constant)]
    words = tuple(it for it in strings if isinstance(it, str) and "-" in it and " " not in it)
    inner = holding[-1]
    last = inner.body[0].lineno - 1 if hasattr(inner, "body") else inner.end_lineno or inner.lineno
    end = node.end_lineno or node.lineno
    return _Around(start, body, end, tuple(_defined(node)), words, inner.lineno, max(inner.lineno, last))


def _first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(it.lineno for it in getattr(node, "decorator_list", ()))])


def _defined(node: Any) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name))


if __name__ == "__main__":
    sys.exit(record(*sys.argv[1:]))
