"""Certificates that are named by paths which lead nowhere in Traefik's container."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Severity
from traefiklint.go.pem import is_content
from traefiklint.instance.instance import Instance
from traefiklint.instance.traefiks import traefiks
from traefiklint.model.base import Place
from traefiklint.model.tcp import TcpTransportTls
from traefiklint.model.tls import Certificate, ClientAuth, DefaultCertificate
from traefiklint.model.transports import ClientCertificate, ServersTransport
from traefiklint.text.spelling import nearest
from traefiklint.text.variables import variable_in

_OF_THE_IMAGE = ("/etc/ssl/", "/usr/")
"""Where the authorities of the image are, whatever volumes bring."""
_HARM = {
    Certificate: (Effect.DEGRADED, "visitors get Traefik's own certificate"),
    DefaultCertificate: (
        Effect.DEGRADED,
        "visitors of names without a certificate of their own get none, and no answer",
    ),
    ClientAuth: (Effect.DISABLED, "the routers with these options are disabled"),
    ServersTransport: (Effect.SILENT, "servers that it signed are not trusted"),
    TcpTransportTls: (Effect.SILENT, "servers that it signed are not trusted"),
    ClientCertificate: (Effect.SILENT, "servers are shown no certificate"),
}
"""What comes of a path without a file, by what names it (asked of 3.7.15, and of 3.0.4 for `caFiles`; what servers see
is known by pkg/tls and pkg/server/service alone)."""


@rule("certificate-not-mounted", effect=Effect.DEGRADED)
def certificate_not_mounted(
    part: Certificate | DefaultCertificate | ClientAuth | ServersTransport | TcpTransportTls | ClientCertificate,
    instance: Instance,
) -> Iterator[Diagnostic]:
    """No volume brings a certificate, its key or an authority into Traefik's container.

    Source: `FileOrContent` of pkg/types, for which a path without a file is the content itself.
    """
    if "Mounted" not in instance.context.static:
        return
    for path, place in _paths(part):
        if _is_lost(path, place, instance):
            effect, harm = _HARM[type(part)]
            message = f"No volume brings `{path}` into Traefik's container, so {harm}; {_advice(path, instance)}."
            yield Diagnostic(
                place, message, effect=effect, severity=Severity.WARNING, strict=_is_brought_at_times(path, instance)
            )
            return  # the others are mostly in the same folder


def _paths(
    part: Certificate | DefaultCertificate | ClientAuth | ServersTransport | TcpTransportTls | ClientCertificate,
) -> Iterator[tuple[str, Place]]:
    """What names certificates and keys, with its place."""
    if isinstance(part, Certificate | DefaultCertificate | ClientCertificate):
        yield from ((path, part.at(name)) for name in ("cert_file", "key_file") if (path := getattr(part, name)))
    else:
        name = "ca_files" if isinstance(part, ClientAuth) else "root_cas"
        yield from ((path, part.at(name, index)) for index, path in enumerate(getattr(part, name)))


_IS_FILE = re.compile(r"[\w.@/ -]{1,200}\.(?:crt|cer|cert|pem|key|der)").fullmatch
"""What is surely a path: a key or a passphrase that stands there itself must not be shown."""


def _is_lost(path: str, place: Place, instance: Instance) -> bool:
    from traefiklint.decoding.label_tree import unset_in
    from traefiklint.instance.service_static import lacks_path

    if is_content(path) or "/" not in path or not _IS_FILE(path) or path.startswith(_OF_THE_IMAGE) or variable_in(path):
        return False
    return not (place.node is not None and unset_in(place.node)) and lacks_path(instance.labels, path)


def _is_brought_at_times(path: str, instance: Instance) -> bool:
    """Whether a volume for its folder is a comment in a compose file, for who has certificates."""
    folder = re.escape(posixpath.dirname(posixpath.join("/", path)))
    texts = (one.text for one in instance.labels.documents) if instance.labels is not None else ()
    return any(re.search(rf":{folder}/?(?![\w./-])", text) for text in texts)


def _advice(path: str, instance: Instance) -> str:
    """Where the file is, as far as a volume that is called nearly so, or that has it, tells; else how to bring it."""
    folder, _, file = posixpath.normpath(posixpath.join("/", path)).rpartition("/")
    targets = [mount.target.rstrip("/") for one in instance.once(traefiks) for mount in one.volumes]
    near = nearest(folder, targets) if folder else ""
    having = (one for one in targets if _is_at(f"{one}/{file}", instance))
    if meant := next(having, near):
        return f"write `{meant}/{file}`, as a volume is at `{meant}`"
    return f"add a volume, as in `./{posixpath.basename(folder) or 'certs'}:{folder or '/certs'}:ro`"


def _is_at(path: str, instance: Instance) -> bool:
    from traefiklint.instance.surroundings import entry_at

    entry = entry_at(instance, path, told=False)
    return entry is not None and entry.is_there
