"""What each of the texts that are given together is for: files of a provider directory, and static configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from traefiklint.decoding.file import as_text
from traefiklint.discovery.roles import compose_apart, reads_itself, static_files
from traefiklint.options import Options
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects


class Given(NamedTuple):
    """Texts that are given together, told apart."""

    files: Mapping[str, str | bytes]
    """Those of the provider directory; a static configuration that its own file provider reads is among them."""
    options: Options
    """How to judge them; with the static configuration among the texts where there is just one, and no other."""
    others: Mapping[str, str]
    """The static configurations that count for none of the files."""
    is_among: bool
    """Whether the static configuration that counts is one of the texts."""
    projects: Projects | None = None
    """The compose files."""

    @property
    def more(self) -> int:
        """How many texts there are beside those of the provider directory."""
        return len(self.others) + self.is_among


def told_apart(files: Mapping[str, str | bytes], options: Options, projects: Projects | None = None) -> Given:
    """Tell static configurations and compose files from the files of a provider directory.

    Args:
        projects: the compose files, where they are not among the texts.
    """
    if projects is None:
        files, projects = compose_apart(files)
    statics = [name for name in static_files(files) if name not in options.provided]
    if not statics:
        return Given(files, options, {}, False, projects)
    texts = {name: as_text(name, files[name]) for name in statics}
    if options.static is None and len(statics) == 1:
        options = options._replace(static=texts[statics[0]], static_file=statics[0])
    is_among = options.static is not None and options.static_file in texts
    if is_among:
        options = options._replace(static=texts.pop(options.static_file))
    own = (
        options.static_file if options.static is not None and reads_itself(options.static_file, options.static) else ""
    )
    rest = {name: text for name, text in files.items() if name not in statics or name == own}
    return Given(rest, options, texts, is_among, projects)
