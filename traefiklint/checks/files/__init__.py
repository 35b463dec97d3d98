"""The files of a provider directory."""

ABOUT_READERS = ("unreadable",)
"""The module that is about what readers say."""
