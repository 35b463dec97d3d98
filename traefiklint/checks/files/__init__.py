"""The files of a provider directory."""
