"""Options and values that Traefik refuses, drops, or takes otherwise than they are written."""
