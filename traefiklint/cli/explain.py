"""Explain a rule: what is wrong, why it matters, how to fix it."""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.streams import raw


def _rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from traefiklint.engine import load_rules

    return [CompletionItem(name) for name in sorted(load_rules()) if name.startswith(incomplete)]


@click.command(
    "explain",
    epilog=examples("traefiklint explain unknown-middleware", "traefiklint explain unknown-middleware --format json"),
)
@click.argument("rule", shell_complete=_rules)
@click.option(
    "--format", "format_name", type=click.Choice(("text", "json")), default="text", help="How to explain [text]."
)
@click.pass_obj
def command(console: Console, /, rule: str, format_name: str) -> None:
    """Explain a RULE: what is wrong, what Traefik does, how to fix it, and how to silence it.

    The page is the one of the rule book, which ships with the program.
    """
    from traefiklint.cli.checking import own_of
    from traefiklint.cli.rulebook import entry_of, shipped_of
    from traefiklint.engine import find_rule, load_rules
    from traefiklint.report.rulebook import page

    own = own_of(console.settings())
    if rule not in load_rules(own.book if own is not None else None):
        own = shipped_of(rule) or own
    found = find_rule(rule, own.book if own is not None else None)
    written = page(found.id)
    text = written.markdown if written else (own.pages if own is not None else {}).get(found.id, "")
    text = text or f"# {found.id}\n\n{found.summary}\n"
    if format_name == "json":
        import json

        described = json.dumps(entry_of(found, own).as_dict() | {"page": text}, indent=2, ensure_ascii=False)
        raw(sys.stdout).write(described + "\n")
        return
    facts = f"{found.severity.value} · {found.effect.value} · {found.category}" + (
        " · `--strict`" if found.strict else ""
    )
    silence = (
        f"Silence it on a line or an object with a comment, `# traefiklint: ignore[{found.id}] reason`, in a file with "
        f"`# traefiklint: ignore-file[{found.id}]` at its top, everywhere with `ignore` in `traefiklint.toml`."
    )
    whole = f"{text.rstrip()}\n\n---\n\n{facts}\n\n{silence}\n"
    if sys.stdout.isatty():
        from rich.console import Console as Terminal

        from traefiklint.cli.markdown import Page

        terminal = Terminal(file=raw(sys.stdout), color_system="auto" if console.colors(sys.stdout) else None)
        terminal.print(Page(whole), crop=False)
    else:
        raw(sys.stdout).write(whole)
