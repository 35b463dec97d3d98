"""A running Traefik against its files."""
