"""Run tests of routes: requests, and who must answer them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from traefiklint.cli.asking import read_table, world_options, write_lines, write_text
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError
from traefiklint.reading import read_file

if TYPE_CHECKING:
    from traefiklint.cli.asking import TraefikOptions
    from traefiklint.cli.console import Console
    from traefiklint.routing.testing import Run

DEFAULT_FILE = "routes.test.yml"


@click.command(
    "test",
    epilog=examples(
        "traefiklint test routes.test.yml apps/",
        "traefiklint test routes.test.yml apps/ --fail-under 80 --format junit --output routes.xml",
    ),
)
@click.argument("file", default=DEFAULT_FILE, metavar="[FILE]", type=click.Path())
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@world_options
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Least share of routers reached.")
@format_option("How to report.", "text", "json", "junit")
@click.option("--output", metavar="FILE", help="Where the report goes, if not to standard output.")
@click.pass_obj
def command(
    console: Console,
    file: str,
    paths: tuple[str, ...],
    where: TraefikOptions,
    fail_under: float | None,
    form: str,
    output: str | None,
) -> int:
    """Run the tests in FILE (routes.test.yml) against a provider directory, without starting anything.

    \b
    tests:
      - request: GET https://shop.example.com/cart
        expect: router shop
      - request: http://shop.example.com/
        expect: redirect to https://shop.example.com/
      - request: https://shop.example.com/admin
        client-ip: 203.0.113.7
        expect: {not-router: shop, status: 403}

    The exit status is 1 where a test fails, or fewer routers are reached than --fail-under asks for.
    """
    from traefiklint.routing.asking import secrets_of
    from traefiklint.routing.testfile import read_tests
    from traefiklint.routing.testing import run_tests

    try:
        text = read_file(file)
    except OSError as error:
        raise UsageError(
            f"the tests in `{file}` cannot be read: {error.strerror}", "name the file with the tests"
        ) from None
    tests = read_tests(file, text)
    keep_secret(value for test in tests for value in secrets_of(test.asked))
    tested = run_tests(read_table(console, where, paths), file, tests)
    _report(console, tested, form, output)
    too_few = fail_under is not None and tested.coverage.percent < fail_under
    if too_few:
        console.note(
            f"the tests reach {tested.coverage.percent:.1f} % of the routers, less than the {fail_under:g} % asked for"
        )
    return int(bool(tested.failed) or too_few)


def _report(console: Console, tested: Run, form: str, output: str | None) -> None:
    from traefiklint.routing import reports

    if form == "json":
        write_text(reports.as_json(tested) + "\n", output)
    elif form == "junit":
        write_text(reports.as_junit(tested), output)
    elif not console.quiet or tested.failed or output:

        def paint(text: str, *codes: str) -> str:
            return text if output else console.paint(text, *codes, stream=sys.stdout)

        lines = reports.text_lines(tested, paint, verbose=console.verbose)
        write_lines(lines, console, output)
