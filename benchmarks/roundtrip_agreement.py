"""Makes random edits of real texts, one in four of labels, and counts those that came out wrong or were refused.

    python -m benchmarks.roundtrip_agreement --seed 1 --count 10000

Right is an edit of which ruamel.yaml reads back what was set, and that leaves every other line byte for byte and every
comment with what it is about. The exit status is 1 where one is wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from benchmarks.watched import watched
from tests.roundtrip import random_label_edits
from tests.roundtrip.random_edits import edit, editable


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    start = time.process_time()
    wrong = 0
    kinds: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for number in watched(range(given.count), given.count):
        one = random_label_edits.edit if number % 4 == 3 else edit
        outcome = one(given.seed * 1_000_000 + number)
        kinds[outcome.what.partition(": ")[2].partition(" ")[0]] += 1
        if outcome.wrong:
            wrong += 1
            print(f"wrong: {outcome.what}\n  {outcome.wrong}")
        elif outcome.refused:
            refused[outcome.refused.partition(": ")[2] or outcome.refused] += 1
    spent = time.process_time() - start
    texts = f"{len(editable())} texts and {len(random_label_edits.texts())} compose files"
    print(f"{given.count} edits of {texts}: {wrong} wrong, {refused.total()} refused")
    print(f"  {spent:.0f} s of CPU, {1000 * spent / given.count:.1f} ms each with all that is checked")
    print("  " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    for reason, count in refused.most_common():
        print(f"  refused {count}: {reason}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
