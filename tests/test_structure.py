"""The shape of the package that no linter knows: no circle of files, also by imports inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import traefiklint

ROOT = Path(traefiklint.__file__).parent
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}


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


def test_no_file_leads_back_to_itself() -> None:
    graph = {
        name: {other for other in imports(ast.parse(path.read_text("utf-8"))) if other in MODULES and other != name}
        for name, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_only_the_model_and_the_decoder_know_how_a_section_keeps_its_place() -> None:
    """Everybody else asks it: `at`, `key_at`, `gives`, `written`, `parent`."""
    private = {"_spots", "_blanks", "_parent", "_key_node", "_step"}
    asking = {
        f"{name}:{node.lineno}"
        for name, path in MODULES.items()
        if name.split(".")[1:2] not in (["model"], ["decoding"])
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in private
        if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }
    assert not asking
