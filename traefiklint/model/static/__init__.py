"""The typed static configuration (`traefik.yml`, flags, environment): a section a class, an option a line."""

from traefiklint.model.static.root import Static

__all__ = ["Static"]
