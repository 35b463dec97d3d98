"""Traefik's Docker and Swarm providers: what they make of containers and their labels."""
