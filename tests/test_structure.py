"""The shape of the package that no linter knows: no circle of files, also by imports inside functions; and the way from
a text to a finding, as `docs/ARCHITECTURE.md` tells it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

import traefiklint

ROOT = Path(traefiklint.__file__).parent
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """The modules that a piece of code imports when it runs; what only a type checker sees is left out."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        submodules = [f"{node.module}.{name.name}" for name in node.names]
        yield from (name for name in submodules if name in MODULES)
        if not all(name in MODULES for name in submodules):
            yield node.module
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):  # no expression imports, and most of a file is expressions
            yield from imports(child)


@pytest.mark.slow
def test_no_file_leads_back_to_itself() -> None:
    graph = {
        name: {other for other in imports(tree_of(path)) if other in MODULES and other != name}
        for name, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_only_the_model_and_the_decoder_know_how_a_section_keeps_its_place() -> None:
    """Everybody else asks it: `at`, `key_at`, `gives`, `written`, `parent`."""
    private = re.compile(r"(?<!\bself)(?<!\bcls)\.(?:_spots|_blanks|_parent|_key_node|_step)\b")
    asking = {
        (name, found[0])
        for name, path in MODULES.items()
        if name.split(".")[1:2] not in (["model"], ["decoding"])
        for found in private.finditer(path.read_text("utf-8"))
    }
    assert not asking


class Stage(NamedTuple):
    """A row of the table that leads from a text to a finding."""

    file: str
    names: tuple[str, ...]
    """The functions and classes that it names, in the order in which they are met."""


TEXT = "http:\n  routers:\n    web:\n      rule: Host(`a.example.com`)\n      service: nobody\n"
RULE = "unknown-service"
RULE_FILE = "checks/reference/names.py"
CHOSEN_BY_THE_TEXT = {"model/kinds/sections.py", RULE_FILE}
"""Where the text decides which function comes next, no definition leads there: which kind an option has stands at its
declaration, and which rule looks at an object is found by its id, as the table says."""
INSIDE_ITSELF = {("model/kinds/sections.py", "decoding/fill.py")}
"""A section holds sections, which are filled as it is."""

ASKED_WHERE_SOMETHING_IS_WRONG = {(RULE_FILE, "instance/instance.py"), ("impact.py", "instance/instance.py")}
"""What is said of a name that leads nowhere, and of the object that it costs, the instance is asked for."""
HELD = {"checks/registry.py", "findings.py"}
"""Of these the way needs what is made there, and nothing that runs."""


@cache
def way() -> tuple[Stage, ...]:
    """The table, with the file of the rule that our text is about."""
    text = (ROOT.parent / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    table = (
        text.partition("The way from a text to a finding, file by file")[2].partition("\n\n|")[2].partition("\n\n")[0]
    )
    rows = [row.split(" | ") for row in table.split("\n")[2:]]
    stages = [Stage(row[0].strip("|` "), tuple(re.findall(r"`(\w+)`", row[1]))) for row in rows]
    return tuple(stage._replace(file=RULE_FILE) if "CATEGORY" in stage.file else stage for stage in stages)


def defined_in(file: str) -> set[str]:
    return {node.name for node in ast.walk(tree_of(ROOT / file)) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def called_from(file: str, other: str) -> set[str]:
    """What one file calls by names that it imports from another: an editor leads from these to their definitions."""
    module = f"traefiklint.{other.removesuffix('.py').replace('/', '.')}"
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree_of(ROOT / file))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }
    called = {
        node.func.id
        for node in ast.walk(tree_of(ROOT / file))
        if isinstance(node, ast.Call) and hasattr(node.func, "id")
    }
    return {name for alias, name in names.items() if alias in called}


def calls_between_files() -> list[tuple[str, str]]:
    """Which file calls which while a text is linted, calls inside of one file left out."""
    traefiklint.lint_texts({"app.yml": TEXT})  # imports
    made = []

    def file_of(frame: FrameType | None) -> str:
        name = frame.f_code.co_filename if frame is not None else ""
        return name[len(str(ROOT)) + 1 :] if name.startswith(str(ROOT)) else ""

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and file_of(frame) != file_of(frame.f_back):
            made.append((file_of(frame.f_back), file_of(frame)))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        report = traefiklint.lint_texts({"app.yml": TEXT})
    finally:
        sys.setprofile(before)
    assert [finding.rule for finding in report.findings] == [RULE]
    return made


def test_from_a_text_to_a_finding_lead_at_most_twelve_files_each_by_a_definition() -> None:
    files = [stage.file for stage in way()]
    assert (files[0], files[-1]) == ("api.py", "findings.py")
    assert len(files) == len(set(files)) <= 12
    for number, stage in enumerate(way()):
        assert set(stage.names) <= defined_in(stage.file) or stage.file == RULE_FILE, stage
        if number and stage.file not in CHOSEN_BY_THE_TEXT:
            assert any(called_from(file, stage.file) & set(stage.names) for file in files[:number]), stage


def test_the_way_from_a_text_to_a_finding_is_gone_in_the_order_of_the_table_and_back_only_for_what_is_wrong() -> None:
    files = [stage.file for stage in way()]
    made = calls_between_files()
    running = [file for file in files if file not in HELD]
    for number, file in enumerate(running[1:], 1):
        assert any((before, file) in made for before in running[:number]), f"nothing before it calls {file}"
    entered = list(dict.fromkeys(file for _, file in made if file in running))
    assert entered == running
    back = {(a, b) for a, b in made if a in files and b in files and files.index(b) < files.index(a)}
    assert back == INSIDE_ITSELF | ASKED_WHERE_SOMETHING_IS_WRONG


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11.0 to 3.11.4, which Debian 12 has, match `(?:…)*+` wrongly, and may never end (CPython's gh-106052);
    `(?>(?:…)*)` means the same everywhere."""
    possessive = re.compile(r"(?<![\\(])\)(?:[*+?]|\{[\d,]+\})\+")
    assert not [name for name, path in MODULES.items() if possessive.search(path.read_text("utf-8"))]
