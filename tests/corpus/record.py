"""Asks real Traefiks for their verdicts on cases, and writes them down.

    python tests/corpus/record.py NEW.jsonl    # cases with id, files and perhaps static: put into the corpus
    python tests/corpus/record.py              # the whole corpus again: says what changed, and writes it
    python tests/corpus/record.py --check      # the same, but writes nothing and ends with 1 where it differs

Each line of NEW.jsonl is an object with `id`, `files` (text by path) and, where it differs from that of the corpus,
`static` (the static configuration as a mapping). A case that is in the corpus already is replaced.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.corpus.cases import CORPUS, Case, load_cases
from tests.traefik_versions import VERSIONS, traefik
from tests.verify.many import check_many
from traefiklint.verify.harmless import CORPUS_STATIC
from traefiklint.verify.oracle import Oracle

RANDOM = ("multiple routers with different TLS options", "Found different TLS options for routers")
"""Log lines that list routers in an order that changes from run to run."""


def record(cases: Iterable[Case], version: str) -> list[Case]:
    """The cases with the verdict of `version` put in."""
    cases = list(cases)
    binary = traefik(version)
    usual = [case for case in cases if case.static is CORPUS_STATIC]
    verdicts = {
        case.id: verdict.to_dict()
        for case, verdict in zip(usual, check_many((case.files for case in usual), binary, confined=False), strict=True)
    }
    for case in cases:
        if case.static is not CORPUS_STATIC:
            with Oracle(binary, case.static, confined=False) as oracle:
                verdicts[case.id] = oracle.check(case.files).to_dict()
    return [case._replace(verdicts={**case.verdicts, version: verdicts[case.id]}) for case in cases]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The parts in which two verdicts differ, leaving out what is random in Traefik itself."""
    parts = [part for part in ("loads", "error", "objects") if old[part] != new[part]]
    if _lines(old) != _lines(new):
        parts.append("log")
    if old.get("harm") != new.get("harm"):
        parts.append("harm")
    return parts


def _lines(verdict: Mapping[str, Any]) -> set[str]:
    return {
        json.dumps(line, sort_keys=True)
        for line in verdict["log"]
        if not any(text in line.get("message", "") for text in RANDOM)
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("new", nargs="?", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--versions", nargs="+", default=None, help="default: those that a case knows, all for a new one"
    )
    options = parser.parse_args()

    known = {case.id: case for case in load_cases()} if CORPUS.exists() else {}
    asked = {case.id: case for case in load_cases(path=options.new)} if options.new else known
    differ = 0
    for version in options.versions or VERSIONS:
        wanted = [case for case in asked.values() if options.new or options.versions or version in case.verdicts]
        for case in record(wanted, version):
            before = known.get(case.id)
            if before and version in before.verdicts:
                parts = differences(before.verdicts[version], case.verdicts[version])
                if not parts:
                    continue
                differ += 1
                print(f"{version} {case.id}: {', '.join(parts)}")
            verdicts = before.verdicts if before and before.files == case.files else {}
            known[case.id] = case._replace(verdicts={**verdicts, version: case.verdicts[version]})
    if not options.check:
        CORPUS.write_text("".join(case.line() + "\n" for case in known.values()), encoding="utf-8")
    print(f"{len(asked)} cases asked, {differ} verdicts differ from those recorded")
    return 1 if options.check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
