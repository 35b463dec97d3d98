"""The files of a provider directory: which of them Traefik reads, and when it notices a change.

Source: pkg/provider/file/file.go (`collectFileConfigs`, `addWatcher`): every `.yml`, `.yaml` and `.toml` is read, also
hidden ones and those in folders, but only what happens in the directory itself is noticed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.decoding.directory import is_read
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.copies import copies_in, is_backup_of
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.text.document import Document

_MEANT = (
    ".json",
    ".jsonc",
    ".ymal",
    ".yalm",
    ".yam",
    ".ym",
    ".tml",
    ".tom",
    ".txt",
    ".j2",
    ".tmpl",
    ".tpl",
    ".disabled",
)
"""How the name of a file ends that somebody may have meant for Traefik."""
_FOLLOWING = (".txt", ".j2", ".tmpl", ".tpl", ".disabled")
"""Those that say so only behind another ending, as in `shop.yml.txt`."""
_DATA = ("acme", "package", "tsconfig", ".")
"""How the names of other programs' files begin, which end like that too."""


def _name(file: str) -> str:
    return file.rpartition("/")[2]


@rule("link-leaves-directory", effect=Effect.SILENT, severity=Severity.INFO)
def link_leaves_directory(document: Document, _: Instance) -> Iterator[Diagnostic]:
    """A link leads to a file outside of the provider directory."""
    if document.outside:
        message = (
            f"This is a link to `{document.outside}`, outside the directory: Traefik follows it, but misses changes "
            "once that file has been replaced. Its text is not shown here, and it is not fixed."
        )
        yield Diagnostic(
            Place(document, None, "", ""), message, help="To see what is wrong with it, lint that file itself."
        )


@rule("file-not-loaded", effect=Effect.SILENT, severity=Severity.INFO, tag="unused")
def file_not_loaded(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A file seems to be meant for Traefik, which does not read it because its name ends otherwise."""
    for file in instance.unread:
        name = _name(file).lower()
        if not name.endswith(_MEANT) or name.startswith(_DATA):
            continue
        if not name.endswith(_FOLLOWING) or is_read(name.rpartition(".")[0]):
            message = (
                f"Traefik reads only `.yml`, `.yaml` and `.toml`, and skips `{_name(file)}`; rename it if it should be "
                "read."
            )
            is_meant = name.endswith(".disabled") or _is_hidden(file, instance)
            yield Diagnostic(Place(Document(file, "", None, ()), None, "", ""), message, strict=is_meant)


def _is_hidden(file: str, instance: Instance) -> bool:
    """Whether a file lies in a folder that programs keep for themselves, as `.vscode`, where no other one is read."""
    folder = posixpath.dirname(file)
    return posixpath.basename(folder).startswith(".") and not any(
        posixpath.dirname(one.document.file) == folder for one in instance.files
    )


@rule("backup-file-loaded", effect=Effect.DEGRADED)
def backup_file_loaded(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Traefik reads the backup of a file, whose names are then defined twice."""
    told: set[tuple[str, str]] = set()
    for loser, winner in instance.duplicates:
        for backup, other in ((loser, winner), (winner, loser)):
            pair = (backup.file, other.file)
            if pair in told or not is_backup_of(*pair):
                continue
            told.add(pair)
            message = (
                f"`{_name(backup.file)}` looks like a backup, but Traefik reads it too, so `{winner.name}` comes "
                f"from `{_name(winner.file)}`; move it away, or give it an extension that Traefik skips, such as "
                "`.bak`."
            )
            spot = other.key_at()
            related = (Related(spot.file, spot.span, "the same name"),)
            is_lost = backup is winner and loser.file not in instance.once(copies_in)
            severity = Severity.ERROR if is_lost else None
            yield Diagnostic(Place(backup.document, None, "", ""), message, related=related, severity=severity)


@rule("subfolder-not-watched", effect=Effect.SILENT, severity=Severity.INFO)
def subfolder_not_watched(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Files lie in a folder of the directory, where Traefik notices no change."""
    folders: dict[str, Document] = {}
    for part in instance.files:
        if part.document.file not in instance.context.put_in:
            folders.setdefault(part.document.file.rpartition("/")[0], part.document)
    if len(folders) < 2:
        return
    top = min(folders, key=len)
    start = f"{top}/" if top else ""
    for folder, document in folders.items():
        below = folder[len(start) :]
        if folder == top or not folder.startswith(start):
            continue
        if instance.context.dokploy and (below.startswith("certificates/") or below == "shared"):
            continue  # Dokploy's own; and what `pull --shared` keeps in a folder lies in the directory itself there
        message = (
            f"Traefik reads the files in `{below}`, but does not notice when they change; keep them in the directory "
            "itself, or touch a file there after each change."
        )
        yield Diagnostic(Place(document, None, "", ""), message, strict=instance.context.unclaimed)
