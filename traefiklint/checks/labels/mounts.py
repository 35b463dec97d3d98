"""What the volumes of a Traefik bring into its container."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import at_static
from traefiklint.checks.shared.wording import NO_START
from traefiklint.compose.project import Mount
from traefiklint.discovery.paths import STATIC_PLACES, may_lead_to
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.service_static import named_file
from traefiklint.instance.traefiks import traefiks
from traefiklint.reading import Look

_ENDINGS = ("yml", "yaml", "toml")


@rule("mounted-file-missing", effect=Effect.REJECTED, severity=Severity.WARNING)
def mounted_file_missing(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """The file that is mounted as Traefik's static configuration is not here, but one that is called nearly so.

    Docker makes a folder of what is not there to mount, and Traefik ends with `is a directory` (asked of 3.7.15).
    """
    look = instance.context.look
    for service in instance.once(traefiks) if look is not None else ():
        places = (*STATIC_PLACES, *named_file(service, instance.context.target))
        for mount in service.volumes:
            if mount.target not in places or mount.unknown or not mount.source.startswith("."):
                continue
            assert look is not None
            path, other = _missing(mount, look)
            if not other:
                continue
            message = (
                f"{NO_START}: `{path}` is not here, and Docker makes a folder of it; the file is called `{other}`."
            )
            yield Diagnostic(at_static(mount.value), message, f"Mount `{other}`, or rename it.")


def _missing(mount: Mount, look: Look) -> tuple[str, str]:
    """The path of what is to be mounted and is not here, and that of the file which was meant; empty where it is here,
    or git leaves it out, or none is called so but for its ending."""
    folder = posixpath.dirname(mount.value.document.file)
    paths = may_lead_to(mount.source, folder)
    if any(look.at(path).is_there for path in paths):
        return "", ""
    for path in paths:
        stem = path.rpartition(".")[0]
        others = (f"{stem}.{ending}" for ending in _ENDINGS)
        other = next((one for one in others if (entry := look.at(one)).is_there and not entry.is_folder), "")
        if other:
            return ("", "") if look.is_kept_out(path) else (path, other)
    return "", ""
