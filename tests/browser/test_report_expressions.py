"""A regular expression that the page evaluates matches what it matches in Go; what cannot be said so is left out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from tests.browser.test_report_answers import write
from tests.browser.window import Window
from tests.effort import often
from traefiklint.go.expand import substitute
from traefiklint.go.regexp import go_regex
from traefiklint.options import Options
from traefiklint.report_page.expressions import Expression, javascript
from traefiklint.report_page.steps import rewrite_of
from traefiklint.text.masks import NOTHING

PIECES = (
    "a", "b", "A", "z", ".", "é", "-", "_", "0", "k", "s", "^", "$", "{", "}", "]", "/", ",", " ",
    "\\.", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\A", "\\z", "\\x61", "\\x{e9}", "\\-", "\\/",
    "\\t", "\\n", "\\Qa.b\\E", "\\pL", "[a-c]", "[^a]", "[^]a]", "[]b]", "[a-]", "[-a]", "[\\d.]", "[^\\n]",
    "[[:alpha:]]", "[[:^digit:]]", "[[:punct:]]", "[\\w-]", "[$^]", "[a\\-z]", "[\\x41-\\x{5a}]",
    "(?i:a)", "(?:ab)", "(ab|cd)", "(?P<n>a)", "(?:a|)",
    "([a-z]+\\.)", "(?:[0-9]{1,3}\\.)", "(a+)",
)  # fmt: skip
REPEATS = ("", "", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{0,}", "{1,}?")
STARTS = ("", "", "", "(?i)", "(?s)", "(?is)", "(?U)", "(?m)", "^", "^(?:")
TEXTS = (
    "", "a", "b", "ab", "aB", "abc", "a.b", "a-b", "a.b.c", "0.1.2", "é", "É", "\n", "a\nb", "a\rb", "a\u2028b", " a",
    "_a", "/a/b", "{a}", "a]", "K", "\u212a", "ſ", "S", "zzz", "a0", "\t", "a,b", "1.22.333.4", "cd", "abab", "\u00a0",
    "\ufffd", "😀", "A-Z", "a{2}", "!",
)  # fmt: skip

MATCHES = """([expressions, texts]) => expressions.map((one) => texts.map((text) => fits(one, text)))"""


REPLACED = """([rewrites, texts]) => rewrites.map((one) => texts.map((text) => {
  const found = replaced(one, text);
  return found === undefined ? false : found;
}))"""
REPLACEMENTS = ("https://x/$1", "<${1}>", "$0$0", "${n}-$n", "$$1", "$12", "a", "", "$1$2$")


def drawn(count: int, *, with_groups: bool = False) -> dict[str, Expression]:
    """Expressions by chance that Go takes, with what JavaScript makes of them where it can."""
    rng = random.Random(1)
    found: dict[str, Expression] = {}
    while len(found) < count:
        pieces = (rng.choice(PIECES) + rng.choice(REPEATS) for _ in range(rng.randint(1, 4)))
        body = rng.choice(("", "", "|")).join(pieces)
        start = rng.choice(STARTS)
        pattern = start + body + (")" + rng.choice(("", "$", "+", "*x")) if start.endswith("(?:") else "")
        translated = javascript(pattern, with_groups=with_groups) if not go_regex(pattern).error else None
        if translated is not None:
            found[pattern] = translated
    return found


def test_expressions_match_in_the_page_what_they_match_in_go(browse: Callable[..., Window], tmp_path: Path) -> None:
    path, _ = write(tmp_path, {}, Options())
    expressions = drawn(often(1_500))
    told = browse(path).page.evaluate(MATCHES, [[list(one) for one in expressions.values()], list(TEXTS)])
    wrong = [
        (pattern, expression.source, text, page_says)
        for (pattern, expression), of_one in zip(expressions.items(), told, strict=True)
        for text, page_says in zip(TEXTS, of_one, strict=True)
        if page_says is not None and page_says is not go_regex(pattern).search(text)
    ]
    assert wrong == []
    decided = sum(None not in of_one for of_one in told)
    assert decided > 0.75 * len(expressions)  # JavaScript compiles no `^*`, which chance draws often


def test_a_redirect_by_an_expression_leads_in_the_page_where_it_leads_in_go(
    browse: Callable[..., Window], tmp_path: Path
) -> None:
    path, _ = write(tmp_path, {}, Options())
    texts = [text for text in TEXTS if text.isascii()]
    asked = []
    for number, pattern in enumerate(drawn(often(1_000), with_groups=True)):
        replacement = REPLACEMENTS[number % len(REPLACEMENTS)]
        part = SimpleNamespace(regex=pattern, replacement=replacement, permanent=False)
        asked.append((pattern, replacement, rewrite_of(part, NOTHING)))
    told = browse(path).page.evaluate(REPLACED, [[one for _, _, one in asked], texts])
    wrong = [
        (pattern, replacement, text, page_says)
        for (pattern, replacement, _), of_one in zip(asked, told, strict=True)
        for text, page_says in zip(texts, of_one, strict=True)
        if page_says is not False and page_says != _in_go(pattern, replacement, text)
    ]
    assert wrong == []
    assert sum(False not in of_one for of_one in told) > 0.75 * len(asked)


def _in_go(pattern: str, replacement: str, text: str) -> str | None:
    found = substitute(pattern, replacement, text.encode())
    return found.decode() if found is not None else None
