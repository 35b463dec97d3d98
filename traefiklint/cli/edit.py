"""Change objects in many files at once, with everything else kept as it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from traefiklint.cli.asking import TraefikOptions, world_options
from traefiklint.cli.console import BOLD, GREEN, Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError
from traefiklint.text.flow import Whole
from traefiklint.text.spelling import counted

if TYPE_CHECKING:
    from traefiklint.cli.editing import Edited
    from traefiklint.roundtrip.editing import ObjectOperation


@click.command(
    "edit",
    epilog=examples(
        "traefiklint edit apps --where 'router.tls.certResolver == \"old\"' --set tls.certResolver=new",
        "traefiklint edit apps --where 'router.name.startsWith(\"shop\")' --add middlewares=auth@file --diff",
        "traefiklint edit apps --rename auth basic-auth",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--where", "condition", metavar="CEL", help="Which objects: a condition such as `router.priority > 10`.")
@click.option("--kind", metavar="KIND", help="Which kind of objects, where no condition says so [router].")
@click.option("--set", "set_", multiple=True, metavar="PATH=VALUE", help="Give an option a value.")
@click.option("--add", multiple=True, metavar="PATH=VALUE", help="Put a value into a list, if it is not there yet.")
@click.option("--remove", multiple=True, metavar="PATH[=VALUE]", help="Take out an option, or a value of a list.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Rename an object, and every reference to it.")
@click.option("--delete", is_flag=True, help="Delete the objects.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--all", "every", is_flag=True, help="Show every request that changes, also those alike.")
@click.option("--force", is_flag=True, help="Write, too, what Traefik would newly refuse or disable.")
@world_options
@click.pass_obj
def command(
    console: Console,
    /,
    paths: tuple[str, ...],
    condition: str | None,
    kind: str | None,
    set_: tuple[str, ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    rename: tuple[str, str] | None,
    delete: bool,
    diff: bool,
    every: bool,
    force: bool,
    where: TraefikOptions,
) -> int:
    """Change objects of Traefik's dynamic configuration, in place.

    Comments, order, quotes and line ends are kept; lines that do not change stay byte for byte. The change is shown,
    with what it means for requests, and linted before it is written: where Traefik would refuse or disable something
    that it does not refuse or disable now, nothing is written. All files are written, or none.
    """
    from traefiklint.cli.editing import difference_lines, edit, request_lines
    from traefiklint.roundtrip.editing import parsed
    from traefiklint.roundtrip.saving import write_changes

    given = {"set": set_, "add": add, "remove": remove}.items()
    operations = [parsed(verb, text) for verb, texts in given for text in texts]
    operations += _deletion(delete, condition)
    if bool(operations) == bool(rename):
        what = "there are two kinds of edits at once" if rename else "there is nothing to do"
        raise UsageError(what, "say one of `--set`, `--add`, `--remove` and `--delete` (or more), or `--rename`")
    if rename and condition:
        raise UsageError("`--rename` is about one object everywhere, and takes no condition", "say which with `--kind`")
    edited = edit(console, where, paths, condition, kind, operations, rename or None)
    if diff or not console.quiet:
        for line in difference_lines(edited, console, sys.stdout):
            console.say(Whole(line))
    if edited.changes and not console.quiet:
        for line in request_lines(edited, console, sys.stdout, every=every):
            console.say(line)
    if edited.wrong and not force:
        for finding in edited.wrong:
            console.say(f"{finding.file}:{finding.line}:{finding.column}: {finding.message} [{finding.rule}]", err=True)
        console.error(
            "Traefik would refuse or disable what it does not now; nothing was written", "`--force` writes it anyway"
        )
        return 1
    if not diff:
        write_changes(edited.changes)
    _tell(edited, console, done=not diff)
    return 0


def _deletion(delete: bool, condition: str | None) -> list[ObjectOperation]:
    from traefiklint.roundtrip.editing import ObjectOperation

    if delete and not condition:
        raise UsageError("`--delete` needs a condition", "say what to delete, as in `--where 'router.name == \"old\"'`")
    return [ObjectOperation("delete")] if delete else []


def _tell(edited: Edited, console: Console, *, done: bool) -> None:
    if not edited.changes:
        console.note("nothing changes: " + ("no object matches" if not edited.matched else "it is all so already"))
        return
    verb = "Changed" if done else "Would change"
    what = f"{verb} {counted(len(edited.changes), 'file')} ({edited.what})."
    if not console.quiet:
        console.say(console.paint(what, GREEN, BOLD, stream=sys.stdout))
