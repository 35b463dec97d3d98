"""Which certificate resolvers something names, and which of them stand there for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import routers_on
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Scalar
from traefiklint.text.spelling import nearest

_SECTION = lazy(r"(?im)^[ \t]*#[ \t]*certificatesResolvers:.*\n((?:[ \t]*#.*\n?)*)")
"""A section of resolvers as a comment, with what is below it."""
_KEY = lazy(r"(?m)^[ \t]*#[ \t]+([\w-]+):")
_DOTTED = lazy(r"(?im)^[ \t]*#.*?certificatesResolvers\.([\w-]+)")
"""A resolver in a comment, as flags and TOML have it."""


def named_resolvers(instance: Instance) -> frozenset[str]:
    """The resolvers that routers and entry points name; an empty name stands for those of routers that are not here."""
    routers = list(instance.ruled_routers())
    names = {router.tls.cert_resolver for router in routers if router.tls is not None} - {""}
    names |= {point.cert_resolver for point in instance.context.entry_points.values()} - {""}
    is_whole = bool(routers) and instance.knows_routers
    return frozenset(names if is_whole else {*names, ""})


def name_their_own(point: str, instance: Instance) -> bool:
    """Whether all routers on an entry point, of which there are some, name resolvers that are there, so that what it
    says itself is nobody's."""
    names, routers = instance.context.resolvers, instance.once(routers_on).get(point, ())
    own = (router.tls is not None and router.tls.cert_resolver in names for router in routers)
    return bool(routers) and instance.knows_routers and all(own)


def is_spare_resolver(resolver: CertificatesResolver, instance: Instance) -> bool:
    """Whether a resolver is nothing but the name of another one, and no router names it: all works without it."""
    value = resolver.node.value if isinstance(resolver.node, Scalar) else ""
    named = instance.once(named_resolvers)
    return value != resolver.name and value in instance.context.resolvers and named.isdisjoint(("", resolver.name))


def spare_resolvers(instance: Instance) -> frozenset[tuple[str, str]]:
    """The files and paths of these."""
    resolvers = instance.context.static.get("CertificatesResolver", ())
    return frozenset((one.file, one.path) for one in resolvers if is_spare_resolver(one, instance))


def ignored_resolvers(instance: Instance) -> frozenset[str]:
    """The resolvers, in small letters, of which is told that Traefik ignores what they stand in: flags or variables, or
    a file of its provider."""
    from traefiklint.instance.dropped import section_in

    forms = instance.context.static.get("IgnoredForm", ())
    names = {name for one in forms if one.static for name in one.static.certificates_resolvers}
    sections = (section_in(file.document, "certificatesresolvers") for file in instance.files)
    names |= {key.value for one in sections if isinstance(one, Mapping) for key, _ in one.pairs}
    return frozenset(map(str.lower, names))


def is_ignored(resolver: str, instance: Instance) -> bool:
    """Whether a resolver that is not there is one that Traefik ignores with the form it stands in, which is told."""
    return resolver.lower() in instance.once(ignored_resolvers)


def cause_of_loss(resolver: str, instance: Instance) -> str:
    """The file and path of what is told of the static configuration and keeps it from having a resolver: a section with
    a misspelt name that holds it; or settings of a resolver without a name, where there is no other one. Else empty."""
    named, unnamed = instance.once(_lost_resolvers)
    return named.get(resolver, "" if set(instance.context.resolvers) - {"acme"} else unnamed)


def _lost_resolvers(instance: Instance) -> tuple[dict[str, str], str]:
    named: dict[str, str] = {}
    unnamed = ""
    for document in (part.document for part in instance.context.static.get("Static", ())):
        root = document.root if document is not None else None
        for key, value in root.pairs if isinstance(root, Mapping) else ():
            name, where = fold(key.value), f"{document.file} {key.value}"
            below = value.pairs if isinstance(value, Mapping) else ()
            if name == "acme":
                unnamed = where
            elif name == "certificatesresolvers":
                lost = next((one for key, one in below if key.value == "acme"), None)
                if isinstance(lost, Mapping) and lost.pairs:
                    unnamed = f"{where}.acme.{lost.pairs[0][0].value}"
            elif nearest(name, ("certificatesresolvers",)):
                named.update((one.value, where) for one, _ in below)
    return named, unnamed


def is_commented_out_resolver(resolver: str, instance: Instance) -> bool:
    """Whether a resolver that is not there is a comment in the static configuration, which has no other one."""
    return not instance.context.resolvers and resolver.lower() in instance.once(_commented_out)


def _commented_out(instance: Instance) -> frozenset[str]:
    texts = {one.home.text for one in instance.context.static.get("Static", ()) if one.home is not None}
    return frozenset(name.lower() for text in texts for name in _in_comments(text))


def _in_comments(text: str) -> Iterator[str]:
    for section in _SECTION.finditer(text):
        yield from _KEY.findall(section[1])
    yield from _DOTTED.findall(text)
