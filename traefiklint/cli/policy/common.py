"""What the commands about policies have in common: which policies are meant."""

from __future__ import annotations

import os
from collections.abc import Sequence

from traefiklint.cli.console import Console
from traefiklint.errors import UsageError
from traefiklint.policies.policy import Policy
from traefiklint.policies.read import PolicyMistake, Read, read_policies
from traefiklint.policies.sources import SHIPPED, AskedPolicies, sources_of
from traefiklint.policies.subjects import NAMES


def how_many(policies: Sequence[Policy]) -> str:
    """Policies counted, as in `2 policies`."""
    return "1 policy" if len(policies) == 1 else f"{len(policies)} policies"


def read_asked(console: Console, paths: tuple[str, ...]) -> Read:
    """The policies that are named, else those of the settings, with what is wrong with their files.

    Raises:
        UsageError: there are none, or what is named does not exist.
    """
    read = [read_policies(source, NAMES) for source in sources_of(_asked(console, paths))]
    policies: list[Policy] = [policy for one in read for policy in one.policies]
    mistakes: list[PolicyMistake] = [mistake for one in read for mistake in one.mistakes]
    if not policies and not mistakes:
        raise UsageError("there are no policies here", "`traefiklint policy new NAME` writes a first one")
    return Read(tuple(policies), tuple(sorted(set(mistakes))))


def _asked(console: Console, paths: tuple[str, ...]) -> AskedPolicies:
    if paths:
        here = tuple(path for path in paths if os.path.exists(path))  # noqa: PTH110
        named = tuple(path for path in paths if path not in here)
        for name in named:
            if name.endswith((".yml", ".yaml")) or name.startswith((".", "/")):
                raise UsageError(
                    f"`{name}` does not exist", f"name a file, a folder, or a set as in `{SHIPPED}/baseline`"
                )
        return AskedPolicies(here, named)
    from traefiklint.cli.policies import asked_of

    asked = asked_of(console.settings())
    if asked.paths or asked.extends:
        return asked
    if os.path.isdir("policies"):  # noqa: PTH112
        return AskedPolicies(("policies",))
    raise UsageError(
        "the settings name no policies", 'write `policies = ["policies"]` into traefiklint.toml, or name a path'
    )
