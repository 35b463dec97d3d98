"""One provider directory as Traefik merges it: objects by name, references, what Traefik knows besides the files."""
