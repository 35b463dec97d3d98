"""Static configurations in all forms, with what three Traefiks made of them: see `record.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.static.starting import Form
from traefiklint import lint_texts
from traefiklint.findings import Effect, Finding
from traefiklint.options import Options

FILE = Path(__file__).parent / "cases.jsonl"


class Case(NamedTuple):
    """One static configuration.

    Attributes:
        about: what it shows about Traefik.
        verdicts: by version, Traefik's words where it refused, and empty where it started.
    """

    id: str
    about: str
    form: Form
    verdicts: Mapping[str, str]


def load_cases() -> list[Case]:
    """Every recorded case."""
    return [_case(json.loads(line)) for line in FILE.read_text("utf-8").splitlines()]


def _case(read: dict[str, Any]) -> Case:
    form = Form(
        read.get("file", ""), read.get("name", "traefik.yml"), tuple(read.get("flags", ())), read.get("variables", {})
    )
    return Case(read["id"], read["about"], form, read.get("verdicts", {}))


def rejected(form: Form, target: str) -> list[Finding]:
    """For what we say that Traefik does not start."""
    report = lint_texts(sources(form), options=Options(profile="none", target=target))
    return [finding for finding in report.findings if finding.effect is Effect.REJECTED]


def sources(form: Form) -> dict[str, str]:
    """A form as files: flags and variables stand in a compose file, which mounts a file that is there too."""
    if not form.flags and not form.variables:
        return {form.name: form.file}
    service: dict[str, Any] = {"image": "traefik"}
    if form.file:
        service["volumes"] = [f"./{form.name}:/etc/traefik/{form.name}"]
    if form.flags:
        service["command"] = [flag.replace("$", "$$") for flag in form.flags]
    if form.variables:
        service["environment"] = {name: value.replace("$", "$$") for name, value in form.variables.items()}
    made = {"compose.yml": json.dumps({"services": {"traefik": service}}, ensure_ascii=False)}
    return {**made, form.name: form.file} if form.file else made
