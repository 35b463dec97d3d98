"""Write labels of compose files as a dynamic file, or a dynamic file as labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.asking import world_options
from traefiklint.cli.checking import plan
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import write_as_is
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traefiklint.cli.asking import TraefikOptions
    from traefiklint.cli.console import Console
    from traefiklint.convert.to_file import Left
    from traefiklint.convert.to_labels import Block
    from traefiklint.instance.instance import Instance
    from traefiklint.options import Options

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
@click.option(
    "--output",
    metavar="FILE",
    help="Where to write it, secrets and all; a folder that is missing is made [standard output, secrets hidden].",
)
@click.pass_obj
def command(
    console: Console, paths: tuple[str, ...], form: str | None, where: TraefikOptions, output: str | None
) -> int:
    """Write what labels in compose files come to as a dynamic file with the same objects, or a dynamic file as labels.

    Names stay what they are. What cannot be said on the other side is named, with the reason, and the exit status is
    then 1. A container's address in the file is its name, as Docker's own DNS knows it.
    """
    instance, options = _read(console, where, paths)
    labels = instance.labels.objects if instance.labels is not None else ()
    form = form or (FILE if labels else LABELS)
    if form == FILE and not labels:
        raise UsageError("there are no labels for Traefik in these files", "name a compose file")
    made = _file(instance, options) if form == FILE else _labels(console, instance)
    _tell(console, made.left)
    if output is None:
        click.echo(made.shown, nl=False)
    else:
        write_as_is(output, made.text, makes_folder=True)
        console.note(f"wrote {output}")
    return int(bool(made.left))


def _tell(console: Console, left: Iterable[Left]) -> None:
    """Name what is not the same: a reason that holds for several is given once, above their names."""
    by_reason: dict[str, list[Left]] = {}
    for one in left:
        by_reason.setdefault(one.why, []).append(one)
    sign = console.paint("not the same", "33", "1")
    for why, ones in by_reason.items():
        names = [f"{one.file}:{one.line}: {one.name}" if one.file else one.name for one in ones]
        console.note(f"{sign}: {names[0]}: {why}" if len(names) == 1 else f"{sign}: {why}:")
        for name in names if len(names) > 1 else ():
            console.note(f"  {name}")


class Made(NamedTuple):
    """A text to write, the same without secrets, and what it does not say."""

    text: str
    shown: str
    left: tuple[Left, ...]


def _read(console: Console, where: TraefikOptions, paths: tuple[str, ...]) -> tuple[Instance, Options]:
    """What the files of one Traefik come to.

    Raises:
        UsageError: they belong to several.
    """
    from traefiklint.instance.load import read_context, read_instance
    from traefiklint.instance.secrets import values_of
    from traefiklint.linting import apart

    lots = [
        lot
        for lot in plan(where.request(paths), console.settings(where.target)).lots
        if lot.namespace.texts or lot.namespace.projects
    ]
    if len(lots) != 1:
        raise UsageError("these files belong to no Traefik, or to several", "name files that one Traefik reads")
    space, options = apart(lots[0].namespace, lots[0].options)
    keep_secret(values_of(space.texts))
    context = read_context(options, space.texts).context
    instance = read_instance(space.texts, context, projects=space.projects)
    keep_secret(values_of({document.file: document.text for document in instance.documents}))
    return instance, options


def _file(instance: Instance, options: Options) -> Made:
    """The dynamic file of the labels."""
    from traefiklint.convert.to_file import file_of, text_of
    from traefiklint.instance.put_in import put_in_words
    from traefiklint.instance.secrets import covered_text
    from traefiklint.text.covers import uncovered_rows
    from traefiklint.text.masks import Known

    assert instance.labels is not None
    is_found = instance.labels.is_found  # others that the same Traefik reads are there for what names refer to
    asked = [one for one in instance.labels.objects if not is_found(one[1].key_at().file)]
    made = file_of(asked or instance.labels.objects, instance.context.target)
    text = text_of(made.data)
    shown = Known(put_in_words(instance.labels)).without(uncovered_rows(covered_text("made.yml", text)))
    lost = [one for one in _lost(instance, options) if not (asked and is_found(one.file))]
    return Made(text, shown, (*made.left, *lost))


def _lost(instance: Instance, options: Options) -> Iterable[Left]:
    """Objects that Traefik does not take from the labels, and values that nobody knows."""
    from traefiklint.convert.to_file import Left
    from traefiklint.engine import lint_instance

    for finding in lint_instance(instance, options).findings:
        gone = [name for name in finding.disables if instance.object_named(name) is None]
        if gone or finding.rule == "label-variable-unset":
            name = ", ".join(gone) or finding.path
            yield Left(name, finding.message.removesuffix("."), finding.file, finding.line)


def _labels(console: Console, instance: Instance) -> Made:
    """A compose file that has nothing but the labels of the objects in files."""
    from traefiklint.convert.to_labels import labels_of
    from traefiklint.text.masks import masked_value

    objects = [(kind, thing) for kind, named in instance.objects.items() for thing in named.values()]
    made = labels_of([one for one in objects if one[1].provider == "file"], instance.context.target)
    if not made.blocks and not made.left:
        raise UsageError("there are no objects in these files", "name a dynamic file")
    for block in made.blocks:
        for address in dict.fromkeys(block.addresses):
            console.note(f"{block.service}: Traefik takes the container's own address in the place of {address}")
    hidden = [
        block._replace(labels=[(name, masked_value((name,), value)) for name, value in block.labels])
        for block in made.blocks
    ]
    return Made(compose_text(made.blocks), compose_text(hidden), made.left)


def compose_text(blocks: Iterable[Block]) -> str:
    """Labels as a compose file lists them, where `$` is doubled."""
    from traefiklint.patch.data import data_from
    from traefiklint.patch.printing import print_document

    services = {
        block.service: {
            "labels": ["traefik.enable=true", *(f"{name}={value}".replace("$", "$$") for name, value in block.labels)]
        }
        for block in blocks
    }
    return print_document({"services": data_from(services)})
