"""
What someone asked, typed: the result of ``parse()``.

``None`` means "not said". Defaults are chosen in ``core/asked/scenario.py`` and nowhere else, so
that the reply can list them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.catalog.gpu import GPU, Instance
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.units import PARAMETER, Quantity, whole
from core.wording.note import Note

Language = Literal["en", "pt"]
Intent = Literal[
    "memory",  # how much, and on how many cards: the fewest, and the comfortable number
    "fit",  # yes or no
    "max_context",
    "max_sequences",
    "max_model",  # the largest, of *family* where one is named; to train, where *task* says so
    "format",  # which number format fits
    "compare",
]
Task = Literal["serve", "full", "lora", "qlora", "pretrain"]
ZeroStage = Literal[0, 1, 2, 3]
ComponentName = Literal[
    "weights",
    "adapters",  # LoRA adapters that are served beside the model
    "draft",  # what drafts its next tokens
    "kv_cache",
    "state",
    "activations",
    "runtime",
    "gradients",
    "optimizer",
    "reference",  # the frozen copy of preference training
    "reward",
    "critic",
    "rollout",  # vLLM's share of a card that trains
]
# What people ask beside memory, and we do not answer.
Subject = Literal[
    "speed", "latency", "price", "training_time", "ram", "disk", "power", "quality", "other_model"
]
EngineName = Literal["vllm", "sglang", "llama.cpp", "transformers", "tensorrt-llm"]


@dataclass(frozen=True, slots=True)
class Size:
    """
    A bare number of parameters (element): "70B", "8x7B", "671B-A37B".

    *elements* is the same as a plain number, for the formulas.
    """

    name: str  # "70B"
    parameters: Quantity
    active_parameters: Quantity | None = None
    elements: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "elements", whole(self.parameters, PARAMETER))


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards that were named: which, how many, and the machine they come in."""

    gpu: GPU  # for "24GB card": a nameless GPU with id "24gb"
    count: int | None = None
    instance: Instance | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """
    The program that serves, and the flags of its command line that change memory.

    Those below the line are held and most of them not counted yet (`core/question/roles.py` has a
    list of these, which an answer names).
    """

    name: EngineName
    version: str | None = None
    gpu_memory_utilization: float | None = None
    max_num_seqs: int | None = None
    max_num_batched_tokens: int | None = None
    enforce_eager: bool | None = None
    tensor_parallel_size: int | None = None
    pipeline_parallel_size: int | None = None
    data_parallel_size: int | None = None
    enable_expert_parallel: bool | None = None
    enable_dp_attention: bool | None = None
    # ── not counted yet ──
    decode_context_parallel_size: int | None = None  # ranks that share each cache
    # the cache
    kv_cache_memory: Quantity | None = None  # byte/gpu: so much of a cache, whatever is free
    num_gpu_blocks: int | None = None  # blocks of the cache, whatever is free
    kv_cache_tokens: int | None = None  # that the cache holds, whatever is free
    cache_max_entry_count: float | None = None  # LMDeploy: its share of what the weights leave
    swap_space: Quantity | None = None  # byte/gpu of the host's memory for caches that wait
    kv_offloading: Quantity | None = None  # byte of the host's memory, for caches to be used again
    cache_type_k: str | None = None  # id of the keys' format where it is the narrower one, and
    cache_type_v: str | None = None  # of the values'; `Question.kv_precision` is the wider
    swa_full: bool | None = None  # llama.cpp: sliding windows keep every token
    swa_full_tokens_ratio: float | None = None  # SGLang: tokens of windows for one of full layers
    # what lies in the host's memory
    cpu_offload: Quantity | None = None  # byte/gpu of weights
    n_gpu_layers: int | None = None  # layers on the cards, of llama.cpp; None is all
    n_cpu_moe: int | None = None  # layers whose experts lie in the host's memory
    cpu_moe: bool | None = None  # the experts of all layers do
    override_tensors: tuple[str, ...] | None = None  # llama.cpp: "exps=CPU", pattern=where
    kv_offload: bool | None = None  # llama.cpp: False leaves the cache with the host
    # how llama.cpp divides and computes
    split_mode: str | None = None  # "layer", "row", "tensor", "none": all on one card
    tensor_split: tuple[float, ...] | None = None  # parts of each card: 3, 1
    flash_attention: bool | None = None
    # adapters
    enable_lora: bool | None = None
    max_loras: int | None = None  # at the same time
    max_lora_rank: int | None = None
    fully_sharded_loras: bool | None = None  # both matrices divided by tensor parallelism
    lora_modules: tuple[str, ...] | None = None  # as they are named: "sql=/adapters/sql"
    # a draft of the next tokens
    speculative_method: str | None = None  # "eagle3", "mtp", "ngram", "draft_model", ...
    draft_model: str | None = None  # as typed: a hub id or a file
    num_speculative_tokens: int | None = None
    speculative_num_steps: int | None = None  # SGLang: passes of the draft, and its branches
    speculative_eagle_topk: int | None = None
    draft_gpu_layers: int | None = None  # llama.cpp: layers of the draft on the cards
    # pictures
    images_per_prompt: int | None = None  # 0: the towers take no part
    videos_per_prompt: int | None = None
    max_pixels: int | None = None  # of one picture
    image_size: tuple[int, int] | None = None  # width and height, as they are sent
    mmproj: str | None = None  # llama.cpp: the file of the towers
    # graphs
    max_cudagraph_capture_size: int | None = None  # sequences of the largest one


@dataclass(frozen=True, slots=True)
class Training:
    """What was said about a training run; below the line, what is held and not counted yet."""

    optimizer: (
        Literal["adamw", "adamw_8bit", "paged_adamw_8bit", "adafactor", "sgd", "muon"] | None
    ) = None
    sequence_tokens: int | None = None
    batch: int | None = None  # sequences in one micro batch on one GPU
    lora_rank: int | None = None
    zero_stage: ZeroStage | None = None  # FSDP full shard is 3
    gradient_checkpointing: bool | None = None
    flash_attention: bool | None = None
    gradient_accumulation_steps: int | None = None  # steps that share one set of gradients
    lora_targets: tuple[str, ...] | None = None  # names of modules: "q_proj", "all-linear"
    # ── not counted yet ──
    modules_to_save: tuple[str, ...] | None = None  # trained in full beside an adapter
    dora: bool | None = None
    offload_optimizer: bool | None = None  # its states lie in the host's memory
    offload_parameters: bool | None = None
    activation_offload: bool | None = None
    fused_loss: bool | None = None  # no tensor of all logits
    optimizer_in_backward: bool | None = None  # a gradient is dropped as soon as it was used
    tensor_parallel_size: int | None = None
    pipeline_parallel_size: int | None = None
    data_parallel_size: int | None = None  # replicas, of all that is split otherwise
    context_parallel_size: int | None = None
    expert_parallel_size: int | None = None
    sequence_parallel: bool | None = None  # Megatron: norms and dropouts are divided as well
    # preferences and rewards (`core/asked/methods.py`)
    method: str | None = None  # "dpo", "grpo", "ppo", ...
    reference: bool | None = None  # a frozen copy of the model, for a KL term
    reward: bool | None = None  # a frozen model that scores
    ref_model: str | None = None  # as typed: a hub id or a folder
    reward_model: str | None = None
    num_generations: int | None = None  # answers to one prompt
    max_prompt_length: int | None = None  # tokens
    max_completion_length: int | None = None  # tokens
    use_vllm: bool | None = None  # answers are generated by vLLM
    vllm_mode: str | None = None  # "colocate": on the same cards; "server": on others
    vllm_gpu_memory_utilization: float | None = None
    vllm_sleep: bool | None = None  # it gives its memory back while the model is trained
    vllm_tensor_parallel_size: int | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """
    *pool* are the cards of the team, each with its count; several kinds are no sum. *prices* are
    dollars per GPU and hour, by the id of the GPU. ``None`` means "not set". *is_away* where the
    settings could not be read just now: they are not known, which is not the same as not set.
    """

    pool: tuple[Cards, ...] = ()
    prices: Mapping[str, Quantity] = field(default_factory=dict[str, Quantity])
    precision: Precision | None = None
    engine: EngineName | None = None
    context_length: Quantity | None = None  # token/sequence
    language: Language | None = None
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    *typed*, at *span* of the text, was taken as *role* ("" where the text gave it none) and could
    be *other*.

    *plain* and *text* are the whole question, worded so that the reading that was taken, and the
    other, are plain; *question* is the other one, read. *asks* where neither is clearly meant: if
    they need different memory, the asker is asked.
    """

    typed: str
    span: tuple[int, int]
    role: str
    other: str
    plain: str
    text: str
    question: "Question"
    asks: bool = False


# What output of a program says of memory
Fact = Literal[
    "total",  # what a card has
    "free",
    "used",
    "tried_to_allocate",
    "allocated",
    "weights",
    "kv_cache",
    "kv_needed",
    "kv_tokens",  # that a cache holds
    "layers",  # that lie on the cards
    "loaded",
]


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure of output that was pasted: a fact of another run, which changes no estimate."""

    fact: Fact
    amount: Quantity  # byte; token for `kv_tokens`, dimensionless for `layers`


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question.

    *text* is as it was given. *unused* are the words that nothing claimed, in order, as they were
    typed; *without_role* the numbers and flags among them, which the first line names.
    *assumed* are readings of ambiguous words ("A100" alone is the 80 GB card).

    *at_most*: *sequences* are those that --max-num-seqs lets in, and nobody said that so many come.
    *counts*: how many cards it takes was asked.
    *latest*: the amounts in which a follow-up differs from the question before it, for what is said
    of "that" after it: "sequences", "context", "batch", "rank", "cards".
    *servers*: so many share the one card that is named, each with one of *models*, or all with it.
    *difference*: what something costs beside the rest is asked ("how much extra").

    *component* is the one part that was asked for ("the KV cache alone"), *per_gpu* whether the
    figure of one card was. *family* narrows `max_model` ("the biggest qwen3"). *compare* are the
    alternatives of a comparison along any axis ("8k vs 128k", "lora vs qlora"), each a whole
    question; models, formats or cards alone are compared without it. *not_answered* are the
    subjects that were asked about and that we have no answer to. *reported* is what pasted output
    says of memory.
    """

    text: str
    language: Language = "en"
    intent: Intent = "memory"
    task: Task = "serve"
    models: tuple[Model | Size, ...] = ()
    precisions: tuple[Precision, ...] = ()
    kv_precision: Precision | None = None
    context_length: Quantity | None = None  # token/sequence
    shared_prefix: Quantity | None = None  # token/sequence, the same for all sequences
    sequences: Quantity | None = None  # sequence
    gpus: tuple[Cards, ...] = ()
    own_cards: bool = False  # "on our cluster": those of the asker's team, which no text names
    together: bool = False  # *gpus* stand in one machine and are no alternatives
    overhead: Quantity | None = None  # a factor: 1.2 means 20 % on top
    engine: Engine | None = None
    training: Training | None = None
    component: ComponentName | None = None
    per_gpu: bool = False
    family: str | None = None  # as the tables have it, or the words it starts with: "Qwen3"
    compare: tuple["Question", ...] = ()
    not_answered: tuple[Subject, ...] = ()
    reported: tuple[Reported, ...] = ()
    unused: tuple[str, ...] = ()
    counts: bool = field(default=False, compare=False)
    servers: int = field(default=1, compare=False)
    at_most: bool = field(default=False, compare=False)
    difference: bool = field(default=False, compare=False)
    without_role: tuple[str, ...] = field(default=(), compare=False)
    assumed: tuple[Note, ...] = field(default=())
    doubts: tuple[Doubt, ...] = ()  # readings that came close
    latest: tuple[str, ...] = field(default=(), compare=False)  # amounts that it changed
    team: Team | None = field(default=None, compare=False)  # whose defaults hold
