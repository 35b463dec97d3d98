"""What every room does with text: mask what is secret, make visible what a terminal obeys, find the nearest name."""
