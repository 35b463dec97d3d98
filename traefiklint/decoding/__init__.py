"""From nodes to the typed model, as Traefik's own library (github.com/traefik/paerser) decodes them."""
