"""Router rules."""

ABOUT_READERS = ("arguments", "texts")
"""The modules that are about what is wrong with rules, and not needed where nothing is."""
