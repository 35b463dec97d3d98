"""The site: its texts, its links, its settings. What it looks like is tested in `tests/browser`."""
