"""What the user sees when the program itself is wrong."""

from __future__ import annotations

import platform
import sys
import traceback

from traefiklint.cli.console import Console
from traefiklint.version import VERSION


def report_bug(error: Exception, console: Console) -> None:
    """Say that this is a bug and how to report it; the traceback only with `--verbose`, secrets never.

    The message of the exception may quote a configuration, so it is held back like the traceback, and masked there.
    """
    console.error(
        f"this is a bug in traefiklint {VERSION}, not in your files ({type(error).__name__})",
        "please report it with the command and the smallest file that shows it"
        + ("" if console.verbose else "; `--verbose` prints the traceback to add"),
    )
    if console.verbose:
        from traefiklint.text.masks import masked_quote

        text = "".join(traceback.format_exception(error))
        sys.stderr.write(f"\n{masked_quote(text)}\nPython {platform.python_version()} on {platform.platform()}\n")
