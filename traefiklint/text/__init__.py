"""Texts and places in them, and what may be shown of them: lines, nodes, maps, spelling, masks. Knows no meaning."""
