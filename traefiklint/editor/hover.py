"""What is under the cursor, in words: an option, a rule, an object and what hangs on it. Secrets are masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Range

from traefiklint.editor.mentions import STATIC_KINDS, Definition, definition, mentions, ruled
from traefiklint.editor.navigation import found_at
from traefiklint.editor.positions import Here
from traefiklint.editor.spots import Spot, spot_at
from traefiklint.editor.words import default_of, kind_of
from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, claims_of
from traefiklint.instance.passage import leading_to, running
from traefiklint.instance.references import ROUTERS
from traefiklint.instance.secrets import values_of
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request
from traefiklint.matching.tree import Matcher, leaves
from traefiklint.model.base import Named, Option
from traefiklint.text.covers import MASK
from traefiklint.text.looks import is_compared_secret
from traefiklint.text.masks import Known, masked_value, masked_words
from traefiklint.text.spelling import counted

_MOST_EXAMPLES = 4


class Rival(NamedTuple):
    """Another router that matches a request."""

    router: Any
    priority: int
    order: int
    """1 where it comes first, -1 where it comes after, 0 where chance decides."""
    example: str
    """A request that both match."""


def http_claims(instance: Instance) -> list[Claim]:
    """The HTTP routers that listen somewhere."""
    return claims_of(instance, "http.routers")


def tcp_claims(instance: Instance) -> list[Claim]:
    """The TCP routers that listen somewhere."""
    return claims_of(instance, "tcp.routers")


def rivals(router: Any, instance: Instance) -> list[Rival]:
    """The routers that match some of the same requests where the same connections come in, the first to come first."""
    is_http = type(router).__name__ == "Router"
    claims = instance.once(http_claims if is_http else tcp_claims)
    own = next((claim for claim in claims if claim.router is router), None)
    if own is None or own.rule.tree is None:
        return []
    protocol = "http" if is_http else "tcp"
    scheme = "https" if own.listeners[0].secure else "http"
    examples = example_requests(own.rule.tree, protocol=protocol, syntax=own.rule.syntax, scheme=scheme)
    found = []
    listeners = set(own.listeners)
    hosts = {host.lower() for host in (*own.rule.hosts, *own.rule.sni_hosts)}
    for claim in claims:
        if claim is own or listeners.isdisjoint(claim.listeners) or not _may_meet(claim, hosts):
            continue
        example = _shared(claim, examples[:_MOST_EXAMPLES], protocol, instance)
        if example is not None:
            order = (claim.priority > own.priority) - (claim.priority < own.priority)
            found.append(Rival(claim.router, claim.priority, order, f"`{_shown(example, is_http=is_http)}`"))
    return sorted(found, key=lambda rival: -rival.priority)


def _may_meet(claim: Claim, hosts: set[str]) -> bool:
    """Whether two rules may be about one host: most are about hosts of their own."""
    others = (*claim.rule.hosts, *claim.rule.sni_hosts)
    if not hosts or not others or any("*" in host for host in others):
        return True
    return any(host.lower() in hosts for host in others)


def _shared(claim: Claim, examples: tuple[Request, ...], protocol: str, instance: Instance) -> Request | None:
    tree = claim.rule.tree
    if tree is None:
        return None
    target = instance.context.target
    hits = (one for one in examples if matches(tree, one, protocol=protocol, syntax=claim.rule.syntax, target=target))
    return next(hits, None)


def _shown(request: Request, *, is_http: bool) -> str:
    return f"{request.method} {request.url}" if is_http else (request.server_name or "any connection")


_MOST = 6
"""How many names of a kind are listed."""


def hover(here: Here, offset: int) -> Hover | None:
    """What is under the cursor."""
    told = _told(here, offset)
    if told is None:
        return None
    words, place, files = told
    hidden = Known(values_of({file: here.text_of(file) for file in files}))
    return Hover(MarkupContent(MarkupKind.Markdown, masked_words(words, hidden)), place)


def _told(here: Here, offset: int) -> tuple[str, Range, set[str]] | None:
    """What is to be said, of which stretch, and the files that it comes from."""
    found = found_at(here, offset)
    if found is not None:
        one = definition(here.view.whole, found.target)
        place = here.range(here.name, found.place.span)
        if one is not None:
            return _object(here, one), place, {here.name, one.place.file}
        return f"`{found.target.full}` ({found.target.kind}) is not in the files of this Traefik.", place, {here.name}
    spot = spot_at(here, offset)
    if spot is None:
        return None
    place = here.positions.range(spot.cursor.start, spot.cursor.end)
    if spot.option is not None and spot.is_rule:
        router = _router_at(here, offset)
        if router is not None:
            return "\n\n".join((_option(spot.option), *_rule(here, router))), place, {here.name}
    if spot.option is not None:
        return _option(spot.option), place, {here.name}
    option = _key(here, spot)
    return (_option(option), place, {here.name}) if option is not None else None


def _key(here: Here, spot: Spot) -> Option | None:
    """The option whose key is under the cursor."""
    if spot.section is None:
        return None
    key = here.text[spot.cursor.start : spot.cursor.end].strip("\"' ").lower()
    key = key.partition("=")[0].partition(".")[0].partition("[")[0]
    return next(
        (one for one in spot.section.fields.values() if key in (one.key.lower(), one.label_key.lower() or None)), None
    )


def _option(option: Option) -> str:
    facts = [kind_of(option)]
    if default := default_of(option):
        facts.append(f"default `{default}`")
    if option.since != "3.0":
        facts.append(f"since Traefik {option.since}")
    if option.deprecated:
        facts.append("deprecated")
    return f"**{option.key}** · {' · '.join(facts)}\n\n{option.description}"


# Rules


def _router_at(here: Here, offset: int) -> Any:
    for router, place in ruled(here.view.whole, here.name):
        start, end = here.positions.offsets(place.span)
        if start <= offset <= end:
            return router
    return None


def _rule(here: Here, router: Any) -> Iterator[str]:
    """A rule explained: what it takes, its priority, and who else would answer."""
    instance = here.view.whole
    rule = instance.rule(router)
    if rule.tree is None:
        yield "Traefik refuses this rule, and disables the router."
        return
    lines = [f"- {words}" for words in _conditions([leaf.matcher for leaf in leaves(rule.tree) if not leaf.negated])]
    given = router.priority
    lines.append(f"- priority {given}" if given else f"- priority {rule.default_priority} (the length of the rule)")
    points = ", ".join(point.name for point in instance.entry_points(router))
    if points:
        lines.append(f"- entry points: {points}{'' if router.entry_points else ' (by default)'}")
    yield "\n".join(lines)
    others = rivals(router, instance)
    if others:
        yield "\n".join(("Also matching some of the same requests:", *map(_rival, others[:_MOST])))


def _conditions(matchers: list[Matcher]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for matcher in matchers:
        groups.setdefault(matcher.name, []).append(" = ".join(f"`{value}`" for value in _values(matcher.values)))
    for name, values in groups.items():
        yield f"{name} {' or '.join(dict.fromkeys(values))}"


def _values(values: tuple[str, ...]) -> Iterator[str]:
    """What a condition holds; of a header or a parameter that is secret only the name."""
    for number, value in enumerate(values):
        yield MASK if number and is_compared_secret(values[0], value) else masked_value((), value)


def _rival(rival: Rival) -> str:
    how = {1: "comes first", 0: "has the same priority: chance decides", -1: "comes after it"}[rival.order]
    return f"- `{rival.router.full}` ({rival.router.file}) for {rival.example}: {how}, priority {rival.priority}"


# Objects


def _object(here: Here, one: Definition) -> str:
    thing, instance = one.thing, here.view.whole
    parts = [f"**{one.target.kind}** `{thing.full if one.target.kind.count('.') else thing.name}` · {thing.file}"]
    if getattr(thing, "rule", ""):
        parts += [f"```\n{thing.rule}\n```", *_rule(here, thing)]  # type: ignore[attr-defined]
        chain = [
            f"`{member.full}` ({_type(member)})" if member is not None else f"`{reference.full}`"
            for reference, member in running(thing, instance)  # type: ignore[arg-type]
        ]
        if chain:
            parts.append("Requests meet " + " → ".join(dict.fromkeys(chain)))
    elif given := [option for option, _, _ in thing.given()]:
        parts += [f"`{option.key}`: {option.description}" for option in given[:3]]
    parts.append(_used(here, one))
    parts += _broken(here, one)
    return "\n\n".join(part for part in parts if part)


def _type(thing: Named) -> str:
    return ", ".join(option.key for option, _, _ in thing.given())


def _used(here: Here, one: Definition) -> str:
    """Who would stop working without it."""
    instance = here.view.whole
    if one.target.kind in ROUTERS:
        return ""
    if one.target.kind in STATIC_KINDS:
        found = mentions(instance).by_target.get(one.target, ())
        names = sorted({mention.section.object or mention.section.path for mention in found})
        return f"Named by {_listed(names)}" if names else "Nothing names it."
    names = sorted({reference.owner.full for reference in leading_to(one.thing, instance)})
    if not names:
        return "Nothing reaches it."
    return f"Without it {counted(len(names), 'router')} would stop: {_listed(names)}"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:_MOST]) + (" …" if len(names) > _MOST else "")


def _broken(here: Here, one: Definition) -> Iterator[str]:
    """What is wrong with it, and what else that stops."""
    for finding in here.view.report.findings:
        if finding.object == one.thing.object and finding.effect.is_fatal:
            yield f"⚠ {finding.message}"
