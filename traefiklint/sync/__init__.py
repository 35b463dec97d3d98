"""Config-as-code with a Dokploy server: workspace, history, three-way merge, plan, and the commands' work."""
