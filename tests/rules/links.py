"""What is written on each page of the rule book and known elsewhere: for which versions of Traefik the rule is, as its
examples show, how often real files have it, as docs/precision.md measured, and the link to Traefik's documentation.

`python -m tests.rules.links` writes it anew on all pages.
"""

from __future__ import annotations

import re

from tests.rules.measured import measured
from tests.rules.pages import pages
from traefiklint.report.documentation import HEADING, with_link
from traefiklint.report.rulebook import VERSIONS
from traefiklint.versions import NEWEST
from website.facts import Facts, facts

_MEASURED = re.compile(r"^Measured on .*\n\n", re.MULTILINE)


def with_facts(text: str, one: Facts) -> str:
    """The text of the page of a rule with what is known of the rule, above how to fix it."""
    bare = _MEASURED.sub("", VERSIONS.sub("", with_link(text, None, NEWEST)))
    often = measured().get(one.rule.id)
    said = [f"Traefik versions: {one.versions}", *([often] if often else [])]
    return with_link(bare.replace(HEADING, "\n\n".join([*said, HEADING]), 1), one.rule, NEWEST)


def main() -> None:
    """Write it on all pages."""
    known = {one.rule.id: one for one in facts()}
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (wanted := with_facts(text, known[page.stem])) != text:
            page.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
