"""What an engine asks of a tensor-parallel size: one rule a file, read in the engine's source."""
