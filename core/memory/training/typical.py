"""
A stand-in for a model of which only the size is known.

Dense models of one size look alike. Over the 166 dense, gated models of the catalogue with 0.5 to
450 billion parameters the hidden size is 4,096 x (parameters / 8 billion) ^ 0.38, nine in ten
within 37 %, and the feed-forward part 3.3 times as wide; layers follow from what is left.
Activations computed from this shape lie within a factor of two for nine in ten; states are exact.
"""

from functools import lru_cache

from core.catalog.model import Attention, Model
from core.units import PARAMETER, Quantity

REFERENCE_HIDDEN, REFERENCE_PARAMETERS, EXPONENT = 4096, 8e9, 0.38
FEED_FORWARD = 3.3  # intermediate_size / hidden_size
HEAD_DIM = 128
QUERIES_PER_KEY = 4
VOCABULARY = 128_256
MOST_IN_EMBEDDINGS = 0.15  # smaller models have smaller vocabularies


@lru_cache(maxsize=256)
def typical_model(parameters: int) -> Model:
    """A dense model of *parameters* in the usual shape."""
    scale = (parameters / REFERENCE_PARAMETERS) ** EXPONENT
    heads = max(QUERIES_PER_KEY, round(REFERENCE_HIDDEN * scale / HEAD_DIM / 4) * 4)
    hidden = heads * HEAD_DIM
    vocabulary = max(256, min(VOCABULARY, int(parameters * MOST_IN_EMBEDDINGS / (2 * hidden))))
    intermediate = round(FEED_FORWARD * hidden / 256) * 256
    attention = hidden * hidden * (2 + 2 / QUERIES_PER_KEY)
    layer = attention + 3 * hidden * intermediate
    layers = max(1, round((parameters - 2 * vocabulary * hidden) / layer))
    return Model(
        id=None,
        name=f"a typical dense model of {parameters:,} parameters",
        family="typical",
        model_type="llama",
        parameters=Quantity(parameters, PARAMETER),
        num_hidden_layers=layers,
        hidden_size=hidden,
        intermediate_size=intermediate,
        num_attention_heads=heads,
        vocab_size=vocabulary,
        attention=(
            Attention(
                kind="full",
                layers=layers,
                num_key_value_heads=heads // QUERIES_PER_KEY,
                head_dim=HEAD_DIM,
            ),
        ),
        source="shapes of the catalogue's dense models",
        checked="2026-11-22",
    )
