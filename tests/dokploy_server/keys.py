"""API keys, who they belong to, and how often they may be used."""

import time
from dataclasses import dataclass, field


@dataclass
class User:
    """Whom a key belongs to.

    `traefik_files` is a member's switch "access to Traefik files"; `services` is a member's list of applications.
    Owners and admins need neither.
    """

    role: str = "owner"
    organization: str = "organization-1"
    traefik_files: bool = False
    services: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)  # what `application.search` shows an owner or admin

    @property
    def rules(self) -> bool:
        """Whether it is an owner or admin."""
        return self.role in ("owner", "admin")


@dataclass
class Key:
    """A key. Each HTTP request verifies it twice, so `limit` 10 means five requests.

    Attributes:
        limit: verifications in `window` seconds, or None.
        remaining: verifications in all, or None.
        later: how many seconds have passed besides those of the clock.
    """

    value: str
    user: User
    limit: int | None = None
    window: float = 86_400.0
    remaining: int | None = None
    expired: bool = False
    disabled: bool = False
    later: float = 0.0
    _counted: int = 0
    _last: float = 0.0

    def verify(self) -> bool:
        """Counts one verification, and says whether it is good."""
        if self.expired or self.disabled or self.remaining == 0:
            return False
        now = time.monotonic() + self.later
        if self.limit is not None:
            if now - self._last > self.window:
                self._counted = 0
            if self._counted >= self.limit:
                return False
            self._counted, self._last = self._counted + 1, now
        if self.remaining is not None:
            self.remaining -= 1
        return True
