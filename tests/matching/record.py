"""Records what the real Traefik says about rules into `cases.jsonl`: `python -m tests.matching.record`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.matching.asking import errors
from tests.matching.rule_generator import Case, generate
from tests.traefik_versions import NEWEST, traefik
from traefiklint.verify.oracle import Oracle

RECORD = Path(__file__).with_name("cases.jsonl")
HAND_WRITTEN = Path(__file__).with_name("rules.txt")
GENERATED = 1200


def cases() -> list[Case]:
    """The rules to record: those written by hand, one a line as `PROTOCOL SYNTAX RULE`, and generated ones."""
    written = []
    for line in HAND_WRITTEN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            protocol, syntax, rule = line.split(" ", 2)
            written.append(Case(json.loads(rule) if rule.startswith('"') else rule, protocol, syntax))
    return list(dict.fromkeys(written + generate(2026, GENERATED)))


def main() -> None:
    recorded = cases()
    with Oracle(traefik(NEWEST), confined=False) as oracle:
        answers = errors(oracle, recorded)
    with RECORD.open("w", encoding="utf-8") as file:
        for case, error in zip(recorded, answers, strict=True):
            line = {"rule": case.rule, "protocol": case.protocol, "syntax": case.syntax, "error": error}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
