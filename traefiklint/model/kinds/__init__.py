"""What an option may hold, a class for each kind: how Traefik fills it from a text, a mapping or a list, and the JSON
Schema of what it takes."""
