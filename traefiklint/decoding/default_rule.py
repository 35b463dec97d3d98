"""The rule that a provider gives to a router without one: a Go template over the container's name and labels.

Source: `MakeDefaultRuleTemplate` and `BuildRouterConfiguration` in pkg/provider. A template that cannot be read keeps
the provider from running at all; one that fails, or gives an empty text, loses the router of every container.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from traefiklint.go.template.execute import Execution
from traefiklint.go.template.functions import text
from traefiklint.go.template.names import KNOWN, FunctionArity
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import UNKNOWN, StringMap, Struct, Unsure

DOCKER_FIELDS = ("Name", "ContainerName", "Labels")
"""What Docker and Swarm tell a template."""
OTHER_FIELDS = ("Name", "Labels")
"""What Consul Catalog, Nomad and ECS tell it."""


class DefaultRule(NamedTuple):
    """What a template comes to."""

    unreadable: TemplateError | None = None
    """Why Go cannot read it."""
    failure: TemplateError | None = None
    """Why it fails for every container."""
    text: str | None = None
    """The rule, with `known` in it; None where only a container can say."""


def _split(separator: Any, value: Any) -> StringMap:
    pieces = text(value).split(text(separator)) if text(separator) else list(text(value))
    return StringMap({f"_{index}": piece for index, piece in enumerate(pieces)})


_FUNCTIONS = {**KNOWN, "split": FunctionArity(_split, 2, 2)}
"""Those of files, but with sprig's own `split`."""


class _Read(NamedTuple):
    """A template that was read; without nodes and error where that is not worked out here."""

    nodes: tuple[Any, ...] | None = None
    defined: dict[str, tuple[Any, ...]] = {}  # noqa: RUF012  never changed
    error: TemplateError | None = None


@lru_cache(maxsize=8)
def _read(template: str) -> _Read:
    try:
        return _Read(*parse(template))
    except TemplateError as error:
        return _Read(error=error)
    except (Unsure, RecursionError):
        return _Read()


def why_unreadable(template: str) -> TemplateError | None:
    """Why Go cannot read a template; None where it can."""
    return _read(template).error


def carry_out(template: str, data: Mapping[str, Any]) -> DefaultRule:
    """What a template comes to for a container.

    Args:
        data: the fields, as in `DOCKER_FIELDS`; what is not known is `UNKNOWN`.
    """
    read = _read(template)
    if read.nodes is None:
        return DefaultRule(unreadable=read.error)
    execution = Execution(template, read.defined, Struct(data), _FUNCTIONS)
    try:
        execution.run(read.nodes)
    except TemplateError as error:
        return DefaultRule(failure=error)
    except (Unsure, RecursionError):
        return DefaultRule()
    if execution.gaps or any(piece.doubtful for piece in execution.pieces):
        return DefaultRule()
    return DefaultRule(text="".join(piece.text for piece in execution.pieces))


def sample(fields: tuple[str, ...]) -> dict[str, Any]:
    """A container like most: a plain name, and labels that nobody knows."""
    return {field: UNKNOWN if field == "Labels" else "web" for field in fields}
