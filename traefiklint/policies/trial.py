"""Running the examples of policies.

What is wrong with policies that can be told without any object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from traefiklint.cel.possible import outcomes
from traefiklint.engine import lint_texts
from traefiklint.findings import Effect, Finding
from traefiklint.options import Options
from traefiklint.policies.own import of_policies, taken
from traefiklint.policies.policy import Policy, PolicyExample
from traefiklint.policies.read import PolicyMistake
from traefiklint.policies.ready import Ready, make_ready
from traefiklint.policies.run import FAILED


def check_policies(policies: Iterable[Policy]) -> list[PolicyMistake]:
    """Everything that is wrong with policies that can be read, by place.

    Raises:
        UsageError: the library for CEL is not installed.
    """
    given = list(policies)
    made = make_ready(given)
    mistakes = [*made.mistakes, *taken(given), *(mistake for ready in made.ready for mistake in _idle(ready))]
    return sorted(set(mistakes))


def _idle(ready: Ready) -> Iterator[PolicyMistake]:
    """That a policy finds nothing whatever there is, or everything."""
    policy = ready.policy
    where = ready.where.tree.root if ready.where is not None else None
    if where is not None and True not in outcomes(where):
        assert policy.where is not None, "it was read"
        said = "this can never be true, so the policy is about nothing"
        yield PolicyMistake(policy.source.file, policy.where.span(0), said)
        return
    found = outcomes(ready.condition.tree.root, where)
    wanted = policy.is_required
    chosen = f"{policy.about} that `where` chooses" if where is not None else policy.about
    if found == {wanted}:
        said = "this is always true" if wanted else "this can never be true"
        yield PolicyMistake(policy.source.file, policy.condition.span(0), f"{said}, so the policy finds nothing")
    elif found == {not wanted}:
        said = "this can never be true" if wanted else "this is always true"
        yield PolicyMistake(
            policy.source.file, policy.condition.span(0), f"{said}, so every {chosen} violates the policy"
        )


_NEXT = r"\b(?:error|warning|info)\["
_EXPECTED = re.compile(rf"\b(error|warning|info)\[([a-z0-9-]+)\](?:\+(\d+))?(?:: *([^\n]*?))?(?=\s*(?:$|{_NEXT}))")


class Expected(NamedTuple):
    """A finding that a comment in an example announces."""

    file: str
    line: int
    severity: str
    words: str


class ExampleFiles(NamedTuple):
    """A provider directory, and the static configuration that it is judged with."""

    files: dict[str, str]
    static: str | None


class TrialOutcome(NamedTuple):
    """What one example came to."""

    policy: Policy
    example: PolicyExample
    complaints: tuple[str, ...]
    """Why it is not what it says; empty where it is."""

    @property
    def kind(self) -> str:
        """`wrong` or `right`."""
        return "wrong" if self.example.is_wrong else "right"


def run_examples(policy: Policy) -> Iterator[TrialOutcome]:
    """Lint each example of a policy with the policy.

    Raises:
        PolicyError: the policy cannot be used.
    """
    options = Options(profile="none", own=of_policies([policy]).book)
    for example in policy.examples:
        yield TrialOutcome(policy, example, tuple(_complaints(policy, example, options)))


def _complaints(policy: Policy, example: PolicyExample, options: Options) -> Iterator[str]:
    files = files_of(example)
    findings = lint_texts(files.files, options._replace(static=files.static)).findings
    own = [finding for finding in findings if finding.rule == policy.id]
    for finding in findings:
        if finding.rule == FAILED:
            yield finding.message
        elif finding.effect is Effect.REJECTED:
            yield f"Traefik refuses the example: {finding.message} ({_where(finding)})"
    if not example.is_wrong:
        yield from (f"it finds something: {finding.message} ({_where(finding)})" for finding in own)
        return
    if not own:
        yield "it finds nothing"
    expected = [one for file, text in files.files.items() for one in expected_in(file, text, policy.id)]
    if files.static is not None:
        expected += expected_in("traefik.yml", files.static, policy.id)
    if expected and own:
        yield from _differences(expected, own)


_PART = re.compile(r"^# (?:file: (\S+)|static:)[ ]*\n", re.MULTILINE)


def files_of(example: PolicyExample) -> ExampleFiles:
    """The files of an example, which begin where comments say so."""
    first, *parts = _PART.split(f"{example.files.rstrip()}\n")
    texts = {"example.yml": first, **dict(zip(parts[::2], parts[1::2], strict=True))}
    static = texts.pop(None, None)
    return ExampleFiles({file: text for file, text in texts.items() if text or len(texts) == 1}, static)


def expected_in(file: str, text: str, rule: str) -> Iterator[Expected]:
    """What the comments of a file announce of a rule, in the words of the rule book's pages."""
    for number, line in enumerate(text.splitlines(), 1):
        _, sign, comment = line.partition("# ")
        for severity, name, below, words in _EXPECTED.findall(comment) if sign else ():
            if name == rule:
                yield Expected(file, number + int(below or 0), severity, words.strip())


def _differences(expected: list[Expected], own: list[Finding]) -> Iterator[str]:
    left = list(own)
    for one in expected:
        met = next((f for f in left if (f.file, f.line, f.severity.value) == one[:3] and one.words in f.message), None)
        if met is None:
            wanted = f" with `{one.words}`" if one.words else ""
            yield f"there is no {one.severity}{wanted} at {one.file}:{one.line}"
        else:
            left.remove(met)
    for finding in left:
        yield f"nobody expects this {finding.severity.value}: {finding.message} ({_where(finding)})"


def _where(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}:{finding.column}"
