"""What Traefik cannot decode in a static configuration, or drops from it without a word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.schema.root_keys import is_used_by_alias
from traefiklint.discovery.plain import is_key_of_others
from traefiklint.findings import Effect, Fix
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.base import Option
from traefiklint.model.diagnostics import DynamicInStatic, NoConfiguration, RemovedOption, UnknownStaticRoot, says_off
from traefiklint.model.fields import REMOVED
from traefiklint.model.kinds.sections import Nested
from traefiklint.model.static import Static
from traefiklint.model.static.entry_points import EntryPointTransport, StaticEntryPoint
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.spelling import listed, nearest

VERSION_1 = {
    "acme": "certificatesResolvers",
    "consul": "providers.consul",
    "consulcatalog": "providers.consulCatalog",
    "docker": "providers.docker",
    "exposedbydefault": "providers.docker.exposedByDefault",
    "ecs": "providers.ecs",
    "etcd": "providers.etcd",
    "file": "providers.file",
    "kubernetes": "providers.kubernetesIngress",
    "loglevel": "log.level",
    "rest": "providers.rest",
    "web": "api",
    "debug": "log.level",
    "accesslogsfile": "accessLog.filePath",
    "traefiklogsfile": "log.filePath",
    "insecureskipverify": "serversTransport.insecureSkipVerify",
    "rootcas": "serversTransport.rootCAs",
    "providersthrottleduration": "providers.providersThrottleDuration",
}
"""Root keys of Traefik 1 and keys that belong further down, and where they have their place."""
_PLACES_1 = {
    "acme": "a resolver of `certificatesResolvers`",
    "accesslogsfile": "`accessLog.filePath`",
    "backends": "`http.services` of a dynamic file",
    "defaultentrypoints": "`asDefault` of the entry points",
    "frontends": "`http.routers` of a dynamic file",
    "kubernetes": "`providers.kubernetesIngress`",
    "loglevel": "`log.level`",
    "traefiklog": "`log`",
    "traefiklogsfile": "`log.filePath`",
    "web": "`api`",
}
"""What only Traefik 1 had at the top of a file, and what it is today."""
_OF_DYNAMIC_FILES = {
    "tlsoptions": "tls.options",
    "tlsstores": "tls.stores",
    "middlewares": "http.middlewares",
    "serverstransports": "http.serversTransports",
}
"""What is dynamic configuration, as others call it at the top of a static one, and how it is called there."""
_NEAR = {"plugins": "experimental.plugins", "serverstransports": "serversTransport", "redirections": "entryPoints"}


@rule("unknown-static-root", effect=Effect.SILENT, fix="unsafe")
def unknown_static_root(diagnostic: UnknownStaticRoot, source: SourceFile) -> Iterator[Diagnostic]:
    """A section at the top of the static configuration does not exist."""
    key = diagnostic.key
    name = fold(key.value)
    if is_key_of_others(key.value):
        return
    old = _of_version_1(source)
    if key.value in old:
        if key.value == old[0]:
            places = [f"`{one}` is {_PLACES_1.get(fold(one), f'`{VERSION_1.get(fold(one))}`')}" for one in old]
            message = (
                f"This file is for Traefik 1, and Traefik 3 silently drops {listed(old)}; rewrite it for Traefik 3."
            )
            yield said(diagnostic, source, message, f"Today {', '.join(places)}.")
        return
    above = _section_with(name, source)
    home = VERSION_1.get(name) or _NEAR.get(name) or (f"{above[0]}.{above[1].key}" if above else _of_entry_points(name))
    if name == "serverstransports" and _holds_names(diagnostic.value):
        home = ""
    guess = "" if home or name in _OF_DYNAMIC_FILES else nearest(name, Static.by_key, min(3, max(1, len(name) // 3)))
    home = home or _of_one_section(name)
    if not (home or guess or name == "hub" or name in _OF_DYNAMIC_FILES) and is_used_by_alias(
        source, key, diagnostic.value
    ):
        return
    fix: Fix | None = None
    if guess:
        from traefiklint.checks.shared.text_fixes import rename

        help = f"Did you mean `{guess}`?"
        fix = rename(source.document, key, guess, safe=False) if fold(guess) not in _roots(source) else None
    elif home:
        help = f"It belongs in `{home}`."
    elif name == "hub":
        help = "Traefik 2 had it for Traefik Hub; delete it."
    elif name in _OF_DYNAMIC_FILES:
        help = f"Write it as `{_OF_DYNAMIC_FILES[name]}`, in a file that `providers.file` reads."
    else:
        is_section = type(diagnostic.value) is Mapping and not is_toml_file(source.document.file)
        only = ", or start the key with `x-` if it only holds anchors" if is_section else ""
        help = f"Delete it{only}."
    message = f"`{key.value}` is not a section of the static configuration, and Traefik silently drops it."
    is_so_anyway = name == "defaultentrypoints" and _says_nothing_new(diagnostic.value, source)
    is_so_anyway = is_so_anyway or (above is not None and _is_default(above[1], diagnostic.value))
    yield said(diagnostic, source, message, help, fix)._replace(strict=is_so_anyway)


def _holds_names(value: Node) -> bool:
    """Whether a section holds objects with names of their own, and no options itself."""
    return type(value) is Mapping and bool(value.pairs) and all(type(one) is Mapping for _, one in value.pairs)


def _section_with(name: str, source: SourceFile) -> tuple[str, Option] | None:
    """The section of a file that has an option of a name, which may have slipped out of it, and the option."""
    for written in _roots(source).values():
        section = Static.by_key.get(written)
        if section is not None and section.of is not None and isinstance(section.kind, Nested):
            found = next((option for key, option in section.of.by_key.items() if fold(key) == name), None)
            if found is not None:
                return written, found
    return None


def _of_one_section(name: str) -> str:
    """Where an option belongs that one section alone has; empty where none has it, or several have."""
    sections = [(one.key, one.of) for one in Static.by_key.values() if one.of is not None and type(one.kind) is Nested]
    found = [(key, of.keys[name]) for key, of in sections if name in of.keys]
    homes = [f"{key}.{option.key}" for key, option in found if not option.ignored and option.kind is not REMOVED]
    return homes[0] if len(homes) == 1 else ""


def _is_default(option: Option, value: Node) -> bool:
    """Whether a value says what is so anyway."""
    is_flag = isinstance(option.default, bool)
    return type(value) is Scalar and is_flag and value.value.lower() == str(option.default).lower()


def _of_entry_points(name: str) -> str:
    """Where an option of entry points belongs; empty where it is none."""
    for part, home in ((StaticEntryPoint, ""), (EntryPointTransport, "transport.")):
        key = next((key for key in part.by_key if fold(key) == name), "")
        if key:
            return f"entryPoints.NAME.{home}{key}"
    return ""


def _says_nothing_new(value: Node, source: SourceFile) -> bool:
    """Whether a list of default entry points, as Traefik 1 had one, names all there are, perhaps in other words."""
    named = {item.value.lower() for item in value.items if type(item) is Scalar} if type(value) is Sequence else set()
    static = source.static
    there = {point.lower() for point in static.entry_points} if static is not None else set()
    there.discard("traefik")  # which Traefik keeps for itself (cmd/traefik, `getDefaultsEntrypoints`)
    is_as_many = named.isdisjoint(there) and len(named) >= len(there)  # as `http` and `https` for `web` and `websecure`
    return bool(there) and (named >= there or is_as_many)


@lru_cache(maxsize=1)
def _roots(source: SourceFile) -> dict[str, str]:
    """The keys at the top of a file in one case, as they are written; each of those that are unknown asks for them."""
    root = source.document.root
    return {fold(key.value): key.value for key, _ in root.pairs} if type(root) is Mapping else {}


@lru_cache(maxsize=1)
def _of_version_1(source: SourceFile) -> tuple[str, ...]:
    """The roots that only Traefik 1 had, as they are written, in a file that is surely for it."""
    names = _roots(source)
    if names.keys().isdisjoint(_PLACES_1) or not names.keys().isdisjoint(("providers", "certificatesresolvers")):
        return ()
    return tuple(written for name, written in names.items() if name in _PLACES_1 or name in VERSION_1)


@rule("no-static-configuration", effect=Effect.REJECTED)
def no_static_configuration(diagnostic: NoConfiguration, source: SourceFile) -> Iterator[Diagnostic]:
    """The static configuration holds nothing that counts."""
    if any(type(other) is DynamicInStatic for other in source.diagnostics):
        message = "This file is dynamic configuration, and Traefik does not start with it as its static one."
        help = "Give it to the file provider, and Traefik a file with sections such as `entryPoints` and `providers`."
    elif diagnostic.text:
        message = "No section of this file is one of the static configuration, and Traefik does not start with it."
        help = (
            "Write at least one, such as `entryPoints` or `providers`; routers and services belong in a dynamic file."
        )
    else:
        message = "This file is empty, and Traefik does not start with it."
        help = "Write at least one section, such as `entryPoints`; or do not give Traefik the file at all."
    yield said(diagnostic, source, message, help)


@rule("removed-static-option", effect=Effect.REJECTED, fix="unsafe")
def removed_static_option(diagnostic: RemovedOption, source: SourceFile) -> Iterator[Diagnostic]:
    """An option was given up, and Traefik refuses it by its name."""
    key, option = diagnostic.key, diagnostic.option
    name = diagnostic.section.path + option.step
    from traefiklint.checks.shared.text_fixes import delete

    is_off = type(diagnostic.value) is Scalar and says_off(diagnostic.value.value)  # so that nobody misses it
    is_simple = option.says.startswith("Delete it:")
    help = "Delete it." if is_off and not is_simple else option.says
    fix = delete(source.document, key, safe=False) if is_off or is_simple else None
    message = f"`{name}` is gone since Traefik 3, and Traefik does not start with it."
    yield said(diagnostic, source, message, help, fix)
