"""The JSON Schema of the static configuration takes what Traefik starts with, and nothing that it cannot decode."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

import jsonschema
import pytest

from tests.static.cases import rejected
from tests.static.damage import damaged, trees
from tests.static.starting import Form
from traefiklint.model.json_schema import static_schema
from traefiklint.versions import TARGETS, read_version

pytestmark = pytest.mark.slow


@cache
def validator(target: str) -> Any:
    schema = static_schema(read_version(target))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("target", TARGETS)
def test_each_version_has_a_valid_schema(target: str) -> None:
    assert validator(target).is_valid({"entryPoints": {"web": {"address": ":80"}}})


def test_what_traefik_decodes_is_valid() -> None:
    random_ = random.Random(5)
    source = trees(random_)
    for _ in range(60):
        tree = next(source)
        assert [error.message for error in validator("3.7").iter_errors(tree)] == [], json.dumps(tree)


def test_of_damaged_ones_none_is_valid_that_cannot_be_decoded() -> None:
    random_ = random.Random(6)
    source = trees(random_)
    decoding = {
        "unknown-field",
        "empty-mapping",
        "invalid-bool",
        "invalid-number",
        "invalid-duration",
        "scalar-expected",
    }
    for _ in range(120):
        tree = damaged(next(source), random_)
        said = {finding.rule for finding in rejected(Form(json.dumps(tree)), "3.7")}
        if said & decoding:
            assert not validator("3.7").is_valid(tree), (json.dumps(tree), said)


def test_what_is_gone_or_too_new_is_not_offered() -> None:
    docker = validator("3.0").schema["$defs"]["DockerProvider"]["properties"]
    assert "swarmMode" not in docker
    assert "username" not in docker
    assert "username" in validator("3.7").schema["$defs"]["DockerProvider"]["properties"]


def test_a_number_of_32_bits_is_none_of_64() -> None:
    streams = {"entryPoints": {"web": {"address": ":80", "http2": {"maxConcurrentStreams": 2147483647}}}}
    assert validator("3.7").is_valid(streams)
    streams["entryPoints"]["web"]["http2"] = {"maxConcurrentStreams": 2147483648}
    assert not validator("3.7").is_valid(streams)
