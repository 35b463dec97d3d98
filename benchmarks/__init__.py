"""Measurements: how fast traefiklint is beside what people would use instead, and how well it agrees with Traefik."""
