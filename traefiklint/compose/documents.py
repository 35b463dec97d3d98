"""The documents of one file: a text may hold several, one behind the other, and Compose puts each over those before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.report import Report
from traefiklint.compose.values import Place
from traefiklint.patterns import lazy
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping, Node
from traefiklint.yaml.reader import read_yaml

_SEPARATOR = lazy(r"^---(?=\s|\Z)", re.MULTILINE)
_CONTENT = lazy(r"^[ \t]*[^\s#%]", re.MULTILINE)
_REST = lazy(r"(?<=[\r\n])[^\s#.][^\r\n]*")
_SIGN = lazy(r"[^\r\n\x85\u2028\u2029]")
_MOST = 50
"""How many documents of one file are looked at."""


Parsed = tuple[Document, Mapping]
"""A document and its root."""


def documents_of(file: str, text: str, report: Report) -> Iterator[Parsed]:
    """The documents of a text and their roots; what is wrong with it is reported."""
    starts = [found.start() for found in _SEPARATOR.finditer(text)][:_MOST] if "---" in text else []
    if starts and not _CONTENT.search(text, 0, starts[0]):
        del starts[0]
    for start, end in zip((0, *starts), (*starts, len(text)), strict=True):
        # What comes before is blanked out, so that every position stays true.
        document = _read(file, _SIGN.sub(" ", text[:start]) + text[start:] if start else text, report)
        if document is None:
            return
        whole = Document(file, text, document.root, document.diagnostics)
        _check_end(whole, end, report)
        if isinstance(document.root, Mapping):
            yield whole, document.root


def _check_end(document: Document, end: int, report: Report) -> None:
    """Behind a document there may only be the next one, which begins with `---`."""
    root, text = document.root, document.text
    rest = _REST.search(text, root.end.index if root is not None else 0, end) if root is not None else None
    if rest is not None:
        place = Place(document.file, lines_of(text, document.file).span(*rest.span()), "")
        compose = "did not find expected <document start>"
        report.diagnostics.append(
            ComposeDiagnostic(DiagnosticKind.SYNTAX, place, detail="this belongs to nothing", compose=compose)
        )


def _read(file: str, text: str, report: Report) -> Document | None:
    """One document; None where Compose cannot read it."""
    root, told = _tree(text)
    if told:
        _report(file, told, report)
    return None if root is None and told else Document(file, text, root, told)


@lru_cache(maxsize=4)  # a project is read for its Traefik, for its labels, and where a compose file is named as static
def _tree(text: str) -> tuple[Node | None, tuple[TextDiagnostic, ...]]:
    """The tree of a document, which nobody changes, and what is wrong with it."""
    from traefiklint.yaml.encoding import read_behind_mark

    read = read_behind_mark if text[:1] == "\ufeff" else read_yaml
    return read(text, by_compose=True)


def _report(file: str, told: Iterable[TextDiagnostic], report: Report) -> None:
    """What Compose has against what the reader says."""
    from traefiklint.yaml.diagnostics import NoMapping, OddKey, RepeatedKey

    for said in told:
        place = Place(file, said.span, "")
        if isinstance(said, RepeatedKey):
            related = ((Place(file, said.first, ""), "first defined here"),) if said.first else ()
            found = ComposeDiagnostic(DiagnosticKind.REPEATED_KEY, place, said.key or "", related=related)
        elif isinstance(said, NoMapping):
            found = ComposeDiagnostic(DiagnosticKind.NOT_A_MAPPING, place, compose="top-level object must be a mapping")
        elif isinstance(said, OddKey):
            continue
        else:
            found = ComposeDiagnostic(DiagnosticKind.SYNTAX, place, compose=said.traefik, cause=said)
        report.diagnostics.append(found)
