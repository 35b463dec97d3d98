"""What a newer Traefik does otherwise with the same files; only where an upgrade is asked about."""
