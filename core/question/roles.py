"""
The roles that a stretch of text may have, and what a value of each is.

| role | value |
| --- | --- |
| `model` | `ModelMention`: a row, or a family that waits for its size |
| `parameters` | `Parameters`: a bare size |
| `precision` | `PrecisionMention`: a number format by name |
| `bits` | a tuple of `Width`: formats by their width |
| `kv_precision` | `Precision`, or None for "auto" |
| `dtype` | `Precision`, which counts where no other format is said |
| `cards` | `CardMention`: cards or machines, with what stands around their name |
| `card_count` | int: cards of no kind |
| `own_cards` | "cards" of the asker's team, or whether there is "room" on them |
| `slice` | a MIG profile: of the card that is named, or the first that has it |
| `context_length`, `shared_prefix`, `input_length`, `output_length` | tokens of one sequence |
| `own_length` | tokens of one sequence beside the shared prefix |
| `context_total`, `slots` | llama.cpp: tokens that are shared among so many slots |
| `parts_length` | tokens of the longest prompt and answer of a run: where no sequence is said |
| `full_context` | True: as long as the model was made for |
| `sequences` | at the same time |
| `several_sequences` | a tuple of numbers of sequences |
| `overhead`, `overhead_percent` | a factor: 1.3; or what comes on top: 30 |
| `global_batch` | sequences of one step of training, on all cards together |
| `task` | `Task` |
| `alignment` | a method that trains otherwise (DPO, GaLore): a training run |
| `dora` | True: a run with adapters of that kind |
| `engine` | `EngineSaid` |
| `engine.*`, `training.*` | what the field of that name in `Engine` or `Training` takes |
| `not_answered` | `Subject`: what is asked beside memory |
| `output.*` | Quantity: what pasted output says of memory, as `Reported` |
| `nothing` | True: understood, and it changes no memory (`--port 8000`); never named |
| `decoy.*` | anything: understood as what we do not count; named in `unused`, but for `SILENT` |

Roles of `NOT_COUNTED` are held in the question, and named in `unused` as well.

A number is offered as it was said, in or out of range: the range is checked when it is taken, so
that "-5 users" is refused and not passed over.
"""

from dataclasses import dataclass

# Decoys that cannot change an answer are passed over in silence; the others are named: a price, a
# rate, memory of the computer or a number of heads is something that the asker may have meant.
SILENT = frozenset(("decoy.date", "decoy.version", "decoy.issue", "decoy.spoken_of", "nothing"))
# Decoys that would change the answer if we could count them: the first line names them, like a
# number without a role.
FIRST_LINE = frozenset(("decoy.flag", "decoy.rate"))


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be; *what* is a row of `[what]` in the wording tables."""

    what: str
    highest: float
    lowest: float = 1
    whole: bool = True


_TOKENS = Range("context", 100_000_000)
_SEQUENCES = Range("sequences", 1_000_000)
_RANKS = Range("gpus", 4096)
_LAYERS = Range("layers", 10_000, lowest=0)
RANGES: dict[str, Range] = {
    "context_length": _TOKENS,
    "shared_prefix": _TOKENS,
    "own_length": _TOKENS,
    "input_length": _TOKENS,
    "output_length": _TOKENS,
    "context_total": _TOKENS,
    "parts_length": _TOKENS,
    "training.sequence_tokens": _TOKENS,
    "engine.max_num_batched_tokens": _TOKENS,
    "sequences": _SEQUENCES,
    "slots": _SEQUENCES,
    "training.batch": _SEQUENCES,
    "global_batch": _SEQUENCES,
    "engine.max_num_seqs": _SEQUENCES,
    "card_count": Range("gpus", 100_000),
    "engine.tensor_parallel_size": _RANKS,
    "engine.pipeline_parallel_size": _RANKS,
    "engine.data_parallel_size": _RANKS,
    "engine.swa_full_tokens_ratio": Range("ratio", 1, lowest=0.001, whole=False),
    "engine.gpu_memory_utilization": Range("utilization", 1, lowest=0.05, whole=False),
    "overhead": Range("factor", 10, whole=False),
    "overhead_percent": Range("overhead", 900, lowest=0, whole=False),
    "training.zero_stage": Range("zero_stage", 3, lowest=0),
    "training.lora_rank": Range("rank", 65_536),
    "training.gradient_accumulation_steps": _SEQUENCES,
    "training.tensor_parallel_size": _RANKS,
    "training.pipeline_parallel_size": _RANKS,
    "training.context_parallel_size": _RANKS,
    "engine.n_gpu_layers": _LAYERS,
    "engine.n_cpu_moe": _LAYERS,
    "engine.draft_gpu_layers": _LAYERS,
    "engine.max_loras": _SEQUENCES,
    "engine.num_gpu_blocks": _TOKENS,
    "engine.speculative_num_steps": _SEQUENCES,
    "engine.speculative_eagle_topk": _SEQUENCES,
    "engine.max_lora_rank": Range("rank", 65_536),
    "engine.decode_context_parallel_size": _RANKS,
    "engine.kv_cache_tokens": Range("cache_tokens", 10**12),
    "engine.cache_max_entry_count": Range("utilization", 1, lowest=0.01, whole=False),
    "engine.num_speculative_tokens": Range("draft_tokens", 4096),
    "engine.images_per_prompt": Range("images", 100_000, lowest=0),
    "engine.videos_per_prompt": Range("images", 100_000, lowest=0),
    "engine.max_pixels": Range("pixels", 10**9),
    "engine.max_cudagraph_capture_size": _SEQUENCES,
    "training.expert_parallel_size": _RANKS,
    "training.data_parallel_size": _RANKS,
    "training.num_generations": _SEQUENCES,
    "training.max_prompt_length": _TOKENS,
    "training.max_completion_length": _TOKENS,
    "training.vllm_tensor_parallel_size": _RANKS,
    "training.vllm_gpu_memory_utilization": Range("utilization", 1, lowest=0.05, whole=False),
}

# Fields that the question holds and the planner does not count yet. Whoever models one takes it
# out of here. (`training.method` is named by its own role, `alignment`.)
NOT_COUNTED = frozenset(
    {
        "engine.decode_context_parallel_size",
        "engine.split_mode",
        "engine.draft_gpu_layers",
        "engine.videos_per_prompt",
        "engine.mmproj",
        "engine.max_cudagraph_capture_size",
        "training.modules_to_save",
        "training.activation_offload",
        "training.optimizer_in_backward",
        "training.ref_model",
        "training.reward_model",
    }
)

# What the fields above are where nothing is said, if that is not False
_USUALLY = frozenset(("engine.kv_offload", "engine.flash_attention"))


def is_uncounted(role: str, value: object) -> bool:
    """It may change memory, and is held and not counted: it is named."""
    return role in NOT_COUNTED and value is not (role in _USUALLY)
