"""What rules of several modules share: fixes in the words of the model, and readings of single values."""
