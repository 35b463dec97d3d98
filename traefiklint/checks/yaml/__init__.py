"""The text itself."""

ABOUT_READERS = ("syntax", "templates", "toml", "tree")
"""The modules that are about what readers say, and not needed where they say nothing."""
