"""Texts and places in them: nodes, maps between texts, spelling. Knows nothing of what the texts mean."""
