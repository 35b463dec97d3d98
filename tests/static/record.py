"""Asks three Traefiks about the recorded static configurations and new ones: python -m tests.static.record [NEW.jsonl]

A line of a new file has `id`, `about`, and `file` (with `name`, where it is no `traefik.yml`), `flags` or `variables`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.static.cases import FILE, load_cases
from tests.static.starting import Form, Outcome, start
from tests.traefik_versions import VERSIONS


def main(new: list[str]) -> None:
    """Write the cases with the verdicts of all versions, and print what has changed."""
    lines = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    lines += [line for path in new for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    kept = {json.loads(line)["id"]: json.loads(line) for line in lines}
    for read in kept.values():
        form = Form(
            read.get("file", ""),
            read.get("name", "traefik.yml"),
            tuple(read.get("flags", ())),
            read.get("variables", {}),
        )
        verdicts = {version: _verdict(start(form, version)) for version in VERSIONS}
        if read.get("verdicts", verdicts) != verdicts:
            print(f"{read['id']}: {read['verdicts']} is now {verdicts}")
        read["verdicts"] = verdicts
    FILE.write_text("".join(json.dumps(read, ensure_ascii=False) + "\n" for read in kept.values()), "utf-8")
    print(f"{len(load_cases())} cases")


def _verdict(outcome: Outcome) -> str:
    """Traefik's words; whose log goes elsewhere, it may end without any."""
    return outcome.error or ("It ends without a word." if outcome.refused else "")


if __name__ == "__main__":
    main(sys.argv[1:])
