"""Traefik's own file, flags and environment: what keeps it from starting, and what it starts without."""
