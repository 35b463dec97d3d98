"""Options and values that Traefik refuses, drops, or takes otherwise than they are written."""

ABOUT_READERS = True
"""Whether these rules are only about what readers and the decoder say."""
