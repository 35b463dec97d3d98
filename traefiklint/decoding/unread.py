"""What Traefik does about something in a provider directory that cannot be read as a file.

Asked of Traefik 3.7.15, with and without `watch`: what `os.ReadFile` refuses makes it refuse the directory, and what
`os.ReadFile` waits for, or never comes to the end of, makes it wait before it serves anything at all.
"""

from __future__ import annotations

from traefiklint.findings import FILE_START, Effect
from traefiklint.reading import Kind
from traefiklint.text.problem import Problem

UNREADABLE = "unreadable-file"
NOT_CHECKED = "file-not-checked"

_REFUSES = "Traefik cannot read it, and refuses the whole directory"
_CONSEQUENCES = {
    Kind.PIPE: "Traefik waits until somebody writes into it, and serves nothing until then",
    Kind.DEVICE: "Traefik reads it without end, or not at all, and serves nothing",
    Kind.SOCKET: _REFUSES,
    Kind.FOLDER: _REFUSES,
    Kind.DANGLING: _REFUSES,
    Kind.LOOP: _REFUSES,
}
_HELP = "Remove it, or give it an ending that Traefik skips, as in `.bak`."


def problem_of(kind: Kind) -> Problem:
    """What is wrong with something of a kind that stands where a file should be."""
    consequence = _CONSEQUENCES.get(kind)
    if consequence is None:
        message = f"This is {kind}, and was not read; Traefik reads all of it, and nothing is known of what it holds."
        return Problem(NOT_CHECKED, message, FILE_START, "Split it, or move it away.", Effect.SILENT)
    what = "a link to a directory" if kind is Kind.FOLDER else kind
    return Problem(UNREADABLE, f"This is {what}, not a file: {consequence}.", FILE_START, _HELP)
