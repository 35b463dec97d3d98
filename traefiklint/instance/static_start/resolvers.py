"""Which certificate resolvers Traefik runs, and by which challenge.

Source: `Provider.Init` and `getClient` in pkg/provider/acme, `initACMEProvider` in cmd/traefik. Measured on 3.7.15.
"""

from __future__ import annotations

from traefiklint.model.static.resolvers import Acme, CertificatesResolver
from traefiklint.versions import Version, since

_KNOWS_TIMEOUTS = since("3.5")


def skipped(acme: Acme, target: Version) -> tuple[str, str] | None:
    """The option for which Traefik leaves a resolver out, and why; None where it keeps it."""
    if acme.certificates_duration < 1:
        return "certificates_duration", "`certificatesDuration` must be 1 (hour) or more"
    if target >= _KNOWS_TIMEOUTS and acme.client_timeout < acme.client_response_header_timeout:
        option = "client_timeout" if acme.gives("client_timeout") else "client_response_header_timeout"
        return (
            option,
            "`clientTimeout` must not be less than `clientResponseHeaderTimeout` (30 s where it is not given)",
        )
    return None


def runs(resolver: CertificatesResolver, target: Version) -> bool:
    """Whether routers can name a resolver; a certificate need not come from it all the same."""
    if resolver.acme is not None:
        return skipped(resolver.acme, target) is None
    return resolver.tailscale is not None
