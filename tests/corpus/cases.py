"""The corpus: small provider directories, and what Traefik made of them, one case a line of `cases.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from traefiklint.verify.harmless import CORPUS_STATIC

CORPUS = Path(__file__).with_name("cases.jsonl")


class Case(NamedTuple):
    """A provider directory and its verdicts (see `Verdict.to_dict`) by version."""

    id: str
    files: Mapping[str, str]
    verdicts: Mapping[str, Mapping[str, Any]]
    static: Mapping[str, Any] = CORPUS_STATIC

    @property
    def static_text(self) -> str:
        """The static configuration as the text of a `traefik.yml`; JSON is YAML."""
        return json.dumps(self.static)

    def line(self) -> str:
        """The case as its line in the file."""
        record: dict[str, Any] = {"id": self.id, "files": self.files}
        if self.static is not CORPUS_STATIC:
            record["static"] = self.static
        return json.dumps({**record, "verdicts": self.verdicts}, ensure_ascii=False, separators=(",", ":"))


def load_cases(version: str | None = None, path: Path = CORPUS) -> list[Case]:
    """All cases; with a `version` those whose verdict of that version is known."""
    return [case for case in _read(path) if version is None or version in case.verdicts]


@cache
def _read(path: Path) -> list[Case]:
    with path.open(encoding="utf-8") as lines:
        return [
            Case(raw["id"], raw["files"], raw.get("verdicts", {}), raw.get("static", CORPUS_STATIC))
            for raw in map(json.loads, lines)
        ]
