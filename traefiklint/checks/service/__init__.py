"""Services and servers."""
