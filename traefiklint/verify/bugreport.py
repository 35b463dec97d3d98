"""What is needed to fix a disagreement between the linter and Traefik, as one page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from traefiklint.findings import Finding
from traefiklint.verify.binary import Binary
from traefiklint.version import VERSION

_WARNING = "Look this over before you file it: the files hold names and addresses; `***` stands for what looks secret."


def bug_report(
    disagreements: Iterable[Finding], texts: Mapping[str, str], binary: Binary, static: str | None, profile: str
) -> str:
    """The page: who disagrees about what, and the files of the directories that it is about.

    Args:
        texts: the files by name.
        static: the text of the static configuration, if one was given.
        profile: what stood in for it otherwise.
    """
    lines = [f"<!-- {_WARNING} -->", f"traefiklint {VERSION} and Traefik {binary.version} disagree:", ""]
    lines += [f"- `{found.file}:{found.line}`: {found.message}" for found in disagreements]
    lines += ["", "## Static configuration", ""]
    lines += _fenced(static) if static is not None else [f"None; profile `{profile}`."]
    for name, text in texts.items():
        lines += ["", f"## {name}", "", *_fenced(text)]
    return "\n".join(lines) + "\n"


def _fenced(text: str) -> list[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"{fence}yaml", text.rstrip("\n"), fence]
