"""The command that starts a placement, one engine a file, and why there is none."""
