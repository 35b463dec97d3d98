"""What a file is: Traefik's dynamic configuration, its static one, labels in a compose file, or somebody else's file.

Only what is surely Traefik's is ever changed, and only that is looked for in a folder of which nobody said what it
holds. So the test is strict: known roots, known sections below them, and no key of anybody else beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from traefiklint.discovery import foreign
from traefiklint.discovery.foreign import words
from traefiklint.discovery.paths import may_be
from traefiklint.discovery.plain import is_key_of_others, is_plainly_compose
from traefiklint.discovery.skeleton import FURTHEST, Skeleton, skeleton
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.encrypted import is_encrypted
from traefiklint.text.spelling import nearest


class Kind(StrEnum):
    """What kind of file it is."""

    DYNAMIC = "dynamic"
    """Surely dynamic configuration, be it right or wrong."""
    UNSURE = "unsure"
    """It may be dynamic configuration, and may be somebody else's: `http: {}`, or Traefik's keys among others."""
    EMPTY = "empty"
    """Nothing but comments."""
    STATIC = "static"
    COMPOSE = "compose"
    TRAEFIK_1 = "traefik-1"
    ROUTE = "kubernetes-route"
    """Kubernetes objects of Traefik's own kinds."""
    KEPT = "kept"
    """In a folder of copies that are kept, as its name says: whatever it is, nobody uses it there."""
    FOREIGN = "foreign"


class Recognized(NamedTuple):
    """What a file is, and what it is called, in words that follow “this is”."""

    kind: Kind
    called: str

    @property
    def may_be_dynamic(self) -> bool:
        """Whether a file provider may be meant to read it."""
        return self.kind in (Kind.DYNAMIC, Kind.UNSURE, Kind.EMPTY)


DYNAMIC = Recognized(Kind.DYNAMIC, "a dynamic configuration")
UNSURE = Recognized(Kind.UNSURE, "perhaps a dynamic configuration")
EMPTY = Recognized(Kind.EMPTY, "an empty file")
STATIC = Recognized(Kind.STATIC, "a static configuration")
COMPOSE = Recognized(Kind.COMPOSE, "a compose file")
TRAEFIK_1 = Recognized(Kind.TRAEFIK_1, "a configuration of Traefik 1")
KEPT = Recognized(Kind.KEPT, "a copy or an example that is kept")
FRAGMENT = Recognized(Kind.FOREIGN, "a piece of a compose file")
VARIABLES = Recognized(Kind.FOREIGN, foreign.OF_ANSIBLE)
JINJA = Recognized(Kind.UNSURE, foreign.JINJA)
"""What Ansible or the like makes a dynamic configuration of: surely nothing that Traefik reads as it stands."""

SECTIONS = {
    "http": ("routers", "services", "middlewares", "serversTransports", "models"),
    "tcp": ("routers", "services", "middlewares", "serversTransports", "models"),
    "udp": ("routers", "services"),
    "tls": ("certificates", "options", "stores"),
}
"""The sections of the dynamic configuration (pkg/config/dynamic/config.go)."""
_OPTIONS = words(
    "rule service entrypoints middlewares priority tls observability loadbalancer weighted mirroring failover servers "
    "insecureskipverify minversion maxversion ciphersuites"
)
"""Options by which a section is known whose name is misspelt."""
_OF_TLS = words("certFile cipherSuites clientAuth curvePreferences defaultCertificate maxVersion minVersion sniStrict")
"""Options of TLS that stand below a name or in a list."""
STATIC_ROOTS = words(
    "accesslog api certificatesresolvers core entrypoints experimental global hostresolver log metrics ocsp ping "
    "providers serverstransport spiffe tcpserverstransport tracing"
)
"""The roots of the static configuration (pkg/config/static/static_config.go), in small letters."""
_TELLING_STATIC = frozenset(("certificatesresolvers", "entrypoints", "providers"))
"""Those that no other program is likely to have."""
_ENTRY_POINT = words(
    "address allowacmebypass asdefault forwardedheaders http http2 http3 observability proxyprotocol reuseport "
    "transport udp"
)
"""The options of an entry point (pkg/config/static/entrypoints.go), in small letters."""
_VERSION_1 = frozenset(("backends", "frontends"))
STATIC_1 = words(
    "acme boltdb consulcatalog debug defaultentrypoints docker file insecureskipverify kubernetes loglevel "
    "marathon rancher retry traefiklog web"
)
"""Roots that the static configuration had in Traefik 1 only."""
_COMPOSE_ROOTS = words("configs include models name networks secrets services version volumes")
_COMPOSE_OPTIONS = words(
    "build cap_add command container_name depends_on deploy entrypoint env_file environment expose extends healthcheck "
    "hostname image labels logging network_mode networks ports privileged profiles pull_policy restart secrets user "
    "volumes"
)
_VARIANT_NAME = lazy(r"(?i)(?:^|/)traefik[._-](?!(?:[\w.-]*[._-])?dyn)[\w.-]*\.(?:ya?ml|toml)$")
"""`traefik.dev.yml`, but not `traefik-dynamic.yml`."""
_STATIC_NAME = lazy(r"(?i)(?:^|/)traefik\.(?:ya?ml|toml|json)$")
_COMPOSE_NAME = lazy(r"(?i)(?:^|/)(?:docker-)?compose[^/]*\.ya?ml$|(?:^|/)[^/]*stack[^/]*\.ya?ml$")


def recognize(file: str, text: str | bytes) -> Recognized:
    """What a file is, by its name and its text. Never raises.

    Args:
        file: its path; folders may tell, too, as in `.github/workflows/`.
    """
    path = file.replace("\\", "/")
    if isinstance(text, bytes) and is_plainly_compose(path, text):
        return COMPOSE
    written = text[:FURTHEST].decode("utf-8", "replace") if isinstance(text, bytes) else text[:FURTHEST]
    named = foreign.by_path(path)
    if named:
        return Recognized(Kind.FOREIGN, named)
    found = skeleton(path, written)
    if not found.keys and not found.is_list:
        return _of_nothing(path, written)
    roots = frozenset(root for root in found.roots() if not is_key_of_others(root))
    if found.is_list:
        called = foreign.of_list(found.keys)
        is_nobodys = not found.keys or roots & (STATIC_ROOTS | SECTIONS.keys())  # with other keys it is somebody else's
        is_static = called == foreign.LIST and _STATIC_NAME.search(path) and is_nobodys
        return STATIC if is_static else Recognized(Kind.FOREIGN, called)
    told = _by_keys(path, found, roots)
    if told is None or told.kind in (Kind.DYNAMIC, Kind.UNSURE, Kind.STATIC):
        other = foreign.by_template(written) if "{{" in written or "{%" in written else ""
        if not other and "${" in written and _is_filled_in(found):
            other = foreign.TEMPLATE
        if other:  # Traefik would refuse it as it stands, which is told where it is named
            is_foreign = told is None or told.kind is Kind.STATIC
            return Recognized(Kind.FOREIGN if is_foreign else Kind.UNSURE, other)
    return told or Recognized(Kind.FOREIGN, foreign.by_roots(path, found, roots) or foreign.UNKNOWN)


def _by_keys(path: str, found: Skeleton, roots: frozenset[str]) -> Recognized | None:
    """What the keys say, where they say that a file is Traefik's."""
    sections = known_sections(found)
    strangers = roots - SECTIONS.keys()
    if _is_kubernetes(found):
        version = found.get("apiVersion").value
        if version.startswith(("traefik.io/", "traefik.containo.us/")):
            kind = found.get("kind").value or "object"
            return Recognized(Kind.ROUTE, f"a Kubernetes {kind} of Traefik")
        return None
    if _is_compose(path, found, roots):
        return COMPOSE
    if _is_fragment(found):
        return FRAGMENT
    if roots & _VERSION_1 and not sections and _is_version_1(found):
        return TRAEFIK_1
    is_static = _is_static(path, found, roots)
    if sections and not strangers:
        return DYNAMIC
    if is_static and (
        not sections or _STATIC_NAME.search(path) or _is_variant(path, roots) or _reads_itself(path, found)
    ):
        return TRAEFIK_1 if _is_static_1(roots) and not _STATIC_NAME.search(path) else STATIC
    if sections:
        mistaken = all(_is_mistaken(stranger) or _is_middleware(found.get(stranger)) for stranger in strangers)
        return DYNAMIC if mistaken else UNSURE
    if foreign.by_roots(path, found, roots):
        return None
    if _STATIC_NAME.search(path) and not roots & SECTIONS.keys() and not _is_of_lists(found):
        # hardly anybody else gives a file this name, and it may hold nothing but mistakes
        return VARIABLES if _are_variables(roots) else STATIC
    misplaced = any(_has_options(found.get(name)) for name in SECTIONS["http"])
    return UNSURE if _is_bare(found, roots) or misplaced or _is_of_tls(found, roots) else None


def _is_variant(path: str, roots: frozenset[str]) -> bool:
    """Whether a file is called as a variant of a static configuration, and holds what makes one, whatever more."""
    return roots >= {"entrypoints", "providers"} and _VARIANT_NAME.search(path) is not None


def _reads_itself(path: str, found: Skeleton) -> bool:
    """Whether the file provider of a static configuration reads the very file, as its name says."""
    folder = path.rpartition("/")[0]
    files = found.get("providers", "file")
    directory = files.get("directory").value.rstrip("/")
    if directory:
        return directory in (".", "/etc/traefik") or directory.rpartition("/")[2] == folder.rpartition("/")[2] != ""
    return may_be(path, files.get("filename").value)


def _are_variables(roots: frozenset[str]) -> bool:
    """Whether all keys at the top are called as variables of Ansible are: no option of Traefik has an underscore."""
    return bool(roots) and all("_" in root for root in roots)


def _is_of_lists(found: Skeleton) -> bool:
    """Whether there are nothing but lists at the top, as in files that tell a tool such as Komodo of its stacks."""
    return bool(found.keys) and all(one.is_list and one.keys for one in found.keys.values())


def _is_filled_in(found: Skeleton) -> bool:
    """Whether an object has a variable for its name: Traefik expands none, so somebody does it before."""
    sections = [section for root in SECTIONS for section in found.get(root).keys.values()]
    return any("${" in name for section in sections for name in section.keys)


def known_sections(found: Skeleton) -> list[str]:
    """The sections of the dynamic configuration that a file has, or that a misspelt key of it surely means."""
    sections = []
    for root, inner in found.keys.items():
        meant = root.lower()
        if meant not in SECTIONS:
            near = _near(meant, SECTIONS)
            if not near or not _is_section(inner, near, strict=True):
                continue
            meant = near
        elif not _is_section(inner, meant, strict=False):
            continue
        sections.append(meant)
    return sections


def _is_section(inner: Skeleton, root: str, *, strict: bool) -> bool:
    """Whether there is a section of a root below a key; where that is misspelt, one with options that are known."""
    names = {name.lower() for name in SECTIONS[root]}
    for name, objects in inner.keys.items():
        if name.lower() in names and (not strict or _has_options(objects)):
            return root != "tls" or name.lower() != "certificates" or _is_certificates(objects)
        if name.lower() not in names and root != "tls" and _near(name.lower(), names) and _has_options(objects):
            return True
    return False


def _has_options(objects: Skeleton) -> bool:
    return not objects.is_list and any(not _OPTIONS.isdisjoint(one.roots()) for one in objects.keys.values())


def _is_certificates(objects: Skeleton) -> bool:
    return not objects or bool(objects.roots() & {"certfile", "keyfile", "stores"})


def _near(name: str, known: Iterable[str]) -> str:
    return _nearest(name, tuple(one.lower() for one in known))


@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Looked for once: the files of a folder have the same few roots."""
    return nearest(name, known)


def _is_mistaken(stranger: str) -> bool:
    """Whether a root that the dynamic configuration has not is likely a mistake in it, and not somebody else's key."""
    known = (*SECTIONS, *SECTIONS["http"], *STATIC_ROOTS, *STATIC_1, *_VERSION_1)
    lower = [name.lower() for name in known]
    return stranger in lower or bool(_near(stranger, lower))


_MIDDLEWARES = frozenset(("basicauth", "chain", "forwardauth", "ipallowlist", "ipwhitelist", "redirectregex",
                          "redirectscheme", "stripprefix", "stripprefixregex", "addprefix", "ratelimit"))  # fmt: skip
"""The types of middlewares that are called as nothing else is, in small letters."""


def _is_middleware(inner: Skeleton) -> bool:
    """Whether a root that the dynamic configuration has not holds a middleware, and only stands too far left."""
    roots = inner.roots()
    return len(roots) == 1 and roots <= _MIDDLEWARES


def _is_bare(found: Skeleton, roots: frozenset[str]) -> bool:
    """Whether there are Traefik's roots and nothing else, with nothing below them that is somebody else's."""
    return bool(roots) and roots <= SECTIONS.keys() and not any(inner.keys for inner in found.keys.values())


def _is_of_tls(found: Skeleton, roots: frozenset[str]) -> bool:
    """Whether there is nothing but `tls` with options that belong deeper in it, as `minVersion`, spelt as Traefik's."""
    return roots == {"tls"} and not _OF_TLS.isdisjoint(found.get("tls").keys)


def _is_static(path: str, found: Skeleton, roots: frozenset[str]) -> bool:
    own = roots & STATIC_ROOTS
    if _STATIC_NAME.search(path):
        return bool(own) or any(_near(root, STATIC_ROOTS) for root in roots)
    if not own & _TELLING_STATIC:
        return False
    others = roots - STATIC_ROOTS - SECTIONS.keys() - STATIC_1
    if any(not _near(other, STATIC_ROOTS) for other in others):
        return False
    points, providers = found.get("entryPoints"), found.get("providers")
    return bool(
        found.get("certificatesResolvers")
        or any(
            option in _ENTRY_POINT or _near(option, _ENTRY_POINT)
            for point in points.keys.values()
            for option in point.roots()
        )
        or providers.roots()
        & {"file", "docker", "swarm", "kubernetescrd", "kubernetesingress", "consulcatalog", "http"}
    )


def _is_static_1(roots: frozenset[str]) -> bool:
    return "defaultentrypoints" in roots or (bool(roots & STATIC_1) and "providers" not in roots)


def _is_version_1(found: Skeleton) -> bool:
    options = {"backend", "routes", "servers", "entrypoints", "passhostheader", "rule", "url", "loadbalancer"}
    return (
        any(options & thing.roots() for root in _VERSION_1 for thing in found.get(root).keys.values())
        or not found.roots() - _VERSION_1 - SECTIONS.keys() - STATIC_1
    )


def _is_kubernetes(found: Skeleton) -> bool:
    return bool(found.get("apiVersion").value and found.get("kind").value)


def _is_compose(path: str, found: Skeleton, roots: frozenset[str]) -> bool:
    services = found.get("services")
    named = _COMPOSE_NAME.search(path) is not None
    if roots - _COMPOSE_ROOTS or not roots & {"services", "include"}:
        return False
    options = [frozenset(service.keys) for service in services.keys.values()]
    return named or (not services.is_list and any(not _COMPOSE_OPTIONS.isdisjoint(found) for found in options))


def _is_fragment(found: Skeleton) -> bool:
    """Whether a file holds services as they are pasted below `services`, or the options of one; and of what else stands
    at the top, nothing but what may stand beside services there."""
    if _is_service(found):
        return True
    others = [one for name, one in found.keys.items() if not name.startswith("x-") and name not in _COMPOSE_ROOTS]
    return bool(others) and all(map(_is_service, others))


def _is_service(one: Skeleton) -> bool:
    """Whether a mapping says what a container is made of, and something more that services of Compose have."""
    roots = one.roots()
    is_made = bool(one.get("image").value) or "build" in roots
    return is_made and len(roots & _COMPOSE_OPTIONS) > 1 and not roots & _TELLING_STATIC


def _of_nothing(path: str, text: str) -> Recognized:
    """A file in which no key can be found."""
    if is_encrypted(text):
        return Recognized(Kind.FOREIGN, "an encrypted file")
    content = any(
        line.strip() and line.strip()[0] != "#" and line.strip() not in ("---", "...", "{}")
        for line in text.splitlines()
    )
    if _STATIC_NAME.search(path):
        return STATIC
    return UNSURE if content else EMPTY
