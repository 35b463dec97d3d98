"""Code actions: the fixes of findings, all safe fixes of a file, and comments that keep a finding silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import CodeAction, CodeActionKind, Range

from traefiklint.editor.diagnostics import diagnostic, range_of
from traefiklint.editor.positions import Here
from traefiklint.findings import Edit, Finding
from traefiklint.fixing import fix_texts
from traefiklint.fixing.edits import is_sound
from traefiklint.fixing.ignoring import Manner, counts, ignoring
from traefiklint.suppression import UNUSED
from traefiklint.text.alignment import alignment

FIX_ALL = "source.fixAll.traefiklint"
KINDS: list[CodeActionKind | str] = [CodeActionKind.QuickFix, FIX_ALL]


def is_wanted(kind: str, only: Iterable[str] | None) -> bool:
    """Whether a client asks for actions of a kind; a kind stands for those below it, too."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def actions(here: Here, selected: Range, only: Iterable[str] | None = None) -> list[CodeAction]:
    """What can be done about the findings in a range, and about all of the document."""
    wanted = list(only) if only is not None else None
    found: list[CodeAction] = []
    if is_wanted(CodeActionKind.QuickFix, wanted):
        findings = [one for one in here.view.report.findings if one.file == here.name and _is_in(one, here, selected)]
        for finding in findings:
            found += _fixes(here, finding)
        if findings:
            for finding in findings:
                found += _silencing(here, finding)
    if is_wanted(FIX_ALL, wanted) and (wanted is not None or _is_fixable(here)):
        found.append(
            CodeAction("traefiklint: fix all that is safe", kind=FIX_ALL, data={"uri": here.uri_of(here.path)})
        )
    return found


def _is_in(finding: Finding, here: Here, selected: Range) -> bool:
    place = range_of(finding, here.text, here.encoding)
    start, end = (place.start.line, place.start.character), (place.end.line, place.end.character)
    first, last = (selected.start.line, selected.start.character), (selected.end.line, selected.end.character)
    return start <= last and first <= end


def _fixes(here: Here, finding: Finding) -> Iterator[CodeAction]:
    fix = finding.fix
    if fix is None:
        return
    texts = {edit.file: here.text_of(edit.file) for edit in fix.edits}
    if not is_sound(fix, texts):
        return
    title = fix.title.rstrip(".")
    yield CodeAction(
        title if fix.safe else f"{title} (unsafe: check what it changes)",
        kind=CodeActionKind.QuickFix,
        diagnostics=[diagnostic(finding, here.text, here.locate, here.encoding)],
        is_preferred=fix.safe,
        edit=here.edit(fix.edits),
    )


def _is_fixable(here: Here) -> bool:
    return any(one.file == here.name and one.fix is not None and one.fix.safe for one in here.view.report.findings)


def fix_all(here: Here) -> list[Edit]:
    """The edits that make every safe fix of a document; each is proved as `traefiklint fix` proves it."""
    view = here.view
    projects = view.projects
    texts: dict[str, str | bytes] = dict(view.files)
    options = view.options
    for name in sorted(projects.files) if projects is not None else ():
        texts[name] = here.text_of(name)
    if here.name not in texts:
        texts[here.name] = here.text
    fixed = fix_texts(texts, options, only=frozenset((here.name,)), projects=projects, complete=view.complete)
    after = fixed.texts.get(here.name)
    return list(differences(here.name, here.text, after)) if after is not None else []


def differences(name: str, before: str, after: str) -> Iterator[Edit]:
    """The edits that make one text of another, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, first, last, begin, end in alignment(old, new, autojunk=True):
        if tag != "equal":
            yield Edit(name, starts[first], starts[last], "".join(new[begin:end]))


# Comments


_WAYS = (("in this line", (Manner.BEHIND, Manner.ABOVE)), ("in this file", (Manner.TOP,)))


def _silencing(here: Here, finding: Finding) -> Iterator[CodeAction]:
    """The comments that keep a finding silent; above the line, where none can stand behind it."""
    if finding.rule == UNUSED:
        return
    for where, manners in _WAYS:
        fixes = (ignoring(here.text, here.name, finding.line, [finding.rule], manner) for manner in manners)
        fix = next((one for one in fixes if counts(here.text, here.name, [((finding,), one)])), None)
        if fix is not None:
            yield CodeAction(
                f"Keep `{finding.rule}` silent {where}",
                kind=CodeActionKind.QuickFix,
                diagnostics=[diagnostic(finding, here.text, here.locate, here.encoding)],
                edit=here.edit(fix.edits),
            )
