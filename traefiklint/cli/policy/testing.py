"""Run the examples of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples

if TYPE_CHECKING:
    from traefiklint.policies.trial import TrialOutcome


@click.command("test", epilog=examples("traefiklint policy test", "traefiklint policy test policies/headers.yml"))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to report [text].")
@click.pass_obj
def command(console: Console, paths: tuple[str, ...], form: str) -> int:
    """Run the examples of policies: a wrong one must be found, and nothing may be found in a right one.

    Without a PATH, the policies of the settings are tested. A comment such as `# error[ID]` in a wrong example says on
    which line, and how severe, the finding must be.
    """
    from traefiklint.cli.policy.common import how_many, read_asked
    from traefiklint.policies.read import PolicyError
    from traefiklint.policies.trial import run_examples

    read = read_asked(console, paths)
    if read.mistakes:
        raise PolicyError(read.mistakes)
    outcomes = [outcome for policy in read.policies for outcome in run_examples(policy)]
    bare = [policy.id for policy in read.policies if not policy.examples]
    failed = [outcome for outcome in outcomes if outcome.complaints]
    if form == "json":
        import json

        click.echo(json.dumps({"examples": [_told(one) for one in outcomes], "without": bare}, indent=2))
        return int(bool(failed))
    for outcome in outcomes if console.verbose else failed:
        _say(outcome)
    for name in bare:
        console.note(f"note: `{name}` has no examples")
    passed = len(outcomes) - len(failed)
    console.note(f"{how_many(read.policies)}: {passed} of {len(outcomes)} examples are as they say")
    return int(bool(failed))


def _say(outcome: TrialOutcome) -> None:
    example, source = outcome.example, outcome.policy.source
    mark = "failed" if outcome.complaints else "ok"
    click.echo(f"{source.file}:{example.span.line}: {outcome.policy.id}, {outcome.kind} example: {mark}")
    for complaint in outcome.complaints:
        click.echo(f"  {complaint}")


def _told(outcome: TrialOutcome) -> dict[str, object]:
    return {
        "policy": outcome.policy.id,
        "file": outcome.policy.source.file,
        "line": outcome.example.span.line,
        "kind": outcome.kind,
        "passed": not outcome.complaints,
        "complaints": list(outcome.complaints),
    }
