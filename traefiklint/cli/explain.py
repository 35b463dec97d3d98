"""Explain a rule: what is wrong, why it matters, how to fix it."""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem

from traefiklint.cli.checking import own_of
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import raw
from traefiklint.cli.traefik_options import target_option
from traefiklint.versions import read_version


def _rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from traefiklint.engine import load_rules

    return [CompletionItem(name) for name in sorted(load_rules()) if name.startswith(incomplete)]


@click.command(
    "explain",
    epilog=examples("traefiklint explain unknown-middleware", "traefiklint explain unknown-middleware --target 3.4"),
)
@click.argument("rule", shell_complete=_rules)
@format_option("How to explain [text].")
@target_option
@click.pass_obj
def command(console: Console, /, rule: str, form: str, target: str | None) -> None:
    """Explain a RULE: what is wrong, what Traefik does, how to fix it, and how to silence it.

    The page is the one of the rule book, which ships with the program. Its link to Traefik's documentation is the one
    for the target.
    """
    from traefiklint.cli.rulebook import entry_of, shipped_of
    from traefiklint.engine import find_rule, load_rules
    from traefiklint.report.documentation import link_of, with_link
    from traefiklint.report.rulebook import page

    settings = console.settings(target)
    own = own_of(settings)
    if rule not in load_rules(own.book if own is not None else None):
        own = shipped_of(rule) or own
    found = find_rule(rule, own.book if own is not None else None)
    written = page(found.id)
    version = read_version(settings.target)
    link = link_of(found, version) if written else None
    text = with_link(written.markdown, found, version) if written else own.pages.get(found.id, "") if own else ""
    text = text or f"# {found.id}\n\n{found.summary}\n"
    if form == "json":
        import json

        described = {**entry_of(found, own).as_dict(), **({"documentation": link.url} if link else {}), "page": text}
        raw(sys.stdout).write(json.dumps(described, indent=2, ensure_ascii=False) + "\n")
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
