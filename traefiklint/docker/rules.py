"""The rule of a router that has none: what the provider's option `defaultRule` comes to (pkg/provider/docker).

Its data are the container's name, as Traefik makes it and as the engine has it, and its labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from traefiklint.docker.containers import COPY_NUMBER, Container, normalized, number_of
from traefiklint.docker.options import DEFAULT_RULE
from traefiklint.go.template.values import UNKNOWN, StringMap
from traefiklint.records import NamedTuple

DIFFERENT = "Router defined multiple times with different configurations"
"""What Traefik says where the copies of a container get different rules: it keeps none of their routers."""


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
        if template == DEFAULT_RULE:
            return  # the usual one needs no templates, which take long to import
        from traefiklint.decoding.default_rule import why_unreadable

        if unreadable := why_unreadable(template):
            reason = unreadable.text.replace("template: :", "template: defaultRule:")
            self.error = f"error while parsing default rule: {reason}"

    def rule_of(self, container: Container, name: str, copies: Sequence[str]) -> MadeRule:
        """The rule that a container's routers get which have none.

        Args:
            name: what Traefik calls the container.
            copies: what the engine calls its copies; empty where nobody can tell.
        """
        if self._template == DEFAULT_RULE:
            return MadeRule(f"Host(`{normalized(name)}`)")
        from traefiklint.decoding.default_rule import carry_out

        asks = "ContainerName" in self._template or "Labels" in self._template  # of what the copies have each
        names = copies if asks else copies[:1]
        made, *others = [carry_out(self._template, _data(container, name, one)) for one in names or (UNKNOWN,)]
        if any(other.text != made.text for other in others):
            return MadeRule("", DIFFERENT)
        if made.failure is not None:
            return MadeRule("", "Error while parsing default rule")
        if made.text is None:
            return MadeRule("", is_sure=False)
        return MadeRule(made.text, "" if made.text else "Undefined rule")


def _data(container: Container, name: str, copy: Any) -> dict[str, Any]:
    """What Traefik tells a template about a copy of a container."""
    tags = StringMap(container.tags)
    if COPY_NUMBER in tags and len(container.copies) > 1:
        tags[COPY_NUMBER] = number_of(copy)
    return {"Name": name, "ContainerName": copy, "Labels": tags}
