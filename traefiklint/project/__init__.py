"""One provider directory as Traefik merges it: objects by name, references, and what Traefik knows besides the files."""
