"""What one step reads and computes: a floor of its time."""
