"""Pieces of configuration as they may be shown: whatever is secret at its place is masked (`text.masks`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from traefiklint.patch.data import Data, string
from traefiklint.text.masks import masked_value

_STEP = re.compile(r"[^.\[\]]+")


def keys_of(path: str) -> tuple[str, ...]:
    """The keys of a path, as in `http.middlewares.auth.basicAuth.users[0]`; places in lists are left out."""
    return tuple(step for step in _STEP.findall(path) if not step.isdigit())


def masked_data(data: Data, keys: Iterable[str]) -> Data:
    """The data of a place as it may be shown."""
    above = tuple(keys)
    if isinstance(data, dict):
        return {key: masked_data(value, (*above, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [masked_data(item, above) for item in data]
    shown = masked_value(above, data.value)
    return data if shown == data.value else string(shown)
