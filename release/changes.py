"""The change log, in the shape of Keep a Changelog (https://keepachangelog.com)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
UNRELEASED = "Unreleased"
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")

_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_VERSION = re.compile(r"\[(?P<name>Unreleased|\d+\.\d+\.\d+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?")


class Section(NamedTuple):
    """What changed in one version."""

    name: str
    day: str
    text: str


def sections(text: str) -> list[Section]:
    """The versions of a change log, newest first.

    Raises:
        ValueError: it has not the shape of one.
    """
    parts = _HEADING.split(text)[1:]
    found = []
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        named = _VERSION.fullmatch(heading)
        if named is None or (named["day"] is None) is not (named["name"] == UNRELEASED):
            raise ValueError(f"`## {heading}` is neither `## [Unreleased]` nor `## [1.2.3] - 2026-01-31`")
        kinds = re.findall(r"^### (.*)$", body, re.MULTILINE)
        if wrong := [kind for kind in kinds if kind not in KINDS]:
            raise ValueError(f"`### {wrong[0]}` is none of {', '.join(KINDS)}")
        if re.search(r"^- ", body.partition("### ")[0], re.MULTILINE):
            raise ValueError(f"a line of `## {heading}` stands under no `### Added` or the like")
        found.append(Section(named["name"], named["day"] or "", body.strip()))
    return found


def notes(version: str, text: str) -> str:
    """What is said about a version that is released.

    Raises:
        ValueError: the change log says nothing about it.
    """
    for section in sections(text):
        if section.name == version and section.text:
            return section.text + "\n"
    raise ValueError(f"CHANGELOG.md has no `## [{version}] - DATE` that says what changed")
