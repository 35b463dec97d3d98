"""Texts and places in them, and what may be shown of them: nodes, maps, spelling, masks. Knows nothing of what they mean."""
