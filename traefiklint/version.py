"""The version of this program, where reading it costs nothing."""

from __future__ import annotations

VERSION = "0.1.0"


def home() -> str:
    """Where the program lives, as the metadata of the installed package say; empty where they do not."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        given = metadata("traefiklint").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    links = {name.strip().lower(): url.strip() for name, _, url in (str(link).partition(",") for link in given)}
    return next((links[name] for name in ("homepage", "documentation", "repository", "source") if name in links), "")
