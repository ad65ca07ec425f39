"""What a GGUF file holds: the block type that llama-quantize gives each tensor, and its bytes."""
