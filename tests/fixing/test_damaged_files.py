"""Files that people and tools have damaged: fixing loses nothing, makes nothing worse, and comes to an end."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.cases import load_cases
from tests.damage.texts import damage_text
from tests.effort import often
from tests.fixing.serving import asking, complaints
from tests.fixing.test_corpus import check
from traefiklint.fixing import fix_texts
from traefiklint.options import Options
from traefiklint.verify.harmless import CORPUS_STATIC

_ALL = {text for case in load_cases() for text in case.files.values()}
TEXTS = sorted(text for text in _ALL if 20 < len(text) < 2000 and "{{" not in text and "/etc/" not in text)
COMMENTS = ("  # why", "\n# alone\n", "\t# tab", " #", "\n\n  # indented\n", "# no blank")
OPTIONS = Options(static=load_cases()[0].static_text, strict=True, profile="none")


def damaged(seed: int) -> str:
    """A text of the corpus with comments strewn in, and damaged in a few places."""
    rng = random.Random(seed)
    text = rng.choice(TEXTS)
    for _ in range(rng.randrange(4)):
        lines = text.split("\n")
        number = rng.randrange(len(lines))
        lines[number] += rng.choice(COMMENTS)
        text = "\n".join(lines)
    for _ in range(rng.randrange(3)):
        text = damage_text(text, rng)
    if rng.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return text.rstrip("\n") if rng.random() < 0.2 else text


@settings(max_examples=often(100), deadline=None)
@given(seed=st.integers(0, 2**32), unsafe=st.booleans())
@pytest.mark.slow
def test_a_damaged_file_is_never_the_worse_for_fixing(seed: int, unsafe: bool) -> None:
    files = {"app.yml": damaged(seed)}
    fixed = fix_texts(files, OPTIONS, unsafe=unsafe)
    check(files, fixed, OPTIONS, unsafe=unsafe)


@pytest.mark.slow
@settings(max_examples=often(100), deadline=None)
@given(text=st.text(max_size=300), unsafe=st.booleans())
def test_any_text_at_all_can_be_given_to_it(text: str, unsafe: bool) -> None:
    fixed = fix_texts({"app.yml": text, "b.toml": text}, OPTIONS, unsafe=unsafe)
    assert "b.toml" not in fixed.texts or {one.rule for one in fixed.applied} == {"invisible-character"}


@pytest.mark.traefik
@pytest.mark.parametrize("start", [0, 10_000])
def test_the_real_traefik_agrees_with_the_fixes_of_damaged_files(start: int) -> None:
    asked: Counter[str] = Counter()
    with asking() as asker:
        for seed in range(start, start + 2500):
            text = damaged(seed)
            fixed = fix_texts({"app.yml": text}, OPTIONS)
            if not fixed.texts:
                continue
            before = asker.ask({"app.yml": text}, CORPUS_STATIC)
            after = asker.ask(fixed.texts, CORPUS_STATIC)
            found = list(complaints(before, after, fixed))
            assert not found, (seed, text, fixed.texts, found)
            asked["fixed" if before.objects is None and after.objects is not None else "kept"] += 1
    assert asked["fixed"] > 5
    assert asked["kept"] > 100
