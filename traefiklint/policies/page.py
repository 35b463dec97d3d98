"""The page of a policy: what `explain` prints, made of what the policy says."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.policies.policy import Policy


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
