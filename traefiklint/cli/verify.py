"""Ask the real Traefik, and put its verdict on the lines that caused it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import lint_options, plan, request_of
from traefiklint.cli.checking_options import OutputCommand, fail_on_option, report_options, sniff_option, stdin_option
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, save, view_of, write
from traefiklint.cli.progress import progress
from traefiklint.cli.traefik_options import profile_option, static_option, target_option
from traefiklint.findings import Finding
from traefiklint.reading import Outside

if TYPE_CHECKING:
    from traefiklint.files import Namespace
    from traefiklint.options import Options
    from traefiklint.verify.binary import Binary


@click.command(
    "verify",
    cls=OutputCommand,
    epilog=examples(
        "traefiklint verify apps/",
        "traefiklint verify apps/ --static traefik.yml --target 3.6",
        "traefiklint verify compose.yml dynamic/",
        "traefiklint verify apps/shop.yml --traefik ~/bin/traefik --format json",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--traefik", metavar="PATH", help="The Traefik to ask [on PATH, or of the extra `verify`].")
@report_options()
@static_option
@profile_option
@target_option
@fail_on_option
@sniff_option
@stdin_option
@click.option(
    "--files-from",
    default="",
    metavar="DIR",
    help="Where copies of the server's files lie that the configuration names [none is read].",
)
@click.option("--bug-report", metavar="FILE", help="Write down where lint and Traefik disagree, to be filed.")
@click.pass_obj
def command(console: Console, /, outputs: tuple[Output, ...], **given: Any) -> int:
    """Start the real Traefik on the files, on loopback only, and report its verdict at the lines that caused it.

    A static configuration that is given is started as it stands first, where the system closes it in: a start that
    Traefik refuses, and what it complains about, is told at the line. For the files it is then made harmless: entry
    points move to free ports of this machine, no certificate is asked for, and no other provider, plugin or telemetry
    runs. The files are, too: a stand-in takes the place of each certificate, key and list of users that they name (or a
    copy from below `--files-from`), health checks have no servers to ask, templates find no environment and no name
    server. What depends on those is reported as not known.

    Compose files and stacks are asked about, too: their containers stand in an engine of our own, with labels as the
    real Docker Compose resolves them where it is installed (the extra `compose`). Images are not looked at.

    Traefik itself gets PATH, HOME and TMPDIR and nothing else of the environment. On Linux it runs in a network
    namespace without a way out, and may open no file but its own (Landlock), as far as the system allows that; the
    report says what was closed.
    """
    from traefiklint.linting import with_directory
    from traefiklint.verify.binary import find_binary
    from traefiklint.verify.run import verify_all

    settings = console.settings(given["target"])
    request = request_of(given)
    planned = plan(request, settings)
    planned = planned._replace(
        lots=tuple(lot._replace(namespace=with_directory(lot.namespace, lot.options)) for lot in planned.lots)
    )
    options = next((lot.options for lot in planned.lots), lint_options(request, settings))
    binary = find_binary(given["traefik"], options.version.name)
    if binary.minor != options.version.name:
        console.note(f"note: this is Traefik {binary.version}; the files are for {options.target}")
    console.detail(f"asking {binary.path} ({binary.version})")
    with progress(console, "Asking Traefik") as advance:
        done = verify_all(planned.pairs, options, binary, given["files_from"], advance)
    view = view_of(given, settings, console, (done.closed,))
    write(outputs, done.report, view, console)
    for finding in done.aside:
        console.note(
            f"note: Traefik refuses this directory because of `{finding.file}:{finding.line}`, which is not among the "
            f"files named here"
        )
    if given["bug_report"]:
        _report_bug(given["bug_report"], done.disagreements, planned.namespaces, options, binary, console)
    return int(view.is_failure(done.report))


def _report_bug(
    path: str,
    disagreements: Sequence[Finding],
    spaces: list[Namespace],
    options: Options,
    binary: Binary,
    console: Console,
) -> None:
    """Write the page, and say how to file it.

    Raises:
        UsageError: the file cannot be written.
    """
    from traefiklint.instance.secrets import masked_text
    from traefiklint.verify.disagreement import bug_report

    if not disagreements:
        console.note("lint and Traefik agree: there is nothing to report")
        return
    about = {finding.file for finding in disagreements}
    texts = {
        name: "" if isinstance(text, Outside) else masked_text(name, text.decode("utf-8", "replace"))
        for space in spaces
        if about & set(space.texts)
        for name, text in space.texts.items()
    }
    static = None if options.static is None else masked_text(options.static_file, options.static)
    page = bug_report(disagreements, texts, binary, static, options.profile)
    save(path, page)
    console.note(f"written to `{path}`; look it over, then file it in the issues of traefiklint:")
    console.note(f"  gh issue create --title 'verify: lint and Traefik {binary.version} disagree' --body-file {path}")
