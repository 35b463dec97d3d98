"""Texts and places in them, and what may be shown of them: nodes, maps, spelling, masks. Knows no meaning."""
