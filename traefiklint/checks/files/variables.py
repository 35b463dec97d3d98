"""Variables that nobody fills in: Traefik's files know none but those of templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.filled_in import as_action, to_be_given
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.model.http import Domain, Router
from traefiklint.model.middleware_auth import BasicAuth, ForwardAuth
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.tcp import TcpRouter, TcpServer
from traefiklint.model.tls import Certificate, DefaultCertificate
from traefiklint.model.udp import UdpServer
from traefiklint.patterns import lazy
from traefiklint.text.variables import may_hold_variable, variable_in

if TYPE_CHECKING:
    from traefiklint.model.static.logs import AccessLog, Log
    from traefiklint.model.static.metrics import InfluxDb2
    from traefiklint.model.static.providers_containers import DockerProvider, SwarmProvider
    from traefiklint.model.static.resolvers import Acme, DnsChallenge

_OPTIONS = {
    "Router": ("rule",),
    "TcpRouter": ("rule",),
    "TcpServer": ("address",),
    "UdpServer": ("address",),
    "Domain": ("main", "sans"),
    "ForwardAuth": ("address",),
    "BasicAuth": ("users",),
    "Headers": ("access_control_allow_origin_list", "custom_request_headers", "custom_response_headers"),
    "Certificate": ("cert_file",),
    "DefaultCertificate": ("cert_file",),
}
_STATIC = {
    "Acme": ("email", "storage", "ca_server"),
    "DnsChallenge": ("provider", "resolvers"),
    "Log": ("level", "file_path"),
    "AccessLog": ("file_path",),
    "DockerProvider": ("endpoint", "network"),
    "SwarmProvider": ("endpoint", "network"),
    "InfluxDb2": ("address", "token", "org", "bucket"),
}
"""Where a dollar sign before a name means nothing to Traefik. Replacements, where it does, are not among them."""


_OF_STATIC = (
    "Traefik fills in nothing in its static configuration, so `{}` stays as it is; write the value, or give everything "
    "by flags, where Compose, or a shell, fills variables in."
)
_OF_FLAGS = (
    "Traefik fills in nothing in its static configuration, and no shell reads it here, so `{}` stays as it is; write "
    "the value, or `${{{}}}` with one `$`, which Compose fills in."
)
_DONE = re.compile(r"\{\{\s*env\b[^}]*\}\}|\$\([^()]+\)")
"""What a template or a shell would do."""
_DONE_IN_FLAGS = re.compile(rf"{_DONE.pattern}|`[^`]+`")
_NEVER_FILLED_IN = "`{}` looks like a placeholder that was never filled in; write its value."
"""Told with `--strict`: whoever gives such a file away knows, and whoever takes it is told where by the name itself."""


_OF_OTHERS = lazy(
    r"%?\{(?:http\.request\.)?(?:host|hostport|remote|remote_addr|remote_host|remote_ip|client_ip|real_ip|scheme|proto)\}"
)
"""What other proxies put something for that they know of the request, as Caddy does."""
_SET = lazy(r"(?i)X-Forwarded-(?:For|Host|Port|Proto|Server)|X-Real-IP|Host")
"""The headers of requests that servers get from Traefik by itself (pkg/middlewares/forwardedheaders)."""


@rule("variable-not-expanded", effect=Effect.SILENT)
def variable_not_expanded(
    section: Router
    | TcpRouter
    | TcpServer
    | UdpServer
    | Domain
    | ForwardAuth
    | BasicAuth
    | Headers
    | Certificate
    | DefaultCertificate
    | Acme
    | DnsChallenge
    | Log
    | AccessLog
    | DockerProvider
    | SwarmProvider
    | InfluxDb2,
    instance: Instance,
) -> Iterator[Diagnostic]:
    """A variable or a placeholder stands in a value, and nobody fills it in."""
    kind = type(section).__name__
    if kind in _STATIC:
        yield from _told_of_static(section, _STATIC[kind])
        return
    for attribute in _OPTIONS[kind]:
        value = getattr(section, attribute)
        if isinstance(value, str):
            yield from _told(section, attribute, value, instance)
        elif isinstance(value, tuple):
            for index, text in enumerate(value):
                yield from _told(section, attribute, text, instance, index)
        else:
            for name, text in value.items():
                place = section.entry_at(attribute, name)
                header = name if attribute == "custom_request_headers" else ""
                if _OF_OTHERS.fullmatch(text):
                    message = f"Traefik has no placeholders, so `{text}` is sent as it is; {_instead(header)}."
                    yield Diagnostic(place, message)
                for diagnostic in _told(section, attribute, text, instance, header=header):
                    yield diagnostic._replace(place=place)


def _told_of_static(section: Section, attributes: tuple[str, ...]) -> Iterator[Diagnostic]:
    """What nobody fills in in the static configuration, which is no template either."""
    for attribute in attributes:
        value = getattr(section, attribute)
        for index, text in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            action = (_DONE_IN_FLAGS if section.document.holds_labels else _DONE).search(text)
            found = (action[0], "NAME") if action else variable_in(text) if may_hold_variable(text) else None
            if found is None:
                continue
            is_placeholder = not action and found[0][0] != "$"
            if is_placeholder:
                message = _NEVER_FILLED_IN.format(found[0])
            elif section.document.holds_labels:
                message = _OF_FLAGS.format(*found)
            else:
                message = _OF_STATIC.format(found[0])
            yield Diagnostic(section.at(attribute, index), message, strict=is_placeholder)


def _told(
    section: Section, attribute: str, text: str, instance: Instance, index: int | None = None, header: str = ""
) -> Iterator[Diagnostic]:
    if not may_hold_variable(text):
        return
    if attribute == "users":
        _, colon, text = text.partition(":")
        if not colon or (found := variable_in(text)) is None or found[0] != text:
            return  # dollar signs are part of every hash, and an entry without a colon is an error of its own
    found = variable_in(text)
    if found is None:
        return
    written, name = found
    place = section.at(attribute, index)
    if place.document is not None and place.document.provider == "static":
        message = _OF_STATIC.format(written) if written[0] == "$" else ""
    elif attribute == "users" and written[0] == "$":
        message = f"Traefik fills in no variables, so nobody can log in with this; {_write(('', name), instance)}"
    elif written[0] == "$" and _OF_NGINX.fullmatch(name):
        message = f"Traefik has no variables of nginx, so `{written}` stays as it is; {_instead(header)}."
    elif written[0] == "$":
        message = f"Traefik fills in no variables, so `{written}` stays as it is; {_write(found, instance)}"
    else:
        message = ""
    yield Diagnostic(place, message or _NEVER_FILLED_IN.format(written), strict=not message)


def _instead(header: str) -> str:
    """What to do about what another proxy would put something for, in a header of requests or elsewhere."""
    return "remove it, as Traefik sets this header itself" if _SET.fullmatch(header) else "write a value, or remove it"


_OF_NGINX = lazy(
    r"(?:http|proxy|server|ssl|upstream|request|remote|document|cookie|arg|sent_http|realip|connection)_\w+"
    r"|host|hostname|scheme|uri|args|is_args|query_string|status|request|binary_remote_addr|content_(?:type|length)"
)
"""The variables of nginx (https://nginx.org/en/docs/varindex.html)."""


def _write(variable: tuple[str, str], instance: Instance) -> str:
    return f"write `{as_action(*variable)}`{to_be_given(*variable, instance)}."
