"""Blocks of the GGML types as files hold them, by llama.cpp's own table."""

import tomllib
from pathlib import Path

BLOCKS: dict[str, tuple[int, int]] = {
    name: (elements, size)
    for name, (elements, size) in tomllib.loads(
        Path(__file__).with_name("data").joinpath("ggml_blocks.toml").read_text("utf-8")
    ).items()
}  # elements and bytes of one
