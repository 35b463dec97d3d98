"""The templates and expressions by which providers make rules and choose containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from traefiklint.checks.registry import Diagnostic, load_book, rule
from traefiklint.checks.static.providers import NOT_RUN
from traefiklint.decoding.label_tree import value_of
from traefiklint.findings import Effect, Severity
from traefiklint.matching.check import check_rule
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.model.base import Place
    from traefiklint.model.static.providers_containers import (
        ConsulCatalogProvider,
        DockerProvider,
        EcsProvider,
        NomadProvider,
        SwarmProvider,
    )

    Finder: TypeAlias = DockerProvider | SwarmProvider | EcsProvider | ConsulCatalogProvider | NomadProvider

_TAGGED = ("ConsulCatalogProvider", "NomadProvider")
_DOCKER = ("DockerProvider", "SwarmProvider")


@rule("default-rule-unreadable", effect=Effect.DEGRADED, severity=Severity.ERROR)
def default_rule_unreadable(
    provider: DockerProvider | SwarmProvider | EcsProvider | ConsulCatalogProvider | NomadProvider, instance: Instance
) -> Iterator[Diagnostic]:
    """The template of the default rule cannot be read."""
    if not provider.gives("default_rule"):
        return
    from traefiklint.decoding.default_rule import why_unreadable

    if unreadable := why_unreadable(provider.default_rule):
        reason = _reason(unreadable.text)
        message = f"{NOT_RUN}, and finds no container at all: `defaultRule` is not a Go template ({reason})."
        place = provider.at("default_rule")
        taken = _taken_by_compose(place)
        help = f"Compose takes `${taken}` for a variable of the environment; write `$${taken}`." if taken else ""
        yield Diagnostic(place, message, help, holds=bool(taken))


def _taken_by_compose(place: Place) -> str:
    """A variable of the template itself that Compose takes for one of the environment's; empty where there is none."""
    value = value_of(place.node)
    if value is None or place.node is None:
        return ""
    from traefiklint.decoding.default_rule import own_variables

    start, end = place.node.start.start, place.node.start.end
    own = own_variables(value.node.value)
    return next((one.variable for one in value.part(start, end).pieces if one.is_open and one.start in own), "")


def _reason(text: str) -> str:
    """Go's reason, without the name of the template and the place in it."""
    return text.partition(": ")[2].partition(" ")[2] if text.startswith("template: ") else text


@rule("default-rule-useless", effect=Effect.SILENT)
def default_rule_useless(
    provider: DockerProvider | SwarmProvider | EcsProvider | ConsulCatalogProvider | NomadProvider, instance: Instance
) -> Iterator[Diagnostic]:
    """The template of the default rule gives no container a rule."""
    if not provider.gives("default_rule"):
        return
    from traefiklint.decoding.default_rule import DOCKER_FIELDS, OTHER_FIELDS, for_every_container

    fields = DOCKER_FIELDS if type(provider).__name__ in _DOCKER else OTHER_FIELDS
    made = for_every_container(provider.default_rule, fields)
    place = provider.at("default_rule")
    if not made:
        return
    if all(one.failure is not None for one in made) and (failure := made[0].failure) is not None:
        reason = failure.text.rpartition(">: ")[2]
        known = ", ".join(f"`.{field}`" for field in fields)
        message = f"Each container without a rule of its own loses its router: {reason}; a template knows {known}."
        yield Diagnostic(place, message)
    elif all(one.text == "" for one in made):
        message = "Each container without a rule of its own loses its router: the template gives nothing."
        is_meant = not any(map(str.isalnum, provider.default_rule))  # none, in so many words
        yield Diagnostic(place, message, strict=is_meant)
    elif refused := _why_refused([one.text for one in made], place, instance):
        why, is_of_2 = refused
        if _HOST.fullmatch(made[0].text or ""):
            why = "that is no rule; write ``Host(`…`)`` around it."
        message = (
            f"Each container without a rule of its own gets one that Traefik refuses, such as `{made[0].text}`: "
            f"{why[:1].lower()}{why[1:]}"
        )
        yield Diagnostic(place, message, strict=is_of_2 and instance.context.runs_older)


_HOST = lazy(r"[\w-]+(?:\.[\w-]+)+")
"""A bare host, as the template of a rule makes it."""


def _why_refused(rules: list[str | None], place: Place, instance: Instance) -> tuple[str, bool] | None:
    """Why Traefik refuses the first of some rules, and whether only Traefik 3 does; None where it does not refuse them
    all."""
    refused = [check_rule(rule, protocol="http", target=instance.context.target).diagnostics for rule in rules if rule]
    if len(refused) < len(rules) or not all(refused):
        return None
    said = refused[0][0]
    rule = load_book().by_subject[type(said).__name__][0]
    return next(iter(rule.check(said, place))).message, rule.category == "migration"


@rule("constraints-unreadable", effect=Effect.SILENT)
def constraints_unreadable(
    provider: DockerProvider | SwarmProvider | EcsProvider | ConsulCatalogProvider | NomadProvider, instance: Instance
) -> Iterator[Diagnostic]:
    """The expression that chooses containers cannot be read."""
    if not provider.constraints:
        return
    from traefiklint.matching.constraints import LABELS, TAGS, read_constraints

    tagged = type(provider).__name__ in _TAGGED
    read = read_constraints(provider.constraints, TAGS if tagged else LABELS)
    what, form = ("service", "Tag(`a`)") if tagged else ("container", "Label(`a`, `b`)")
    if read.errors:
        message = (
            f"Traefik leaves every {what} out, with an error in its log for each: {read.errors[0].reason}; write an "
            f"expression as ``{form}``."
        )
        yield Diagnostic(provider.at("constraints"), message)
    for call in read.dead:
        message = f"`{call.args[-1].value}` is not a regular expression, so `{call.name}` matches no {what}."
        yield Diagnostic(provider.at("constraints"), message)
