"""From what a file says to the typed view of it, and from what was changed there to changes of the file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, cast

from traefiklint.go.strconv import nanoseconds
from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.patch.changes import Change, Delete, Insert, Path, Rename, Set
from traefiklint.patch.data import Data, Leaf, data_from, string
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.making import check_of, default_of, field_of, model_of, options_of
from traefiklint.text.nodes import Scalar
from traefiklint.yaml.scalars import resolve

MAPS = (TextMap, IntMap, Plugins)


def part_of(section: Section) -> Part:
    """The typed view of a decoded section."""
    of = type(section)
    values: dict[str, Any] = {}
    given: set[str] = set()
    for name, option in options_of(of).items():
        value = viewed(section, option) if section.gives(option.attribute) else None
        if value is not None:
            given.add(name)
        values[name] = default_of(option) if value is None else value
    part = model_of(cast("Hashable", of)).model_construct(given, **values)
    part._section = section
    return part


def viewed(section: Section, option: Option) -> Any:
    """The value of an option that a file gives; None where Traefik takes none from it."""
    kind = option.kind
    value = getattr(section, option.attribute)
    if isinstance(kind, Nested):
        return None if value is None else part_of(value)
    if isinstance(kind, Duration):
        node = section.at(option.attribute).node
        return resolve(node)[1] if isinstance(node, Scalar) else None
    if isinstance(kind, Sections):
        return check_of(option)([part_of(one) for one in value])
    if isinstance(kind, ByName):
        return check_of(option)({name: part_of(one) for name, one in value.items()}) if value else None
    if isinstance(kind, MAPS):
        return check_of(option)(plain_copy(value)) if value else None
    return check_of(option)(list(value)) if isinstance(kind, Texts) else value


def plain_copy(value: Any) -> Any:
    """A copy of texts, lists and dictionaries."""
    if isinstance(value, Mapping):
        return {name: plain_copy(below) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [plain_copy(item) for item in value]
    return value


# What a section says


def said(part: Part) -> dict[str, Any]:
    """What a section comes to, defaults among it, for comparing: equal where Traefik takes the same from both."""
    found: dict[str, Any] = {}
    for name, option in _options(part):
        value = part.__dict__.get(name)
        if isinstance(option.kind, Nested):
            found[name] = None
            if value is not None and (option.may_be_empty or data_of_part(value)):
                found[name] = said(value)
        elif isinstance(option.kind, Sections):
            found[name] = [said(one) for one in value or ()]
        elif isinstance(option.kind, ByName):
            found[name] = {key: said(one) for key, one in (value or {}).items()}
        elif isinstance(option.kind, Duration):
            found[name] = None if value is None else nanoseconds(value)
        elif isinstance(option.kind, Plugins):
            found[name] = data_from(value or {})
        else:
            found[name] = plain_copy(value)
    return found


def data_of_part(part: Part) -> dict[str, Data]:
    """A section as it is written into a file: what is given, under the documented keys."""
    found: dict[str, Data] = {}
    rank = {name: number for number, name in enumerate(part._order)}
    for name, option in sorted(_options(part), key=lambda one: rank.get(one[0], len(rank))):
        value = part.__dict__.get(name)
        if isinstance(option.kind, Nested):
            if value is not None:
                below = data_of_part(value)
                if below or option.may_be_empty:
                    found[option.key] = below
        elif value is None or (name not in part.model_fields_set and not _is_filled(value)):
            continue
        elif isinstance(option.kind, Sections):
            found[option.key] = [data_of_part(one) for one in value]
        elif isinstance(option.kind, ByName):
            if value:
                found[option.key] = {key: data_of_part(one) for key, one in value.items()}
        elif value or not isinstance(option.kind, MAPS):
            found[option.key] = data_from(value)
    return found


def _options(part: Part) -> Iterator[tuple[str, Option]]:
    return iter(options_of(type(part).declared).items())


def _is_filled(value: Any) -> bool:
    return isinstance(value, list | dict) and bool(value)


def only_in_labels(part: Part) -> Iterator[Option]:
    """The options that are given in a section, or below it, and that no file can say."""
    for name, option in _options(part):
        value = part.__dict__.get(name)
        if option.ignored and name in part.model_fields_set and not (part._section and part._section.gives(name)):
            yield option
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,):
            if isinstance(one, Part):
                yield from only_in_labels(one)


# What was changed


def changes(part: Part, section: Section, data: Data | None, path: Path = ()) -> Iterator[Change]:
    """The changes that make a file say what a section says now.

    Args:
        section: what the file says.
        data: the same as it stands there; None where it is brought from elsewhere, as by a merge key.
        path: where it stands.
    """
    for name, option in options_of(type(section)).items():
        key = section.written_key(option.attribute)
        below = data.get(key) if isinstance(data, dict) else None
        place = (*path, key)
        if isinstance(option.kind, Nested):
            yield from _nested(part.__dict__.get(name), getattr(section, option.attribute), option, below, place)
        elif isinstance(option.kind, ByName):
            yield from _named(part.__dict__[name], getattr(section, option.attribute), below, place)
        elif isinstance(option.kind, Sections):
            yield from _listed(part.__dict__[name], getattr(section, option.attribute), below, place)
        else:
            alone = not isinstance(data, dict) or len(data) < 2
            yield from _value(part, section, option, below, place, alone=alone)


def _nested(now: Part | None, old: Section | None, option: Option, below: Data | None, place: Path) -> Iterator[Change]:
    if now is None:
        if old is not None:
            yield Change(place, Delete())
    elif old is None:
        made = data_of_part(now)
        if made or option.may_be_empty:
            yield Change(place, Set(made))
    elif below is None:  # a merge key brings it
        if any(changes(now, old, None, place)):
            yield Change(place, Set(data_of_part(now)))
    elif _is_emptied(now, old, below):
        yield Change(place, Set({}) if option.may_be_empty else Delete())
    else:
        yield from changes(now, old, below, place)


def _entry(now: Part, old: Section, below: Data, place: Path) -> Iterator[Change]:
    """The changes of a named object, or of an item of a list, which stays also where it is empty."""
    if _is_emptied(now, old, below):
        yield Change(place, Set({}))
    else:
        yield from changes(now, old, below, place)


def _is_emptied(now: Part, old: Section, below: Data) -> bool:
    """Whether nothing is left of what a section said."""
    if not isinstance(below, dict) or not below or data_of_part(now):
        return False
    attributes = [option.attribute for option in options_of(type(old)).values()]
    given = {old.written_key(attribute) for attribute in attributes if old.gives(attribute)}
    return below.keys() <= given


def _named(now: dict[str, Part], old: Mapping[str, Section], below: Data | None, place: Path) -> Iterator[Change]:
    names = {id(one): key for key, one in old.items()}
    came_from: dict[str, str] = {key: key for key in now if key in old}
    for key, one in now.items():
        before = names.get(id(one._section))
        if key not in old and before is not None and before not in now and before not in came_from.values():
            came_from[key] = before
            yield Change((*place, before), Rename(key))
    gone = old.keys() - came_from.values()
    for key in old:
        if key in gone:
            yield Change((*place, key), Delete())
    for key, one in now.items():
        if key not in came_from:
            yield Change((*place, key), Set(data_of_part(one)))
            continue
        written = below.get(came_from[key]) if isinstance(below, dict) else None
        if written is None:
            if any(changes(one, old[came_from[key]], None, ())):
                yield Change((*place, key), Set(data_of_part(one)))
        else:
            yield from _entry(one, old[came_from[key]], written, (*place, key))


def _listed(now: list[Part], old: tuple[Section, ...], below: Data | None, place: Path) -> Iterator[Change]:
    if len(now) == len(old) == 0:
        return
    numbers = {id(one): number for number, one in enumerate(old)}
    came_from = [numbers.get(id(one._section)) for one in now]
    kept = [number for number in came_from if number is not None]
    if not isinstance(below, list) or len(below) != len(old) or kept != sorted(set(kept)):
        if [said(one) for one in now] != [said(part_of(one)) for one in old]:
            yield Change(place, Set([data_of_part(one) for one in now]))
        return
    for one, number in zip(now, came_from, strict=True):
        if number is not None:
            yield from _entry(one, old[number], below[number], (*place, number))
    if not now:
        yield Change(place, Set([]))
        return
    if not kept:
        yield Change(place, Set([data_of_part(one) for one in now]))
        return
    for number in sorted(set(range(len(old))) - set(kept), reverse=True):
        yield Change((*place, number), Delete())
    for number, one in enumerate(now):
        if came_from[number] is None:
            yield Change(place, Insert(data_of_part(one), number))


def _value(
    part: Part, section: Section, option: Option, below: Data | None, place: Path, *, alone: bool
) -> Iterator[Change]:
    name = field_of(option)
    now, given = part.__dict__.get(name), name in part.model_fields_set
    was_given = section.gives(option.attribute)
    before = viewed(section, option) if was_given else None
    if before is None:
        was_given = False
        before = default_of(option)
    if isinstance(option.kind, MAPS):
        yield from _entries(now or {}, before or {}, below, place)
    elif isinstance(option.kind, Texts):
        if now == before and (was_given or not given):
            return
        if was_given and not now and not alone:
            yield Change(place, Delete())
        elif isinstance(below, Leaf) and below.text and now and not any("," in item for item in now):
            yield Change(place, Set(string(", ".join(now))))
        else:
            yield Change(place, Set(data_from(now)))
    elif was_given and not given:
        yield Change(place, Delete())
    elif given and (not was_given or now != before):
        yield Change(place, Set(data_from(now)))


def _entries(now: dict[str, Any], before: dict[str, Any], below: Data | None, place: Path) -> Iterator[Change]:
    if now == before:
        return
    if not isinstance(below, dict) or not now:
        yield Change(place, Set(data_from(now)) if now else Delete())
        return
    for key in before.keys() - now.keys():
        yield Change((*place, key), Delete())
    for key, value in now.items():
        if key not in before or before[key] != value:
            yield Change((*place, key), Set(data_from(value)))


# After a file was read again


def refresh(part: Part, fresh: Part) -> None:
    """Bring a view up to one of the same place that was read again. The objects of the view that are still there stay
    the same."""
    part._section = fresh._section
    for name, option in _options(part):
        now, new = part.__dict__.get(name), fresh.__dict__.get(name)
        if isinstance(option.kind, Nested):
            if isinstance(now, Part) and isinstance(new, Part):
                refresh(now, new)
            elif new is None:
                part.__dict__.pop(name, None)
            else:
                part._absent.pop(name, None)
                part.__dict__[name] = new
        elif isinstance(now, dict) and isinstance(new, dict):
            entries = {key: _kept(now.get(key), value) for key, value in new.items()}
            now.clear()
            dict.update(now, entries)
        elif isinstance(now, list) and isinstance(new, list):
            now[:] = [_kept(now[at] if at < len(now) else None, value) for at, value in enumerate(new)]
        else:
            part.__dict__[name] = new
    part.__pydantic_fields_set__.clear()
    part.__pydantic_fields_set__.update(fresh.model_fields_set)


def _kept(now: Any, new: Any) -> Any:
    """The entry that was there, brought up to date, where it is a section."""
    if isinstance(now, Part) and isinstance(new, Part):
        refresh(now, new)
        return now
    return new
