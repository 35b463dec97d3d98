"""Router rules."""
