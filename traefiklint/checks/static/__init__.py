"""Traefik's own file, flags and environment: what keeps it from starting, and what it starts without."""

ABOUT_READERS = ("decoded",)
"""The module that is about what the decoder says."""
