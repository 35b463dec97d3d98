"""The pages of the rule book: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
PLACES = (_HERE.parent / "rules", _HERE.parent.parent / "rules")

_FENCE = re.compile(r"^```(yaml|toml)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Page(NamedTuple):
    """One page of the rule book."""

    rule: str
    category: str
    markdown: str

    @property
    def summary(self) -> str:
        """The first sentence under the title."""
        return next((line.strip() for line in self._body() if line.strip()), self.rule)

    @property
    def plain(self) -> str:
        """The page without the signs of Markdown, for those who show plain text only."""
        return re.sub(r"^#+ +|^```.*\n|`|\*\*", "", self.markdown, flags=re.MULTILINE).strip()

    @property
    def examples(self) -> list[dict[str, str]]:
        """The examples: each the files of one directory, by name."""
        return [{f"example.{ending}": text} for ending, text in _FENCE.findall(self.markdown)]

    def _body(self) -> list[str]:
        lines = self.markdown.splitlines()
        return lines[1:] if lines and lines[0].startswith("# ") else lines


def page(rule: str) -> Page | None:
    """The page of a rule; None where there is no such page."""
    if not re.fullmatch("[a-z0-9-]+", rule):
        return None
    for place in PLACES:
        for path in place.glob(f"*/{rule}.md"):
            return Page(rule, path.parent.name, path.read_text(encoding="utf-8"))
    return None


def rules_with_pages() -> list[str]:
    """The names of all rules that have a page, sorted."""
    return sorted({path.stem for place in PLACES for path in place.glob("*/*.md")})
