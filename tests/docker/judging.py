"""What we make of containers, in the form in which the real Traefik is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.docker.oracle import Answer, static_of
from tests.docker.recorded import KINDS
from traefiklint.compose.reader import read_project
from traefiklint.docker.compose import containers_of
from traefiklint.docker.containers import Container
from traefiklint.engine import lint_texts
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options

LabelSets = Sequence[Mapping[str, str]]
"""The labels of some containers."""


def text_of(sets: LabelSets) -> str:
    """A compose file with a container for each set of labels; the image exposes port 80, as `expose` says."""
    services = {
        f"s{number}": {
            "image": "example/x:1",
            "expose": ["80"],
            "labels": {name: value.replace("$", "$$") for name, value in labels.items()},
        }
        for number, labels in enumerate(sets)
    }
    return json.dumps({"name": "demo", "services": services})


def containers(text: str) -> list[Container]:
    """The containers of a compose file, with addresses."""
    found = containers_of(read_project(["compose.yml"], {"compose.yml": text}.get), "docker")
    return [
        replace(one, networks=dict.fromkeys(one.networks, f"172.20.0.{number + 2}")) for number, one in enumerate(found)
    ]


def judged(text: str, docker: Mapping[str, Any], target: str) -> Answer:
    """What we say that Traefik makes of a compose file."""
    options = Options(static=json.dumps(static_of(docker)), static_file="traefik.yml", target=target)
    instance = read_instance({"compose.yml": text}, read_context(options).context)
    report = lint_texts({"compose.yml": text}, options)
    if any("*@docker" in finding.disables and finding.effect == "rejected" for finding in report.findings):
        return Answer(None)
    disabled = {name for finding in report.findings for name in finding.disables}
    return Answer(
        {
            kind: {thing.name: thing.object in disabled for thing in instance.objects[kind].values()}
            for kind in KINDS.values()
        }
    )
