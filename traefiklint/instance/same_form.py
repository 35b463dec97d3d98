"""Whether one form of a static configuration says what another one says, and what is lost with it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.compose.project import Label, Service
from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.decoding.settings import decode_settings, read_variables
from traefiklint.discovery.kinds import STATIC_1, STATIC_ROOTS
from traefiklint.discovery.paths import STATIC_PLACES
from traefiklint.model.base import Place, Section
from traefiklint.model.diagnostics import EmptySection, EntryWithoutOptions, UnknownKey
from traefiklint.model.static import Static
from traefiklint.model.static.logs import Log
from traefiklint.versions import Version

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance

_ONLY_1 = STATIC_1 - STATIC_ROOTS
_PATHS = ("directory", "filename", "storage")


def compared(
    flags: tuple[Label, ...], document: LabelDocument, static: Static | None, target: Version, service: Service
) -> tuple[bool, frozenset[str]]:
    """Whether a file says all that flags say, and the entry points that it calls otherwise. What only Traefik 1 had
    says nothing to any other, and that the file provider reads the static configuration itself gives nothing."""
    flags = tuple(one for one in flags if not (_is_only_of_1(one) or _names_static(one)))
    decoded = decode_settings(flags, document, target)
    if decoded.faults or decoded.diagnostics or any(map(_hangs_on_variable, flags)):
        return False, frozenset()
    but = () if _opens_api(service) else ("api",)
    renamed = _renamed_points(decoded.static, static)
    return says_same(decoded.static, static, but, renamed), renamed


def points_in_vain(instance: Instance) -> dict[str, Place]:
    """The entry points that only a form has which Traefik does not look at, and where that is told."""
    forms = instance.context.static.get("IgnoredForm", ())
    there = instance.context.entry_points
    said = [(one.static.entry_points, one.place) for one in forms if one.static is not None]
    return {name: place for names, place in said for name in names if name not in there}


def _is_only_of_1(flag: Label) -> bool:
    return flag.name.text.split()[0].partition(".")[0].lower() in _ONLY_1


def _names_static(flag: Label) -> bool:
    """Whether a flag names the static configuration as what the file provider reads."""
    return flag.name.text.lower() == "providers.file.filename" and flag.value.text in STATIC_PLACES


def is_option(name: Value, value: Value, document: LabelDocument, target: Version) -> bool:
    """Whether a variable that names a section of Traefik's gives it an option, so that it is not somebody's own, for a
    label or a script: `TRAEFIK_API_USER` and `TRAEFIK_ENTRYPOINTS_HTTP=80` only look so."""
    said = decode_settings(read_variables([(name, value)], target), document, target).diagnostics
    return not any(isinstance(one, (UnknownKey, EmptySection, EntryWithoutOptions)) for one in said)


def not_in_flags(
    variables: Iterable[tuple[Value, Value]],
    words: Iterable[Value],
    static: Static,
    document: LabelDocument,
    target: Version,
) -> Iterator[tuple[Value, Value]]:
    """The variables that are lost beside flags: no flag takes them in, and none says the same.

    Args:
        words: the flags as they are written.
        static: what they come to.
    """
    taken = {piece.variable for word in words for piece in word.pieces}
    for name, value in variables:
        own = decode_settings(read_variables([(name, value)], target), document, target)
        is_same = not own.diagnostics and not own.faults and says_same(own.static, static, with_level=True)
        if name.text not in taken and not is_same:
            yield name, value


def _hangs_on_variable(flag: Label) -> bool:
    """Whether a flag has its value from a variable, which then changes nothing; how much is logged nobody misses."""
    return any(piece.variable for piece in flag.value.pieces) and flag.name.text.lower() != "log.level"


def _renamed_points(some: Static, other: Static | None) -> frozenset[str]:
    """The entry points that another configuration has by other names, with all that is said of them."""
    theirs = other.entry_points if other is not None else {}
    found = ((name, one) for name, one in some.entry_points.items() if name not in theirs)
    return frozenset(name for name, one in found if any(says_same(one, their) for their in theirs.values()))


def _opens_api(service: Service) -> bool:
    """Whether somebody may reach the port on which `api.insecure` shows the configuration."""
    return service.network_mode is not None or any(port.number in (None, 8080) for port in service.ports)


def says_same(
    some: Section,
    other: Section | None,
    but: Container[str] = (),
    points: Container[str] = (),
    *,
    with_level: bool = False,
) -> bool:
    """Whether all that is written in a section is so in another one of its kind, besides some options.

    Args:
        points: the names of entry points that are not compared.
        with_level: whether to compare how much is written to the log, too.
    """
    is_alike = other is not None and type(other) is type(some)
    return is_alike and not any(True for _ in differences(some, other, but, points, with_level=with_level))


def differences(
    some: Section,
    other: Section | None,
    but: Container[str] = (),
    points: Container[str] = (),
    *,
    with_level: bool = False,
) -> Iterator[str]:
    """The paths of the options of a section that are not so in another one of its kind; of a section without options
    that is missing there its own, which is empty for the first one. The arguments are those of `says_same`."""
    is_empty = True
    for option, value, _ in some.given():
        is_empty = False
        if option.attribute in but and getattr(value, "insecure", False):
            continue
        if option.attribute == "level" and isinstance(some, Log) and other is not None and not with_level:
            continue
        theirs = getattr(other, option.attribute, None)
        if isinstance(value, Section):
            pairs = [(option.key, value, theirs)]
        elif isinstance(value, dict) and all(isinstance(one, Section) for one in value.values()):
            left = points if option.attribute == "entry_points" else ()
            pairs = [
                (f"{option.key}.{name}", one, theirs.get(name) if theirs else None)
                for name, one in value.items()
                if name not in left
            ]
        else:
            is_path = option.attribute in _PATHS and isinstance(theirs, str)
            is_same = value == theirs or (is_path and value.rstrip("/") == str(theirs).rstrip("/"))
            if other is None or not is_same:
                yield option.key
            continue
        for name, one, their in pairs:
            for path in differences(one, their, with_level=with_level):
                yield f"{name}.{path}" if path else name
    if is_empty and other is None:
        yield ""
