"""The rule book tells the truth: every rule has a page, every example does what the page says, to us and to Traefik."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.corpus.judgement import Judgement, ours, theirs
from tests.each import each
from tests.rules.linted import leaning_on_others, lint
from tests.rules.pages import STATIC, Example, examples, pages
from tests.traefik_versions import at_hand, traefik
from traefiklint.engine import load_rules
from traefiklint.findings import Finding
from traefiklint.fixing import edits
from traefiklint.reading import Unread
from traefiklint.report.documentation import with_link
from traefiklint.verify.harmless import read_static
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verdict import Verdict
from traefiklint.versions import NEWEST

PAGES = pages()
EXAMPLES = [example for page in PAGES for example in examples(page)]
Ask = Callable[[Example], Verdict]
DOKPLOY = """
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443", http: {tls: {certResolver: letsencrypt}}}
certificatesResolvers:
  letsencrypt: {acme: {httpChallenge: {entryPoint: web}, storage: acme.json, email: a@example.com}}
api: {insecure: true}
"""
"""What the profile `dokploy` stands for."""


def test_every_rule_has_one_page_and_every_page_one_rule() -> None:
    written = {f"{page.parent.name}/{page.stem}" for page in PAGES}
    assert written == {f"{rule.category}/{rule.id}" for rule in load_rules().values()}


@each(PAGES, lambda page: page.stem)
def test_a_page_has_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.stem}\n\n"), "the first line names the rule"
    assert "\n## How to fix it\n" in text
    assert "\n## Examples\n\n### " in text, "each example stands under what it is: wrong, fixed or right"
    assert "\n### Wrong\n" in text
    assert len(text.split("\n\n")[1]) > 60, "the first paragraph says what happens, and what the visitor sees"
    linked = with_link(text, load_rules().get(page.stem), NEWEST)
    assert linked == text, "`python -m tests.rules.links` writes the link"
    expected = [e for example in examples(page) for e in example.expected if e.rule == page.stem]
    assert expected, "an example shows the finding"


@each(EXAMPLES, lambda example: example.name)
def test_an_example_has_exactly_the_findings_that_it_promises(example: Example) -> None:
    findings = lint(example).findings
    got = sorted((f.file, f.line, f.severity.value, f.rule) for f in findings)
    wanted = sorted((e.file, e.line, e.severity, e.rule) for e in example.expected)
    assert got == wanted, "\n".join(f"{f.file}:{f.line}: {f.severity}[{f.rule}] {f.message}" for f in findings)
    for promise in example.expected:
        said = [f"{f.message} {f.help}" for f in findings if (f.file, f.line, f.rule) == promise[:2] + promise[3:4]]
        assert any(promise.words in text for text in said), said


@each([e for e in EXAMPLES if e.fixed is not None], lambda example: example.name)
def test_the_fixes_of_an_example_give_the_text_beside_it(example: Example) -> None:
    findings = lint(example).findings
    assert apply(example.texts, findings) == {**example.texts, **example.fixed}


def apply(files: Mapping[str, str | bytes], findings: Iterable[Finding]) -> dict[str, str]:
    """The files with every fix made at once."""
    texts = {n: t if isinstance(t, str) else t.decode("utf-8", "surrogateescape") for n, t in files.items()}
    return {**texts, **edits.apply(texts, findings)}


_KEPT = 20
"""How many are kept: each has connections open, and a process may have a thousand."""


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Asks the Traefik of its target about an example."""
    oracles: dict[tuple[str, str], Oracle] = {}

    def verdict(example: Example) -> Verdict:
        version = at_hand(example.target)
        assert version is not None
        static = example.static if example.static is not None else DOKPLOY
        if (version, static) not in oracles:
            if len(oracles) == _KEPT:
                oracles.pop(next(iter(oracles))).close()
            oracles[version, static] = Oracle(traefik(version), read_static(static))
        return oracles[version, static].check(example.files)

    yield verdict
    for oracle in oracles.values():
        oracle.close()


CLAIMING = [
    e
    for e in EXAMPLES
    if (e.profile == "dokploy" or e.static is not None)
    and at_hand(e.target)
    and not e.is_about_labels
    and not any(promise.file == STATIC and promise.severity == "error" for promise in e.expected)  # tests/static asks
    and not any(isinstance(text, Unread) for text in e.files.values())  # test_special_files.py asks about those
]


PARTS = range(24)
"""The real Traefik is asked in so many tests, which can run at once."""


@pytest.mark.parametrize("part", PARTS)
def test_the_real_traefik_does_with_an_example_what_we_say(part: int, ask: Ask) -> None:
    agree_with_part(CLAIMING, part, ask)


def agree_with_part(asked: Sequence[Example], part: int, ask: Ask) -> None:
    """Traefik does what we say with the examples of a part, which stand together, as they share configurations."""
    first, last = (len(asked) * number // len(PARTS) for number in (part, part + 1))
    each(asked[first:last], lambda example: example.name)(lambda example: agree(example, ask(example)))()


def agree(example: Example, verdict: Verdict) -> None:
    """Traefik refuses and disables what we say that it does, and nothing else."""
    report = lint(example, suppressions=False)
    mine = ours(report)
    real = theirs(verdict.loads, verdict.objects, mine.disabled)
    unknown = {f.object for f in report.findings if f.assumed} | leaning_on_others(example)
    assert real.refused is mine.refused, verdict.error
    assert _names(real) - unknown == mine.disabled - unknown, verdict.objects


def _names(real: Judgement) -> set[str]:
    """What does not work, under the names of the files: Traefik splits routers by entry points that add TLS."""
    return {name.replace("http.routers.websecure-", "http.routers.") for name in real.disabled}
