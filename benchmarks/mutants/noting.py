"""Notes which statements of the program are reached: each sets a byte of its own before it does anything else.

It costs the program a little at each statement, and nothing else anything; tracing every line slows pytest and the
tests themselves several times.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

_NAME = "__reached__"
"""What the bytes are called in each module."""


class Noted:
    """The statements of a file, and which of them were reached since the last time that somebody asked."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[tuple[int, int]] = []
        """The first and the last line of each statement, without the statements in it."""
        self.reached = bytearray()

    def taken(self) -> str:
        """A `1` for each statement that was reached, a `0` for each that was not; empty where none was."""
        if 1 not in self.reached:
            return ""
        found = bytes(self.reached)
        self.reached[:] = bytes(len(found))
        return found.translate(_DIGITS).decode()


_DIGITS = b"01" + bytes(range(2, 256))


def note(folder: Path, package: str) -> dict[str, Noted]:
    """From now on what is imported of a package is noted, by file below the folder; what is there already is not."""
    found: dict[str, Noted] = {}
    sys.meta_path.insert(0, _Finder(folder, package, found))
    return found


class _Finder(MetaPathFinder):
    def __init__(self, folder: Path, package: str, noted: dict[str, Noted]) -> None:
        self._folder, self._package, self._noted = folder, package, noted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != self._package:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            file = str(Path(spec.loader.path).relative_to(self._folder))
            spec.loader = _Loader(fullname, spec.loader.path, self._noted.setdefault(file, Noted(file)))
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, noted: Noted) -> None:
        super().__init__(fullname, path)
        self._noted = noted

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.parse(self.get_data(self.path), self.path)
        lines: list[tuple[int, int]] = []
        _insert(tree, lines)
        if not self._noted.lines:  # a test may import it once more
            self._noted.lines = lines
            self._noted.reached.extend(bytes(len(lines)))
        vars(module)[_NAME] = self._noted.reached
        exec(compile(tree, self.path, "exec"), vars(module))


def _insert(node: ast.AST, lines: list[tuple[int, int]]) -> None:
    """Put a note before each statement below a node."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        for _, value in ast.iter_fields(node):
            if not isinstance(value, list):
                continue
            if value and isinstance(value[0], ast.stmt):
                first = _first(value) if hasattr(node, "name") or isinstance(node, ast.Module) else 0
                noted = [part for one in value[first:] for part in (_note(one, lines), one)]
                waiting += value
                value[first:] = noted
            elif value and isinstance(value[0], (ast.ExceptHandler, ast.match_case)):
                waiting += value


def _first(body: list[ast.stmt]) -> int:
    """Where statements begin that may have another before them: not a docstring, nor what is of the future."""
    for place, one in enumerate(body):
        is_text = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        if not is_text and not (isinstance(one, ast.ImportFrom) and one.module == "__future__"):
            return place
    return len(body)


def _note(statement: ast.stmt, lines: list[tuple[int, int]]) -> ast.stmt:
    last = statement.end_lineno or statement.lineno
    inner = [one.lineno for one in ast.walk(statement) if one is not statement and isinstance(one, ast.stmt)]
    lines.append((statement.lineno, max(statement.lineno, min([last, *(line - 1 for line in inner)]))))
    (note,) = ast.parse(f"{_NAME}[{len(lines) - 1}] = 1").body
    for part in ast.walk(note):
        ast.copy_location(part, statement)
    return note
