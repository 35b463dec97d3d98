"""What a Traefik configuration is made of, and how Traefik decodes it."""
