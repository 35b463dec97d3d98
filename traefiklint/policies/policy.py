"""What a policy is, as its file says it; and its page, which `explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.findings import Severity, Span
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Scalar

CATEGORY = "policy"
"""The category of all policies, for `--select` and the like."""


class PolicyFile(NamedTuple):
    """A file that policies stand in."""

    file: str
    """As the user sees it."""
    text: str
    origin: str
    """Where its policies come from: the file itself, the name of a pack."""


class Words(NamedTuple):
    """A text of a policy, with the place of each of its characters."""

    value: str
    source: PolicyFile
    node: Scalar

    def span(self, at: int, length: int = 1) -> Span:
        """Where a stretch of it stands in the file."""
        from traefiklint.text.scalar_map import align

        offsets = align(self.source.text, self.node)
        start, end = (offsets[min(one, len(offsets) - 1)] for one in (at, at + length))
        return lines_of(self.source.text, self.source.file).span(start, max(start, end))


class PolicyExample(NamedTuple):
    """Files that show what a policy finds (`wrong`), or that it finds nothing (`right`)."""

    is_wrong: bool
    files: str
    """Files in the language of the rule book's pages: `# file: NAME` and `# static:` begin another one."""
    span: Span


class Policy(NamedTuple):
    """A rule that a team holds its configuration to."""

    id: str
    about: str
    """What it is about: the name of a subject, which is the variable of its expressions as well."""
    where: Words | None
    """Which of them; all where it says nothing."""
    condition: Words
    is_required: bool
    """Whether the condition must hold; else it must not."""
    severity: Severity
    summary: str
    message: Words | None
    """What is said of an object; `{…}` holds expressions."""
    help: str
    description: str
    """More for its page, in Markdown."""
    examples: tuple[PolicyExample, ...]
    source: PolicyFile
    span: Span
    """Where its id stands."""

    @property
    def verb(self) -> str:
        """What it does with its condition."""
        return "require" if self.is_required else "forbid"


def page_of(policy: Policy) -> str:
    """The page in Markdown."""
    return "\n\n".join(_parts(policy)) + "\n"


def _parts(policy: Policy) -> Iterator[str]:
    yield f"# {policy.id}"
    yield policy.summary
    if policy.description:
        yield policy.description
    yield "## What is asked"
    rows = [f"about: {policy.about}"]
    rows += [f"where: {_folded(policy.where.value)}"] if policy.where is not None else []
    rows.append(f"{policy.verb}: {_folded(policy.condition.value)}")
    yield "```yaml\n" + "\n".join(rows) + "\n```"
    if policy.help:
        yield f"## How to fix it\n\n{policy.help}"
    if policy.examples:
        yield "## Examples"
    for example in policy.examples:
        yield f"### {'Wrong' if example.is_wrong else 'Right'}"
        yield f"```yaml\n{example.files.rstrip()}\n```"


def _folded(text: str) -> str:
    return " ".join(text.split())
