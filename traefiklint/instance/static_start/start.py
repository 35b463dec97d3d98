"""Why Traefik does not start with a static configuration that it can read."""

from __future__ import annotations

from traefiklint.instance.static_start.entry_points import entry_point_faults
from traefiklint.instance.static_start.faults import StartFault
from traefiklint.instance.static_start.rest import other_faults
from traefiklint.model.static.root import Static
from traefiklint.versions import Version


def start_faults(static: Static, target: Version) -> list[StartFault]:
    """Every reason for which Traefik does not start; it names the first that it meets."""
    return [*entry_point_faults(static, target), *other_faults(static, target)]
