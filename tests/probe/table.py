"""The table of options, `tests/model/traefik_fields.json`: what the probe found, a line for each option."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.probe.asking import Asking, Facts, section_of
from tests.probe.go_types import GoOption, GoTypes
from traefiklint.verify.binary import Binary
from traefiklint.versions import TARGETS, Version, read_version, since

TABLE = Path(__file__).parents[1] / "model" / "traefik_fields.json"

_NOT_ASKED = ("since", "deprecated")
"""What the table says and no binary tells: when an option came, and what Traefik's documentation thinks of it."""


class Difference(NamedTuple):
    """One thing in which a Traefik is other than the table says of its version."""

    path: str
    sign: str
    """`+` accepts an option that it should not know, `-` refuses one that it should, `~` takes it in another way."""
    said: str

    def __str__(self) -> str:
        return f"{self.sign} {self.path}: {self.said}"


def load() -> dict[str, Facts]:
    """The table, in its order."""
    table: dict[str, Facts] = json.loads(TABLE.read_text("utf-8"))
    return table


def save(table: Mapping[str, Facts]) -> None:
    """Write the table, a line for each option."""
    lines = (f"  {json.dumps(path)}: {json.dumps(facts, ensure_ascii=False)}" for path, facts in table.items())
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def is_option(path: str) -> bool:
    """Whether a path of the table is an option, and not a name or an item."""
    return not path.endswith((".*", "[]"))


def probe(binary: Binary, table: Mapping[str, Facts]) -> dict[str, Facts]:
    """What a Traefik says of every option of the table, and of all that its own types say there may be."""
    types = GoTypes(Path(binary.path)).options()
    by_key = {path.lower(): option for path, option in types.items()}
    spelt = {path.lower() for path in table}
    declared: dict[str, GoOption | None] = {path: by_key.get(path.lower()) for path in table if is_option(path)}
    declared |= {path: option for path, option in types.items() if path.lower() not in spelt}
    with Asking(binary) as asking:
        return asking.facts(dict(sorted(declared.items(), key=lambda item: item[0].split("."))))


def differences(found: Mapping[str, Facts], table: Mapping[str, Facts], version: Version) -> Iterator[Difference]:
    """In what a Traefik of this version is other than the table says."""
    for path, facts in found.items():
        row = table.get(path)
        if row is None:
            yield Difference(path, "+", f"is new: {_shown(facts)}")
        elif since(row["since"]) > version:
            yield Difference(path, "+", f"is known already, not since {row['since']} only")
        else:
            changed = [
                f"{fact} is {json.dumps(facts.get(fact))}, not {json.dumps(row.get(fact))}"
                for fact in dict.fromkeys((*row, *facts))
                if fact not in _NOT_ASKED and _contradicts(fact, row, facts)
            ]
            if changed:
                yield Difference(path, "~", ", ".join(changed))
    for path, row in table.items():
        if is_option(path) and path not in found and since(row["since"]) <= version:
            yield Difference(path, "-", f"is refused, and known since {row['since']} it should be")


def _contradicts(fact: str, row: Facts, facts: Facts) -> bool:
    """Whether a fact is told, and told otherwise; no default told is no contradiction: the API does not show all."""
    return bool(row.get(fact) != facts.get(fact) and (fact != "default" or fact in facts))


def recorded(found: Mapping[str, Facts], table: Mapping[str, Facts], version: str) -> dict[str, Facts]:
    """The table with what a newer Traefik accepts: new options since this version, facts as they are now."""
    asked = read_version(version)
    first = version if asked.name in TARGETS else asked.name
    merged = dict(table)
    for path, facts in found.items():
        row = table.get(path, {})
        kept = {fact: row[fact] for fact in (*_NOT_ASKED, "default") if fact in row}
        merged[path] = {"kind": facts["kind"], "since": first, **kept, **facts}
        if path not in table:
            merged |= {inner: {"kind": kind, "since": first} for inner, kind in _entries(path, facts["kind"])}
    return {path: merged[path] for path in _in_order(merged, table)}


def _entries(path: str, kind: str) -> Iterable[tuple[str, str]]:
    """The names or items below a new option, which have a line of their own."""
    if kind == "list<struct>":
        return [(f"{path}[]", "struct")]
    return [(f"{path}.*", kind[4:-1])] if kind in ("map<struct>", "map<raw>") else []


def _in_order(paths: Iterable[str], table: Mapping[str, Facts]) -> list[str]:
    """The paths of the table in its order, each new one behind the last that stands in the same section."""
    order = list(table)
    for path in paths:
        if path not in table:
            order.insert(_behind(section_of(path), order), path)
    return order


def _behind(section: str, order: list[str]) -> int:
    """The place behind everything in a section, or in the nearest one around it that is there."""
    while section:
        below = (f"{section}.", f"{section}[")
        inside = [at for at, path in enumerate(order) if path == section or path.startswith(below)]
        if inside:
            return inside[-1] + 1
        section = section_of(section)
    return len(order)


def _shown(facts: Facts) -> str:
    return ", ".join(f"{fact} {json.dumps(value)}" if value is not True else fact for fact, value in facts.items())
