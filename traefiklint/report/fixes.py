"""Fixes as a machine reads them."""

from __future__ import annotations

from collections.abc import Callable

from traefiklint.findings import Edit, Fix, Report
from traefiklint.text.covers import COVER
from traefiklint.text.masks import Known, masked_source, masked_words


def telling(report: Report) -> Callable[[Fix], bool]:
    """Says of the fixes of a report whether they would write a secret again: with a mask they would break the file."""
    known = Known(report.hidden)

    def tells(edit: Edit) -> bool:
        if edit.text and COVER in report.texts.get(edit.file, "")[edit.start : edit.end]:
            return True  # what stands where something is covered may be that
        return masked_source(masked_words(edit.text, known)) != edit.text

    return lambda fix: any(map(tells, fix.edits))
