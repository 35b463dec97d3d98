"""Keys below the top of a file that Traefik does not know at their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.schema.root_keys import DROPPED, HTTP_KEYS, STATIC_KEYS, TLS_KEYS, nearest_key, root_key
from traefiklint.checks.shared.header_names import is_of_answers
from traefiklint.checks.shared.indentation import name_before
from traefiklint.checks.shared.options import (
    may_be_plugin,
    meant_by_slip,
    only_protocol_with,
    shelf_of_tls,
    todays_name,
)
from traefiklint.checks.shared.settings import are_settings, as_setting, without_sign
from traefiklint.checks.shared.text_fixes import delete, fix, rename, rename_with_value
from traefiklint.checks.shared.wording import owner
from traefiklint.findings import Effect, Fix
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.configuration import Configuration, Tls, section_meant
from traefiklint.model.diagnostics import (
    UnknownKey,
    UnknownRootKey,
    says_off,
)
from traefiklint.model.http import Router
from traefiklint.model.kinds.sections import ByName, Sections
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.services import LoadBalancer, Server
from traefiklint.model.shape import is_null
from traefiklint.model.static.entry_points import RedirectEntryPoint
from traefiklint.model.static.providers_containers import DockerProvider
from traefiklint.model.static.resolvers import Acme, DnsChallenge
from traefiklint.model.tcp import TcpServer
from traefiklint.model.tls import TlsStore
from traefiklint.model.transports import ServersTransport
from traefiklint.model.udp import UdpRouter, UdpServer
from traefiklint.patterns import lazy
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Mapping, Node, Scalar

_MOVED_TO_RESOLVER = "It is an option of Traefik 1: since version 2 routers name the resolver, as `tls.certResolver`."
_AS_MIDDLEWARE = (
    "It is an option of Traefik 1: define a middleware with `{}` in a dynamic file, and name it in `http.middlewares` "
    "of the entry point."
)
_OF_VERSION_1_OPTIONS = {
    ("StaticEntryPoint", "redirect"): "It is an option of Traefik 1: write `http.redirections.entryPoint.to`.",
    ("StaticEntryPoint", "auth"): _AS_MIDDLEWARE.format("basicAuth"),
    (
        "StaticEntryPoint",
        "compress",
    ): _AS_MIDDLEWARE.format("compress"),
    ("StaticEntryPoint", "whitelist"): _AS_MIDDLEWARE.format("ipAllowList"),
    ("StaticEntryPoint", "enablehttp3"): "It is an option of Traefik 2: write `http3: {}`.",
    ("DockerProvider", "swarmmoderefreshseconds"): (
        "It is an option of Traefik 2: configure Swarm below `providers.swarm`, where it is `refreshSeconds`."
    ),
    ("Metrics", "influxdb"): (
        "Traefik 3 sends nothing to InfluxDB 1: write `influxDB2`, with `address`, `token`, `org` and `bucket`."
    ),
    ("DockerProvider", "domain"): "It is an option of Traefik 1: write a `defaultRule`.",
    ("Acme", "entrypoint"): _MOVED_TO_RESOLVER,
    ("Acme", "onhostrule"): _MOVED_TO_RESOLVER,
    ("Acme", "ondemand"): _MOVED_TO_RESOLVER,
    ("Acme", "domains"): "It is an option of Traefik 1: since version 2 routers list them, as `tls.domains`.",
    ("Acme", "acmelogging"): "Delete it: it is an option of Traefik 1.",
}
"""Options of earlier versions below sections that are still there, by section, and what they became."""
_OF_VERSION_1_ANYWHERE = {
    "accesslogsfile": "It is an option of Traefik 1: write `accessLog.filePath`.",
    "defaultentrypoints": "It is an option of Traefik 1: write `asDefault: true` at the entry points.",
    "loglevel": "It is an option of Traefik 1: write `log.level`.",
    "traefiklog": "It is an option of Traefik 1: write `log.filePath` and `log.format`.",
    "traefiklogsfile": "It is an option of Traefik 1: write `log.filePath`.",
}
"""Options that Traefik 1 had at the top, as flags too, and that end up below whatever section stands before them."""
_OF_PROVIDERS = lazy(r"[A-Z0-9]+(?:_[A-Z0-9]+)+|(?i:env|environment|api[-_]?token|api[-_]?key)")
"""What people call what a DNS provider asks for, where a resolver names the provider (go-acme.github.io/lego/dns)."""
_IN_ENVIRONMENT = (
    "What the provider asks for are environment variables of Traefik itself: set them where it is started, as with "
    "`environment:` in Compose or `Environment=` in a systemd unit."
)
_REFUSED = "and Traefik refuses the file"


class _Reading(NamedTuple):
    """What an unknown key may mean."""

    rule: str
    help: str = ""
    message: str = ""
    """The message, where it is not that the section has no such option."""
    fix: Fix | None = None


@rule("unknown-field", effect=Effect.REJECTED, fix="unsafe")
def unknown_field(diagnostic: UnknownKey, source: SourceFile) -> Iterator[Diagnostic]:
    """An option does not exist."""
    yield from _if_it_is("unknown-field", diagnostic, source)


@rule("misplaced-field", effect=Effect.REJECTED, fix="unsafe")
def misplaced_field(diagnostic: UnknownKey | UnknownRootKey, source: SourceFile) -> Iterator[Diagnostic]:
    """An option stands in the wrong place."""
    if isinstance(diagnostic, UnknownKey):
        yield from _if_it_is("misplaced-field", diagnostic, source)
        return
    key = diagnostic.key.value
    found = root_key(key)
    if found is not None and found.home:
        names = HTTP_KEYS if found.home == "http" else TLS_KEYS
        message = f"`{key}` is at the top of the file, {DROPPED} there."
        help, fix = f"Put it below `{found.home}:`.", _put_below(source, names, found.home)
        yield said(diagnostic, source, message, help, fix)._replace(cause=f"top {found.home}")


@rule("dotted-key", effect=Effect.SILENT, fix="unsafe")
def dotted_key(diagnostic: UnknownKey | UnknownRootKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A key is written as in a label."""
    if isinstance(diagnostic, UnknownKey):
        yield from _if_it_is("dotted-key", diagnostic, source)
        return
    found = root_key(diagnostic.key.value)
    if found is not None and found.is_dotted:
        message = f"`{diagnostic.key.value}` is written as in a label, {DROPPED}."
        fix = _nested(source, source.document.root, diagnostic.key)
        yield said(diagnostic, source, message, "Write nested mappings, one name per line.", fix)


@rule("wrong-protocol-field", effect=Effect.REJECTED, fix="safe")
def wrong_protocol_field(diagnostic: UnknownKey, source: SourceFile) -> Iterator[Diagnostic]:
    """An option belongs to another protocol."""
    yield from _if_it_is("wrong-protocol-field", diagnostic, source)


@rule("udp-router-rule", effect=Effect.REJECTED, fix="safe")
def udp_router_rule(diagnostic: UnknownKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A UDP router has a rule."""
    yield from _if_it_is("udp-router-rule", diagnostic, source)


def _if_it_is(id: str, diagnostic: UnknownKey, source: SourceFile) -> Iterator[Diagnostic]:
    reading = _reading(diagnostic, source)
    if reading.rule == id:
        usual = f"`{diagnostic.key.value}` is not an option of {owner(diagnostic.section)}, {_REFUSED}."
        told = said(diagnostic, source, reading.message or usual, reading.help, reading.fix)
        # what is missing above several options is one mistake, as is a router that stands in the wrong place
        is_one = id == "misplaced-field" or _is_router(diagnostic.section)
        yield told._replace(cause=diagnostic.section.path or "top") if is_one else told


def _sunk(section: Section) -> str:
    """Where a section belongs that is indented too far, and so is taken for an object of its name; else empty.

    One that has an option of such an object is meant to be one, as an entry point `metrics` with its address.
    """
    if not isinstance(section, Named) or section.written:
        return ""
    if type(section).__name__ == "StaticEntryPoint" and fold(section.name) in STATIC_KEYS:
        return f"`{section.name}` is indented too far: it belongs at the top of the file, not below `entryPoints`."
    kind = section.object[: -len(section.name) - 1]
    if section_meant(section, kind) is not None:
        protocol, _, here = kind.partition(".")
        return f"`{section.name}` is indented too far: it belongs below `{protocol}`, beside `{here}`."
    return ""


def _nameless(section: Section, name: str) -> str:
    """What to say of an object whose own name was left out, so that its kind is taken for its name; else empty."""
    if not isinstance(section, Named) or section.written:
        return ""
    kind = section.keys.get(fold(section.name))
    if kind is None or kind.of is None or name not in kind.of.keys:
        return ""
    if above := name_before(section, section.name):
        return f"`{section.name}` is not indented far enough: it belongs below `{above}`."
    if type(section) is TlsStore:
        return f"The store's name is missing: write `default:` above `{section.name}`, and indent that."
    return f"A name is missing: write one of your own in place of `{section.name}`, and `{section.name}` below it."


@lru_cache(maxsize=1)
def _reading(diagnostic: UnknownKey, source: SourceFile) -> _Reading:
    """What an unknown key may mean; remembered for a moment, as each of the rules about it asks in turn."""
    key, section = diagnostic.key, diagnostic.section
    protocol = _of_other_protocol(diagnostic, source)
    if protocol is not None:
        return protocol
    if are_settings(source) and (slip := _slip_of_setting(diagnostic, source)):
        return slip
    if "." in key.value and fold(key.value.partition(".")[0]) in section.keys:
        message = f"`{key.value}` is written as in a label, and Traefik refuses the file."
        fix = _nested(source, section.node, key)
        return _Reading("dotted-key", "Write nested mappings, one name per line.", message, fix)
    older = _OF_VERSION_1_OPTIONS.get((type(section).__name__, fold(key.value)), "")
    older = older or meant_by_slip(section, fold(key.value))
    if source.document.provider == "static":
        older = older or _OF_VERSION_1_ANYWHERE.get(fold(key.value), "")
    if older:
        is_off = type(diagnostic.value) is Scalar and says_off(diagnostic.value.value)
        if _is_of_no_swarm(section, fold(key.value)):
            older = "Delete it; for a Swarm, it is `refreshSeconds` below `providers.swarm`."
        return _Reading("unknown-field", "Delete it." if is_off else older)
    if type(section) in (Acme, DnsChallenge) and _OF_PROVIDERS.fullmatch(key.value):
        return _Reading("unknown-field", _IN_ENVIRONMENT)
    known = [field.key for field in section.fields.values() if field.first <= source.target]
    guess = todays_name(section, fold(key.value)) or nearest_key(fold(key.value), known)
    if guess:
        return _Reading("unknown-field", f"Did you mean `{guess}`?", fix=_renamed(diagnostic, guess, source))
    twin = only_protocol_with(section, fold(key.value))
    if twin:
        return _Reading("unknown-field", f"Delete it: only {twin} has `{key.value}`.")
    dotted = _dotted_name(diagnostic, source)
    if dotted:
        return _Reading("unknown-field", f'A dot separates names: write `"{dotted}"`, in quotes.')
    if type(section) is ServersTransport and fold(key.value) == "tls":
        return _Reading("misplaced-field", "What is below it are options of the transport itself: take `tls` away.")
    sunk = _sunk(section) or _nameless(section, fold(key.value))
    if sunk:
        return _Reading("misplaced-field", sunk)
    root = section.parent
    if type(root) is Configuration and root.parent is None and fold(key.value) in Configuration.keys:
        return _Reading("misplaced-field", f"It belongs at the top of the file, beside `{section.step}`.")
    if type(section) is RedirectEntryPoint and not section.gives("to"):
        return _Reading("unknown-field", "Did you mean `to`?", fix=_renamed(diagnostic, "to", source))
    place = _home_of(section, fold(key.value))
    if place:
        return _Reading("misplaced-field", f"It belongs {place}.")
    if type(section) is Headers and "-" in key.value:
        home = "customResponseHeaders" if is_of_answers(key.value) else "customRequestHeaders"
        other = "" if is_of_answers(key.value) else ", or below `customResponseHeaders` where the browser is to get it"
        return _Reading("misplaced-field", f"A header stands below `{home}`{other}.")
    longer = [name for name in known if len(key.value) > 2 and fold(name).startswith(fold(key.value))]
    if len(longer) == 1 and fold(longer[0]) not in _given(section):
        return _Reading("unknown-field", f"Did you mean `{longer[0]}`?", fix=_renamed(diagnostic, longer[0], source))
    options = ", ".join(f"`{field.key}`" for field in list(section.fields.values())[:8] if not field.ignored)
    more = " …" if len(section.fields) > 8 else ""
    if not options:
        return _Reading("unknown-field", "Delete it.")
    plugin = f"; a plugin stands below `plugin`, as `plugin.{key.value}`"
    more += plugin if may_be_plugin(section, fold(key.value), diagnostic.value) else ""
    return _Reading("unknown-field", f"The options of {owner(section)} are {options}{more}.")


def _is_of_no_swarm(section: Section, name: str) -> bool:
    """Whether it is how often Swarm is asked, where nobody turns to Swarm: then it did nothing before, either."""
    if type(section) is not DockerProvider or name != "swarmmoderefreshseconds":
        return False
    return not section.wants_swarm and getattr(section.parent, "swarm", None) is None


def _slip_of_setting(diagnostic: UnknownKey, source: SourceFile) -> _Reading | None:
    """What a flag may mean that is dynamic configuration, as labels have it, or has no equals sign."""
    key, section, below = diagnostic.key.value, diagnostic.section, diagnostic.value
    pairs = below.pairs if type(below) is Mapping else []
    dynamic = Configuration.keys.get(fold(key)) if section.parent is None else None
    if dynamic is not None and dynamic.of is not None and pairs and fold(pairs[0][0].value) in dynamic.of.keys:
        name = f"{fold(key)}.{dynamic.of.keys[fold(pairs[0][0].value)].key}"
        where = "in a file that the file provider reads"
        where = where if fold(key) == "tls" else f"as labels, `traefik.{name}…`, or {where}"
        return _Reading("misplaced-field", f"`{name}` is dynamic configuration: write it {where}.")
    name, value = without_sign(key) or ("", "")
    option = section.keys.get(fold(name))
    if option is None:
        return None
    value = "VALUE" if pairs or not value else value  # which dots have taken apart
    return _Reading("unknown-field", f"Write `{as_setting(source, f'{section.path}{option.step}', value)}`.")


def _dotted_name(diagnostic: UnknownKey, source: SourceFile) -> str:
    """The name of an object that the header of a table in TOML takes apart at its dots; empty where it does not."""
    section, node = diagnostic.section, diagnostic.value
    if not is_toml_file(source.document.file) or not isinstance(section, Named) or section.written:
        return ""
    parts = [section.name, diagnostic.key.value]
    while type(node) is Mapping and len(node.pairs) == 1 and fold(node.pairs[0][0].value) not in section.keys:
        parts.append(node.pairs[0][0].value)
        node = node.pairs[0][1]
    keys = [fold(key.value) for key, _ in node.pairs] if type(node) is Mapping else []
    return ".".join(parts) if keys and all(key in section.keys for key in keys) else ""


def _renamed(diagnostic: UnknownKey, name: str, source: SourceFile) -> Fix | None:
    """The fix that calls an option otherwise; none where that one is there, or does not know what stands below it."""
    key, section, value = diagnostic.key, diagnostic.section, diagnostic.value
    if fold(name) in _given(section):
        return None
    option = section.keys[fold(name)]
    if isinstance(value, Mapping) and option.of is not None and not isinstance(option.kind, (ByName, Sections)):
        known = option.of.keys
        others = [fold(below.value) for below, _ in value.pairs if fold(below.value) not in known]
        if not all(nearest_key(other, known) for other in others):
            return None
    return rename(source.document, key, name, safe=False)


def _given(section: Section) -> set[str]:
    return {fold(spot[0].value) for spot in section.written.values()}


_HOST_PORT = re.compile(r"[A-Za-z0-9._-]+:[0-9]{1,5}|\[[0-9A-Fa-f:]+\]:[0-9]{1,5}")


def _of_other_protocol(diagnostic: UnknownKey, source: SourceFile) -> _Reading | None:
    """What HTTP, TCP and UDP name differently."""
    key, node, document = diagnostic.key, diagnostic.value, source.document
    name, kind = fold(key.value), type(diagnostic.section)
    value = node.value.strip() if type(node) is Scalar else ""
    if kind is Server and name == "address":
        scheme, sign, rest = value.rpartition("://")
        url = f"{scheme if scheme in ('http', 'https', 'h2c') else 'http'}://{rest or 'host:port'}"
        fits = bool(_HOST_PORT.fullmatch(rest)) or bool(sign and rest)
        return _Reading(
            "wrong-protocol-field",
            f"Write `url: {url}`.",
            f"An HTTP server takes `url`, not `{key.value}`; Traefik refuses the file.",
            rename_with_value(document, (key, node), "url", url) if fits else None,
        )
    if kind in (TcpServer, UdpServer) and name == "url":
        rest = value.rpartition("://")[2].rstrip("/")
        fits = bool(_HOST_PORT.fullmatch(rest))
        return _Reading(
            "wrong-protocol-field",
            f"Write `address: {rest if fits else 'host:port'}`.",
            f"A {kind.__name__[:3].upper()} server takes `address`, not `{key.value}`; Traefik refuses the file.",
            rename_with_value(document, (key, node), "address", rest) if fits else None,
        )
    if kind is not UdpRouter or name not in ("rule", "rulesyntax", "priority", "middlewares", "tls"):
        return None
    message = f"UDP routers have no `{key.value}`; Traefik refuses the file."
    if name == "rule":
        help = "Delete it: a UDP router takes all that reaches its entry points."
        return _Reading("udp-router-rule", help, message, delete(document, key))
    return _Reading("wrong-protocol-field", f"Delete `{key.value}`.", message)


def _home_of(section: Section, name: str) -> str:
    """Where an option of this name belongs, seen from a section: below one of its options, or above it."""
    if name in Router.keys and _is_router(section):
        return f"below `{section.object.partition('.')[0]}.routers`, as a router of its own"
    beside = _empty_beside(section, name)
    if beside:
        return f"below `{beside}`: indent it further"
    if name == "middlewares" and type(section) is LoadBalancer:
        return "on the router that leads to the service, as its `middlewares`"
    shelf = shelf_of_tls(section, name)
    if shelf:
        return f"below `tls.{shelf}` at the top of a file{_WITH_SHELF.get(shelf, '')}"
    below = _homes_below(section, name)
    if below:
        return f"below {' or '.join(f'`{home}`' for home in below)}"
    above, step = section.parent, section.step
    while above is not None and above.parent is not None:
        if name in above.keys:
            return f"one level up, beside `{step.lstrip('.').partition('.')[0].partition('[')[0]}`"
        other = _path_below(type(above), name, 2)
        if other:
            return f"below `{other}` of {owner(above)}"
        step, above = above.step, above.parent
    return ""


_WITH_SHELF = {
    "certificates": "; with `tls: {}` here Traefik takes the one for the host",
    "options.NAME": ", and `options: NAME` here",
}
"""What a router says of what belongs below `tls` at the top of a file."""


def _is_router(section: Section) -> bool:
    """Whether an object of another kind has a rule, and so is a router that stands in the wrong section."""
    is_other = isinstance(section, Named) and section.object.split(".")[1:2] != ["routers"]
    keys = {fold(key.value) for key, _ in section.node.pairs} if is_other and type(section.node) is Mapping else set()
    return "rule" in keys and "rule" not in section.keys


def _empty_beside(section: Section, name: str) -> str:
    """The option beside it that is there with nothing below it, and takes this one; empty where there is none."""
    for key, node in section.node.pairs if type(section.node) is Mapping else ():
        option = section.keys.get(fold(key.value))
        if option is not None and option.of is not None and name in option.of.keys and is_null(node):
            return key.value
    return ""


def _homes_below(section: Section, name: str) -> list[str]:
    """The options of a section that an option may belong below: those that take the others beside it as well that the
    section does not have, where there are such; else the first option that has it further down."""
    homes = {
        field.key: field.of.keys
        for field in section.fields.values()
        if field.of is not None and name in field.of.keys and not (field.ignored or field.deprecated or _is_many(field))
    }
    if given := sorted(home for home in homes if fold(home) in _given(section)):
        return given
    if len(homes) < 2:
        return list(filter(None, (_path_below(type(section), name, 3),)))
    pairs = section.node.pairs if type(section.node) is Mapping else ()
    others = {other for key, _ in pairs if (other := fold(key.value)) not in section.keys}
    fitting = [home for home, known in homes.items() if others <= known.keys()] or homes
    return sorted(fitting, key=lambda home: (home != "loadBalancer", home))  # what is meant first


def _is_many(field: Option) -> bool:
    return isinstance(field.kind, (ByName, Sections))


def _path_below(of: type[Section], name: str, depth: int) -> str:
    for field in of.fields.values():
        if field.of is None or field.ignored or field.deprecated:
            continue
        named = ".default" if of is Tls else ".NAME"  # those that all routers have
        suffix = "[]" if isinstance(field.kind, Sections) else named if isinstance(field.kind, ByName) else ""
        here = field.key + suffix
        if name in field.of.keys:
            return here
        if depth > 1:
            further = _path_below(field.of, name, depth - 1)
            if further:
                return f"{here}.{further}"
    return ""


def _put_below(source: SourceFile, names: frozenset[str], section: str) -> Fix | None:
    from traefiklint.patch.nest import put_below

    document = source.document
    return fix(document, f"Put it below `{section}:`", put_below(document, names, section), safe=False)


def _nested(source: SourceFile, mapping: Node | None, key: Scalar) -> Fix | None:
    from traefiklint.patch.nest import nest_key

    words = key.value.removeprefix("traefik.").split(".")
    if type(mapping) is not Mapping:
        return None
    document = source.document
    return fix(document, "Write nested mappings", nest_key(document, mapping, key, words), safe=False)
