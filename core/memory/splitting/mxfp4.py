"""
MXFP4 experts: a rank's share is padded to whole blocks of 32.

vLLM 0.33.0, model_executor/models/gpt_oss.py: `per_rank_intermediate_size_block =
cdiv(intermediate_size_block, tp_size)`, so gpt-oss (2,880 = 90 blocks) runs at 4 (23 blocks a
rank) and at 8 (12); 0.11.2 has the same line. SGLang 0.5.23, models/gpt_oss.py, takes
math.ceil of the same. We ask that the last rank is left something.
"""

from core.memory.splitting.widths import Width
from core.wording.note import Note, note

BLOCK = 32


def refused_by_mxfp4(width: Width, size: int) -> Note | None:
    """Why experts of *width* cannot be split over *size* ranks."""
    blocks = width.columns // BLOCK
    of_rank = -(-blocks // size)
    if (size - 1) * of_rank < blocks:
        return None
    return note("parallel.mxfp4", size=size, blocks=blocks, rank=of_rank)
