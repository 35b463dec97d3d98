"""The names by which Compose finds its files."""

from __future__ import annotations

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
"""The files that Compose looks for in a folder; the first counts."""
OVERRIDES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
"""The files that it puts over it; the first counts."""
