"""What is true of any text: where its lines begin and end."""
