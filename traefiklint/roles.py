"""What each of the texts that are given together is for: files of a provider directory, and static configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from traefiklint.decoding.file import as_text
from traefiklint.discovery.roles import static_files
from traefiklint.options import Options


class Given(NamedTuple):
    """Texts that are given together, told apart."""

    files: Mapping[str, str | bytes]
    """Those of the provider directory."""
    options: Options
    """How to judge them; with the static configuration among the texts where there is just one, and no other."""
    others: Mapping[str, str]
    """The static configurations that count for none of the files."""
    is_among: bool
    """Whether the static configuration that counts is one of the texts."""

    @property
    def more(self) -> int:
        """How many texts there are beside those of the provider directory."""
        return len(self.others) + self.is_among


def told_apart(files: Mapping[str, str | bytes], options: Options) -> Given:
    """Tell static configurations from the files of a provider directory."""
    among = static_files(files)
    if not among:
        return Given(files, options, {}, False)
    texts = {name: as_text(name, files[name]) for name in among}
    if options.static is None and len(among) == 1:
        options = options._replace(static=texts[among[0]], static_file=among[0])
    is_among = options.static is not None and options.static_file in texts
    if is_among:
        options = options._replace(static=texts.pop(options.static_file))
    return Given({name: text for name, text in files.items() if name not in among}, options, texts, is_among)
