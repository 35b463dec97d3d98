"""The rules. Each is one small function in the module of its category, and one page in `rules/`."""
