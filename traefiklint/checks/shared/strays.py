"""What to do about options of a router that stand below the name of another one."""

from __future__ import annotations

from traefiklint.checks.shared.labels import renamed
from traefiklint.decoding.label_tree import part_of
from traefiklint.findings import Edit, Fix
from traefiklint.instance.stray_options import StrayOptions
from traefiklint.text.spelling import joined


def advice_for(stray: StrayOptions) -> str:
    """The edit that puts the labels right, as the end of a sentence."""
    if not stray.meant:
        return "delete this label: its own routers have the option" if len(stray.labels) == 1 else "delete these labels"
    if len(stray.meant) > 1:
        return f"write the name of the router that you mean, one of {joined(stray.meant)}"
    if len(stray.names) == 1:
        return f"write `{stray.names[0]}`"
    start, end = stray.spans[0]
    return f"write `{stray.meant[0]}` in place of `{stray.labels[0].name.text[start:end]}`"


def fix_for(stray: StrayOptions) -> Fix | None:
    """The fix that writes the one name that may be meant, or takes the labels away where none is; None where there are
    several, or one of them cannot be edited."""
    from traefiklint.compose.edits import without_label

    if len(stray.meant) > 1:
        return None
    title = f"Write `{stray.meant[0]}`" if stray.meant else "Delete it"
    edits: list[Edit] = []
    for label, (start, end) in zip(stray.labels, stray.spans, strict=True):
        if stray.meant:
            name = part_of(label.name, start, end)
            fix = renamed(stray.container, name, stray.meant[0], title, safe=False)
            found = None if fix is None else fix.edits
        else:
            found = without_label(label)
        if found is None:
            return None
        edits += found
    return Fix(title, False, tuple(dict.fromkeys(edits)))
