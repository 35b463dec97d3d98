"""What is wrong with policies that can be told without any object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.cel.possible import outcomes
from traefiklint.policies.own import taken
from traefiklint.policies.policy import Policy
from traefiklint.policies.read import PolicyMistake
from traefiklint.policies.ready import Ready, make_ready


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
