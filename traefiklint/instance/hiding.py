"""Findings as they may be shown: without the secrets of their place, and without those in names from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from typing import TYPE_CHECKING

from traefiklint.instance.put_in import PutIn, masked_finding, put_in_words
from traefiklint.instance.quotes import Quotes
from traefiklint.instance.secrets import Hidden, hidden_in, telling
from traefiklint.text.masks import Known, covered, masked_words

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.instance.instance import Labels
    from traefiklint.text.document import Document


def hide(
    documents: Iterable[Document], findings: Iterable[Finding], texts: Mapped[str, str], labels: Labels | None
) -> tuple[list[Finding], dict[str, str], frozenset[str]]:
    """Findings, and the texts that they are about, as they may be shown; and the secrets, for what else is said.

    Lines and columns stay where they are. Texts that no finding is about are left as they are: nobody shows them.

    Args:
        labels: the compose files, in whose labels variables may put secrets that stand in `.env` or in the settings.
            Those in the name of an object are hidden in findings about others, too, which say that they disable it.
    """
    found = list(findings)
    shown = dict(texts)
    if not found:
        return found, shown, frozenset()
    concerned = {finding.file for finding in found} | {other.file for finding in found for other in finding.related}
    hidden: dict[str, Hidden] = {}
    read: list[Document] = []
    for document in documents:
        file = document.file
        if file in concerned and file in shown:
            if document.text == texts[file]:
                read.append(document)
            hidden[file] = hidden_in(document, shown[file])
            shown[file] = covered(shown[file], hidden[file].stretches)
    values = frozenset(value for one in hidden.values() for value in one.values)
    told = telling(values, (word for one in found for word in (one.file, one.rule, one.object)), texts.values())
    names = put_in_words(labels) if any(one.disables or one.related for one in found) else frozenset()
    known, named, put_in, quotes = Known(told), Known(names), PutIn(labels), Quotes(texts, shown, read)

    def clean(words: str) -> str:
        return named.without(masked_words(words, known))

    return [masked_finding(quotes.without(put_in.without(one)), clean) for one in found], shown, told | names
