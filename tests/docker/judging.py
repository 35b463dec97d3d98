"""What we make of containers, in the form in which the real Traefik is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.docker.oracle import Answer, static_of
from traefiklint.compose.reader import read_project
from traefiklint.docker.compose import containers_of
from traefiklint.docker.containers import Container
from traefiklint.engine import lint_texts
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.verify.verdict import KINDS

LabelSets = Sequence[Mapping[str, str]]
"""The labels of some containers, or of some services of a stack."""
STACK = "stack/stack.yml"
"""The file of a host that is a stack; all others are projects of Compose."""
_ALWAYS = {"traefik.enable": "true", "traefik.http.services.always.loadbalancer.server.port": "9"}


def text_of(sets: LabelSets) -> str:
    """A compose file with a container for each set of labels; the image exposes port 80, as `expose` says."""
    services = {
        f"s{number}": {"image": "example/x:1", "expose": ["80"], "labels": _escaped(labels)}
        for number, labels in enumerate(sets)
    }
    return json.dumps({"services": services})


def stack_text_of(sets: LabelSets) -> str:
    """A stack with a service for each set of labels, and one more, so that it has labels for Traefik at any rate."""
    services = {
        f"s{number}": {"image": "example/x:1", "deploy": {"labels": _escaped(labels)}}
        for number, labels in enumerate((*sets, _ALWAYS))
    }
    return json.dumps({"services": services})


def _escaped(labels: Mapping[str, str]) -> dict[str, str]:
    return {name: value.replace("$", "$$") for name, value in labels.items()}


def containers(texts: Mapping[str, str]) -> list[Container]:
    """The containers of a host's compose files and stack, by the paths of the files."""
    found: list[Container] = []
    for path in texts:
        is_stack = path == STACK
        project = read_project([path], texts.get, is_stack=is_stack, folder_name="project")
        found += containers_of(project, "swarm" if is_stack else "docker")
    return found


def judged(texts: Mapping[str, str], docker: Mapping[str, Any], target: str) -> Answer:
    """What we say that Traefik makes of a host's compose files and stack."""
    options = Options(static=json.dumps(static_of(docker)), static_file="traefik.yml", target=target)
    instance = read_instance(texts, read_context(options).context)
    report = lint_texts(texts, options)
    if any("*@docker" in finding.disables and finding.effect == "rejected" for finding in report.findings):
        return Answer(None)
    disabled = {name for finding in report.findings for name in finding.disables}
    return Answer(
        {
            kind: {thing.full: thing.object in disabled for thing in instance.objects[kind].values()}
            for kind in KINDS.values()
        }
    )
