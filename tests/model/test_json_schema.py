"""The JSON Schema accepts what the real Traefik loads, and refuses most of what it refuses.

Left out are files that the schema cannot see: templates, what YAML itself refuses, and nesting beyond what an editor
takes. Exempt from "accepts" is only what the schema does not know on purpose: keys in another spelling than the
documented one, unknown keys with nothing behind them, and root keys that Traefik drops.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.corpus.cases import load_cases
from tests.each import rows
from tests.model.decoding import plain, refusals, told
from tests.model.odd_values import files_with_odd_values
from tests.model.test_agreement import ENDLESS, TARGETS
from tests.traefik_versions import NEWEST
from traefiklint.decoding.file import read_document
from traefiklint.model.configuration import Configuration
from traefiklint.model.json_schema import json_schema
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping
from traefiklint.versions import Version

VALIDATORS = {target: Draft202012Validator(json_schema(target)) for target in TARGETS.values()}
SPELLING = {"unknown-root-key", "static-in-dynamic", "dotted-key", "misplaced-field", "field-case"}
DEEPEST = 150


def depth(text: str) -> int:
    return text.count("{") + text.count("[")


def is_visible(document: Document) -> bool:
    return not document.diagnostics and "{{" not in document.text and depth(document.text) < DEEPEST


def is_exempt(document: Document, errors: list[Any], target: Version) -> bool:
    kinds = {problem.kind for problem in told(document, target).problems}
    return bool(kinds & SPELLING) or all(
        error.validator == "additionalProperties" and "unexpected" in error.message for error in errors
    )


def has_other_sections(document: Document) -> bool:
    """Whether a file has a section that Traefik drops: it may be there for its anchors, and the schema wants `x-`."""
    assert isinstance(document.root, Mapping)
    return any(key.value.lower() not in ("http", "tcp", "udp", "tls") for key, _ in document.root.pairs)


@pytest.mark.slow
@pytest.mark.parametrize("version", TARGETS)
def test_the_schema_accepts_every_file_that_traefik_loads(version: str) -> None:
    target = TARGETS[version]
    seen, wrong = 0, []
    for case in load_cases(version):
        if not case.verdicts[version]["loads"]:
            continue
        for file, text in case.files.items():
            document = read_document(file, text)
            if not file.lower().endswith((".yml", ".yaml")) or not is_visible(document):
                continue
            errors = list(VALIDATORS[target].iter_errors(plain(document.root)))
            seen += 1
            if (
                errors
                and not has_other_sections(document)
                and not {problem.kind for problem in told(document, target).problems} & SPELLING
            ):
                wrong.append((case.id, [error.message for error in errors]))
    assert wrong == []
    assert seen > 180


@pytest.mark.slow
def test_the_schema_refuses_nearly_every_file_of_the_corpus_that_traefik_refuses() -> None:
    refused, accepted = 0, []
    for version, target in TARGETS.items():
        for case in load_cases(version):
            if case.verdicts[version]["loads"] or case.verdicts[version]["error"] == ENDLESS:
                continue
            documents = [read_document(file, text) for file, text in case.files.items() if "." in file]
            if not all(map(is_visible, documents)):
                continue
            if all(VALIDATORS[target].is_valid(plain(document.root)) for document in documents):
                accepted.append((case.id, case.verdicts[version]["error"]))
            else:
                refused += 1
    assert refused > 200
    assert refused / (refused + len(accepted)) > 0.92, accepted


@pytest.mark.slow
def test_the_schema_agrees_with_decoding_on_options_with_odd_values() -> None:
    refused, let_through, wrong = 0, 0, []
    for text in files_with_odd_values(4000, seed=7):
        document = read_document("a.yml", text)
        if not is_visible(document):
            continue
        valid = VALIDATORS[TARGETS[NEWEST]].is_valid(plain(document.root))
        if refusals(text):
            refused += not valid
            let_through += valid
        elif not valid:
            errors = list(VALIDATORS[TARGETS[NEWEST]].iter_errors(plain(document.root)))
            if not is_exempt(document, errors, TARGETS[NEWEST]):
                wrong.append((text, [error.message for error in errors]))
    assert wrong == []
    assert refused / (refused + let_through) > 0.85


@pytest.mark.slow
def test_the_schema_is_one() -> None:
    for target in VALIDATORS:
        Draft202012Validator.check_schema(json_schema(target))


def test_a_target_does_not_know_what_is_younger() -> None:
    file = {"http": {"services": {"s": {"middlewares": ["a"]}}}}
    assert Draft202012Validator(json_schema(Version(3, 7))).is_valid(file)
    assert not Draft202012Validator(json_schema(Version(3, 6))).is_valid(file)


def test_a_mistake_is_named_at_its_place() -> None:
    (error,) = VALIDATORS[TARGETS[NEWEST]].iter_errors({"http": {"routers": {"r": {"rul": "a"}}}})
    assert list(error.absolute_path) == ["http", "routers", "r"]
    assert "'rul' was unexpected" in error.message


@rows(
    ("file", "valid"),
    [
        (None, True),
        ({"http": None, "x-anchors": [[1]]}, True),
        ({"http": {}}, False),
        ({"http": {"routers": None}}, False),
        ({"http": {"routers": {"r": None, "q": {}}}}, True),
        ({"http": {"routers": {"r": {"tls": True, "priority": "10", "entryPoints": "a,b"}}}}, True),
        ({"http": {"routers": {"r": {"priority": True}}}}, False),
        ({"http": {"middlewares": {"m": {"rateLimit": {"period": 10}}}}}, True),
        ({"http": {"middlewares": {"m": {"rateLimit": {"period": "10"}}}}}, True),
        ({"http": {"middlewares": {"m": {"rateLimit": {"period": "1d"}}}}}, False),
        ({"http": {"middlewares": {"m": {"plugin": {"p": {"a": [{"b": 1}]}}}}}}, True),
        ({"http": {"middlewares": {"m": {"plugin": {"p": {"a": [[1]]}}}}}}, False),
    ],
)
def test_the_schema_reads_as_traefik_does(file: Any, valid: bool) -> None:
    assert VALIDATORS[TARGETS[NEWEST]].is_valid(file) is valid


def test_every_option_is_described_and_the_old_ones_are_marked() -> None:
    schema = json_schema()
    for name, part in schema["$defs"].items():
        for key, option in part.get("properties", {}).items():
            assert option["description"].endswith("."), f"{name}.{key}"
    assert schema["$defs"]["Headers"]["properties"]["sslRedirect"]["deprecated"] is True
    assert schema["$defs"]["RateLimit"]["properties"]["period"]["default"] == "1s"
    assert set(schema["properties"]) == set(Configuration.by_key)


@pytest.mark.slow
def test_the_command_prints_the_schema(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "traefiklint", "schema", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True).stdout

    assert json.loads(run("--target", "3.6")) == json_schema(Version(3, 6))
    assert run("--output", "traefik.schema.json") == ""
    assert json.loads((tmp_path / "traefik.schema.json").read_text("utf-8")) == json_schema(Version(3, 7))
