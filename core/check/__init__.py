"""Does it fit? For scripts: one question, or the vLLM commands that stand in files."""
