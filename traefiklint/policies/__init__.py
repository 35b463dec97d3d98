"""A team's own rules: policies in YAML with expressions in CEL, and rules in Python."""
