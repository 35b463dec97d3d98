"""Compose and stack files, resolved as Compose does it, with the place of everything. Knows nothing of Traefik."""
