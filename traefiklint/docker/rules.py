"""The rule of a router that has none: the template of the provider's option `defaultRule` (pkg/provider/docker).

Its data are the container's name, as Traefik makes it and as the engine has it, and its labels; sprig's functions are
there, sprig's own `split` too, and `normalize`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.docker.containers import Container
from traefiklint.go.template import lists, strings  # noqa: F401 - they make their functions known
from traefiklint.go.template.execute import Execution
from traefiklint.go.template.functions import KNOWN, Known, text
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import StringMap, Struct, Unsure


def _split(separator: Any, value: Any) -> dict[str, str]:
    pieces = text(value).split(text(separator)) if text(separator) else list(text(value))
    return {f"_{index}": piece for index, piece in enumerate(pieces)}


_FUNCTIONS = {**KNOWN, "split": Known(_split, 2, 2)}


class MadeRule(NamedTuple):
    """What the template comes to for a container."""

    rule: str
    error: str = ""
    """Why there is no rule, in Traefik's words; the router is lost then."""
    is_sure: bool = True
    """Whether it can be known here at all."""


class RuleMaker:
    """The template of a provider.

    Attributes:
        error: why the provider cannot be set up with it, in Traefik's words; empty where it can.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self.error = ""
        self._nodes: tuple[Any, ...] = ()
        self._defined: dict[str, tuple[Any, ...]] = {}
        self._is_followed = True
        try:
            self._nodes, self._defined = parse(template)
        except TemplateError as error:
            self.error = (
                f"error while parsing default rule: {error.text.replace('template: :', 'template: defaultRule:')}"
            )
        except (Unsure, RecursionError):
            self._is_followed = False

    def rule_of(self, container: Container, name: str) -> MadeRule:
        """The rule that a container's routers get which have none.

        Args:
            name: what Traefik calls the container.
        """
        if not self._is_followed:
            return MadeRule("", is_sure=False)
        data = Struct(Name=name, ContainerName=container.name, Labels=StringMap(container.tags))
        execution = Execution(self._template, self._defined, data, _FUNCTIONS)
        try:
            execution.run(self._nodes)
        except TemplateError:
            return MadeRule("", "Error while parsing default rule")
        except (Unsure, RecursionError):
            return MadeRule("", is_sure=False)
        if any(piece.doubtful for piece in execution.pieces):
            return MadeRule("", is_sure=False)
        rule = "".join(piece.text for piece in execution.pieces)
        return MadeRule(rule, "" if rule else "Undefined rule")
