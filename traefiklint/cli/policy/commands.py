"""The commands on policies: begin one, run their examples, say what is wrong with them without any files of Traefik."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.errors import UsageError
from traefiklint.policies.policy import Policy
from traefiklint.policies.read import ID, PolicyError, PolicyMistake, Read, read_policies
from traefiklint.policies.sources import SHIPPED, AskedPolicies, sources_of
from traefiklint.policies.start import STARTS, start_of
from traefiklint.policies.subjects import NAMES
from traefiklint.policies.trial import TrialOutcome, check_policies, run_examples
from traefiklint.text.spelling import counted
from traefiklint.writing import write_file


@click.command(
    "new",
    epilog=examples(
        "traefiklint policy new public-router-headers", "traefiklint policy new h2-only --about tlsOptions"
    ),
)
@click.argument("name")
@click.option("--about", type=click.Choice(tuple(STARTS)), default="router", help="What it is about [router].")
@click.option("--directory", metavar="FOLDER", type=click.Path(), help="Where to write it [policies].")
@click.pass_obj
def new(console: Console, name: str, about: str, directory: str | None) -> None:
    """Write a commented start of a policy, NAME.yml, that works as it is: change it, and run `policy test`."""

    if not ID.fullmatch(name):
        raise UsageError(f"`{name}` is no name of a policy", "write it as in `public-router-headers`")
    settings = console.settings()
    known = [path for path in map(settings.path, settings.policies) if not path.endswith((".yml", ".yaml"))]
    folder = directory or (known[0] if known else "policies")
    path = os.path.join(folder, f"{name}.yml")  # noqa: PTH118
    if os.path.exists(path):  # noqa: PTH110
        raise UsageError(f"`{path}` is there already", "choose another name")
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    write_file(path, start_of(name, about).encode())
    console.say(f"written: {path}; change it, and run `traefiklint policy test`")
    if not known:
        console.say(f'lint holds your files to it once traefiklint.toml says `policies = ["{folder}"]`')


@click.command("check", epilog=examples("traefiklint policy check", "traefiklint policy check policies/headers.yml"))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@format_option("How to report [text].")
@click.pass_obj
def check(console: Console, paths: tuple[str, ...], form: str) -> int:
    """Find what is wrong with policies themselves: options that do not exist, conditions that can never be true.

    Without a PATH, the policies of the settings are checked. A PATH may be the name of a set, as in policies/baseline.
    """

    read = read_asked(console, paths)
    mistakes = sorted({*read.mistakes, *check_policies(read.policies)})
    if form == "json":
        told = [
            {
                "file": one.file,
                "line": one.span.line,
                "column": one.span.column,
                "message": one.message,
                "help": one.hint,
            }
            for one in mistakes
        ]
        console.say_data({"policies": len(read.policies), "mistakes": told})
        return int(bool(mistakes))
    for mistake in mistakes:
        click.echo(f"{mistake.file}:{mistake.span.line}:{mistake.span.column}: {mistake.message}")
        if mistake.hint:
            click.echo(f"  hint: {mistake.hint}")
    outcome = counted(len(mistakes), "mistake") if mistakes else "nothing to complain about"
    console.note(f"{how_many(read.policies)}, {outcome}")
    return int(bool(mistakes))


@click.command("test", epilog=examples("traefiklint policy test", "traefiklint policy test policies/headers.yml"))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@format_option("How to report [text].")
@click.pass_obj
def test(console: Console, paths: tuple[str, ...], form: str) -> int:
    """Run the examples of policies: a wrong one must be found, and nothing may be found in a right one.

    Without a PATH, the policies of the settings are tested. A comment such as `# error[ID]` in a wrong example says on
    which line, and how severe, the finding must be.
    """

    read = read_asked(console, paths)
    if read.mistakes:
        raise PolicyError(read.mistakes)
    outcomes = [outcome for policy in read.policies for outcome in run_examples(policy)]
    bare = [policy.id for policy in read.policies if not policy.examples]
    failed = [outcome for outcome in outcomes if outcome.complaints]
    if form == "json":
        console.say_data({"examples": [_told(one) for one in outcomes], "without": bare})
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


COMMANDS = {"test": test, "check": check, "new": new}
