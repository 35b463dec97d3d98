"""What the real Docker Compose makes of projects, where it is installed (`docker-compose`, of the extra `compose`).

`docker-compose config` needs no engine. Of the environment it is given only the variables that the settings know, and
it fetches nothing: of what a project includes, only files of this machine are read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from traefiklint.compose.project import ComposeProject, Service
from traefiklint.docker.containers import Container
from traefiklint.docker.labels import DOCKER
from traefiklint.findings import FILE_START, Effect, Finding
from traefiklint.instance.instance import Instance
from traefiklint.records import changed
from traefiklint.verify.disagreement import disagreement
from traefiklint.verify.places import CausePlace
from traefiklint.verify.reading import CANNOT_KNOW, made, no_value

_PATIENCE = 60.0
_UNSET = re.compile(r'The \\?"(\w+)\\?" variable is not set')
_SOME_VALUE = "1"
"""What a variable without a value is given, to see whether a refusal hangs on it."""
_NOT_FETCHED = {"COMPOSE_EXPERIMENTAL_GIT_REMOTE": "false", "COMPOSE_EXPERIMENTAL_OCI_REMOTE": "false"}


class Composed(NamedTuple):
    """The containers with the labels that Compose gives them, and what is to be said about that."""

    containers: list[Container]
    findings: tuple[Finding, ...] = ()
    is_asked: bool = False
    """Whether Compose is there, and was asked."""


class Refusal(NamedTuple):
    """Why Compose refuses a project."""

    error: str
    unset: tuple[str, ...] = ()
    """The variables that it says are not set."""

    def is_other_than(self, answer: object) -> bool:
        """Whether Compose says something else, asked once more."""
        return not isinstance(answer, Refusal) or answer.error != self.error


def compose_binary() -> str | None:
    """The program: beside this Python, else on PATH; None where there is none."""
    own = Path(sys.executable).with_name("docker-compose")
    return str(own) if own.exists() else shutil.which("docker-compose")


def composed(instance: Instance) -> Composed:
    """The containers of an instance, with labels as the real Compose resolves them where it is there."""
    labels = instance.labels
    assert labels is not None, "there are compose files"
    binary = compose_binary()
    asked = [project for project in labels.composed if not project.is_stack]
    if binary is None or not asked:
        return Composed(list(labels.containers))
    said: dict[str, dict[str, dict[str, str]]] = {}
    findings: list[Finding] = []
    for project in asked:
        variables = instance.context.variables
        answer = _ask(binary, project, variables)
        if isinstance(answer, Refusal):
            given = {**dict.fromkeys(answer.unset, _SOME_VALUE), **variables}
            hangs = bool(answer.unset) and answer.is_other_than(_ask(binary, project, given))
            findings += _refused(project, answer, hangs_on_values=hangs)
            continue
        findings += _differences(project, answer)
        said[project.files[0]] = answer
    containers = [_as_compose_says(one, said) for one in labels.containers]
    return Composed(containers, tuple(findings), True)


def _ask(binary: str, project: ComposeProject, variables: Mapping[str, str]) -> dict[str, dict[str, str]] | Refusal:
    """The labels of each service; why Compose refuses the project, where it does."""
    mains = project.mains
    folder = os.path.dirname(os.path.abspath(mains[0]))  # noqa: PTH100, PTH120
    command = [binary, *(word for file in mains for word in ("-f", os.path.abspath(file)))]  # noqa: PTH100
    environment = {**variables, "PATH": os.environ.get("PATH", ""), "HOME": folder, **_NOT_FETCHED}
    try:
        done = subprocess.run(  # noqa: S603 - the program that is installed, and paths as arguments
            [*command, "config", "--format", "json"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Refusal(f"it cannot be asked: {error}")
    if done.returncode:
        lines = [line.replace(f"{folder}{os.sep}", "") for line in done.stderr.splitlines() if line.strip()]
        return Refusal(lines[-1] if lines else "it does not say why", tuple(dict.fromkeys(_UNSET.findall(done.stderr))))
    services: dict[str, Any] = json.loads(done.stdout).get("services") or {}
    return {name: _labels(service.get("labels") or {}) for name, service in services.items()}


def _labels(written: dict[str, Any]) -> dict[str, str]:
    """Labels as a container has them: `config` doubles each `$`, in names too."""
    return {name.replace("$$", "$"): str(value).replace("$$", "$") for name, value in written.items()}


def _as_compose_says(container: Container, said: dict[str, dict[str, dict[str, str]]]) -> Container:
    of_project = said.get(container.source, {})
    labels = of_project.get(container.origin.text) if container.document.provider == DOCKER else None
    if labels is None:
        return container
    own = {name: value for name, value in container.tags.items() if name.startswith("com.docker.compose.")}
    return changed(container, tags={**labels, **own})


def _refused(project: ComposeProject, refusal: Refusal, *, hangs_on_values: bool) -> Iterator[Finding]:
    ours = min((one for one in project.diagnostics if one.refuses), key=lambda one: bool(one.unset), default=None)
    spot = (
        CausePlace(ours.place.file, ours.place.span) if ours is not None else CausePlace(project.files[0], FILE_START)
    )
    if ours.unset if ours is not None else hangs_on_values:
        message = f"Docker Compose refuses this project here, and nobody knows how it is elsewhere: {refusal.error}"
        if ours is None:
            message += f" ({no_value(refusal.unset)})"
        yield made(CANNOT_KNOW, Effect.ADVICE, message, spot)
        return
    yield made("compose-refuses", Effect.DISABLED, f"Docker Compose refuses this project: {refusal.error}", spot)
    if ours is None:
        yield disagreement("Docker Compose refuses this project, and lint finds no reason", spot)


def _differences(project: ComposeProject, theirs: dict[str, dict[str, str]]) -> Iterator[Finding]:
    """Where we resolve labels otherwise than Compose."""
    ours = next((one for one in project.diagnostics if one.refuses and not one.unset), None)
    if ours is not None:
        spot = CausePlace(ours.place.file, ours.place.span)
        yield disagreement("lint says that Docker Compose refuses this, and it does not", spot)
    for service in project.services:
        labels = theirs.get(service.name.text)
        if labels is not None:
            yield from _of_service(service, labels)


def _of_service(service: Service, theirs: dict[str, str]) -> Iterator[Finding]:
    mine = {label.name.text: label for label in service.labels}
    for name, label in mine.items():
        if theirs.get(name) != label.value.text:
            spot = CausePlace(label.name.document.file, label.name.span())
            yield disagreement(f"Docker Compose gives the label `{name}` another value than lint reads", spot)
    if missing := sorted(theirs.keys() - mine.keys()):
        spot = CausePlace(service.name.document.file, service.name.span())
        yield disagreement(f"Docker Compose finds the label `{missing[0]}`, and lint does not", spot)
