"""Files that hold, word for word, what another one does, as links to it do.

Of 3.7.15: whatever such a file defines is skipped as already configured, and Traefik runs as it would without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.instance.instance import Instance


def copies_in(instance: Instance) -> Mapping[str, str]:
    """The files whose objects are all dropped, as one that Traefik surely reads before has the same text; each with
    that one."""
    is_whole = instance.reads_directory or instance.context.reads_whole
    losers = {loser.file for loser, _ in instance.duplicates} if is_whole else set()
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for source in instance.files if losers else ():
        document = source.document
        original = first.setdefault(document.text, document.file)
        if original != document.file and document.file in losers:
            found[document.file] = original
    return found
