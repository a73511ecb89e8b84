"""What was said, and what became of it: the tables, their encryption, and the few ways to read and write them."""
