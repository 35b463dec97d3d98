"""One Traefik with everything that it is given: objects by name, references, start-up, what answers."""
