"""The link to Traefik's documentation on each page of the rule book, from the one table that says which page it is.

`python -m tests.rules.links` writes it anew on all pages.
"""

from __future__ import annotations

import re

from tests.rules.documentation import link_of
from tests.rules.pages import pages
from traefiklint.engine import load_rules

_LINE = re.compile(r"^Traefik's documentation: .*\n\n", re.MULTILINE)
_HEADING = "## How to fix it\n"


def with_link(text: str, name: str) -> str:
    """The text of the page of a rule with its link, above how to fix it."""
    rule = load_rules().get(name)
    link = link_of(rule) if rule is not None else None
    text = _LINE.sub("", text)
    if link is None:
        return text
    return text.replace(_HEADING, f"Traefik's documentation: [{link.title}]({link.url})\n\n{_HEADING}", 1)


def main() -> None:
    """Write it on all pages."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (wanted := with_link(text, page.stem)) != text:
            page.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
