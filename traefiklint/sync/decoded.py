"""What a file says to Traefik, however it is spelled: `Rule`, `entryPoints: 'web, websecure'`, `<<` and `1m` are read.

Merging needs the tree as it is written (`patch.data`); telling what changed needs this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from traefiklint.decoding.file import read_document
from traefiklint.decoding.fill import decode
from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.shape import is_null
from traefiklint.patch.data import Data, Leaf, UnstructuredError, data_of, read_data, string
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node
from traefiklint.yaml.scalars import STRING


@lru_cache(maxsize=4096)
def decoded(text: str | None) -> Mapping[str, Data] | None:
    """What Traefik makes of a text, by the keys of its documentation; no text is `{}`. Not to be changed.

    What Traefik does not know stands as it is written. None where the text has no structure.
    """
    try:
        read_data(text or "")  # refuses what means too much, before it is walked
        # The braces of a template are compared as they are written: what they come to is not in the file.
        document = read_document("file.yml", text or "", templates=False)
        if document.root is None and document.diagnostics:
            return None
        configuration = decode(document).configuration
        return {} if configuration is None else section_data(configuration)
    except UnstructuredError:
        return None


def section_data(section: Section) -> dict[str, Data]:
    """What a section gives, by the keys of the documentation; what Traefik does not know stands as it is written."""
    found = {option.key: _option(option, value, node) for option, value, node in section.given()}
    written = section.node
    for key, node in written.pairs if isinstance(written, MappingNode) else ():
        if fold(key.value) not in section.keys and not is_null(node):
            found[key.value] = data_of(node)
    return found


def _option(option: Option, value: Any, node: Node) -> Data:
    """The value where it has a shape of its own, else what stands there."""
    if isinstance(value, Section):
        return section_data(value)
    if isinstance(value, tuple) and value:
        return [section_data(item) if isinstance(item, Section) else string(item) for item in value]
    if isinstance(value, Mapping) and value and all(isinstance(item, Section) for item in value.values()):
        return {name: section_data(item) for name, item in value.items()}
    data = data_of(node)
    if isinstance(data, Leaf) and isinstance(option.kind, Duration) and isinstance(value, int):
        return Leaf(STRING, f"{value}ns", data.value)
    return data
