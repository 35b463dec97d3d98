"""The declarations of the static configuration say of every option what was found out about the real Traefik.

`static_fields.json` is that: a line for each option, asked of every version. `*` is a name, `[]` an item of a list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.model.test_declarations import KINDS, walk
from traefiklint.go.strconv import nanoseconds
from traefiklint.model.base import Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Duration, Float
from traefiklint.model.kinds.texts import Floats
from traefiklint.model.static import Static
from traefiklint.versions import TARGETS

ASKED: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "static_fields.json").read_text("utf-8"))
ALL = {path: (option, since) for path, option, since in walk(Static, "", TARGETS[0])}
DECLARED = {
    path: (option, since)
    for path, (option, since) in ALL.items()
    if not (option is not None and isinstance(option.kind, Removed)) and not path.endswith("plugin.*")
}
NAMES = {**KINDS, Float: "float", Floats: "list<float>"}
BELOW_HIDDEN = "providers.kubernetesGateway.entryPoints."
"""Traefik fills these itself; nobody could be asked about them."""


def test_every_option_of_traefik_is_declared_and_no_other() -> None:
    assert {path for path in DECLARED if not path.startswith(BELOW_HIDDEN)} == set(ASKED)


def facts(path: str) -> dict[str, Any]:
    """What the declaration of an option says, in the words of the recorded facts."""
    declared, since = DECLARED[path]
    assert declared is not None
    default = declared.default if declared.default else None
    said = {
        "kind": NAMES[type(declared.kind)],
        "since": since,
        "allow_empty": declared.may_be_empty,
        "ignored": declared.ignored,
        "deprecated": declared.deprecated,
        "go": declared.go_kind,
        "type": declared.type_name,
        "default": list(default) if isinstance(default, tuple) else default,
    }
    asked = ASKED[path]
    if isinstance(declared.kind, Duration) and "default" in asked:
        asked = {**asked, "default": nanoseconds(asked["default"])}
    return {
        fact: value
        for fact, value in said.items()
        if (
            asked[fact] != value
            if fact in asked
            else value and fact in ("allow_empty", "ignored", "deprecated", "default")
        )
    }


def test_every_option_is_declared_with_its_facts() -> None:
    assert {path: wrong for path in ASKED if not path.endswith(("*", "[]")) if (wrong := facts(path))} == {}


def test_every_option_says_in_a_sentence_what_it_does() -> None:
    for path, (declared, _) in ALL.items():
        assert declared is None or declared.description.endswith("."), path


def test_no_option_takes_the_place_of_what_every_section_has() -> None:
    common = {name for name in vars(Section) if not name.startswith("__")}
    for path, (declared, _) in ALL.items():
        assert declared is None or declared.attribute not in common, path


def test_no_class_of_sections_bears_the_name_of_another_one() -> None:
    """Rules are found by the name of the class that they are about."""
    classes = {
        option.of
        for declared in (walk(Static, "", "3.0"), walk(Configuration, "", "3.0"))
        for _, option, _ in declared
        if option is not None and option.of
    }
    names = [one.__name__ for one in classes]
    assert sorted(names) == sorted(set(names))
