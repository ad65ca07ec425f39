"""Output of programs that was pasted: what cards there are, what was free, what was asked for."""
