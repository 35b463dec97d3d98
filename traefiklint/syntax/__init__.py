"""Text to nodes that know their line and column, read as Traefik's own readers read them."""
