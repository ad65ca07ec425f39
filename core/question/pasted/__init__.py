"""Things that were pasted: commands, settings files, variables of the shell, output of programs."""
