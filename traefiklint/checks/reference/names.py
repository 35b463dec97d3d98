"""Names that lead nowhere: services, middlewares, transports and TLS options that nobody defines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.references import WORDS, about, by_owner_name, kind_elsewhere, renamed
from traefiklint.checks.shared.wording import dashed
from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.context import INTERNAL_SERVICES
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import cause_of_loss, is_commented_out_resolver, is_ignored
from traefiklint.instance.names import FILE, OF_LABELS, PROVIDERS, full_name
from traefiklint.instance.open_names import variables_of
from traefiklint.instance.passage import routers_on
from traefiklint.instance.references import Reference, given_options
from traefiklint.instance.whereabouts import unread_by_folder
from traefiklint.model.base import Named, Place
from traefiklint.model.configuration import section_meant
from traefiklint.model.http import Router
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.tcp import TcpRouter, TcpRouterTls
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.spelling import SHOWN, listed, nearest

if TYPE_CHECKING:
    from traefiklint.compose.project import Service as ComposeService
    from traefiklint.docker.facts import ConflictingObjects

_FOLDER = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What Traefik makes of the name that Compose gives a project for its folder."""
_SWITCHES = {
    "api": "api",
    "dashboard": "api",
    "ping": "ping",
    "prometheus": "metrics.prometheus",
    "rest": "providers.rest",
}
"""What of Traefik itself answers as soon as a section of the static configuration is there."""
_OF_FILES = ("http.serversTransports", "tcp.serversTransports", "tls.options")
"""The kinds that labels cannot define."""


def _of_another_provider(reference: Reference, instance: Instance) -> Named | None:
    """The object of that name that the one other provider has which has one, as `auth@file` for `auth` in a label."""
    bare, _, provider = reference.full.partition("@")
    names = (full_name(bare, other) for other in PROVIDERS if other != provider)
    found = [thing for name in names if (thing := instance.objects[reference.kind].get(name)) is not None]
    return found[0] if len(found) == 1 else None


def _unknown(reference: Reference, instance: Instance, kinds: tuple[str, ...]) -> Iterator[Diagnostic]:
    if reference.fault != "unknown" or reference.kind not in kinds or by_owner_name(reference):
        return
    if kind_elsewhere(reference, instance):
        return
    word = WORDS[reference.kind]
    if (reference.kind, reference.full) in instance.once(_sunk):
        return  # that the section is in the wrong place is said there
    conflict = instance.conflict_of(reference)
    if conflict is not None:
        yield from _kept_by_nobody(reference, word, conflict)
        return
    bare, _, provider = reference.full.partition("@")
    place = _dropped_at(reference, instance)
    if place is not None:
        yield _dropped_there(reference, word, place)
        return
    from traefiklint.instance.dropped import at_top, in_refused

    if (reference.kind, reference.full) in instance.once(in_refused):
        return  # as is told of the section
    place = instance.once(at_top).get((reference.kind, reference.full))
    if place is not None:
        why = f"`{place.path}` stands at the top of `{place.file}`, where Traefik drops it"
        home = reference.kind.partition(".")[0]
        message = f"{_subject(reference, word)} not exist, because {why}; move it below `{home}`."
        yield about(reference, message)._replace(cause=f"{place.file} {place.path}")
        return
    guess = instance.nearest(bare, reference.kind, provider)
    if guess == reference.owner.name and reference.owner.object.startswith(f"{reference.kind}."):
        guess = ""  # a chain is none of its own members
    other = _of_another_provider(reference, instance)
    is_of_labels = provider in OF_LABELS and reference.owner.provider in OF_LABELS
    is_own = reference.kind.endswith(".services") and is_of_labels and reference.attribute == "service"
    if is_own and guess:
        from traefiklint.checks.shared.labels import holder_of

        meant_one = instance.objects[reference.kind][full_name(guess, provider)]
        holder = holder_of(meant_one)
        if holder is not meant_one.home and holder is not holder_of(reference.owner):
            guess = ""  # visitors would get the application of another container
    subject = _subject(reference, word)
    meant = other.full if other is not None else guess
    hint = f"did you mean `{meant}`?" if meant else _how_to_define(reference, bare, provider)
    if is_own and not meant and other is None:
        port = f"traefik.{reference.kind}.{bare}.loadbalancer.server.port"
        hint = f"add `{port}`, or name the service of its container."
    of_dokploy = "" if meant else _of_dokploy(reference)
    if of_dokploy:
        hint = f"did you mean `{of_dokploy}`, which Dokploy defines?"
    cause, related = "", tuple[Related, ...]()
    near = other or (instance.objects[reference.kind][full_name(guess, provider)] if guess else None)
    if near is not None:
        spot = near.key_at()
        related = (Related(spot.file, spot.span, f"`{meant}` is defined here"),)
    is_unnamed = is_own and near is not None and _is_made_beside(near, reference.owner, instance)
    if is_unnamed:  # what Traefik calls it hangs on its project
        port = f"traefik.{reference.kind}.{bare}.loadbalancer.server.port"
        hint = f"delete this label, as the container has one service, or name that with `{port}`."
    lost = instance.lost_at(reference)
    is_apart = lost is not None and bool(lost.ignored) and lost.place.file != reference.place.file
    if lost is not None:
        hint, became = "Traefik drops the container that defines it.", "dropped"
        if lost.ignored:
            hint = f"Traefik ignores the container `{lost.ignored}`, which defines it; give it `traefik.enable=true`."
            became = "not enabled"
        if not is_apart:
            related = (Related(lost.place.file, lost.place.span, f"this container is {became}"),)
    twin = instance.objects[reference.kind].get(full_name(reference.name, reference.owner.provider))
    help = ""
    if twin is not None and "@" in reference.name:
        spot = twin.key_at()
        related = (Related(spot.file, spot.span, f"this is `{twin.full}`"),)
        hint = f"there is `{twin.full}`: write `{bare}`, without the provider."
    elif lost is not None:
        cause = f"{lost.place.file} {lost.place.path}"  # one edit there mends all that name something of it
    elif reference.name.startswith("-") and not guess:
        hint = f"a space is missing after the dash: write {dashed(reference.name)}."
    elif "," in reference.name:
        help = "An entry is one name: write one for each, without the comma."
    elif "://" in reference.name:
        help = f"It takes the name of one: write the URL as a server of a {word}, and the name of that {word} here."
    elif provider == FILE and not meant and _is_meant_for_itself(reference, bare):
        hint, fix_to = f"did you mean `{bare}@internal`?", f"{bare}@internal"
        yield about(reference, f"{subject} not exist; {hint}", fix=renamed(reference, fix_to))
        return
    elif not meant and lost is None and provider in OF_LABELS and reference.kind in _OF_FILES:
        hint = f"labels cannot define one: put it into a file, and write `{bare}@file`."
        if tried := instance.once(_tried_in_labels).get((reference.kind, reference.full)):
            related = (Related(tried.file, tried.span, "Traefik ignores this"),)
    elif not meant and lost is None and provider == FILE and instance.once(_reads_no_files):
        hint = "this Traefik reads no files, so give it a file provider, or remove the reference."
        if reference.kind not in _OF_FILES:
            hint = f"this Traefik reads no files, so define `{bare}` by labels, and write it without `@file`."
    elif "@" not in reference.name and not reference.kind.startswith("tls"):
        others, elsewhere = ("Docker labels define", "docker") if provider == FILE else ("files define", FILE)
        help = f"Without a provider, Traefik looks for `{reference.full}`; what {others} is `{bare}@{elsewhere}`."
        if elsewhere == FILE and instance.once(_reads_no_files):
            help = ""
        if instance.context.static and elsewhere not in instance.context.providers:
            help = ""  # nothing of that kind is there
    if other is not None:
        fix = renamed(reference, other.full, safe="@" not in reference.name and instance.knows(reference.full))
    elif is_unnamed:
        fix = _without(reference)
    else:
        fix = renamed(reference, guess + reference.name[len(bare) :] if guess else of_dokploy)
    if provider == FILE and not related and (volume := _mounted_in_vain(bare, instance)) is not None:
        cause = f"{volume.file} {volume.path}"
    if provider == FILE and (file := _behind_first(reference, instance)):
        cause = f"{file} "
    strict = lost is not None and not lost.ignored  # what the container is dropped for is told with all that it takes
    strict = strict or (not related and lost is None and _may_be_of_others(reference, instance))
    strict = strict or _hangs_on_folder(reference, near, instance)
    said = about(reference, f"{subject} not exist; {hint}", help, related, fix, strict=strict)
    if is_apart:  # files may also be there that nobody runs together
        said = said._replace(severity=Severity.WARNING)
    yield said._replace(cause=cause, unset=variables_of(reference, instance) if lost is None else lost.unset)


def _is_made_beside(service: Named, owner: Named, instance: Instance) -> bool:
    """Whether a service is the one that Traefik makes of the container by itself whose labels define a router."""
    if service.written or instance.labels is None:
        return False
    from traefiklint.checks.shared.labels import holder_of
    from traefiklint.decoding.label_tree import value_of

    origin, holder = value_of(service.key_node), holder_of(owner)
    mine = next((one for one in instance.labels.containers if one.origin is origin), None)
    return mine is not None and any(label.holder is holder for label in mine.labels)


def _without(reference: Reference) -> Fix | None:
    """The fix that takes away the label that names a service."""
    from traefiklint.checks.shared.as_written import label_at
    from traefiklint.compose.edits import without_label

    label = label_at(reference.owner.document, reference.owner.key_at(reference.attribute).node)
    edits = without_label(label) if label is not None else None
    return None if edits is None else Fix("Delete it", False, edits)


def _how_to_define(reference: Reference, bare: str, provider: str) -> str:
    """What to do about a name that nothing near has. What a middleware keeps out would come in without it."""
    is_middleware = reference.kind.endswith(".middlewares")
    where = f"define it under `{reference.kind}`"
    if is_middleware and provider in OF_LABELS and reference.owner.provider in OF_LABELS:
        where = f"define it by labels that begin with `traefik.{reference.kind}.{bare}.`"
    return f"{where}, or remove the reference{' if it guards nothing' if is_middleware else ''}."


_TELLING = {"api": "traefik|dashboard", "dashboard": "traefik|dashboard", "prometheus": "traefik|metrics"}
"""What names and rules of routers to some of Traefik's own services have in them: applications are called so, too."""


def _is_meant_for_itself(reference: Reference, name: str) -> bool:
    """Whether a name is likely to be that of one of Traefik's own services, without its `@internal`."""
    if reference.kind != "http.services" or name not in INTERNAL_SERVICES:
        return False
    owner = reference.owner
    asked = f"{owner.name} {owner.rule}" if isinstance(owner, Router) else ""
    return name not in _TELLING or re.search(f"(?i){_TELLING[name]}", asked) is not None


def _subject(reference: Reference, word: str) -> str:
    """The beginning of what is said of a name that leads nowhere."""
    verb = "do" if word.endswith("options") else "does"
    return f"{word.capitalize() if word[0].islower() else word} `{reference.name}` {verb}"


def _mounted_in_vain(name: str, instance: Instance) -> Place | None:
    """The volume that is told to bring a file with a name, and perhaps others of its folder, to where Traefik does not
    look."""
    return instance.once(_words_of_unread).get(name)


def _words_of_unread(instance: Instance) -> dict[str, Place]:
    """The words of the files that volumes bring to where Traefik does not look, each with the volume that is told of
    its folder."""
    given = instance.labels.given if instance.labels is not None else None
    found: dict[str, Place] = {}
    if given is not None:
        for those in instance.once(unread_by_folder).values():
            words = (word for one in those for word in _WORD.findall(given.text(one.file)))
            found = dict.fromkeys(words, those[0].place) | found
    return found


_WORD = lazy(r"[^\s:\"'{}\[\],=]+")


def _reads_no_files(instance: Instance) -> bool:
    """Whether the static configuration is here, and names no file that Traefik is to read."""
    context = instance.context
    return bool(context.static) and not (context.blank or context.static.get("FileProvider") or instance.files)


def _sunk(instance: Instance) -> frozenset[tuple[str, str]]:
    """What is defined in a section that is indented too far, and so is taken for an object of that name, by the kinds
    and full names that it is meant to have."""
    found = set()
    for kind, things in instance.objects.items():
        for thing, section in ((one, section_meant(one, kind)) for one in things.values()):
            if section is not None and type(thing.node) is MappingNode:
                meant = f"{kind.partition('.')[0]}.{section.key}"
                found |= {(meant, full_name(key.value, thing.provider)) for key, _ in thing.node.pairs}
    return frozenset(found)


def _of_dokploy(reference: Reference) -> str:
    """The name of a middleware that the files of each Dokploy server define, where labels name it as one of labels and
    the container is on Dokploy's network; else empty."""
    from traefiklint.instance.gaps import REDIRECT, REDIRECT_IN_FILES

    document = reference.place.document
    is_meant = reference.kind == "http.middlewares" and reference.full.partition("@")[0] == REDIRECT
    if not is_meant or reference.full == REDIRECT_IN_FILES or document is None:
        return ""
    return REDIRECT_IN_FILES if "dokploy-network" in document.text else ""


def _dropped_at(reference: Reference, instance: Instance) -> Place | None:
    """Where the static configuration defines what a name leads to."""
    bare, _, provider = reference.full.partition("@")
    if provider != FILE or not instance.context.static:
        return None
    from traefiklint.instance.dropped import in_static

    return instance.once(in_static).get(f"{fold(reference.kind)}.{bare}")


def _behind_first(reference: Reference, instance: Instance) -> str:
    """The file that defines what a name leads to behind its first document."""
    from traefiklint.instance.dropped import behind_first

    return instance.once(behind_first).get(f"{fold(reference.kind)}.{reference.full.partition('@')[0]}", "")


def _dropped_there(reference: Reference, word: str, place: Place) -> Diagnostic:
    """What is to be said of a name that the static configuration defines, where Traefik ignores it."""
    it = "them" if word.endswith("options") else "it"
    message = (
        f"{_subject(reference, word)} not exist, because Traefik ignores {it} in `{place.file}`, its static "
        f"configuration; move {it} to a file of the file provider."
    )
    also = (Related(place.file, place.span, "it is ignored here"),)
    cause = f"{place.file} {place.path.partition('.')[0]}"  # that the section is ignored is told there
    return about(reference, message, related=also)._replace(cause=cause)


def _tried_in_labels(instance: Instance) -> Mapping[tuple[str, str], Place]:
    """What labels try to define that only files can, by kind and name with the provider, and where."""
    from traefiklint.checks.shared.labels import place

    return {
        (said.path, full_name(key.value, hidden.container.document.provider)): place(hidden.container, key)
        for hidden in instance.parts.get("FileOnlyOption", ())
        if (said := hidden.said) is not None and type(said.value) is MappingNode
        for key, _ in said.value.pairs
    }


def _kept_by_nobody(reference: Reference, word: str, conflict: ConflictingObjects) -> Iterator[Diagnostic]:
    """What is to be said of a name that several containers define: it is there, and Traefik takes none of them, which
    `merge-conflict` tells where they do."""
    from traefiklint.docker.facts import exclude_each_other

    if exclude_each_other(conflict.containers):
        return
    spots = (thing.key_at() for thing in conflict.objects[:SHOWN])
    also = tuple(Related(spot.file, spot.span, "defined here") for spot in spots)
    subject, number = f"{word[0].upper()}{word[1:]} `{reference.name}`", len(conflict.objects)
    times = "twice" if number == 2 else f"{number} times"
    message = (
        f"{subject} is defined {times}, and not alike, so Traefik keeps none of them; give each a name of its own."
    )
    yield about(reference, message, related=also, strict=reference.is_of_router)


def _may_be_of_others(reference: Reference, instance: Instance) -> bool:
    """Whether a name says that labels define it, and labels of projects may do so that are not here: nobody said that
    these are all, and Traefik serves others, too."""
    if instance.labels is None or reference.name.rpartition("@")[2] not in OF_LABELS:
        return False
    from traefiklint.instance.elsewhere import serves_others

    return instance.once(serves_others)


_OF_SERVICES = ("service", "services", "srv", "svc")
"""What names of services end in, and folders are not called."""


def _hangs_on_folder(reference: Reference, near: Named | None, instance: Instance) -> bool:
    """Whether a name is that of the service which Traefik makes of a container, `SERVICE-PROJECT`, but for the project,
    which is called as the folder is in which somebody else has these files.

    Args:
        near: the service that a mistaken name is probably meant to be.
    """
    labels = instance.labels
    if labels is None or not reference.kind.endswith(".services") or reference.full.endswith(f"@{FILE}"):
        return False
    made = instance.once(_made_services).get(reference.kind, {})
    if near is not None and not any(
        near.name == f"{service}-{project}" for service, project in _begun_by(near.name, made)
    ):
        return False  # the name of that one hangs on no folder
    bare = reference.full.partition("@")[0]
    rests = (bare[len(service) + 1 :] for service, _ in _begun_by(bare, made))
    return any(_FOLDER.fullmatch(rest) is not None and rest not in _OF_SERVICES for rest in rests)


def _begun_by(name: str, made: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The services that a name begins with, with the projects of each."""
    for at, sign in enumerate(name):
        if sign == "-":
            yield from ((name[:at], project) for project in made.get(name[:at], ()))


def _made_services(instance: Instance) -> dict[str, dict[str, set[str]]]:
    """The compose services of found projects of which Traefik makes services by itself, by kind, each with the names
    of its projects, where these hang on a folder."""
    labels = instance.labels
    assert labels is not None, "there is a name of one"
    from traefiklint.docker.containers import normalized

    kinds = (kind for kind in WORDS if kind.endswith(".services"))
    made: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in kinds}
    for project in labels.composed:
        if project.name.is_sure or not any(map(labels.is_found, project.mains or project.files)):
            continue
        for service in project.services:
            for kind, names in made.items():
                if _makes_service(service, kind):
                    names[normalized(service.name.text)].add(normalized(project.name.text))
    return made


def _makes_service(service: ComposeService, kind: str) -> bool:
    """Whether Traefik makes a service of a kind of a container by itself: not where its labels define some, where they
    keep it out, or where they are about other protocols only (pkg/provider/docker, `buildConfiguration`)."""
    labels = (*service.labels, *service.deploy_labels)
    names = [label.name.text.lower() for label in labels]
    if any(label.name.text.lower() == "traefik.enable" and label.value.text.lower() == "false" for label in labels):
        return False
    if any(name.startswith(f"traefik.{kind.lower()}.") for name in names):
        return False
    if kind == "http.services":
        others = ("traefik.tcp.routers.", "traefik.tcp.services.", "traefik.udp.routers.", "traefik.udp.services.")
        return any(name.startswith("traefik.http.") for name in names) or not any(
            name.startswith(others) for name in names
        )
    return any(name.startswith(f"traefik.{kind.partition('.')[0]}.routers.") for name in names)


@rule("unknown-service", effect=Effect.DISABLED, fix="unsafe")
def unknown_service(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A router, service or middleware names a service that nobody defines."""
    yield from _unknown(reference, instance, ("http.services", "tcp.services", "udp.services"))


@rule("unknown-middleware", effect=Effect.DISABLED, fix="unsafe")
def unknown_middleware(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A router, service or chain names a middleware that nobody defines."""
    yield from _unknown(reference, instance, ("http.middlewares", "tcp.middlewares"))


@rule("unknown-servers-transport", effect=Effect.DISABLED, fix="unsafe")
def unknown_servers_transport(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A load balancer names a servers transport that nobody defines."""
    yield from _unknown(reference, instance, ("http.serversTransports", "tcp.serversTransports"))


@rule("unknown-tls-options", effect=Effect.DISABLED, fix="unsafe")
def unknown_tls_options(reference: Reference | StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """A router names TLS options that nobody defines, or an entry point does."""
    if isinstance(reference, StaticEntryPoint):
        yield from _options_of_point(reference, instance)
        return
    if reference.kind == "tls.options" and reference.fault == "unknown" and reference.full.startswith("default@"):
        message = (
            f"TLS options `{reference.name}` do not exist, as the default ones belong to no provider; write `default`."
        )
        yield about(reference, message, fix=renamed(reference, "default"))
        return
    yield from _unknown(reference, instance, ("tls.options",))


def _options_of_point(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """What is said of TLS options that an entry point has for nobody: all its routers have TLS of their own."""
    tls, routers = point.http.tls if point.http is not None else None, instance.once(routers_on).get(point.name, ())
    if tls is None or tls.options.partition("@")[0] in ("", "default") or not routers:
        return
    if any(router.tls is None for router in routers):
        return  # of which it is told
    owner = routers[0]
    if given_options(tls.options, owner, instance).fault != "unknown":
        return
    bare = tls.options.strip("\"' ")
    advice = f"write `{bare}`" if bare != tls.options else "define it under `tls.options`, or leave it out"
    message = (
        f"TLS options `{tls.options}` do not exist, so Traefik disables each router on `{point.name}` that has no "
        f"`tls` of its own; {advice}."
    )
    yield Diagnostic(tls.at("options"), message, effect=Effect.SILENT, severity=Severity.WARNING)


@rule("internal-not-enabled", effect=Effect.DISABLED, fix="unsafe")
def internal_not_enabled(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A reference means something of Traefik itself that is not there."""
    if reference.fault != "internal":
        return
    bare = reference.full.removesuffix("@internal")
    offered = instance.context.internal_services if reference.kind == "http.services" else ()
    guess = nearest(bare, sorted(offered))
    switch = _SWITCHES.get(bare, "") if offered and (bare != "dashboard" or "api" not in offered) else ""
    if guess:
        advice = f"did you mean `{guess}@internal`?"
    elif switch:
        from traefiklint.checks.shared.settings import switched_on

        advice = f"switch it on in the static configuration, with {switched_on(switch, instance)}."
    elif offered:
        advice = "it offers " + ", ".join(f"`{name}@internal`" for name in sorted(offered)) + "."
    else:
        advice = "remove the reference."
    fix = renamed(reference, f"{guess}@internal" if guess else "")
    yield about(reference, f"Traefik does not offer `{reference.full}`; {advice}", fix=fix)


@rule("unverifiable-reference", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def unverifiable_reference(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A reference lies in another provider, so that only the running Traefik can tell whether it exists."""
    for reference in instance.foreign:
        bare, provider = reference.full.rsplit("@", 1)
        message = f"`{reference.full}` belongs to the provider `{provider}` and cannot be checked here."
        help = "List it under `[known]` in the config file once you are sure of it."
        if provider == reference.owner.provider == FILE:
            message = f"These files seem to be a part, so `{bare}` must stand in another of this Traefik's."
            help = "Lint all files that Traefik reads, or give `--static`, and this is checked."
        yield Diagnostic(reference.place, message, help)


@rule("unknown-cert-resolver", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def unknown_cert_resolver(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names a certificate resolver that the static configuration does not have."""
    tls = router.tls
    if not tls or not tls.cert_resolver:
        return
    context = instance.context
    if context.blank or tls.cert_resolver in context.resolvers:
        return
    known = listed(sorted(context.resolvers))
    guess = instance.nearest(tls.cert_resolver, "resolvers")
    advice = f"did you mean `{guess}`?" if guess else f"known are {known}." if known else "none is configured."
    message = f"Certificate resolver `{tls.cert_resolver}` does not exist, so no certificate is asked for; {advice}"
    fix = None
    if guess:
        fix = set_option(tls, "cert_resolver", guess, safe=False)
    from traefiklint.checks.tls.advice import hands_certificates_on
    from traefiklint.checks.tls.replaced import gets_certificate_anyway

    is_passed = isinstance(tls, TcpRouterTls) and tls.passthrough and not instance.once(hands_certificates_on)
    is_left = is_passed or is_ignored(tls.cert_resolver, instance)  # `passthrough-with-resolver` says to remove it
    cause = cause_of_loss(tls.cert_resolver, instance)
    said = Diagnostic(tls.at("cert_resolver"), message, fix=fix, strict=is_left, cause=cause)
    if context.assumed:
        said = said._replace(effect=Effect.ADVICE, severity=Severity.WARNING)
    elif gets_certificate_anyway(router, instance) or is_commented_out_resolver(tls.cert_resolver, instance):
        said = said._replace(severity=Severity.INFO)
    elif isinstance(router, TcpRouter):  # of which Traefik's log says nothing
        said = said._replace(effect=Effect.SILENT, severity=Severity.WARNING)
    yield said
