"""Labels are what the real Compose (5.6.1) and `docker stack` (28.2.2) made of recorded files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.each import each
from traefiklint.compose.project import ComposeProject
from traefiklint.compose.reader import files_of, read_project

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("recorded.jsonl").read_text(encoding="utf-8").splitlines()
]


def read(case: dict[str, Any]) -> ComposeProject:
    texts = case["files"]
    return read_project(
        files_of("", texts.get),
        texts.get,
        environment=case.get("environment"),
        name="demo",
        is_stack=case.get("stack", False),
    )


@each(CASES, lambda case: case["id"])
def test_labels_are_those_of_the_real_compose(case: dict[str, Any]) -> None:
    project = read(case)
    assert project.is_refused is ("refused" in case), case.get("refused") or project.diagnostics
    found = {
        service.name.text: {
            label.name.text: label.value.text
            for label in (service.deploy_labels if project.is_stack else service.labels)
        }
        for service in project.services
    }
    for name, labels in case.get("labels", {}).items():
        assert found[name] == labels
