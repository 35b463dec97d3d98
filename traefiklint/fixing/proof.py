"""The proof that fixes did what they say, and nothing else: a directory before and after them is compared.

A safe fix keeps what Traefik makes of the directory. Only what its finding is about may come out otherwise, and only
where Traefik refused it, disabled it, or silently did not do what is written; advice changes nothing at all. Routers
that are rewritten keep their order, too: a longer rule is asked first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from traefiklint.findings import Effect, Finding
from traefiklint.fixing.claims import Lost
from traefiklint.fixing.meaning import meaning, plain, same
from traefiklint.fixing.state import State, comment_at, key_of
from traefiklint.fixing.traffic import taken
from traefiklint.matching.implication import exclusive
from traefiklint.model.base import Section
from traefiklint.text.lines import lines_of
from traefiklint.yaml.comments import comments_of


def objections(before: State, after: State, made: Sequence[Finding], *, unsafe: bool) -> list[Lost]:
    """What is wrong with fixes that were made; empty where they are as they should be.

    The first thing that is wrong is enough; where it is only that requests would go to another router than before, all
    routers that bring this about are told.

    Args:
        made: the findings whose fixes were made.
        unsafe: whether requests may go to another router than before.
    """
    for reason in _objections(before, after, made):
        return [Lost("", reason)]
    return [] if unsafe or before.refused else list(taken(before, after))


def _objections(before: State, after: State, made: Sequence[Finding]) -> Iterator[str]:
    yield from _not_refused(before, after, made)
    yield from _nothing_lost(before, after, made)
    yield from _gone(before, after, made)
    yield from _nothing_disabled(before, after)
    yield from _nothing_new(before, after, made)
    if _are_safe(made):
        yield from _same_objects(before, after, _Licence(made))


def _are_safe(made: Iterable[Finding]) -> bool:
    return all(one.fix is not None and one.fix.safe for one in made)


def _not_refused(before: State, after: State, made: Sequence[Finding]) -> Iterator[str]:
    """Nothing new may be refused, but in a file of which one reason was fixed, and another comes to light."""
    fixed = {finding.file for finding in made if finding.effect is Effect.REJECTED}
    for file, refusals in after.refused.items():
        fresh = refusals - before.refused.get(file, Counter())
        if fresh and not (file in fixed and file in before.refused):
            yield f"Traefik would refuse `{file}` (`{next(iter(fresh))[0]}`)"


def _nothing_lost(before: State, after: State, made: Sequence[Finding]) -> Iterator[str]:
    """Every comment must still be there, but those that a finding is about, and those into which more is written."""
    changed = {edit.file for finding in made if finding.fix for edit in finding.fix.edits}
    for file in changed:
        if "#" not in before.texts[file]:
            continue
        lost = before.comments(file) - after.comments(file) - _subjects(before.texts[file], file, made)
        if lost:
            yield f"the comment `{next(iter(lost))}` of `{file}` would be lost"


def _subjects(text: str, file: str, made: Sequence[Finding]) -> Counter[str]:
    lines = lines_of(text, file)
    edits = {edit for finding in made if finding.fix for edit in finding.fix.edits if edit.file == file}
    places = {lines.index(*finding.span[:2]) for finding in made if finding.file == file}
    places |= {edit.start for edit in edits if edit.start == edit.end}
    comments = comments_of(text, file)
    found: Counter[str] = Counter()
    for place in places:
        number = bisect_right(comments, (place, len(text))) - 1
        if number >= 0 and comments[number].start <= place <= comments[number].end:
            found[comment_at(text, *comments[number])] += 1
    return found


def _gone(before: State, after: State, made: Sequence[Finding]) -> Iterator[str]:
    """A finding that was fixed must be gone. In a file that could not be read, the next one of its kind may come to
    light instead: a reader stops at the first. That is another one, as long as it stands behind it.
    """
    earlier = Counter(map(key_of, before.report.findings))
    later = Counter(map(key_of, after.report.findings))
    for key, times in Counter(map(key_of, made)).items():
        file = key[1]
        if later[key] > earlier[key] - times and not (
            file in before.broken and _stand_behind(key, before.texts[file], after, made)
        ):
            yield "it would not fix what it is about"


def _stand_behind(key: tuple[str, ...], text: str, after: State, made: Sequence[Finding]) -> bool:
    """Whether the findings of a kind stand behind those that were fixed and what was edited for these, as seen from the
    end of the text."""
    file = key[1]
    old, new = lines_of(text, file), lines_of(after.texts[file], file)
    fixed = [one for one in made if key_of(one) == key]
    ends = [old.index(*one.span[2:]) for one in fixed]
    ends += [edit.end for one in fixed for edit in (one.fix.edits if one.fix else ()) if edit.file == file]
    left = [new.index(*one.span[:2]) for one in after.report.findings if key_of(one) == key]
    return all(len(after.texts[file]) - at < len(text) - max(ends) for at in left)


def _nothing_disabled(before: State, after: State) -> Iterator[str]:
    """Every router that works must go on working. Other objects are built for routers only: that they do not work may
    come to light when a router begins to. What else is wrong with a file that Traefik refuses is not known.
    """
    for name in sorted(after.disabled - before.disabled):
        thing = before.objects.get(name)
        if name.split(".")[1] == "routers" and thing is not None and thing.file not in before.refused:
            yield f"Traefik would disable `{name}`"


def _nothing_new(before: State, after: State, made: Sequence[Finding]) -> Iterator[str]:
    """Nothing fatal may appear where all was well. Where something was wrong it may have hidden something else; but a
    rule that was fixed must not turn out to be no rule, and an object that was must not be at odds with its twin.
    """
    fixed = {one.file for one in made if one.effect is Effect.REJECTED or one.category == "labels"}
    wrong = {(file, thing) for _, file, thing in before.known}
    for rule, file, thing in after.fatal - before.known:
        hidden = (file, thing) in wrong or file in before.refused or not _are_safe(made)
        if not (hidden and rule not in _OF_THE_FIX) and file not in fixed:
            yield f"it would bring about a finding of `{rule}` at `{thing}`"


_OF_THE_FIX = ("rule-syntax", "merge-conflict")
"""What no other mistake can have hidden: the fix itself has brought it about."""


class _Licence:
    """What fixes may change: that which their findings say does not work as it is."""

    def __init__(self, made: Sequence[Finding]) -> None:
        wrong = [finding for finding in made if finding.effect is not Effect.ADVICE]
        self._files = {finding.file for finding in wrong if not finding.path}
        dropped = [one for one in wrong if one.category == "labels" and one.effect.is_fatal]
        self._files |= {finding.file for finding in dropped}
        self._objects = {finding.object for finding in wrong if finding.object}
        self._paths = tuple({finding.path for finding in wrong if not finding.object})

    def covers(self, name: str, file: str) -> bool:
        """Whether an object may come out otherwise."""
        return (
            file in self._files
            or name in self._objects
            or any(name == path or name.startswith((path + ".", path + " of ")) for path in self._paths)
            or any(path.startswith(name + ".") for path in self._paths)
        )


def _same_objects(before: State, after: State, licence: _Licence) -> Iterator[str]:
    changed = []
    for name in before.objects.keys() | after.objects.keys():
        old, new = before.objects.get(name), after.objects.get(name)
        if old is new:
            continue
        file = _file_of(name, old if old is not None else new)
        if licence.covers(name, file):
            continue
        if old is None or new is None or _differ(before, after, old, new):
            yield f"it would change what Traefik makes of `{name}`"
        changed.append(name)
    yield from reordered(before, after, changed)


def _file_of(name: str, thing: object) -> str:
    return thing.file if isinstance(thing, Section) else name.partition(" of ")[2]


def _differ(before: State, after: State, old: object, new: object) -> bool:
    if isinstance(old, Section) and isinstance(new, Section):
        return not same(meaning(old, before.instance.rule), meaning(new, after.instance.rule))
    return not same(plain(old, before.instance.rule), plain(new, after.instance.rule))


_KINDS = ("http.routers", "tcp.routers")


def reordered(before: State, after: State, changed: Iterable[str]) -> Iterator[str]:
    """What is wrong with the order of routers that were rewritten: one that another may take requests from, or the
    other way round, now comes before it or behind it.
    """
    for name in changed:
        kind = ".".join(name.split(".")[:2])
        if kind not in _KINDS:
            continue
        old, new = before.objects[name], after.objects[name]
        if _priority(before, old) == _priority(after, new):
            continue
        for other in after.instance.objects[kind].values():
            was = before.objects.get(other.object)
            if other is new or was is None or not _meet(after, new, other):
                continue
            if _comes_first(before, old, was) is not _comes_first(after, new, other):
                yield f"`{name}` and `{other.object}` would change places, because a longer rule is asked first"


def _priority(state: State, router: Any) -> int:
    return int(router.priority or state.instance.rule(router).default_priority)


def _comes_first(state: State, one: Any, other: Any) -> bool:
    return (-_priority(state, one), one.name.encode()) < (-_priority(state, other), other.name.encode())


def _meet(state: State, one: Any, other: Any) -> bool:
    """Whether one request may be for both routers."""
    points = state.instance.entry_points
    here, there = points(one), points(other)
    if here and there and not {point.name for point in here} & {point.name for point in there}:
        return False
    first, second = state.instance.rule(one), state.instance.rule(other)
    if first.tree is None or second.tree is None or first.syntax != second.syntax:
        return first.tree is not None and second.tree is not None
    return not exclusive(first.tree, second.tree, protocol=first.protocol, syntax=first.syntax)
