"""Edits of many objects in many files: which objects, and what is done to each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from traefiklint.cel.condition import Condition
from traefiklint.errors import UsageError
from traefiklint.model.base import Option
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.patch.data import UnstructuredError, plain, read_data
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.config import Config
from traefiklint.roundtrip.containers import Objects
from traefiklint.roundtrip.making import field_of, options_of
from traefiklint.roundtrip.objects import ELSEWHERE, EXTRA, KINDS, ObjectKind, plain_object, references
from traefiklint.text.spelling import listed, nearest

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
MAPS = (TextMap, IntMap, Plugins)


class ObjectOperation(NamedTuple):
    """One thing to do to an object: `set`, `add`, `remove` or `delete`."""

    verb: str
    path: str = ""
    """The option, below the object, as in `loadBalancer.servers[0].url`."""
    value: str | None = None


def parsed(verb: str, text: str) -> ObjectOperation:
    """The operation that `--set PATH=VALUE` and the like mean.

    Raises:
        UsageError: there is no value, where one is needed.
    """
    path, equals, value = text.partition("=")
    if not path or (verb != "remove" and not equals):
        raise UsageError(
            f"`--{verb} {text}` says no value", f"write `--{verb} PATH=VALUE`, as in `--{verb} priority=10`"
        )
    return ObjectOperation(verb, path, value if equals else None)


class Chosen(NamedTuple):
    """An object that an edit is about."""

    config: Config
    name: str
    part: Part
    objects: Objects[Any]
    """Those of its kind, which it is one of."""


def read_condition(text: str) -> tuple[str, Condition]:
    """A condition, and the kind of the objects that it is about.

    Raises:
        UsageError: it cannot be read, or is about no kind, or more than one.
    """
    condition = Condition(text, {name: kind.section for name, kind in KINDS.items()}, EXTRA)
    if len(condition.names) != 1:
        what = "no object" if not condition.names else f"{listed(sorted(condition.names))} at once"
        raise UsageError(f"the condition is about {what}", f"it can be about one of {listed(sorted(KINDS))}")
    return next(iter(condition.names)), condition


def choose(configs: Iterable[Config], kind: str, condition: Condition | None) -> Iterator[Chosen]:
    """The objects of a kind for which a condition holds; all where there is none.

    Raises:
        UsageError: the condition cannot be evaluated.
    """
    found = KINDS[kind]
    for config in configs:
        for _, root in config.views():
            objects = found.of(root)
            for name, part in [*objects.items()]:
                one = Chosen(config, name, part, objects)
                where = f"`{found.path}.{name}` in `{config.path}`"
                if condition is None or _holds(condition, kind, one, where):
                    yield one


def _holds(condition: Condition, kind: str, chosen: Chosen, where: str) -> bool:
    shown = plain_object(chosen.part, chosen.name, chosen.config.path, condition.wanted[kind])
    return condition.holds({kind: shown}, where)


def carry_out(chosen: Chosen, kind: ObjectKind, operations: Sequence[ObjectOperation]) -> None:
    """Do something to an object.

    Raises:
        UsageError: there is no such option, or Traefik refuses the value.
    """
    for operation in operations:
        where = f"`{kind.path}.{chosen.name}` in `{chosen.config.path}`"
        if operation.verb == "delete":
            del chosen.objects[chosen.name]
            continue
        try:
            _carry_out(chosen.part, operation)
        except ValidationError as error:
            reason = error.errors(include_url=False, include_input=False)[0]["msg"].removeprefix("Value error, ")
            raise UsageError(f"`--{operation.verb} {operation.path}`: {reason} ({where})") from None
        except IndexError:
            raise UsageError(f"`--{operation.verb} {operation.path}`: there is no such item ({where})") from None


def _carry_out(part: Part, operation: ObjectOperation) -> None:
    holder, step, option = _find(part, operation.path)
    if operation.verb == "set":
        assert operation.value is not None, "`parsed` sees to it"
        value = _value(operation.value, option, whole=isinstance(holder, Part))
        if isinstance(holder, Part):
            setattr(holder, step, value)
        else:
            holder[step] = value
    elif operation.verb == "add":
        assert operation.value is not None, "`parsed` sees to it"
        _add(holder, step, option, operation)
    elif operation.value is None:
        _take_away(holder, step)
    else:
        items = getattr(holder, step) if isinstance(holder, Part) else holder[step]
        if not isinstance(items, list):
            raise UsageError(f"`--remove {operation.path}={operation.value}`: `{option.key}` is not a list")
        left = [item for item in items if item != operation.value]
        if len(left) < len(items):
            items[:] = left


def _add(holder: Any, step: Any, option: Option, operation: ObjectOperation) -> None:
    if not isinstance(holder, Part) or not isinstance(option.kind, (Texts, Sections)):
        raise UsageError(f"`--add {operation.path}`: `{option.key}` is not a list", "use `--set` for a single value")
    items = getattr(holder, step)
    values = _value(operation.value or "", option, whole=True)
    for value in values if isinstance(values, list) else [values]:
        if isinstance(option.kind, Sections) or value not in items:
            items.append(value)


def _take_away(holder: Any, step: Any) -> None:
    if isinstance(holder, Part):
        delattr(holder, step)
    elif isinstance(holder, list) or step in holder:
        del holder[step]


def _find(part: Part, path: str) -> tuple[Any, Any, Option]:
    """What holds the option at a path, what it is called there, and its declaration.

    Raises:
        UsageError: there is no such option.
    """
    steps: list[str | int] = [int(one[2]) if one[2] else one[1] for one in _STEP.finditer(path)]
    holder: Any = part
    option: Option | None = None
    while steps:
        step = steps.pop(0)
        if isinstance(holder, Part):
            option = _option(holder, step, path)
            name = field_of(option)
            if not steps:
                return holder, name, option
            if isinstance(option.kind, MAPS):
                return getattr(holder, name), ".".join(map(str, steps)), option
            holder = getattr(holder, name)
            continue
        assert option is not None, "the first step is an option"
        if isinstance(holder, list) != isinstance(step, int):
            raise UsageError(f"`{path}`: `{option.key}` is {'a list' if isinstance(holder, list) else 'no list'}")
        if not steps:
            return holder, step, option
        holder = holder[step]
    raise UsageError(f"`{path}` is not the path of an option", "write one as in `loadBalancer.servers[0].url`")


def _option(part: Part, step: str | int, path: str) -> Option:
    known = {option.key: option for option in options_of(type(part).declared).values()}
    found = known.get(str(step)) or next((one for key, one in known.items() if key.lower() == str(step).lower()), None)
    if found is None:
        near = nearest(str(step), sorted(known))
        hint = f"did you mean `{near}`?" if near else f"there are {listed(sorted(known))}"
        raise UsageError(f"`{path}`: there is no option `{step}`", hint)
    return found


def _value(text: str, option: Option, *, whole: bool) -> Any:
    """The value that a text on the command line means for an option, or for one entry of it."""
    kind = option.kind
    is_block = text.lstrip()[:1] in ("[", "{")
    structured = isinstance(kind, (Nested, Sections, ByName, Plugins)) or (isinstance(kind, MAPS) and whole)
    if structured or (isinstance(kind, Texts) and whole and is_block):
        try:
            return plain(read_data(f"v: {text}")["v"])
        except (UnstructuredError, KeyError) as error:
            raise UsageError(f"`{text}` cannot be read as YAML: {error}") from None
    if isinstance(kind, Texts) and whole:
        return [item.strip() for item in text.split(",")]
    return text


# Another name


class _View(NamedTuple):
    """One configuration of a source, and the provider whose objects it defines."""

    config: Config
    provider: str
    root: Part


def rename(configs: Sequence[Config], kind: str | None, old: str, new: str) -> tuple[str, int]:
    """Give an object another name, wherever it is defined and referred to, in files and in labels.

    Args:
        old: the name, with the provider (`auth@docker`) where it is defined in files and in labels.

    Returns:
        the kind, and how many places were changed.

    Raises:
        UsageError: there is no such object, its kind or its provider is not clear, or the name is taken.
    """
    views = [
        _View(config, "file" if name == "dynamic" else name, root)
        for config in configs
        for name, root in config.views()
    ]
    old, _, provider = old.partition("@")
    new = new.removesuffix(f"@{provider}") if provider else new
    kind = kind or _kind_of(views, old)
    places = 0
    known = {old: new}
    if kind not in ELSEWHERE:
        provider = provider or _provider_of(views, KINDS[kind], old)
        known = {f"{old}@{provider}": f"{new}@{provider}"}
        mine = [view for view in views if view.provider == provider]
        taken = next((view for view in mine if new in KINDS[kind].of(view.root)), None)
        if taken is not None:
            raise UsageError(f"there is a {kind} `{new}` already, in `{taken.config.path}`")
        for objects in (KINDS[kind].of(view.root) for view in mine):
            if old in objects:
                objects.rename(old, new)
                places += 1
    for view in views:
        names = {**known, old: new} if view.provider == provider else known
        for part, attribute, what in references(view.root):
            if what == kind:
                places += _renamed(part, attribute, names)
    return kind, places


def _provider_of(views: Sequence[_View], kind: ObjectKind, name: str) -> str:
    """The provider that defines an object; where none does, the files."""
    found = sorted({view.provider for view in views if name in kind.of(view.root)})
    if len(found) > 1:
        names = listed([f"{name}@{provider}" for provider in found])
        raise UsageError(f"there are {names}", f"say which: `--rename {name}@{found[0]} …`")
    return found[0] if found else "file"


def _renamed(part: Part, attribute: str, known: dict[str, str]) -> int:
    value = getattr(part, attribute)
    if isinstance(value, list):
        places = [number for number, name in enumerate(value) if name in known]
        for number in places:
            value[number] = known[value[number]]
        return len(places)
    if value in known:
        setattr(part, attribute, known[value])
        return 1
    return 0


def _kind_of(views: Sequence[_View], name: str) -> str:
    found = [kind for kind, one in KINDS.items() if any(name in one.of(view.root) for view in views)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"`{name}` is the name of more than one kind", f"say which with `--kind`: {listed(found)}")
    names = sorted({one for kind in KINDS.values() for view in views for one in kind.of(view.root)})
    near = nearest(name, names)
    hint = f"did you mean `{near}`?" if near else f"for what the static configuration defines: `--kind {ELSEWHERE[0]}`"
    raise UsageError(f"no object is called `{name}`", hint)
