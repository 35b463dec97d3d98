"""What a running Traefik serves of the file provider, against what the files say.

Only what a file gives is compared, and what is served beside it where that is no default: Traefik fills in the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.instance.names import FILE, qualify
from traefiklint.live.running import Object, Running
from traefiklint.patch.data import Data, Leaf
from traefiklint.sync.decoded import section_data
from traefiklint.sync.redact import PLACEHOLDER
from traefiklint.text.judging import secret_stretches
from traefiklint.text.masks import masked_value
from traefiklint.text.spelling import counted
from traefiklint.verify.verdict import KINDS

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance

_LOST = {"http.routers": ("middlewares",), "tcp.routers": ("middlewares",)}
"""What an object has only where a file gives it: served beside a file that does not, it is a difference."""
_UNIT = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_ALWAYS_SHOWN = 60


class ServedDifference(NamedTuple):
    """Something that is served otherwise than the files say."""

    kind: str
    """`missing`, `extra` or `changed`."""
    object: str
    detail: str = ""
    place: str = ""

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.object}{where}" + (f": {self.detail}" if self.detail else "")


def differences(
    running: Running, instance: Instance, covered: frozenset[str] = frozenset()
) -> tuple[ServedDifference, ...]:
    """Where the objects of the file provider that run are not those of the files.

    Args:
        covered: files whose secrets are covered, so that of their objects only the names can be compared.
    """
    return tuple(sorted(_differences(running, instance, covered)))


def _differences(running: Running, instance: Instance, covered: frozenset[str]) -> Iterator[ServedDifference]:
    here: set[tuple[str, str]] = set()
    for kind in KINDS.values():
        for full, section in instance.objects.get(kind, {}).items():
            if not full.endswith(f"@{FILE}") or section.document.uncertain:
                continue
            here.add((kind, full))
            there = running.objects.get((kind, full))
            place = f"{section.file}:{section.at().span[0]}"
            if there is None:
                yield ServedDifference("missing", f"{kind}.{full}", "Traefik does not have it", place)
            elif section.file not in covered:
                for detail in _changes(kind, full, section_data(section), there):
                    yield ServedDifference("changed", f"{kind}.{full}", detail, place)
    if any(file.document.uncertain for file in instance.files):
        return  # a template may write any object
    for (kind, full), one in running.objects.items():
        if one.provider == FILE and (kind, full) not in here:
            yield ServedDifference("extra", f"{kind}.{full}", "no file has it")


def _changes(kind: str, full: str, here: Mapping[str, Data], there: Object) -> Iterator[str]:
    if kind.endswith(".middlewares"):
        given = {key for key in here if isinstance(here[key], dict | Leaf)}
        if set(there.options) - given and given:
            yield f"it is `{_listed(there.options)}` there, and `{_listed(given)}` here"
            return
    for key, value in here.items():
        yield from _compared(key, _meant(kind, key, full, value), there.options.get(key), full)
    for key in _LOST.get(kind, ()):
        if key not in here and there.options.get(key):
            yield f"`{key}` is {_shown(key, there.options[key])} there, and not given here"


def _meant(kind: str, key: str, full: str, value: Data) -> Data:
    """The names of middlewares are shown with their provider."""
    if key != "middlewares" or not kind.endswith(".routers") or not isinstance(value, list):
        return value
    return [Leaf(one.kind, qualify(one.text, full), one.value) if isinstance(one, Leaf) else one for one in value]


def _compared(path: str, here: Data, there: Any, full: str) -> Iterator[str]:
    if isinstance(here, dict):
        if not isinstance(there, Mapping):
            if here or there is None:
                yield f"`{path}` is not there"
            return
        for key, value in here.items():
            yield from _compared(f"{path}.{key}", value, there.get(key), full)
    elif isinstance(here, list):
        found = there if isinstance(there, list) else []
        if len(found) != len(here):
            if here or found:
                yield f"`{path}` is {_shown(path, there)} there, and has {counted(len(here), 'item')} here"
            return
        for index, value in enumerate(here):
            yield from _compared(f"{path}[{index}]", value, found[index], full)
    elif not _same(here, there):
        shown = "hidden" if _is_secret(path, here.text) else f"`{here.text[:_ALWAYS_SHOWN]}`"
        other = "another" if shown == "hidden" else _shown(path, there)
        yield f"`{path}` is {other} there, and {shown} here"


def _same(here: Leaf, there: Any) -> bool:
    text = here.text.strip()
    if PLACEHOLDER in text:
        return there is not None  # a password hash that is kept out of git
    if there is None:
        return text in ("", "false", "0", "null", "~")
    if isinstance(there, bool):
        return text.lower() in (("true", "1", "t") if there else ("false", "0", "f", ""))
    said = str(there)
    if said == text or said in (here.value, text.rpartition("@")[0], f"{text}@{FILE}"):
        return True
    mine, theirs = _seconds(text), _seconds(said)
    return mine is not None and theirs is not None and abs(mine - theirs) < 1e-9


def _seconds(text: str) -> float | None:
    """A duration or a number, as a number."""
    if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return float(text)
    parts = _UNIT.findall(text)
    if not parts or "".join(map("".join, parts)) != text:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _keys(path: str) -> tuple[str, ...]:
    """The keys of a path; items of a list have the key of their list."""
    return tuple(re.sub(r"\[\d+\]", "", path).split("."))


def _is_secret(path: str, text: str) -> bool:
    return bool(secret_stretches(_keys(path), text))


def _shown(path: str, value: Any) -> str:
    """What Traefik has, without what is secret there: it may have a password where a file only says where it is."""
    if value is None:
        return "nothing"
    items = value if isinstance(value, list) else [value]
    text = ", ".join(masked_value(_keys(path), str(one)) for one in items)
    return f"`{text[:_ALWAYS_SHOWN]}`"


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))
