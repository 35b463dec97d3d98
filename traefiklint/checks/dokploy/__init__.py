"""What only matters on a Dokploy server."""
