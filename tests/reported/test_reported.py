"""What people reported in public is told at its line, in words that name the cause and the way out.

What is right is met with silence.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from tests.each import each
from traefiklint import lint_texts
from traefiklint.findings import Finding, Severity
from traefiklint.options import Options

_CASE = re.compile(
    r"^## (?P<name>\S+)\n\n<\S+>\n\n```\w+(?P<info>[^\n]*)\n(?P<wrong>.*?)^```\n\n```\w+[^\n]*\n(?P<right>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"^# (?:file: (\S+)|(static):)$")


class Reported(NamedTuple):
    """One mistake that somebody made."""

    name: str
    rule: str
    line: str
    """File and line where it stands."""
    says: tuple[str, ...]
    """What the message and its help must hold, without back-ticks: the cause, and the way out."""
    target: str
    wrong: str
    right: str


def cases() -> list[Reported]:
    found = []
    for page in sorted(Path(__file__).parent.glob("*.md")):
        for case in _CASE.finditer(page.read_text("utf-8")):
            info = dict(word.partition("=")[::2] for word in shlex.split(case["info"]))
            says, target = tuple(info["says"].split(" / ")), info.get("target", "3.7")
            found.append(Reported(case["name"], info["rule"], info["line"], says, target, case["wrong"], case["right"]))
    return found


def told(text: str, target: str) -> tuple[Finding, ...]:
    """The findings in a block."""
    files: dict[str, list[str]] = {}
    name, static = "app.yml", None
    for line in text.splitlines(keepends=True):
        if start := _FILE.match(line.rstrip("\n")):
            name = start[1] or "traefik.yml"
            static = name if start[2] else static
            continue
        files.setdefault(name, []).append(line)
    texts = {name: "".join(lines) for name, lines in files.items()}
    given = texts.pop(static) if static else None
    if given is None:
        alone = next((one for one in texts if one.startswith("traefik.")), None)
        given, static = (texts.pop(alone), alone) if alone and len(texts) == 1 else (None, static)
    options = Options("none", target, given, static_file=static or "")
    return lint_texts(texts, options=options).findings


CASES = cases()


def test_there_are_as_many_as_were_gathered() -> None:
    assert len(CASES) == len({case.name for case in CASES}) >= 125


@each(CASES, lambda case: case.name)
def test_a_reported_mistake_is_told_at_its_line_with_its_cause_and_the_way_out(case: Reported) -> None:
    found = [
        one for one in told(case.wrong, case.target) if (one.rule, f"{one.file}:{one.line}") == (case.rule, case.line)
    ]
    said = [f"{one.message} {one.help}".replace("`", "") for one in found]
    assert any(all(words in text for words in case.says) for text in said), said


@each(CASES, lambda case: case.name)
def test_what_was_meant_is_met_with_silence(case: Reported) -> None:
    assert [one for one in told(case.right, case.target) if one.severity is not Severity.INFO] == []
