"""Logs of programs that serve or train: what they say of memory, and what we say of it."""
