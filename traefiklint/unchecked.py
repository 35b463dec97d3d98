"""What hangs on more than the files: nobody can look at it here, so it is no finding, but it is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from traefiklint.decoding.diagnostics import UnknownOutcome
from traefiklint.findings import Unchecked
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.text.spelling import counted, joined

_NAMES = "unverifiable-reference"
_ACTIONS = "template-not-checked"


def unchecked_in(instance: Instance, ignored: Collection[str]) -> tuple[Unchecked, ...]:
    """What nobody can tell of an instance, file by file.

    Args:
        ignored: the rules of which nobody wants to hear.
    """
    found: dict[str, Unchecked] = {}
    foreign = instance.foreign if _NAMES not in ignored else ()
    for reference in sorted(foreign, key=lambda one: (one.place.file, one.place.span)):
        file, name = reference.place.file, reference.full
        one = found.get(file, Unchecked(file))
        if name.endswith(f"@{FILE}") and reference.owner.provider == FILE:
            found[file] = one._replace(not_here=(*one.not_here, name.removesuffix(f"@{FILE}")))
        else:
            found[file] = one._replace(of_others=(*one.of_others, name))
    for source in instance.files if _ACTIONS not in ignored else ():
        for said in source.said:
            if isinstance(said, UnknownOutcome):
                one = found.get(source.document.file, Unchecked(source.document.file))
                found[source.document.file] = one._replace(actions=said.count, names_open=said.names_open)
    return tuple(found.values())


def unchecked_notes(found: Sequence[Unchecked]) -> Iterator[str]:
    """The sentences that tell of it at the end of a report."""
    if names := [name for one in found for name in one.of_others]:
        yield f"not checked: whether there is {joined(names)}, which only the running Traefik knows"
    if names := [name for one in found for name in one.not_here]:
        by_others = "which other files must define, as these are a part"
        yield f"not checked: whether there is {joined(names)}, {by_others}"
    if files := [one.file for one in found if one.actions]:
        count = sum(one.actions for one in found)
        opened = "; nor is any name in their directories, because they may define some"
        also = opened if any(one.names_open for one in found) else ""
        yield f"not checked: what {counted(count, 'template action')} in {joined(files)} will return{also}"
    for one in found:
        if one.filled_in:
            because = f"`{one.filled_in}` cannot stay as it is, so something fills the file in first"
            yield f"not checked: what rests on variables in {one.file}: {because}; lint what comes of it"
