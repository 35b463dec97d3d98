"""The rule that a provider gives to a router without one: a Go template over the container's name and labels.

Source: `MakeDefaultRuleTemplate` and `BuildRouterConfiguration` in pkg/provider. A template that cannot be read keeps
the provider from running at all; one that fails, or gives an empty text, loses the router of every container.
"""

from __future__ import annotations

import re
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


_SHAPES = (
    ("web", "web"),
    ("web-shop", "shop-web-1"),
    ("web-my-very-own-shop", "my-very-own-shop-web-1"),
    ("shop-web", "shop_web.1"),
)
"""`.Name` and `.ContainerName` of containers: of one with a name of its own, of two of Compose, and of one of Swarm."""
_CHOOSES = re.compile(r"\{\{-?\s*(?:else\s+)?(?:if|with|range)\b|\b(?:and|or|ternary|default|coalesce)\b")
"""By what a template may treat names differently, so that a few of them tell nothing of all."""
_QUOTED = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`"""
_ACTION = re.compile(rf"""\{{\{{(?:{_QUOTED}|[^"'`}}]|\}}(?!\}}))*\}}\}}""")
_VARIABLE = re.compile(rf"{_QUOTED}|(?P<name>\$\w+)")


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


def own_variables(template: str) -> frozenset[int]:
    """Where the variables of a template itself stand, as `$name` in `{{ $name }}`; in a text they are none."""
    return frozenset(
        action.start() + found.start("name")
        for action in _ACTION.finditer(template)
        for found in _VARIABLE.finditer(action[0])
        if found["name"]
    )


def for_every_container(template: str, fields: tuple[str, ...]) -> tuple[DefaultRule, ...]:
    """What a template comes to whatever a container is called: once where the name does not matter, else for a name of
    each shape, the plain one first. Nothing where some names may fare otherwise.
    """
    whatever = carry_out(template, dict.fromkeys(fields, UNKNOWN))
    if whatever.failure is not None or whatever.text is not None:
        return (whatever,)
    if _CHOOSES.search(template):
        return ()
    made = tuple(carry_out(template, sample(fields, *names)) for names in _SHAPES)
    if all(one.failure is not None for one in made) or len({one.text for one in made} - {None}) > 1:
        return made
    return ()


def sample(fields: tuple[str, ...], name: str = "web", container: str = "web") -> dict[str, Any]:
    """A container like most: its names, and labels that nobody knows."""
    return {field: {"Name": name, "ContainerName": container}.get(field, UNKNOWN) for field in fields}
