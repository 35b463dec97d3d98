"""Write labels of compose files as a dynamic file, or a dynamic file as labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.asking import world_options, write_text
from traefiklint.cli.checking import Request, plan
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traefiklint.cli.asking import Where
    from traefiklint.cli.console import Console
    from traefiklint.convert.to_file import Left
    from traefiklint.convert.to_labels import Block
    from traefiklint.instance.instance import Instance
    from traefiklint.options import Options
    from traefiklint.patch.data import Data

FILE, LABELS = "file", "labels"


@click.command(
    "convert",
    epilog=examples(
        "traefiklint convert compose.yml --to file --output dynamic/shop.yml",
        "traefiklint convert dynamic/shop.yml --to labels",
    ),
)
@click.argument("paths", nargs=-1, metavar="PATH...", required=True)
@click.option("--to", "form", type=click.Choice((FILE, LABELS)), help="What to write [the other of what is given].")
@world_options
@click.option("--output", metavar="FILE", help="Where to write it, secrets and all [standard output, secrets hidden].")
@click.pass_obj
def command(console: Console, paths: tuple[str, ...], form: str | None, where: Where, output: str | None) -> int:
    """Write what labels in compose files come to as a dynamic file with the same objects, or a dynamic file as labels.

    Names stay what they are. What cannot be said on the other side is named, with the reason, and the exit status is
    then 1. A container's address in the file is its name, as Docker's own DNS knows it.
    """
    instance, options = _read(console, where, paths)
    labels = instance.labels.objects if instance.labels is not None else ()
    form = form or (FILE if labels else LABELS)
    from traefiklint.convert.to_file import text_of
    from traefiklint.patch.printing import print_document

    if form == FILE:
        if not labels:
            raise UsageError("there are no labels for Traefik in these files", "name a compose file")
        made, left = _file(instance, options)
        text = text_of(made)
    else:
        services, left = _labels(console, instance)
        text = print_document({"services": services})
    _say_what_is_left(console, left)
    from traefiklint.cli.streams import keep_secret
    from traefiklint.instance.secrets import values_of

    if output is None:
        keep_secret(values_of({"made.yml": text}))
        write_text(text, None)
    else:
        from traefiklint.cli.outputs import save

        save(output, text)
        console.note(f"wrote {output}")
    return int(bool(left))


def _read(console: Console, where: Where, paths: tuple[str, ...]) -> tuple[Instance, Options]:
    """What the files of one Traefik come to.

    Raises:
        UsageError: they belong to several.
    """
    from traefiklint.instance.load import read_context, read_instance

    lots = [
        lot
        for lot in plan(Request(paths, where.static, where.profile, where.target), console.settings(where.target)).lots
        if lot.namespace.texts or lot.namespace.projects
    ]
    if len(lots) != 1:
        raise UsageError("these files belong to no Traefik, or to several", "name files that one Traefik reads")
    space, options = lots[0].namespace, lots[0].options
    context = read_context(options, space.texts).context
    return read_instance(space.texts, context, projects=space.projects), options


def _file(instance: Instance, options: Options) -> tuple[dict[str, Any], list[Left]]:
    """The data of the dynamic file, and what is not in it."""
    from traefiklint.convert.to_file import file_of

    assert instance.labels is not None
    made = file_of(instance.labels.objects, instance.context.target)
    return made.data, [*made.left, *_lost(instance, options)]


def _lost(instance: Instance, options: Options) -> Iterable[Left]:
    """Objects that Traefik does not take from the labels, and values that nobody knows."""
    from traefiklint.convert.to_file import Left
    from traefiklint.engine import lint_instance

    for finding in lint_instance(instance, options).findings:
        gone = [name for name in finding.disables if instance.object_named(name) is None]
        if gone or finding.rule == "label-variable-unset":
            name = ", ".join(gone) or finding.path
            yield Left(name, finding.message.removesuffix("."), finding.file, finding.line)


def _labels(console: Console, instance: Instance) -> tuple[Data, list[Left]]:
    """The services of a compose file that has nothing but the labels, and what they do not say."""
    from traefiklint.convert.to_labels import labels_of
    from traefiklint.patch.data import data_from

    objects = [(kind, thing) for kind, named in instance.objects.items() for thing in named.values()]
    made = labels_of([one for one in objects if one[1].provider == "file"], instance.context.target)
    if not made.blocks and not made.left:
        raise UsageError("there are no objects in these files", "name a dynamic file")
    for block in made.blocks:
        for address in dict.fromkeys(block.addresses):
            console.note(f"{block.service}: Traefik takes the container's own address in the place of {address}")
    return data_from({block.service: {"labels": lines_of(block)} for block in made.blocks}), list(made.left)


def lines_of(block: Block) -> list[str]:
    """The labels as a compose file lists them, where `$` is doubled."""
    return ["traefik.enable=true", *(f"{name}={value}".replace("$", "$$") for name, value in block.labels)]


def _say_what_is_left(console: Console, left: Iterable[Left]) -> None:
    for one in left:
        where = f"{one.file}:{one.line}: " if one.file else ""
        console.note(f"{console.paint('left out', '33', '1')}: {where}{one.name}: {one.why}")
