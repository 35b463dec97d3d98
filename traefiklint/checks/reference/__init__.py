"""Names that lead nowhere."""
