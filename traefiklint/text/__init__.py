"""Texts and places in them: lines, nodes, maps between texts, spelling. Knows nothing of what the texts mean."""
