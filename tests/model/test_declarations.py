"""The declarations say of every option what was found out about the real Traefik.

`traefik_fields.json` is that, written by `make probe` and by nobody else: a line for each option. `*` is a name, `[]`
an item of a list.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.each import each
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.base import Kind
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Bool, Duration, Int, Raw, Text
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.versions import TARGETS
from traefiklint.versions import since as version

PROBED: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "traefik_fields.json").read_text("utf-8"))

OF_3_1 = (
    "http.middlewares.*.headers.contentSecurityPolicyReportOnly",
    "http.middlewares.*.requestRedirect",
    "http.middlewares.*.uRLRewrite",
    "http.services.*.weighted.services[].status",
)
"""No binary of 3.1 could be probed, so 3.2 is the first that was seen to know these; the changelog has them in 3.1."""

KINDS = {
    Text: "string",
    Bool: "bool",
    Int: "int",
    Duration: "duration",
    Texts: "list<string>",
    Nested: "struct",
    Sections: "list<struct>",
    ByName: "map<struct>",
    TextMap: "map<string>",
    IntMap: "map<int>",
    Plugins: "map<raw>",
    Raw: "raw",
}


def walk(of: type[Section], path: str, since: str) -> Iterator[tuple[str, Option | None, str]]:
    """Every path below a class with its option (None for names and items) and the release that first knows it."""
    for field in of.fields.values():
        here = f"{path}.{field.key}" if path else field.key
        newest = max(since, field.since, key=version)
        yield here, field, newest
        if isinstance(field.kind, Plugins):
            yield here + ".*", None, newest
        if field.of is not None:
            below = here + {Sections: "[]", ByName: ".*"}.get(type(field.kind), "")
            if below != here:
                yield below, None, newest
            yield from walk(field.of, below, newest)


DECLARED = {path: (field, since) for path, field, since in walk(Configuration, "", TARGETS[0])}


def test_every_option_of_traefik_is_declared_and_no_other() -> None:
    assert set(DECLARED) == set(PROBED)


@each(PROBED, str)
def test_an_option_is_declared_with_the_release_that_first_knows_it(path: str) -> None:
    assert DECLARED[path][1] == ("3.1" if path.startswith(OF_3_1) else PROBED[path]["since"])


@each([path for path in PROBED if not path.endswith(("*", "[]"))], str)
def test_an_option_is_declared_with_its_facts(path: str) -> None:
    field, probed = DECLARED[path][0], PROBED[path]
    assert field is not None
    kind = "uint" if field.go_kind == "uint32" else KINDS[type(field.kind)]
    assert kind == probed["kind"]
    assert field.may_be_empty == probed.get("allow_empty", False)
    assert field.ignored == probed.get("ignored", False)
    assert field.deprecated == probed.get("deprecated", False)
    if "go" in probed:
        assert field.go_kind == probed["go"]
    if "type" in probed:
        assert field.type_name == probed["type"]


@each([path for path, facts in PROBED.items() if "default" in facts], str)
def test_an_option_is_declared_with_its_default(path: str) -> None:
    field, default = DECLARED[path][0], PROBED[path]["default"]
    assert field is not None
    if isinstance(field.kind, Duration):
        from traefiklint.go.strconv import nanoseconds

        default = nanoseconds(default)
    elif default == "Go's defaults":
        default = ()
    elif isinstance(default, list):
        default = tuple(default)
    assert field.default == default


def test_an_option_without_default_is_false_zero_empty_or_none() -> None:
    empty: dict[type[Kind], Any] = {Text: "", Bool: False, Int: 0, Duration: 0, Texts: (), Sections: ()}
    for path, (field, _) in DECLARED.items():
        if field is not None and "default" not in PROBED[path]:
            assert field.default is None or not field.default, path
            if field.go_kind != "ptr" and type(field.kind) in empty:
                assert field.default == empty[type(field.kind)], path


def test_every_option_says_in_a_sentence_what_it_does() -> None:
    for path, (field, _) in DECLARED.items():
        if field is not None:
            assert field.description.endswith("."), path
            assert not (field.ignored and field.says), f"{path} is dropped, and says what it does"


def test_no_option_takes_the_place_of_what_every_part_has() -> None:
    common = {name for name in vars(Section) if not name.startswith("__")}
    for path, (field, _) in DECLARED.items():
        assert field is None or field.attribute not in common, path


@pytest.mark.slow
def test_importing_the_whole_model_makes_few_calls(tmp_path: Path) -> None:
    code = (
        "import collections.abc, dataclasses, enum, types, typing\n"
        "import traefiklint.findings, traefiklint.yaml.scalars\n"
        "from tests.effort import calls\n"
        "print(calls(lambda: __import__('traefiklint.model.configuration')))\n"
    )
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    root = Path(__file__).parents[2]
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=compiled, cwd=root)
        for _ in range(2)
    )
    # The first run compiles; from then on a module is read, and its classes are made once and cheaply.
    assert int(second.stdout) <= int(first.stdout)
    assert int(second.stdout) < 3500
