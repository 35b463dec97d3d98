"""Values in the messages of policies, without what is secret in the objects that they were asked of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from traefiklint.text.masks import without_any


def shown(value: Any, secrets: Collection[str]) -> str:
    """A value as messages show it, none of the secrets in it; names in the order of the alphabet, for CEL has none."""
    if isinstance(value, list):
        return ", ".join(shown(item, secrets) for item in value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {shown(value[name], secrets)}" for name in sorted(value)) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return without_any(secrets, str(value))
