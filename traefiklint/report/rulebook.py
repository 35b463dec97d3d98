"""The pages of the rule book: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from traefiklint.report import books

PLACES = tuple(map(Path, books.PLACES))

VERSIONS = re.compile(r"^Traefik versions: (\d\.\d+(?: to \d\.\d+)?)(?: and newer)?\n+", re.MULTILINE)
"""The line of a page that says for which versions of Traefik its rule is."""


class Page(NamedTuple):
    """One page of the rule book."""

    rule: str
    category: str
    markdown: str

    @property
    def summary(self) -> str:
        """The first sentence under the title."""
        paragraph = self.markdown.removeprefix("\ufeff").partition("\n")[2].strip().partition("\n\n")[0]
        return re.split(r"(?<=[.!?])\s", " ".join(paragraph.split()), maxsplit=1)[0] or self.rule

    @property
    def since(self) -> str:
        """The first version of Traefik that the rule is about, as in `3.6`; empty where the page does not say."""
        return next(iter(self._versions), "")

    @property
    def until(self) -> str:
        """The last version of Traefik that the rule is about; empty where that is the newest."""
        return self._versions[1] if len(self._versions) > 1 else ""

    @property
    def _versions(self) -> list[str]:
        found = VERSIONS.search(self.markdown)
        return found[1].split(" to ") if found else []

    @property
    def plain(self) -> str:
        """The page without the signs of Markdown, for those who show plain text only."""
        return re.sub(r"^#+ +|^```.*\n|`|\*\*", "", self.markdown, flags=re.MULTILINE).strip()


def page(rule: str) -> Page | None:
    """The page of a rule; None where there is no such page."""
    if not re.fullmatch("[a-z0-9-]+", rule):
        return None
    for place in PLACES:
        for path in place.glob(f"*/{rule}.md"):
            return Page(rule, path.parent.name, path.read_text(encoding="utf-8"))
    return None
