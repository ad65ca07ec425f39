"""What becomes of all that was found: one question, or a problem."""
