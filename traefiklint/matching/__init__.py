"""The router rule language: reading rules, checking them, and saying which requests they match.

Knows nothing of files: everything here works on a rule's text, with offsets into it.
"""
