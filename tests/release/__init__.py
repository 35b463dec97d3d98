"""A release: one version, a change log in its shape, packages, manual pages, completions, workflows."""
