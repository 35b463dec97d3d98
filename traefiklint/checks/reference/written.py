"""How references are written: empty ones, other protocols and providers, and names with an `@`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_item, set_option
from traefiklint.checks.shared.references import WORDS, about, by_owner_name, kind_elsewhere, renamed
from traefiklint.findings import Effect, Fix, Related
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE, PROVIDERS, may_be_provider
from traefiklint.instance.references import Reference, unknown_names
from traefiklint.model.base import Named
from traefiklint.model.tcp import TcpMiddleware
from traefiklint.text.nodes import Scalar
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.model.middleware import Middleware
    from traefiklint.model.services import Service
    from traefiklint.model.tcp import TcpServersTransport, TcpService
    from traefiklint.model.tls import TlsOptions
    from traefiklint.model.transports import ServersTransport
    from traefiklint.model.udp import UdpService


@rule("empty-reference", effect=Effect.DISABLED, fix="unsafe")
def empty_reference(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A name that should lead somewhere is empty."""
    if reference.fault == "empty":
        word = WORDS[reference.kind]
        message = f"The name of a {word} is empty, so Traefik looks for `{reference.full}`; fill it in."
        fix = None
        if reference.index is not None:
            fix = delete_item(reference.part, reference.attribute, reference.index, "Delete it", safe=False)
        help = "Often it comes from a variable or template value that is not set."
        if listed := _without_commas(reference):
            message = (
                f"A comma too many names an empty {word}, so Traefik looks for `{reference.full}`; remove the comma."
            )
            fix = set_option(reference.part, reference.attribute, listed, safe=False, title="Remove the comma")
            help = ""
        if reference.point:
            message = (
                f"The entry point `{reference.point}` names an empty {word}, which does not exist; remove it there."
            )
            fix, help = None, ""
        elif reference.index is None and not reference.part.gives(reference.attribute):
            key = reference.part.fields[reference.attribute].key
            message = f"`{key}` is missing, and Traefik cannot do without the name of a {word}; add it."
            help = ""
        yield about(reference, message, help, fix=fix)


def _without_commas(reference: Reference) -> str:
    """The list in a label without the commas that nothing stands between; empty where it is no such list, or a variable
    may put something there."""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(reference.part.at(reference.attribute).node)
    if reference.index is None or value is None or not value.is_known:
        return ""
    return ",".join(filter(None, map(str.strip, value.text.rpartition("=")[2].split(","))))


@rule("reference-wrong-protocol", effect=Effect.DISABLED)
def reference_wrong_protocol(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A reference means something that is defined for another protocol."""
    if reference.fault != "unknown" or by_owner_name(reference):
        return
    kind = kind_elsewhere(reference, instance)
    if kind:
        spot = instance.objects[kind][reference.full].key_at()
        here, there = reference.kind.partition(".")[0].upper(), kind.partition(".")[0].upper()
        word = reference.kind.partition(".")[2]
        advice = "define one there."
        if lacking := _unknown_to_tcp(reference.kind, instance.objects[kind][reference.full]):
            advice = f"TCP has no `{lacking}`, so remove the reference, or serve it by an HTTP router."
        message = f"`{reference.name}` is defined under `{kind}`, and {here} can use only {here} {word}; {advice}"
        yield about(reference, message, related=(Related(spot.file, spot.span, f"the {there} one is defined here"),))


def _unknown_to_tcp(kind: str, thing: Named) -> str:
    """The type of a middleware that TCP does not have; empty where it has it, or it is something else."""
    types = [key.value for key, _ in thing.written.values()] if kind == "tcp.middlewares" else []
    return types[0] if types and all(fold(one) not in TcpMiddleware.keys for one in types) else ""


@rule("unknown-provider", effect=Effect.DISABLED, fix="unsafe")
def unknown_provider(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A reference names a provider that Traefik does not have."""
    if reference.fault == "provider" and not by_owner_name(reference):
        bare, provider = reference.full.partition("@")[::2]
        names = sorted(PROVIDERS if instance.context.blank else instance.context.providers | {FILE})
        told = "" if instance.context.blank else f"; known are {', '.join(f'`@{name}`' for name in names)}"
        message = f"There is no provider `@{provider}`, so `{reference.name}` does not exist{told}."
        help, right = "", ""
        if instance.find(reference.kind, provider):
            help = f"The name comes first: `{provider}@{bare}`."
            right = f"{provider}@{bare}" if bare in names else ""
        elif guess := provider.lower() if provider.lower() in names else nearest(provider.lower(), names):
            help = f"Did you mean `{bare}@{guess}`?"
            right = f"{bare}@{guess}"
        yield about(reference, message, help, fix=renamed(reference, right))


@rule("name-contains-at", effect=Effect.DISABLED, fix="unsafe")
def name_contains_at(
    thing: Reference
    | Service
    | TcpService
    | UdpService
    | Middleware
    | TcpMiddleware
    | ServersTransport
    | TcpServersTransport
    | TlsOptions,
    instance: Instance,
) -> Iterator[Diagnostic]:
    """An object has an `@` in its name, and so looks for what it needs in another provider, and nobody finds it."""
    if isinstance(thing, Named):
        yield from _out_of_reach(thing, instance)
    elif by_owner_name(thing):
        owner = thing.owner
        message = (
            f"Because of the `@` in the name `{owner.name}`, Traefik looks for `{thing.full}`, "
            "which does not exist; take the `@` out of the name."
        )
        spot = owner.key_at()
        related = (Related(spot.file, spot.span, "the name stands here"),)
        yield about(thing, message, related=related, fix=_without_at(owner, instance))


def _out_of_reach(thing: Named, instance: Instance) -> Iterator[Diagnostic]:
    """What is said of an object that whoever names it does not find: `auth@file` of a label is `auth@file@docker`, and
    `auth@file` another one (asked of 3.7.15). One that fails itself for its name is told of there."""
    if "@" not in thing.name or instance.users(thing) or not instance.counts(thing):
        return
    if any(one.fault and by_owner_name(one) for one in instance.needs_of(thing)):
        return
    bare, _, provider = thing.name.partition("@")
    is_one = may_be_provider(provider)
    what = f"`{bare}` of the provider `{provider}`" if is_one else f"one of a provider `{provider}`"
    advice = f"call it `{bare}`" if is_one else "take the `@` out of the name"
    message = f"Nothing uses this: whoever names `{thing.name}` gets {what}, and this is `{thing.full}`; {advice}."
    is_told = (thing.path[: -len(thing.name) - 1], thing.name) in instance.once(unknown_names)
    yield Diagnostic(thing.key_at(), message, effect=Effect.SILENT, strict=is_told)


def _without_at(owner: Named, instance: Instance) -> Fix | None:
    """The fix that takes the `@` out of a name, where the new one is free; nobody can refer to the old one."""
    key = owner.key_node
    kind = owner.object[: -len(owner.name) - 1]
    name = owner.name.replace("@", "-")
    if type(key) is not Scalar or kind not in instance.objects or instance.find(kind, name):
        return None
    from traefiklint.patch.edits import fix_of, rename_key

    return fix_of(owner.document, f"Write `{name}`", rename_key(owner.document, key, name), safe=False)
