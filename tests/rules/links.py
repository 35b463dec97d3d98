"""The link to Traefik's documentation on each page of the rule book, from the one table that says which page it is.

`python -m tests.rules.links` writes it anew on all pages.
"""

from __future__ import annotations

from tests.rules.pages import pages
from traefiklint.engine import load_rules
from traefiklint.report.documentation import with_link
from traefiklint.versions import NEWEST


def main() -> None:
    """Write it on all pages."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (wanted := with_link(text, load_rules().get(page.stem), NEWEST)) != text:
            page.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
