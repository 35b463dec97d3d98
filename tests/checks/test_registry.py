"""What makes a function a rule, and that no rule escapes the engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

import traefiklint
from tests.each import rows
from tests.test_structure import tree_of
from traefiklint.checks.registry import Diagnostic, module_names, rule, rules_of
from traefiklint.engine import load_rules
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.diagnostics import OptionDiagnostic
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter
from traefiklint.text.diagnostics import TextDiagnostic

PACKAGE = Path(traefiklint.__file__).parent


def test_a_rule_is_called_for_every_class_that_its_first_argument_may_be() -> None:
    @rule("some-rule", category="router", effect=Effect.DISABLED)
    def some_rule(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
        """Some routers are odd.

        More about it.
        """
        yield from ()

    module = SimpleNamespace(__name__="traefiklint.checks.router.some", found=some_rule)

    (made,) = rules_of(module)
    assert made.subjects == ("Router", "TcpRouter")
    assert made.summary == "Some routers are odd."
    assert made.severity is Severity.ERROR


@rows(
    ("effect", "severity"),
    [
        (Effect.REJECTED, Severity.ERROR),
        (Effect.DISABLED, Severity.ERROR),
        (Effect.DEGRADED, Severity.WARNING),
        (Effect.SILENT, Severity.WARNING),
        (Effect.ADVICE, Severity.WARNING),
    ],
)
def test_the_effect_says_the_usual_severity(effect: Effect, severity: Severity) -> None:
    @rule("some-rule", category="yaml", effect=effect)
    def some_rule(router: Router, instance: Instance) -> Iterator[Diagnostic]:
        """Something is odd."""
        yield from ()

    module = SimpleNamespace(__name__="traefiklint.checks.router.some", made=some_rule)

    assert rules_of(module)[0].severity is severity


def test_every_rule_that_is_written_anywhere_is_known_to_the_engine() -> None:
    written = {
        name
        for path in (PACKAGE / "checks").rglob("*.py")
        for name in re.findall(r'^@rule\(\s*"([^"]+)"', path.read_text("utf-8"), re.MULTILINE)
    }
    assert written and written <= set(load_rules())


def test_rules_about_what_readers_say_are_loaded_only_where_one_says_something() -> None:
    needed = set(module_names(whole=False))
    said = {one.__name__ for base in (TextDiagnostic, OptionDiagnostic) for one in classes_below(base)}
    for name in sorted(needed):
        rules = list(rules_of(import_module(name)))
        assert not rules or not all(said.issuperset(one.subjects) for one in rules), f"{name} is loaded for nothing"


def classes_below(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from classes_below(one)


@pytest.mark.slow
def test_a_name_of_a_class_that_rules_are_about_means_one_class() -> None:
    homes: dict[str, set[str]] = {}
    for path in (PACKAGE / "checks").rglob("*.py"):
        tree = tree_of(path)
        imported = {
            name.name: node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list and node.args.args:
                for name in ast.walk(node.args.args[0]):
                    if isinstance(name, ast.Name):
                        homes.setdefault(name.id, set()).add(imported.get(name.id, path.name))
    assert len(homes) > 200
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}


def test_readers_know_no_rules() -> None:
    rules = set(load_rules())
    known = {
        (room, name)
        for room in (
            "decoding",
            "discovery",
            "docker",
            "go",
            "instance",
            "matching",
            "model",
            "patch",
            "routing",
            "text",
            "toml",
            "yaml",
        )
        for path in (PACKAGE / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if not line.lstrip().startswith("#")
        for name in re.findall(r'"([a-z0-9-]+)"', line)
        if name in rules
    }
    assert not known
