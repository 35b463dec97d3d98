"""The provider directory: files that Traefik does not read, or reads although nobody thinks so."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Draft, rule
from traefiklint.findings import Effect, Severity
from traefiklint.model.base import Place
from traefiklint.project.project import Project
from traefiklint.syntax.document import Document

_OTHER_FORMATS = (".json", ".json5", ".hcl", ".conf", ".ym", ".yam", ".tml", ".yml.txt", ".yaml.txt", ".yml.disabled")
_BACKUP_WORDS = ("backup", "bak", "old", "orig", "copy", "save", "tmp")


@rule("file-not-loaded", category="directory", effect=Effect.SILENT)
def file_not_loaded(project: Project, _: Project) -> Iterator[Draft]:
    """A file looks like configuration, and Traefik does not read files with its ending."""
    for name in project.unread:
        lower = name.rpartition("/")[2].lower()
        if lower.endswith(_OTHER_FORMATS):
            message = (
                f"Traefik reads only `.yml`, `.yaml` and `.toml`, so it passes `{name}` over; rename it to use it."
            )
            yield Draft(Place(Document(name, "", None, ()), None, "", ""), message)


@rule("backup-file-loaded", category="directory", effect=Effect.SILENT)
def backup_file_loaded(project: Project, _: Project) -> Iterator[Draft]:
    """A file is hidden, or a backup whose names clash with the original, and Traefik reads it like any other."""
    clashing = {thing.file for pair in project.duplicates for thing in pair}
    for part in project.files:
        document = part.document
        name = document.file.rpartition("/")[2]
        if document.root is None or not (name[0] == "." or document.file in clashing):
            continue
        stem = name.rpartition(".")[0].lower()
        if name[0] == "." or stem.endswith(_BACKUP_WORDS):
            message = f"Traefik reads `{name}` like any other file; keep hidden files and backups under another ending."
            yield Draft(Place(document, None, "", ""), message)


@rule("subfolder-not-watched", category="directory", effect=Effect.ADVICE, severity=Severity.INFO)
def subfolder_not_watched(project: Project, _: Project) -> Iterator[Draft]:
    """Files lie in folders below the provider directory, whose changes Traefik does not notice."""
    folders: dict[str, Document] = {}
    for part in project.files:
        folders.setdefault(part.document.file.rpartition("/")[0], part.document)
    if len(folders) < 2:
        return
    top = min(folders, key=len)
    for folder, document in folders.items():
        if folder != top and folder.startswith(top):
            message = (
                f"Traefik reads `{folder}`, but does not notice changes there; a change takes effect with the next one "
                "of a file directly in the provider directory."
            )
            yield Draft(Place(document, None, "", ""), message)
