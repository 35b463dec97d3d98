"""The rule of a router that has none: what the provider's option `defaultRule` comes to (pkg/provider/docker).

Its data are the container's name, as Traefik makes it and as the engine has it, and its labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from traefiklint.docker.containers import COPY_NUMBER, Container, normalized, number_of
from traefiklint.docker.options import DEFAULT_RULE
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
        """The rule that a container's routers get which have none. A copy for which the template comes to nothing, or
        fails, has no router, and the others' counts.

        Args:
            name: what Traefik calls the container.
            copies: what the engine calls its copies; empty where nobody can tell.
        """
        if self._template == DEFAULT_RULE:
            return MadeRule(f"Host(`{normalized(name)}`)")
        from traefiklint.decoding.default_rule import carry_out
        from traefiklint.go.template.values import UNKNOWN

        asks = "ContainerName" in self._template or "Labels" in self._template  # of what the copies have each
        names = copies if asks else copies[:1]
        made = [carry_out(self._template, _data(container, name, one)) for one in names or (UNKNOWN,)]
        rules = {one.text for one in made if one.text}
        if len(rules) > 1:
            return MadeRule("", DIFFERENT)
        if any(one.text is None and one.failure is None for one in made):
            return MadeRule("", is_sure=False)
        if rules:
            return MadeRule(rules.pop())
        return MadeRule("", "Undefined rule" if made[0].failure is None else "Error while parsing default rule")


def _data(container: Container, name: str, copy: Any) -> dict[str, Any]:
    """What Traefik tells a template about a copy of a container."""
    from traefiklint.go.template.values import StringMap

    tags = StringMap(container.tags)
    if COPY_NUMBER in tags and len(container.copies) > 1:
        tags[COPY_NUMBER] = number_of(copy)
    return {"Name": name, "ContainerName": copy, "Labels": tags}
