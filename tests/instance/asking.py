"""Short ways to an instance and to the objects in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.roles import told_apart


def instance_of(files: str | Mapping[str, str], static: str | None = None, **options: Any) -> Instance:
    """What one file of a provider directory comes to, or some and compose files beside them."""
    texts = {"a.yml": files} if isinstance(files, str) else files
    given = told_apart(texts, Options(static=static, profile="none", **options), None)
    return read_instance(
        given.files, read_context(given.options, given.files, given.projects).context, projects=given.projects
    )


def thing(instance: Instance, name: str) -> Any:
    """The object `http.routers.web` of the files, or `http.routers.web@docker`."""
    protocol, kind, full = name.split(".", 2)
    return instance.objects[f"{protocol}.{kind}"][full if "@" in full else f"{full}@file"]
