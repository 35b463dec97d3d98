"""Show the settings in force, and where each comes from."""

from __future__ import annotations

import os
import re
from typing import Any

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.settings import Settings, as_dict
from traefiklint.text.flow import Whole


@click.command("config", epilog=examples("traefiklint config", "traefiklint --config ci.toml config --format json"))
@format_option("How to show them [text].")
@click.pass_obj
def command(console: Console, /, form: str) -> None:
    """Show the settings in force, and where each comes from: a line of the config file, the environment, a default."""
    settings = console.settings()
    rows = in_force(settings)
    if form == "json":
        shown = {key: {"value": value, "source": source} for key, value, source in rows}
        console.say_data({"file": settings.file or None, "settings": shown})
        return
    console.say(f"config file: {settings.file or 'none found'}")
    width = max(len(key) for key, _, _ in rows)
    values = [_written(value) for _, value, _ in rows]
    longest = max(len(value) for value in values)
    for (key, _, source), value in zip(rows, values, strict=True):
        console.say(Whole(f"{key.ljust(width)} = {value.ljust(longest)}  # {source}"))


def in_force(settings: Settings) -> list[tuple[str, Any, str]]:
    """Every setting with its value and where that comes from; tables that are free are taken apart."""
    rows: list[tuple[str, Any, str]] = []
    _flatten("", as_dict(settings), settings, rows)
    address = os.environ.get("DOKPLOY_URL")
    return [
        (key, _without_password(address), "environment: DOKPLOY_URL")
        if key == "dokploy.url" and address  # it counts more than the config file
        else (key, _without_password(value) if key.endswith("url") else value, source)
        for key, value, source in rows
    ]


def _flatten(prefix: str, tree: dict[str, Any], settings: Settings, rows: list[tuple[str, Any, str]]) -> None:
    for key, value in tree.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict) and value:
            _flatten(path, value, settings, rows)
        else:
            rows.append((path, value, settings.source(path)))


def _written(value: Any) -> str:
    """A value as TOML writes it."""
    import json

    return "{}" if value == {} else json.dumps(value, ensure_ascii=False)


def _without_password(address: str) -> str:
    return re.sub(r"(?<=://)[^/@]*@", "***@", address)
