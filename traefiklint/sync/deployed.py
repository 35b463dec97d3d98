"""Whether a compose application runs as its text says: a text takes effect when it is deployed, and not before.

The panel does not tell when a text was changed. But a text that is another one than when somebody last looked, while
the last deployment is still the same, was changed after that deployment: so much is certain, without any clock.
"""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.dokploy.answers import ComposeDetails


class Seen(NamedTuple):
    """What was seen of a compose application."""

    sha256: str
    """Of its text on the server."""
    deployed: str
    """When its last deployment began; empty where there was none."""
    is_due: bool
    """Whether the text was changed since."""


class Deployment(NamedTuple):
    """How a compose application stands to its text on the server."""

    seen: Seen = Seen("", "", False)
    said: str = ""
    """What is to be said about it; empty where nothing is."""

    @property
    def is_due(self) -> bool:
        """Whether it is certain that something else runs than the text says."""
        return self.seen.is_due

    def __str__(self) -> str:
        return self.said


def deployment_of(details: ComposeDetails, before: Seen | None, sha256: str) -> Deployment:
    """How a compose application stands to its text.

    Args:
        before: what was seen the last time.
        sha256: of the text now.
    """
    deployed = details.deployed
    same = before is not None and before.deployed == deployed
    is_due = bool(deployed) and same and before is not None and (before.is_due or before.sha256 != sha256)
    return Deployment(Seen(sha256, deployed, is_due), _said(details, is_due=is_due))


def _said(details: ComposeDetails, *, is_due: bool) -> str:
    if not details.deployed:
        return "never deployed" if details.compose_status == "idle" else ""
    new = [f"`{domain.host}`" for domain in details.domains if domain.enabled and domain.created_at > details.deployed]
    parts = ["its last deployment failed"] if details.compose_status == "error" else []
    parts += ["changed but not deployed"] if is_due else []
    parts += [f"{', '.join(new)} added but not deployed"] if new else []
    return "; ".join(parts)
