"""The text itself."""

ABOUT_READERS = ("syntax", "toml", "tree")
"""The modules that are about what readers say, and not needed where they say nothing."""
