"""Which code is broken, and which tests ought to notice. Where files move, this is the only place to change."""

from __future__ import annotations

from typing import NamedTuple


class Room(NamedTuple):
    """Code that is tested together."""

    sources: tuple[str, ...]
    """The code, as patterns below the root of the project."""
    tests: tuple[str, ...]
    """Files and folders of tests, its own first. Each is recorded for itself, so rooms may share them."""


DEAR = (
    "tests/compose/test_real.py",
    "tests/fixing/test_damaged_files.py",
    "tests/model/test_agreement.py",
    "tests/model/test_json_schema.py",
    "tests/routing/test_any_directory.py",
    "tests/sync/test_interleavings.py",
    "tests/sync/test_interruptions.py",
    "tests/sync/test_samples.py",
    "tests/sync/test_scale.py",
    "tests/sync/test_secrets.py",
    "tests/sync/test_story.py",
)
"""Tests that take long or ask other programs: no mutant is put to them; what only they notice counts as a survivor."""


_PAGES = (
    "tests/checks",
    "tests/rules/test_recorded.py",
    "tests/rules/test_fixable.py",
    "tests/corpus/test_findings.py",
)
_LABELS = ("tests/docker", "tests/compose", "tests/discovery")
_LINTED = tuple(
    f"tests/cli/test_{name}.py"
    for name in (
        *("as_found", "as_others_keep_them", "first_look", "left_to_strict", "lint", "mounted_static", "newcomers"),
        *("not_set_here", "on_disk", "one_per_cause", "parts_of_compose", "secrets"),
    )
)
"""The tests of the command line that look at what is found."""
_ENGINE = tuple(
    f"tests/engine/test_{name}.py"
    for name in ("doubts", "engine", "reasons", "secrets", "static_alone", "suppression", "unread")
)

ROOMS = {
    "sync": Room(("traefiklint/sync/**/*.py",), ("tests/sync",)),
    "fixing": Room(
        ("traefiklint/fixing/**/*.py",),
        ("tests/fixing", "tests/docker/test_fixes.py", "tests/cli/test_writing.py", "tests/cli/test_special_files.py"),
    ),
    "instance": Room(
        ("traefiklint/instance/**/*.py",),
        (
            *("tests/instance", "tests/static", "tests/upgrade", *_ENGINE, *_PAGES, *_LABELS, "tests/routing"),
            *("tests/reported", "tests/policies", *_LINTED),
        ),
    ),
    "checks": Room(
        ("traefiklint/checks/**/*.py",),
        (
            *(*_PAGES, "tests/reported", *_ENGINE, "tests/static", "tests/instance", "tests/upgrade", *_LABELS),
            *("tests/model", "tests/fixing/test_editing.py", "tests/fixing/test_migration.py", *_LINTED),
        ),
    ),
    "routing": Room(("traefiklint/routing/*.py",), ("tests/routing", "tests/cli/test_routes.py")),
}

KNOWN = "tests/mutants/survivors.toml"
"""Mutants that no test is meant to notice, each with the reason."""
