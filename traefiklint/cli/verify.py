"""Ask the real Traefik, and put its verdict on the lines that caused it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import Request, lint_options, plan
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, OutputCommand, save, write
from traefiklint.cli.traefik_options import profile_option, static_option, target_option
from traefiklint.findings import Effect, Finding, Report, Severity, sort_findings
from traefiklint.reading import Outside
from traefiklint.report import FORMATS, View

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
        "traefiklint verify apps/shop.yml --traefik ~/bin/traefik --format json",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--traefik", metavar="PATH", help="The Traefik to ask [on PATH, or of the extra `verify`].")
@click.option("--format", multiple=True, type=click.Choice(FORMATS), expose_value=False, help="How to report [text].")
@click.option("--output", multiple=True, metavar="FILE", expose_value=False, help="Where the format before it goes.")
@static_option
@profile_option
@target_option
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="From which severity on the exit status is 1 [error].",
)
@click.option("--sniff", is_flag=True, help="Pass over named files that hold no Traefik configuration (for hooks).")
@click.option(
    "--stdin-filename", default="", metavar="FILE", help="Which file standard input (the path `-`) stands for."
)
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

    Traefik itself gets PATH, HOME and TMPDIR and nothing else of the environment. On Linux it runs in a network
    namespace without a way out, and may open no file but its own (Landlock), as far as the system allows that; the
    report says what was closed.
    """
    from traefiklint.linting import with_directory
    from traefiklint.verify.binary import find_binary

    settings = console.settings(given["target"])
    request = Request(
        tuple(given["paths"]),
        given["static"],
        given["profile"],
        given["target"],
        sniff=given["sniff"],
        stdin_name=given["stdin_filename"],
    )
    planned = plan(request, settings)
    planned = planned._replace(
        lots=tuple(lot._replace(namespace=with_directory(lot.namespace, lot.options)) for lot in planned.lots)
    )
    options = next((lot.options for lot in planned.lots), lint_options(request, settings))
    spaces = planned.namespaces
    binary = find_binary(given["traefik"], options.version.name)
    if binary.minor != options.version.name:
        console.note(f"note: this is Traefik {binary.version}; the files are for {options.target}")
    console.detail(f"asking {binary.path} ({binary.version})")
    report, aside, disagreements, protection = _verify(spaces, options, binary, given["files_from"])
    fail_on = given["fail_on"] or settings.fail_on
    view = View(quiet=console.quiet, fail_on=None if fail_on == "never" else Severity(fail_on), notes=(protection,))
    write(outputs, report, view, console)
    for finding in aside:
        console.note(
            f"note: Traefik refuses this directory because of `{finding.file}:{finding.line}`, which is not among the "
            f"files named here"
        )
    if given["bug_report"]:
        _report_bug(given["bug_report"], disagreements, spaces, options, binary, console)
    return int(view.fail_on is not None and report.worst_is_at_least(view.fail_on))


def _verify(
    spaces: list[Namespace], options: Options, binary: Binary, files_from: str
) -> tuple[Report, list[Finding], list[Finding], str]:
    """One report on all directories, the refusals in files that were not asked for, the disagreements, and what was
    closed to Traefik as a sentence."""
    from traefiklint.verify.verify import Verifier

    findings: list[Finding] = []
    aside: list[Finding] = []
    disagreements: list[Finding] = []
    texts: dict[str, str] = {}
    hidden: set[str] = set()
    target = options.version.name
    if options.static is not None:
        from traefiklint.instance.secrets import covered_text
        from traefiklint.verify.static import static_verdict

        started = static_verdict(binary, options)
        findings += started.findings
        disagreements += (finding for finding in started.findings if finding.rule == "verify-disagreement")
        texts[options.static_file] = covered_text(options.static_file, options.static)
        if not started.starts or not spaces:
            report = Report(sort_findings(findings), len(texts), target, texts, verified={"traefik": binary.version})
            return report, aside, disagreements, f"Traefik {binary.version} was asked, behind closed doors"
    named = [_relative(space.texts) for space in spaces]
    projects = [space.projects for space in spaces]
    with Verifier(binary, options, [files for files, _ in named], files_from, projects) as verifier:
        for space, (files, called) in zip(spaces, named, strict=True):
            done = verifier.verify(files, space.projects, complete=space.complete)
            composed = space.projects.files if space.projects is not None else frozenset()
            target = done.report.target
            hidden |= done.report.hidden
            shown = {called.get(name, name): text for name, text in done.report.texts.items()}
            texts |= {name: text for name, text in shown.items() if name in space.reported}
            for finding in (_renamed(finding, called) for finding in done.report.findings):
                beside = finding.file in space.texts or finding.file in composed
                wanted = finding.file in space.reported or not beside
                if wanted:
                    findings.append(finding)
                elif finding.effect is Effect.REJECTED:
                    aside.append(finding)
            disagreements += (_renamed(finding, called) for finding in done.disagreements)
        protection = verifier.protection
    verified = {"traefik": binary.version, "closed": protection.closed}
    report = Report(sort_findings(findings), len(texts), target, texts, verified=verified, hidden=frozenset(hidden))
    said = f"Traefik {binary.version} was asked; closed to it: {protection.words}"
    return report, aside, disagreements, said


def _relative(texts: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of a directory by their names in it, and what the user calls each."""
    absolute = {os.path.abspath(name): name for name in texts}  # noqa: PTH100
    folder = os.path.commonpath([os.path.dirname(path) for path in absolute]) if absolute else ""  # noqa: PTH120
    called = {os.path.relpath(path, folder).replace(os.sep, "/"): name for path, name in absolute.items()}
    return {name: texts[old] for name, old in called.items()}, called


def _renamed(finding: Finding, called: dict[str, str]) -> Finding:
    from dataclasses import replace

    related = tuple(place._replace(file=called.get(place.file, place.file)) for place in finding.related)
    return replace(finding, file=called.get(finding.file, finding.file), related=related)


def _report_bug(
    path: str, disagreements: list[Finding], spaces: list[Namespace], options: Options, binary: Binary, console: Console
) -> None:
    """Write the page, and say how to file it.

    Raises:
        UsageError: the file cannot be written.
    """
    from traefiklint.instance.secrets import masked_text
    from traefiklint.verify.bugreport import bug_report

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
