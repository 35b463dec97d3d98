"""Lints Traefik's configuration as Traefik reads it. Importing this loads nothing heavy.

What `__all__` names is public and typed, and stays. Everything else is private: it may change with any version.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` for it would take half the time of `--version`
if TYPE_CHECKING:
    from typing import Any

    from traefiklint.api import Routed, RulePage, explain, fix_texts, lint_paths, lint_texts, open_config, route, rules
    from traefiklint.errors import TraefiklintError, UsageError
    from traefiklint.findings import Effect, Finding, Report, Severity
    from traefiklint.fixing import Fixed
    from traefiklint.options import Options
    from traefiklint.roundtrip.config import CannotChangeError, Config
    from traefiklint.roundtrip.saving import RefusedError, save_all
    from traefiklint.writing import WriteError

    __version__: str

__all__ = [
    "CannotChangeError",
    "Config",
    "Effect",
    "Finding",
    "Fixed",
    "Options",
    "RefusedError",
    "Report",
    "Routed",
    "RulePage",
    "Severity",
    "TraefiklintError",
    "UsageError",
    "WriteError",
    "__version__",
    "explain",
    "fix_texts",
    "lint_paths",
    "lint_texts",
    "open_config",
    "route",
    "rules",
    "save_all",
]

_HOMES = {
    "__version__": "version",
    "CannotChangeError": "roundtrip.config",
    "Config": "roundtrip.config",
    "Effect": "findings",
    "Finding": "findings",
    "Fixed": "fixing",
    "Options": "options",
    "RefusedError": "roundtrip.saving",
    "Report": "findings",
    "Routed": "api",
    "RulePage": "api",
    "Severity": "findings",
    "TraefiklintError": "errors",
    "UsageError": "errors",
    "WriteError": "writing",
    "explain": "api",
    "fix_texts": "api",
    "lint_paths": "api",
    "lint_texts": "api",
    "open_config": "api",
    "route": "api",
    "rules": "api",
    "save_all": "roundtrip.saving",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), "VERSION" if name == "__version__" else name)
