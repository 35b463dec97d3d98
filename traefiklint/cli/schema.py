"""Print the JSON Schema of a configuration, for editors."""

from __future__ import annotations

import sys

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import save
from traefiklint.cli.streams import raw
from traefiklint.cli.traefik_options import target_option
from traefiklint.versions import read_version


@click.command(
    "schema",
    epilog=examples(
        "traefiklint schema --output traefik.schema.json",
        "traefiklint schema --target 3.6 > traefik-3.6.schema.json",
        "traefiklint schema --static --output traefik-static.schema.json",
    ),
)
@target_option
@click.option("--static", is_flag=True, help="That of Traefik's own file, in place of the dynamic configuration.")
@click.option("--output", metavar="FILE", help="Where to write it [standard output].")
@click.pass_obj
def command(console: Console, /, target: str | None, static: bool, output: str | None) -> None:
    """Print the JSON Schema of the dynamic configuration (or of the static one), for editors.

    It accepts what Traefik loads, and says of every option what it does. With the YAML language server,
    `# yaml-language-server: $schema=traefik.schema.json` at the top of a file turns it on in an editor.
    """
    import json

    from traefiklint.model.json_schema import json_schema, static_schema

    version = read_version(console.settings(target).target).judged
    text = json.dumps(static_schema(version) if static else json_schema(version), indent=2, ensure_ascii=False)
    if output is None:
        raw(sys.stdout).write(text + "\n")
        return
    save(output, text + "\n")
    console.note(f"wrote {output}")
