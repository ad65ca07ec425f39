"""
The vocabulary is padded, and the padded one is divided.

vLLM 0.33.0, model_executor/layers/vocab_parallel_embedding.py: padded to a multiple of 64
(DEFAULT_VOCAB_PADDING_SIZE), then `divide(num_embeddings_padded, tp_size)`, which asserts. SGLang
0.5.23, layers/vocab_parallel_embedding.py, pads to 64 x size where 64 does not do: never a reason.
"""

from core.catalog.model import Model
from core.memory.splitting.split import Split
from core.wording.note import Note, note

PADDING = 64


def refused_by_vocabulary(model: Model, size: int, split: Split) -> Note | None:
    """Why the embedding of *model* cannot be split over *size* ranks."""
    padded = -(-model.vocab_size // PADDING) * PADDING
    if split.engine == "sglang" or padded % size == 0:
        return None
    return note("parallel.vocabulary", size=size, words=padded)
