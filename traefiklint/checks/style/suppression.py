"""Comments that suppress findings; `traefiklint.suppression` finds the cases, after all other rules have run."""

from __future__ import annotations

from traefiklint.checks.registry import reported
from traefiklint.findings import Effect

unused_suppression = reported("unused-suppression", "A comment suppresses nothing.", effect=Effect.ADVICE)
