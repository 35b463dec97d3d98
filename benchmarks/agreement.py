"""Damages valid files at random, asks the real Traefik and us about each, and shows where the two disagree.

    python -m benchmarks.agreement --seed 1 --count 2000
    python -m benchmarks.agreement --seed 1 --form toml

The exit status is 1 where more than `--allow` in a thousand disagree.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

from benchmarks.watched import watched
from tests.corpus.judgement import Judgement, is_unknowable, ours, theirs
from tests.damage.directories import Files, as_toml, bases, damaged, known_keys, with_actions
from tests.traefik_versions import NEWEST, traefik
from traefiklint import lint_texts
from traefiklint.verify.harmless import CORPUS_STATIC
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verdict import Verdict

STATICS: dict[str, Mapping[str, Any]] = {
    "plain": CORPUS_STATIC,
    "rich": {
        "entryPoints": {
            "web": {"address": ":80", "asDefault": True},
            "websecure": {
                "address": ":443",
                "asDefault": True,
                "http": {
                    "tls": {"certResolver": "letsencrypt", "options": "modern@file"},
                    "middlewares": ["secure@file"],
                },
            },
            "tcpep": {"address": ":9000"},
            "udpep": {"address": ":9001/udp"},
        },
        "certificatesResolvers": {"letsencrypt": {"acme": {"tlsChallenge": {}}}},
        "ping": {},
    },
    "old": {
        "entryPoints": {"web": {"address": ":80"}, "websecure": {"address": ":443"}, "tcpep": {"address": ":9000"}},
        "core": {"defaultRuleSyntax": "v2"},
        "api": {"dashboard": False},
    },
}
"""The static configurations to ask with; most questions go to the plain one."""
_ASKED_AGAIN = 12
"""How often Traefik is asked again: what it makes of some directories changes from one reload to the next."""


class Disagreement(NamedTuple):
    """One directory that we and Traefik judge otherwise."""

    files: Files
    mine: Judgement
    real: Judgement
    words: str


class Court(NamedTuple):
    """A Traefik of some version with some static configuration, to ask and to be compared with."""

    oracle: Oracle
    static: Mapping[str, Any]

    def theirs(self, verdict: Verdict, files: Files, mine: Judgement) -> Judgement:
        """Traefik's judgement in our form."""
        texts = "".join(files.values())
        return theirs(verdict.loads, verdict.objects, mine.disabled, texts, self.static["entryPoints"])


def compare(files: Files, court: Court) -> tuple[Disagreement | None, str]:
    """Where we and Traefik disagree about a directory, and the kind of what happened."""
    oracle = court.oracle
    report = lint_texts(files, json.dumps(court.static), target=oracle.binary.minor)
    mine = ours(report)
    verdict = oracle.check(files)
    if verdict.harm:
        return None, "harm"
    real = court.theirs(verdict, files, mine)
    if mine == real:
        return None, "refused" if real.refused else "disabled" if real.disabled else "clean"
    if is_unknowable(verdict.objects, report):
        return None, "unknowable"
    answers = [real] + [court.theirs(oracle.check(files), files, mine) for _ in range(_ASKED_AGAIN)]
    always = frozenset.intersection(*(answer.disabled for answer in answers))
    ever = frozenset.union(*(answer.disabled for answer in answers))
    if not mine.refused and not real.refused and always <= mine.disabled <= ever:
        return None, "random"
    words = "\n".join(f"    {f.file}:{f.line}: {f.rule} {f.effect.value}: {f.message}" for f in report.findings)
    return Disagreement(files, mine, real, f"{words}\n{_said(verdict)}"), "disagree"


def _said(verdict: Verdict) -> str:
    errors = [
        f"    Traefik: {kind} {name}: {'; '.join(state.errors)}"
        for kind, states in verdict.objects.items()
        for name, state in states.items()
        if state.errors
    ]
    return "\n".join([f"    Traefik: {verdict.error}"] * bool(verdict.error) + errors)


def smaller(case: Disagreement, court: Court) -> Disagreement:
    """The same disagreement with fewer lines, as far as leaving out lines and files goes."""
    patience = time.monotonic() + 8
    changed = True
    while changed and time.monotonic() < patience:
        changed = False
        for candidate in _shorter(case.files):
            found, _ = compare(candidate, court)
            if found and found.mine.refused == case.mine.refused and found.real.refused == case.real.refused:
                case, changed = found, True
                break
            if time.monotonic() > patience:
                break
    return case


def _shorter(files: Files) -> Iterator[Files]:
    if len(files) > 1:
        for name in files:
            yield {other: text for other, text in files.items() if other != name}
    for name, text in files.items():
        lines = text.splitlines(keepends=True)
        for size in (len(lines) // 2, len(lines) // 4, 1):
            if size:
                for at in range(0, len(lines), size):
                    yield {**files, name: "".join(lines[:at] + lines[at + size :])}


def show(case: Disagreement) -> str:
    """A disagreement for people."""
    texts = "\n".join(
        f"  --- {name}\n" + "\n".join(f"  | {line}" for line in text.splitlines()) for name, text in case.files.items()
    )
    return f"we: {case.mine}\nTraefik: {case.real}\n{texts}\n{case.words}\n"


def main(arguments: list[str] | None = None) -> int:
    """Run, print, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--version", default=NEWEST, help="the Traefik to ask")
    parser.add_argument(
        "--form", choices=("yaml", "toml", "templates"), default="yaml", help="what the files are [yaml]"
    )
    parser.add_argument("--allow", type=float, default=1, help="how many in a thousand may disagree")
    parser.add_argument("--show", type=int, default=20, help="how many disagreements to make small and print")
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    starts, keys = bases(), known_keys()
    counts: dict[str, int] = {}
    found: list[Disagreement] = []
    binary = traefik(options.version)
    with ExitStack() as stack:
        courts = [Court(stack.enter_context(Oracle(binary, static)), static) for static in STATICS.values()]
        for _ in watched(range(options.count), options.count):
            drawn = damaged(rng, starts, keys)
            files = as_toml(drawn) if options.form == "toml" else drawn
            if files is None:
                counts["not in TOML"] = counts.get("not in TOML", 0) + 1
                continue
            if options.form == "templates":
                files = with_actions(files, rng)
            court = rng.choices(courts, (6, 2, 1))[0]
            case, kind = compare(files, court)
            counts[kind] = counts.get(kind, 0) + 1
            if case and len(found) < options.show:
                found.append(case)
                print(show(smaller(case, court)), flush=True)
    print(
        f"seed {options.seed}, {options.count} directories: "
        + ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
    )
    return 1 if counts.get("disagree", 0) * 1000 > options.allow * options.count else 0


if __name__ == "__main__":
    sys.exit(main())
