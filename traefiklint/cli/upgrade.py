"""Say what a newer Traefik changes for these files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import lint_options, plan, request_of
from traefiklint.cli.checking_options import OutputCommand, fail_on_option, report_options, stdin_option
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, view_of, write
from traefiklint.cli.traefik_options import profile_option, static_option, target_check, traefik_option
from traefiklint.errors import UsageError
from traefiklint.text.spelling import counted
from traefiklint.versions import NEWEST, read_former, read_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from traefiklint.upgrading import Upgrade


def _former(_: click.Context, __: click.Parameter, value: str) -> str:
    try:
        read_former(value)
    except UsageError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}, or `2`") from None
    return value


@click.command(
    "upgrade",
    cls=OutputCommand,
    epilog=examples(
        "traefiklint upgrade --from 3.3 --to 3.7",
        "traefiklint upgrade --from 3.3.4 --to 3.6.15 apps/ --static traefik.yml",
        "traefiklint upgrade --from 2 --unsafe-fixes apps/",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option(
    "--from",
    "former",
    required=True,
    callback=_former,
    metavar="VERSION",
    help="The Traefik that runs the files now, such as 3.3, 3.3.4 or 2.",
)
@click.option(
    "--to",
    "target",
    default=NEWEST.name,
    callback=target_check,
    metavar="VERSION",
    help=f"The Traefik that shall run them [{NEWEST}].",
)
@report_options()
@static_option
@profile_option
@traefik_option
@fail_on_option
@click.option("--fix", is_flag=True, help="Apply the safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the other fixes too.")
@stdin_option
@click.pass_obj
def command(console: Console, /, outputs: tuple[Output, ...], **given: Any) -> int:
    """Say what a newer Traefik changes for these files: static, dynamic, labels.

    Told is what the newer version refuses, disables or complains about and the older one does not; what is deprecated
    in it; and what it does otherwise without a word, where the files rely on that. What both versions have against the
    files is left to `lint`. A version without a patch is its newest patch.

    From Traefik 2 (`--from 2`) everything is told that Traefik 3 refuses, disables, or knows as a leftover of it.
    """
    from traefiklint.upgrading import upgrade

    former, target = read_former(given["former"]), read_version(given["target"])
    if target < former.oldest or target == former:
        raise UsageError(f"Traefik {given['target']} is not newer than {given['former']}", "swap `--from` and `--to`")
    settings = console.settings(given["target"])
    request = request_of(given)._replace(upgrade_from=given["former"])
    if given["fix"] or given["unsafe_fixes"]:
        from traefiklint.cli.fixes import fix_in_place

        brought = upgrade(plan(request, settings).pairs, lint_options(request, settings)).report.findings
        if rules := tuple(sorted({finding.rule for finding in brought})):  # and nothing else is fixed
            fix_in_place(request._replace(select=rules), settings, console, unsafe=given["unsafe_fixes"])
    planned = plan(request, settings)
    found = upgrade(planned.pairs, lint_options(request, settings))
    report = replace(found.report, coverage=planned.coverage())
    view = view_of(given, settings, console, tuple(_notes(found, given["former"], given["target"])))
    write(outputs, report, view, console)
    return int(view.is_failure(report))


def _notes(found: Upgrade, former: str, target: str) -> Iterator[str]:
    """What the report comes to, for a person."""
    kinds = ", ".join(counted(number, kind) for kind, number in found.counts.items())
    yield f"Traefik {former} to {target}: {kinds or 'nothing changes for these files'}"
    if found.gone:
        yield f"{counted(found.gone, 'finding')} of `lint` for {former}, and not for {target}"
    if found.same:
        yield f"{counted(found.same, 'finding')} of `lint` for both, not told here"
