"""A document in the editor, and what its text alone says about it."""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.hints import of_compose
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.plain import count_labels
from traefiklint.model.configuration import Configuration


class Open(NamedTuple):
    """A document in the editor."""

    text: str
    version: int | None
    kind: Kind


def nature_of(document: Open) -> tuple[bool, bool]:
    """What a document has, so that it counts: labels, and flags or variables of a Traefik."""
    if document.kind is not Kind.COMPOSE:
        return False, False
    return count_labels(document.text) > 0, any(hint.static is not None for hint in of_compose(document.text))


_UPPER_KEY = re.compile(r"^(?:\[+[ \t]*|[\"'])?(\w+)", re.MULTILINE)


def is_begun(path: str, text: str) -> bool:
    """Whether a text may become dynamic configuration: every key at the top is one of it as far as it is written."""
    if not is_read(path):
        return False
    keys = [key.lower() for key in _UPPER_KEY.findall(text)]
    return all(any(root.startswith(key) for root in Configuration.keys) for key in keys)
