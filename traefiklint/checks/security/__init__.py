"""What is open, or looks safer than it is."""
