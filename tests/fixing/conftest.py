"""The program itself, for the tests of its command `fix`."""

from __future__ import annotations

from tests.cli.conftest import cli

__all__ = ["cli"]
