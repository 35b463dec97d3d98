"""What every command is told besides its own options: how loud, in which colours, with which config file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from traefiklint.cli.streams import on_terminal, one_line
from traefiklint.cli.streams import paint as painted
from traefiklint.text.flow import Whole
from traefiklint.versions import newer_than_known, read_version

if TYPE_CHECKING:
    from traefiklint.settings import Settings

RED, GREEN, YELLOW, BLUE, CYAN, BOLD, DIM = "31", "32", "33", "34", "36", "1", "2"


def is_answered() -> bool:
    """Whether somebody is there to answer a question; standard input may be closed."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _forces_color() -> bool:
    """Whether the environment asks for colours in any output, as CI jobs do."""
    return any(os.environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))


class Console:
    """How a command speaks. Commands receive it with `click.pass_obj`."""

    __slots__ = ("_settings", "color", "config", "no_color", "quiet", "verbose")

    def __init__(self) -> None:
        self.quiet = False
        self.verbose = False
        self.no_color = False
        self.color = ""
        """What `--color` says: `always`, `never`, or `auto`; empty where it says nothing."""
        self.config: str | None = None
        """The config file that `--config` names."""
        self._settings: dict[str | None, Settings] = {}
        """Those in force, by the target that the command line says."""

    def settings(self, target: str | None = None) -> Settings:
        """The settings in force: those of `--config`, or of the config file found upward from the working directory.

        Says once where the target is newer than every Traefik that is known.

        Args:
            target: what the command line says of the Traefik version, if anything.

        Raises:
            SettingsError: the file cannot be read or says something that is not understood.
        """
        if target in self._settings:
            return self._settings[target]
        from traefiklint.settings import load

        settings = load(self.config)
        if target:
            settings = settings._replace(target=target)
        version = read_version(settings.target)
        if version.is_newer:
            self.note(f"note: {newer_than_known(version)}")
        self._settings[target] = settings
        return settings

    def colors(self, stream: TextIO) -> bool:
        """Whether to write colours to this stream: a terminal where nobody asked for none, any where somebody asked."""
        if self.color in ("always", "never"):
            return self.color == "always" and not self.no_color
        if not self.no_color and not os.environ.get("NO_COLOR") and _forces_color():
            return True
        if self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return stream.isatty()

    def paint(self, text: str, *codes: str, stream: TextIO | None = None) -> str:
        """The text in colours, where the stream (standard error unless told) shows them."""
        return painted(text, *codes) if self.colors(stream or sys.stderr) else text

    def say(self, line: str, *, err: bool = False) -> None:
        """Write one line on standard output, or standard error; on a terminal in several where it is wider and no
        `Whole` one.
        """
        stream = sys.stderr if err else sys.stdout
        stream.write(_shown(line, stream) + "\n")

    def say_data(self, data: object) -> None:
        """Write data on standard output as JSON."""
        import json

        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")

    def error(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        """Say on standard error why the work could not be done, line by line where exactly, and what to do about it."""
        sys.stderr.write(f"{self.paint('error', RED, BOLD)}: {_shown(message, sys.stderr, len('error: '))}\n")
        sys.stderr.writelines(f"{_shown(detail, sys.stderr)}\n" for detail in details)
        if hint:
            sys.stderr.write(f"{self.paint('hint', CYAN, BOLD)}: {_shown(hint, sys.stderr, len('hint: '))}\n")

    def note(self, message: str) -> None:
        """Say something on standard error that is worth knowing, unless `--quiet`."""
        if not self.quiet:
            sys.stderr.write(_shown(message, sys.stderr) + "\n")

    def detail(self, message: str) -> None:
        """Say something on standard error that only `--verbose` asks for."""
        if self.verbose:
            sys.stderr.write(_shown(self.paint(message, DIM), sys.stderr) + "\n")


def _shown(message: str, stream: TextIO, taken: int = 0) -> str:
    """A line as it may be shown; on a terminal in lines that end between words."""
    line = one_line(message)
    return on_terminal(Whole(line) if isinstance(message, Whole) else line, stream, taken)
