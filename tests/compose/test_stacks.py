"""`docker stack` reads another dialect: fewer options, no `.env`, and every `$` begins a variable."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compose.projects import shown
from tests.each import rows
from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.interpolation import InvalidTemplate, interpolate_in_stack
from traefiklint.compose.project import ComposeProject
from traefiklint.compose.reader import read_project
from traefiklint.compose.values import Given

KNOWN = {"A": Given("one"), "EMPTY": Given("")}


def stack(lines: str, **given: Any) -> ComposeProject:
    text = "services:\n  web:\n    image: x\n" + "".join(f"    {line}\n" for line in lines.split("\n"))
    return read_project(["stack.yml"], {"stack.yml": text, ".env": "DOMAIN=x\n", "f": ""}.get, is_stack=True, **given)


@rows("option", ["profiles: [a]", "label_file: f", "extends: api", "scale: 2"])
def test_a_stack_has_no_such_options(option: str) -> None:
    assert (DiagnosticKind.NOT_IN_STACKS, option.partition(":")[0]) in [
        (one.kind, one.name) for one in stack(option).diagnostics
    ]


def test_a_truth_value_is_no_label_of_a_stack() -> None:
    assert [one.name for one in stack("deploy: {labels: {a: true}}").diagnostics] == ["services.web.deploy.labels.a"]
    assert not stack('deploy: {labels: {a: "true", b: 1, c: }}').diagnostics


@rows(
    ("text", "result"),
    [
        ("$A-${A}", "one}"), ("${A}-$A", "one-one"), ("$$A", "$A"), ("${NO:-$A}", "$A"), ("${EMPTY:-x}${EMPTY-x}", "x"),
        ("$NO-1.example.com", "1.example.com"), ("${A:?no}", "one"), ("$NO", ""), ("${A:?no-x}", "x"),
    ],
)  # fmt: skip
def test_variables_are_put_in_as_docker_stack_does_it(text: str, result: str) -> None:
    assert "".join(piece.text for piece in interpolate_in_stack(text, KNOWN.get)) == result


@rows("text", ["$1", "^/a$", "a $ b", "${1}", "${A:+x}", "${}"])
def test_a_dollar_that_begins_no_variable_is_refused(text: str) -> None:
    with pytest.raises(InvalidTemplate):
        interpolate_in_stack(text, KNOWN.get)
    assert [one.kind for one in stack(f"deploy: {{labels: ['a={text}']}}").diagnostics] == [
        DiagnosticKind.INTERPOLATION
    ]


def test_the_env_file_gives_a_stack_nothing() -> None:
    project = stack("deploy: {labels: ['a=$DOMAIN']}", name="shop")
    (label,) = project.services[0].deploy_labels
    assert (label.value.text, label.value.unknown) == ("", ("DOMAIN",))
    assert (project.name.text, project.services[0].networks[0].network.name) == ("shop", "shop_default")


def test_a_default_without_braces_has_its_place() -> None:
    text = "services:\n  web:\n    image: x\n    deploy: {labels: ['a=$SUB-1.example.com']}\n"
    project = read_project(["stack.yml"], {"stack.yml": text}.get, is_stack=True)
    value = project.services[0].deploy_labels[0].value
    at = value.text.index("example")
    assert shown({"stack.yml": text}, value.place._replace(span=value.span(at, at + 7))) == "example"


def test_a_stack_passes_over_what_has_to_do_with_one_host() -> None:
    text = "container_name: a\ndeploy: {replicas: 3}\nnetwork_mode: host\nnetworks: [default]\ndepends_on: [gone]"
    assert not stack(text).diagnostics
