"""Inputs that nobody would write, through everything that reads one: `make fuzz` makes them, the corpus keeps them."""
