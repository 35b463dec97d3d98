"""What works and could be tidier."""
