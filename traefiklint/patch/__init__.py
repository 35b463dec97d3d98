"""Edits of texts that keep everything else: comments, order, quotes, anchors, line ends."""
