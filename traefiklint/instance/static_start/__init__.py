"""What Traefik does with a decoded static configuration when it starts: facts about single values, without a disk."""
