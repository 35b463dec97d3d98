"""Which files of a folder are Traefik's, what each of them is, and which of them belong together."""
