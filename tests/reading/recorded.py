"""Texts with what Traefik 3.7.15 said to each as the only file of its directory."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).with_name("cases.jsonl")
_OF_THE_TEXT = ("yaml:", "template:", "toml:")


class Case(NamedTuple):
    name: str
    file: str
    text: str | bytes
    error: str

    @property
    def is_refused(self) -> bool:
        """Whether the text itself is refused; what the decoder refuses in its values is another matter."""
        return is_about_the_text(self.error)


def is_about_the_text(error: str) -> bool:
    """Whether an error comes from the template, YAML or TOML reader and not from the decoder behind them."""
    return error.startswith(_OF_THE_TEXT)


def cases() -> list[Case]:
    """All of them, in the order they were written down."""
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = case["text"] if "text" in case else base64.b64decode(case["base64"])
        found.append(Case(case["name"], case["file"], text, case["error"]))
    return found
