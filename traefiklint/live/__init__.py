"""A running Traefik, through its API, against the files that it should serve."""
