"""Labels as a dynamic file, and a dynamic file as labels where labels can say it."""
