"""Tests of what files are and which belong together."""
