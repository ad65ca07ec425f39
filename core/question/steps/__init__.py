"""What finds things in a text, one kind of thing a file."""
