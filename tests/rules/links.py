"""What is written on each page of the rule book and known elsewhere: for which versions of Traefik the rule is, as its
examples show, and the link to Traefik's documentation.

`python -m tests.rules.links` writes it anew on all pages.
"""

from __future__ import annotations

from tests.rules.pages import pages
from traefiklint.report.documentation import HEADING, with_link
from traefiklint.report.rulebook import VERSIONS
from traefiklint.versions import NEWEST
from website.facts import Facts, facts


def with_facts(text: str, one: Facts) -> str:
    """The text of the page of a rule with what is known of the rule, above its link."""
    bare = with_link(VERSIONS.sub("", text), None, NEWEST).replace(
        HEADING, f"Traefik versions: {one.versions}\n\n{HEADING}", 1
    )
    return with_link(bare, one.rule, NEWEST)


def main() -> None:
    """Write it on all pages."""
    known = {one.rule.id: one for one in facts()}
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (wanted := with_facts(text, known[page.stem])) != text:
            page.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
