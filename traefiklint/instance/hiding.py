"""Findings as they may be shown: without the secrets of their place, and without those in names from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from typing import TYPE_CHECKING

from traefiklint.instance.put_in import masked_finding, put_in_words
from traefiklint.instance.secrets import hide
from traefiklint.text.masks import Known

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.instance.instance import Labels
    from traefiklint.text.document import Document


def hide_all(
    documents: Iterable[Document], findings: Iterable[Finding], texts: Mapped[str, str], labels: Labels | None
) -> tuple[list[Finding], dict[str, str], frozenset[str]]:
    """As `hide`; what a variable puts into the name of an object is hidden in findings about others, too, which say
    that they disable it."""
    found, shown, hidden = hide(documents, findings, texts, labels)
    put_in = put_in_words(labels) if any(one.disables or one.related for one in found) else frozenset()
    if not put_in:
        return found, shown, hidden
    clean = Known(put_in).without
    return [masked_finding(one, clean) for one in found], shown, hidden | put_in
