"""The real Traefik: find it, start it on loopback, read its verdict, put it on the lines that caused it."""
