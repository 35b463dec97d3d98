"""Where the rule book lies: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - on the way of every lint
PLACES = (os.path.join(_HERE, "rules"), os.path.join(os.path.dirname(_HERE), "rules"))  # noqa: PTH118, PTH120


def names() -> frozenset[str]:
    """The ids of all rules that have a page."""
    found: set[str] = set()
    for place in filter(os.path.isdir, PLACES):
        for category in os.listdir(place):  # noqa: PTH208 - pathlib would cost some milliseconds
            folder = os.path.join(place, category)  # noqa: PTH118
            if os.path.isdir(folder):  # noqa: PTH112
                found.update(name[:-3] for name in os.listdir(folder) if name.endswith(".md"))  # noqa: PTH208
    return frozenset(found)
