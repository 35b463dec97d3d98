"""Names of labels: what Traefik cannot take apart, takes for the same, or never looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import at_name, called, place, related, renamed, rewritten, whole
from traefiklint.checks.shared.traefik_1 import is_told_for_traefik_1
from traefiklint.compose.project import Label
from traefiklint.decoding.label_tree import OtherSpelling, part_of
from traefiklint.docker.address import port_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import BrokenName, FreezingName, TwoSpellings, UnreadLabel
from traefiklint.docker.labels import SWARM, SWARM_LABELS
from traefiklint.findings import Effect, Fix
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.references import names_that_lead_nowhere
from traefiklint.instance.traefiks import traefik_names
from traefiklint.model.configuration import Tls
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middleware_headers import Headers
from traefiklint.patterns import lazy
from traefiklint.text.spelling import joined, nearest
from traefiklint.versions import is_image, is_traefik_1


@rule("label-freezes-provider", effect=Effect.REJECTED, fix="safe")
def label_freezes_provider(freezing: FreezingName, instance: Instance) -> Iterator[Diagnostic]:
    """The name of a label makes Traefik's provider panic, for all containers of the host."""
    fault, container = freezing.fault, freezing.container
    assert fault is not None, "a name that freezes has a fault"
    part = fault.node.value
    message = (
        f"`{part}` ends in `]` without a `[` before it, which crashes Traefik's {container.document.provider} provider "
        "over and over, so it no longer sees changes to any container; write the index in brackets."
    )
    found = re.fullmatch(r"(.*?)([0-9]+)\]", part)
    fix = renamed(container, fault.node, f"{found[1]}[{found[2]}]", "Write the bracket", safe=True) if found else None
    help = "Once Traefik restarts, it uses no labels at all."
    yield Diagnostic(
        place(container, fault.node, fault.label.name.text), message, help, fix=fix, disables=freezing.disables
    )


@rule("label-invalid-name", effect=Effect.DISABLED, fix="safe")
def label_invalid_name(broken: BrokenName, instance: Instance) -> Iterator[Diagnostic]:
    """The name of a label has an empty part, a bracket in front, or another root than `traefik`."""
    fault, container = broken.fault, broken.container
    assert fault is not None, "a broken name has a fault"
    dropped = f"so Traefik drops {called(container)} with all that its labels define"
    fix: Fix | None = None
    if fault.kind == "root":
        message = f"The first part of a label must be `traefik` in small letters, not `{fault.node.value}`, {dropped}."
        fix = renamed(container, fault.node, "traefik", "Write `traefik`", safe=True)
    elif fault.kind == "empty":
        message = f"A name is missing between two dots of the label, {dropped}."
    else:
        message = f"`{fault.node.value}` begins with a bracket, {dropped}; an index follows a name, as in `domains[0]`."
    where = place(container, fault.node, fault.label.name.text)
    yield Diagnostic(where, message, fix=fix, disables=broken.disables)


@rule("label-case-collision", effect=Effect.SILENT, fix="safe")
def label_case_collision(spelt: TwoSpellings, instance: Instance) -> Iterator[Diagnostic]:
    """Two labels spell one name in different cases, and Traefik takes them for one."""
    fault, container = spelt.fault, spelt.container
    if isinstance(fault, OtherSpelling):
        first, other = fault.first, fault.node
        message = (
            f"`{other.value}` and `{first.value}` are the same name to Traefik, which calls it `{first.value}`; "
            "spell it the same everywhere."
        )
        fix = renamed(container, other, first.value, f"Write `{first.value}`", safe=True)
        also = (related(place(container, first), "the spelling that counts"),)
        is_missed = fault.is_of_object and other.value in instance.once(_named)
        yield Diagnostic(place(container, other), message, related=also, fix=fix, strict=not is_missed)
    elif fault is not None:
        message = f"`{fault.loser.name.text}` is the same label to Traefik, and this one wins; remove one of them."
        also = (related(at_name(container, fault.loser), "this one is overridden"),)
        yield Diagnostic(at_name(container, fault.label), message, related=also)


def _named(instance: Instance) -> frozenset[str]:
    """The names that somebody refers to and that lead nowhere, and those of the parents of routers."""
    routers = (one for one in instance.objects["http.routers"].values() if type(one) is Router)
    parents = (name.partition("@")[0] for router in routers for name in router.parent_refs)
    return names_that_lead_nowhere(instance).union(parents)


_ROOTS = ("http", "tcp", "udp", "tls", "enable", "docker", "swarm")
_SECTIONS = ("routers", "services", "middlewares")
_OLD = ("frontend", "port", "backend", "protocol", "weight", "domain", "servicename", "tags")

_OF_PROVIDERS = {
    "constraints": "providers.docker.constraints",
    "defaultrule": "providers.docker.defaultRule",
    "exposedbydefault": "providers.docker.exposedByDefault",
    "swarmmode": "providers.swarm",
}
"""What is no label, but an option of who reads the labels."""

_NOW = {
    "port": "traefik.http.services.NAME.loadbalancer.server.port",
    "protocol": "traefik.http.services.NAME.loadbalancer.server.scheme",
    "backend": "traefik.http.services.NAME.loadbalancer.server.port",
}


_NOW_OF_A_FRONTEND = {
    "auth": "middlewares.NAME.basicauth.users",
    "entrypoints": "routers.NAME.entrypoints",
    "errors": "middlewares.NAME.errors.status",
    "passhostheader": "services.NAME.loadbalancer.passhostheader",
    "priority": "routers.NAME.priority",
    "ratelimit": "middlewares.NAME.ratelimit.average",
    "redirect": "middlewares.NAME.redirectregex.regex",
    "whitelist": "middlewares.NAME.ipallowlist.sourcerange",
}
_HEADER = lazy(r"(?i)\.frontend\.headers\.([\w-]+)")
_REDIRECT = lazy(r"(?i)\.frontend\.redirect\.(\w+)\Z")
_AUTH = lazy(r"(?i)\.frontend\.auth\.(basic|digest|forward)(?:\.(\w+))?")


def _now(name: str) -> str:
    """The label of today for one of a frontend of Traefik 1 (“Migration from v1 to v2”); empty for one of its rule, and
    of what is no frontend's."""
    _, frontend, rest = name.lower().partition(".frontend.")
    if not frontend:
        return ""
    if header := _HEADER.search(name):
        known = Headers.keys.get(fold(header[1]))
        is_gone = known is None or known.key.startswith("ssl")
        now = "middlewares.NAME.redirectscheme.scheme" if is_gone else f"middlewares.NAME.headers.{header[1].lower()}"
    elif found := _AUTH.search(name):
        kind = found[1].lower()
        option = (found[2] or ("address" if kind == "forward" else "users")).lower()
        now = f"middlewares.NAME.{kind}auth.{option}"
    elif (found := _REDIRECT.search(name)) and found[1].lower() == "entrypoint":
        now = "middlewares.NAME.redirectscheme.scheme"
    elif found:
        now = f"middlewares.NAME.redirectregex.{found[1].lower()}"
    else:
        now = _NOW_OF_A_FRONTEND.get(rest.partition(".")[0], "")
    return f"traefik.http.{now}" if now else ""


def old_part(name: str) -> str:
    """The part of a label's name by which it is one of Traefik 1; empty where it is none."""
    parts = name.lower().split(".")[1:3]
    old = next((part for part in parts if part in _OLD), "")
    return old if old and parts[0] not in (*_ROOTS, *_SECTIONS) else ""


@rule("label-not-read", effect=Effect.SILENT, fix="unsafe", tag="unused")
def label_not_read(unread: UnreadLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A label looks like Traefik's, and no provider reads it."""
    label, container = unread.label, unread.container
    assert label is not None and unread.options is not None, "an unread label is one"
    name = label.name.text
    parts = name.split(".")
    help, fix, cause, lacking, old = "", None, "", "", ""
    first = parts[1].lower() if len(parts) > 1 else ""
    if not parts[0].lower().startswith("traefik"):
        node = part_of(label.name, 0, len(parts[0]))
        fix = renamed(container, node, "traefik", "Write `traefik`", safe=False)
        advice = f"write `traefik` in place of `{parts[0]}`."
    elif old := old_part(name):
        cause = _NOW.get(old, "traefik.http.routers.NAME.rule")
        now = _now(name) or cause
        port = label.value.text.strip() if old == "port" else ""
        if port.isdigit():
            now = f"{now}={port}"
            other = _listens_on(container)
            if other not in ("", port):
                help = (
                    f"The compose file names port `{other}` of this container; write the one on which it answers HTTP."
                )
        also = ", and NAME in the `middlewares` of its router" if ".middlewares." in now else ""
        advice = f"it is from Traefik 1; write labels such as `{now}`{also}."
    elif first in _SECTIONS:
        advice = "the protocol is missing."
        node = part_of(label.name, len(parts[0]) + 1, len(parts[0]) + 1 + len(parts[1]))
        fix = rewritten(node, f"http.{parts[1]}", f"Write `http.{parts[1]}`", safe=False)
        lacking = f"http.{first}"
    elif first == "tls":
        advice = _below_tls(parts[2] if len(parts) > 2 else "")
    elif first == "swarm":
        advice = "only the Swarm provider reads `traefik.swarm`; for containers it is `traefik.docker`."
        if unread.options.name == SWARM:
            advice = f"`traefik.swarm` came with Traefik {SWARM_LABELS}; before, it is `traefik.docker`."
    elif first in _OF_PROVIDERS:
        advice = f"it is an option of the provider: Traefik's static configuration has `{_OF_PROVIDERS[first]}`."
        cause = advice
    else:
        guess = nearest(first, _ROOTS) if first else ""
        if not guess:
            return  # a label of somebody's own, as for the provider's constraints
        advice = f"did you mean `{guess}`?"
        node = part_of(label.name, len(parts[0]) + 1, len(parts[0]) + 1 + len(parts[1]))
        fix = rewritten(node, guess, f"Write `{guess}`", safe=False)
    message = f"Traefik does not read the label `{name}`; {advice}"
    is_old = instance.context.runs_traefik_1 or _runs_traefik_1(instance)
    is_old = is_old or is_told_for_traefik_1(instance) or instance.once(_is_all_for_another)
    is_meant = bool(cause) and (is_old or _says_the_same(label, container, instance))
    if old and id(container.origin) in instance.once(_shown_otherwise):
        is_meant = is_meant or not (_HEADER.search(name) and instance.once(_sends_no_headers))
    yield Diagnostic(
        place(container, whole(label.name), name), message, help, fix=fix, cause=cause or lacking, strict=is_meant
    )


def _listens_on(container: Container) -> str:
    """The port of a container, where the compose file says of one alone that it is one."""
    ports = {str(one.number) for one in container.ports}
    return next(iter(ports)) if len(ports) == 1 else ""


def _below_tls(name: str) -> str:
    """The advice about a label below `tls`, where a file has three options (`tls.Configuration`)."""
    known = [option.key for option in Tls.fields.values()]
    if name.lower() in _SECTIONS:
        return f"there is no `tls.{name}`; write `traefik.http.{name}` or `traefik.tcp.{name}`."
    if name and name.lower() not in map(str.lower, known):
        return f"there is no `tls.{name}`; files can set {joined(known)} there, labels only the store `default`."
    return "labels can set nothing below `tls` but the store `default`; put it into a file, and write `@file`."


_TODAY = ("traefik.http.", "traefik.tcp.", "traefik.udp.")
_SAID_SO = {
    "traefik.port": ".loadbalancer.server.port",
    "traefik.protocol": ".loadbalancer.server.scheme",
    "traefik.frontend.entrypoints": ".entrypoints",
    "traefik.frontend.passhostheader": ".loadbalancer.passhostheader",
    "traefik.frontend.priority": ".priority",
}
"""The ends of the labels that say today what one of Traefik 1 said."""
_SAID_BY_A_RULE = ("traefik.frontend.rule", "traefik.backend", "traefik.domain", "traefik.tags")
_SEGMENT = lazy(r"\Atraefik\.[\w-]+\.(?=frontend\.|(?:port|protocol|backend)\Z)")
"""What the labels of Traefik 1 began with in a container with several services (its segments)."""
_DEFAULTS = {"traefik.protocol": "http", "traefik.frontend.passhostheader": "true"}
"""What Traefik does today where nobody says otherwise."""


def _says_the_same(label: Label, container: Container, instance: Instance) -> bool:
    """Whether this Traefik does what a label said to Traefik 1: by other labels of the container, by itself, or because
    it is the lowest port that the container exposes, as it may be for all that is here where nobody named the file."""
    names = [name for one in container.labels if (name := one.name.text.lower()).startswith(_TODAY)]
    what, value = _SEGMENT.sub("traefik.", label.name.text.lower()), label.value.text.strip().lower()
    if what in _SAID_SO and any(name.endswith(_SAID_SO[what]) for name in names):
        return True
    if not any(".routers." in name and name.endswith(".rule") for name in names):
        return False
    if what in _SAID_BY_A_RULE or _DEFAULTS.get(what) == value:
        return True
    if what == "traefik.frontend.entrypoints":  # the router names none, so that it is on all of these
        return {name.strip() for name in value.split(",")} <= {name.lower() for name in instance.default_entry_points}
    port = port_of(container)
    is_found = instance.labels is not None and instance.labels.is_found(container.source)
    return what == "traefik.port" and (value == port if port else is_found)


def _shown_otherwise(instance: Instance) -> set[int]:
    """The names, by identity, of the services that run Traefik itself, where a router leads to its dashboard: labels of
    an older kind on it are left over."""
    routers = instance.objects["http.routers"].values()
    if not any(
        type(router) is Router and router.service in ("api@internal", "dashboard@internal") for router in routers
    ):
        return set()
    return instance.once(traefik_names)


def _sends_no_headers(instance: Instance) -> bool:
    """Whether no middleware does what labels of Traefik 1 ask for: none here is for headers, and no router has one that
    is elsewhere."""
    routers = [one for one in instance.objects["http.routers"].values() if type(one) is Router]
    named = {(name, router.full) for router in routers for name in router.middlewares}
    used = [instance.find("http.middlewares", *one) for one in named]
    here = instance.objects["http.middlewares"].values()
    return all(used) and not any(type(one) is Middleware and one.headers is not None for one in here)


def _is_all_for_another(instance: Instance) -> bool:
    """Whether no Traefik is here, and all labels of the compose files that were found are for version 1: nobody says
    which one reads them, and it is likely to be as old as they are."""
    labels, context = instance.labels, instance.context
    if labels is None or context.names_version or context.dokploy or not context.blank:
        return False
    services = [service for project in labels.composed for service in project.services]
    names = (one.name.text.lower() for service in services for one in (*service.labels, *service.deploy_labels))
    return not any(name.startswith(_TODAY) for name in names)


def _runs_traefik_1(instance: Instance) -> bool:
    """Whether the compose files run no other Traefik than version 1, for which such labels are."""
    projects = instance.labels.composed if instance.labels is not None else ()
    images = [service.image.text for project in projects for service in project.services if service.image is not None]
    own = [image for image in images if is_image(image)]
    return bool(own) and all(map(is_traefik_1, own))
