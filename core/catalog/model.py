"""
A language model as its ``config.json`` describes it: what the memory formulas need and no more.

Names are those of Hugging Face configs; where families disagree, the most common spelling. Counts
of its structure are plain integers: layers, heads, widths. How large it is, is a quantity.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from core.catalog.amounts import number_in
from core.catalog.row import Row
from core.units import BYTE, PARAMETER, Quantity, whole

Parameters = Annotated[Quantity, BeforeValidator(number_in(PARAMETER))]
Bytes = Annotated[Quantity, BeforeValidator(number_in(BYTE))]


class Attention(Row):
    """
    A group of layers that keep keys and values in the same way.

    full         every token of the sequence
    sliding      the last *sliding_window* tokens
    chunked      the current chunk of *sliding_window* tokens (Llama 4)
    mla          one compressed vector a token: the model's `mla` gives its widths
    compressed   one entry per *compress_ratio* tokens plus a window (DeepSeek V4); keys and
                 values share it; ratio 0 keeps the window alone
    cross        to an image, not to text: nothing per text token; with *encoder_tokens* to what
                 an encoder gave, so many tokens whatever the text (Whisper)
    encoder      all tokens see all others at once, and nothing is kept of them
    """

    kind: Literal["full", "sliding", "chunked", "mla", "compressed", "cross", "encoder"]
    layers: int = Field(gt=0)
    num_key_value_heads: int = Field(default=0, ge=0)
    head_dim: int = Field(default=0, ge=0)
    v_head_dim: int | None = None  # where values are narrower than keys
    num_attention_heads: int | None = None  # where this group has its own number
    sliding_window: int | None = None
    compress_ratio: int | None = None
    encoder_tokens: int | None = None  # that cross-attention keeps


class Encoder(Row):
    """
    What reads the input of an encoder-decoder, beside the decoder that writes (Whisper, T5).

    *other_parameters* are its own beside attention and feed-forward parts: convolutions over
    sound, positions, norms.
    """

    layers: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    intermediate_size: int = Field(gt=0)
    num_attention_heads: int = Field(gt=0)
    head_dim: int = Field(gt=0)
    other_parameters: int = Field(default=0, ge=0)


class MLA(Row):
    """Multi-head latent attention (DeepSeek V2 and after): widths of its projections."""

    kv_lora_rank: int
    qk_rope_head_dim: int
    qk_nope_head_dim: int
    v_head_dim: int
    q_lora_rank: int | None = None


class CompressedAttention(Row):
    """DeepSeek V4's attention: widths of its projections."""

    q_lora_rank: int
    o_lora_rank: int
    o_groups: int
    qk_rope_head_dim: int


class Indexer(Row):
    """The small attention that picks tokens for the large one (DeepSeek V3.2, GLM 5)."""

    index_head_dim: int
    index_n_heads: int
    index_topk: int
    layers: int


class LinearState(Row):
    """
    Layers that keep a fixed state for each sequence instead of a cache that grows.

    *state_elements* and *conv_elements* are per layer and sequence. The other widths give the
    weights of such a layer; which of them are set depends on *kind*.
    """

    kind: Literal[
        "mamba1", "mamba2", "gated_deltanet", "kda", "lightning_attention", "short_conv", "rg_lru"
    ]
    layers: int = Field(gt=0)
    state_elements: int = Field(ge=0)
    conv_elements: int = Field(ge=0)
    conv_kernel: int | None = None
    num_heads: int | None = None
    head_dim: int | None = None
    num_key_heads: int | None = None
    num_value_heads: int | None = None
    key_head_dim: int | None = None
    value_head_dim: int | None = None
    d_inner: int | None = None
    d_state: int | None = None
    n_groups: int | None = None
    dt_rank: int | None = None
    lru_width: int | None = None


class MoE(Row):
    """Mixture of experts. Every expert is in memory, whatever the router picks."""

    num_experts: int = Field(gt=0)
    num_experts_per_tok: int = Field(gt=0)
    moe_intermediate_size: int = Field(gt=0)
    moe_layers: int = Field(gt=0)
    dense_layers: int = Field(default=0, ge=0)
    shared_intermediate_size: int = 0  # all shared experts together
    dense_intermediate_size: int | None = (
        None  # of the dense layers, where it is not intermediate_size
    )
    latent_size: int | None = None  # experts work on a narrower vector (Nemotron 3 Super)
    vision_experts: int = 0  # a second set of experts for images (ERNIE 4.5 VL)
    vision_intermediate_size: int = 0

    @property
    def share_for_text(self) -> float:
        """Of the weights of all experts, those that a text may meet."""
        own = self.num_experts * self.moe_intermediate_size
        return own / (own + self.vision_experts * self.vision_intermediate_size)


class Model(Row):
    """
    One architecture. Several checkpoints (base, instruct, dated) can share it: *same_as*.

    *parameters* counts every weight that is loaded, experts and vision towers included,
    multi-token-prediction layers left out.
    """

    id: str | None  # on the Hugging Face hub
    name: str  # as people write it: "Llama 3.1 70B Instruct"
    family: str
    model_type: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    parameters: Parameters
    active_parameters: Parameters | None = None
    num_hidden_layers: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    intermediate_size: int | tuple[int, ...] | None = None  # a list: one width a layer
    num_attention_heads: int | None = None
    vocab_size: int = Field(gt=0)
    tie_word_embeddings: bool = False
    max_position_embeddings: int | None = None
    gated_mlp: bool = True
    mlp_layers: int | None = None  # where not every layer has a feed-forward part
    attention_bias: bool = False
    attention_gate: bool = False  # the query projection is doubled by an output gate
    attention: tuple[Attention, ...] = ()
    pooling: bool = False  # gives vectors or scores: no logits, and no cache that a user keeps
    encoder: Encoder | None = None
    linear_bias: bool = False  # every linear layer has one, and every norm (BERT)
    head_parameters: int = 0  # beside the layers: a pooler, a classifier, dense layers, adapters
    mla: MLA | None = None
    compressed_attention: CompressedAttention | None = None
    indexer: Indexer | None = None
    linear: LinearState | None = None
    parallel_hybrid: bool = False  # attention and state side by side in every layer (Falcon H1)
    moe: MoE | None = None
    kv_shared_layers: int = 0  # layers that reuse the cache of another layer
    per_layer_embedding_vocab: int = 0  # Gemma 3n and 4 E-models
    per_layer_embedding_width: int = 0
    learned_positions: int = 0
    embedding_dim: int | None = None  # where it is not hidden_size (OPT 350M)
    feed_forward_parameters: int | None = None  # where widths differ from layer to layer
    kda_full_rank_gate: bool = False
    other_parameters: int = 0  # vision and audio towers and the like: 16-bit, replicated
    dtype: Literal["bf16", "fp16", "fp32"] | None = None  # of the published weights
    quantization: str | None = None  # precision id of the published checkpoint, where quantised
    quantization_apart: tuple[tuple[str, str], ...] = ()  # (class of tensors, precision id)
    checkpoint: Bytes | None = None  # the published files
    checkpoint_id: str | None = None  # the very repository that was named, where one was
    checkpoint_of: str | None = None  # what that one was quantised from
    files: tuple[tuple[str, int], ...] = ()  # exact bytes by format, or by name of a GGUF mix
    source: str
    checked: str  # the day someone looked, YYYY-MM-DD
    notes: tuple[str, ...] = ()

    @property
    def is_language_model(self) -> bool:
        """Whether it goes on from a text: no vectors, no scores, nothing read by an encoder."""
        return not self.pooling and self.encoder is None

    @cached_property
    def elements(self) -> int:
        """*parameters* as a plain number, for the formulas."""
        return whole(self.parameters, PARAMETER)
