"""What works and could be tidier."""

ABOUT_READERS = ("suppression",)
"""The module that is about comments which suppress nothing; they are looked for where there is such a comment."""
