"""The HTTP client of a Dokploy server. Knows nothing of linting; only `sync` and `cli` know it.

The errors import nothing heavy; the client is loaded when its name is first asked for.
"""

from typing import TYPE_CHECKING, Any

from traefiklint.dokploy.errors import (
    BadRequestError,
    DokployError,
    NotDokployError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerFaultError,
    TimedOutError,
    TooLargeError,
    UnknownProcedureError,
    UnreachableError,
    WrongKeyError,
)

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application, ApplicationDetails, Domain, TreeEntry
    from traefiklint.dokploy.client import UNKNOWN, Dokploy, Reading, SharedFile
    from traefiklint.dokploy.limits import BODY_LIMIT, REMOTE_TEXT_LIMIT, config_body
    from traefiklint.dokploy.monitoring import Monitoring
    from traefiklint.dokploy.transport import Patience

_LOADED_WHEN_USED = {
    "UNKNOWN": "client",
    "Application": "answers",
    "ApplicationDetails": "answers",
    "BODY_LIMIT": "limits",
    "Dokploy": "client",
    "Domain": "answers",
    "Monitoring": "monitoring",
    "Patience": "transport",
    "REMOTE_TEXT_LIMIT": "limits",
    "Reading": "client",
    "SharedFile": "client",
    "TreeEntry": "answers",
    "config_body": "limits",
}

__all__ = [
    "BODY_LIMIT",
    "REMOTE_TEXT_LIMIT",
    "UNKNOWN",
    "Application",
    "ApplicationDetails",
    "BadRequestError",
    "Dokploy",
    "DokployError",
    "Domain",
    "Monitoring",
    "NotDokployError",
    "NotFoundError",
    "Patience",
    "PermissionDeniedError",
    "RateLimitError",
    "Reading",
    "ServerFaultError",
    "SharedFile",
    "TimedOutError",
    "TooLargeError",
    "TreeEntry",
    "UnknownProcedureError",
    "UnreachableError",
    "WrongKeyError",
    "config_body",
]


def __getattr__(name: str) -> Any:
    if name not in _LOADED_WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LOADED_WHEN_USED[name]}"), name)
