"""What earlier versions of Traefik wrote otherwise."""
