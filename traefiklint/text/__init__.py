"""Texts as such, whatever stands in them."""
