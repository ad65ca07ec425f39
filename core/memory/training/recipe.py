"""
A training run with nothing left open: what was said, and the habits of the program that runs it.

Programs differ more than models do. `HABITS` holds what each does when nobody says otherwise; the
bot answers for Transformers' Trainer with PEFT, the others are there for whoever names them and
for the measured runs of docs/accuracy.md.
"""

from dataclasses import dataclass, replace
from typing import Literal

from core.asked.methods import SUPERVISED, method_of
from core.asked.methods import Method as Preference
from core.asked.question import Task, Training
from core.asked.split import WHOLE, split_of_run
from core.memory.training.targets import ATTENTION, LINEAR, QUERY_VALUE, Targets, targets_of

Optimizer = Literal["adamw", "adamw_8bit", "paged_adamw_8bit", "adafactor", "sgd", "muon"]
Method = Literal["full", "lora", "qlora"]
Checkpointing = Literal["none", "selective", "full"]
Measure = Literal["allocated", "reserved", "driver"]
Sharding = Literal["fsdp", "deepspeed"]

EIGHT_BIT: tuple[Optimizer, ...] = ("adamw_8bit", "paged_adamw_8bit")


@dataclass(frozen=True, slots=True)
class Habits:
    """
    What a program does unasked.

    *master_weights*: full fine-tuning keeps weights and moments in float32 beside the 16-bit
    weights (mixed precision) instead of everything in 16 bits. *targets*: which linear layers get
    adapters. *adapter_bytes*: of one adapter weight. *adapter_input*: how many 2-byte elements an
    adapter keeps for each element of its input (PEFT casts inputs to float32: 2; under autocast 1).
    *logit_bytes*: for each token and word of the vocabulary at the peak of the loss;
    *logit_range*: the same at least and at most, where version and settings decide which loss runs.
    *attention_copies*: further tensors of the hidden width that its attention keeps in each layer.
    *sharding*: which library splits states over GPUs; *gathers_everything*: it makes all weights
    whole on every GPU. *float32_gradients*: they are summed in float32 beside the 16-bit ones;
    *main_gradients*: in float32 alone.
    *fused_update*: the optimizer's step makes no temporary copy (fused AdamW, DeepSpeed).
    *compiled*: torch.compile, which makes cheap intermediate results anew. *slack*: what the
    allocator holds beyond what is used, as a share of the activations; large where lengths vary
    from step to step.
    """

    master_weights: bool = True
    targets: Targets = LINEAR
    adapter_bytes: int = 4
    adapter_input: float = 1.0
    logit_bytes: float = 14.0
    logit_range: tuple[float, float] | None = None
    attention_copies: float = 0.0
    sharding: Sharding = "fsdp"
    gathers_everything: bool = False
    float32_gradients: bool = False
    main_gradients: bool = False
    fused_update: bool = True
    compiled: bool = False
    slack: float = 0.15


# Fused into the head's product, a logit is 4 bytes at most; Transformers before 4.45 under autocast
# makes 2 + 4 + 4 bytes of logits (16 bits, float32, shifted), 4 of log-probabilities and 3 x 4 of
# gradients, of which some are let go before others come (docs/formulas-training.md, "Logits").
UNKNOWN_LOSS = (4.0, 26.0)
# Where each figure comes from, and how far it is off: docs/accuracy.md, "Fine-tuning".
TRAINER = Habits(logit_range=UNKNOWN_LOSS)
HABITS: dict[str, Habits] = {
    # Trainer, or accelerate; losses in float32 under autocast. Sharded by DeepSpeed.
    "transformers": TRAINER,
    "deepspeed": replace(TRAINER, sharding="deepspeed", float32_gradients=True),
    # PEFT's own training loop: 16-bit model, float32 adapters, no autocast, lengths padded alike.
    "peft": Habits(
        master_weights=False,
        targets=QUERY_VALUE,
        adapter_input=2,
        logit_bytes=12,
        fused_update=False,
        slack=0.03,
    ),
    # Samples of any length, one by one: the allocator keeps blocks of all sizes.
    "ms-swift": replace(
        TRAINER, master_weights=False, targets=ATTENTION, fused_update=False, slack=0.5
    ),
    # Everything in 16 bits, the loss in chunks, one fused projection whose parts are copied.
    "litgpt": Habits(
        master_weights=False,
        targets=QUERY_VALUE,
        adapter_bytes=2,
        adapter_input=0.75,
        logit_bytes=6,
        attention_copies=5,
        gathers_everything=True,
        fused_update=False,
        slack=0.1,
    ),
    # Everything in 16 bits, the loss in eight chunks.
    "torchtune": Habits(
        master_weights=False, targets=ATTENTION, adapter_bytes=2, logit_bytes=2.5, slack=0.1
    ),
    # Float32 weights and states split by FSDP2, 16-bit layers gathered one by one.
    "torchtitan": Habits(logit_bytes=12, slack=0.1),
    # A loss that never holds all logits.
    "xtuner": Habits(logit_bytes=1, slack=0.1),
    # Packed samples, a fused loss in most recipes.
    "axolotl": replace(TRAINER, master_weights=False, logit_bytes=4, slack=0.05),
    # A fused loss in place, split over tensor-parallel ranks; gradients in one float32 buffer:
    # docs.nvidia.com/megatron-core, distrib_optimizer: 6 + 12 / d bytes a parameter.
    "megatron": Habits(logit_bytes=2, slack=0.1, main_gradients=True),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    One training run on *data_parallel* x *tensor_parallel* x *pipeline_parallel* x
    *context_parallel* GPUs (`parallel.py`).

    *batch* is sequences in one micro batch on one GPU, of *sequence_tokens* each. *measure*: what
    the figure should include; `driver` is everything nvidia-smi shows. *offload_optimizer* and
    *offload_parameters* lie in the host's memory; *fused_loss* never makes all logits.
    """

    method: Method
    optimizer: Optimizer = "adamw"
    sequence_tokens: int = 2048
    batch: int = 1
    lora_rank: int = 16
    zero_stage: int = 0
    data_parallel: int = 1
    tensor_parallel: int = 1
    pipeline_parallel: int = 1
    context_parallel: int = 1
    expert_parallel: int = 1  # of the data-parallel ranks, over which experts are divided
    sequence_parallel: bool = True  # norms and residuals are divided as the rest is
    micro_batches: int | None = None  # of one step; None: enough to fill the pipeline
    checkpointing: Checkpointing = "full"
    flash_attention: bool = True
    habits: Habits = TRAINER
    measure: Measure = "driver"
    offload_optimizer: bool = False
    offload_parameters: bool = False
    fused_loss: bool = False
    trainable: int | None = None  # elements, where they are known and not to be counted
    adapted: Targets | None = None  # where they were named; otherwise those of the program
    preference: Preference = SUPERVISED
    completion_tokens: int | None = None  # of each sequence, where a loss has logits of these alone
    generated: int = 0  # sequences that Transformers writes at a time on one GPU

    @property
    def targets(self) -> Targets:
        """The linear layers that get adapters."""
        return self.habits.targets if self.adapted is None else self.adapted

    @property
    def tokens(self) -> int:
        """Tokens of one micro batch on one GPU; of pairs, of both answers."""
        pairs = 2 if self.preference.pairs else 1
        return self.batch * self.sequence_tokens * pairs // self.context_parallel

    @property
    def loss_tokens(self) -> int:
        """Tokens of a micro batch that have logits."""
        if self.preference.scores:
            return 0
        if self.completion_tokens is None:
            return self.tokens
        written = self.batch * min(self.completion_tokens + 1, self.sequence_tokens)
        return written // self.context_parallel

    @property
    def master_weights(self) -> bool:
        """8-bit optimizers are used to save memory, with 16-bit weights and no second copy."""
        habit = self.method == "full" and self.habits.master_weights
        return habit and self.optimizer not in EIGHT_BIT

    def shard(self, from_stage: int) -> int:
        """Over how many GPUs something is split that ZeRO splits from *from_stage* on."""
        ranks = self.data_parallel * self.context_parallel  # they hold the same weights
        return ranks if self.zero_stage >= from_stage else 1

    @property
    def model_parallel(self) -> int:
        """Over how many GPUs weights are split whatever ZeRO does."""
        return self.tensor_parallel * self.pipeline_parallel

    @property
    def gpus(self) -> int:
        """All of them."""
        return self.data_parallel * self.model_parallel * self.context_parallel


def recipe(task: Task, training: Training, gpus: int = 1) -> Recipe:
    """
    The usual recipe for *task* with what *training* says, on *gpus*.

    Several GPUs share everything (ZeRO-3, FSDP) unless another stage was named; a run whose weights
    are split otherwise shares the optimizer alone and has Megatron's habits, unless FSDP is beside
    it. On one GPU nothing is.
    """
    usual = Recipe(_METHODS.get(task, "full"))
    split = split_of_run(training)
    shards = training.zero_stage in (2, 3)  # FSDP or DeepSpeed beside tensor parallelism
    habits = HABITS["megatron"] if split.by_weights and not shards else TRAINER
    ranks = split if gpus > 1 else WHOLE
    data_parallel = max(1, gpus // ranks.gpus)
    stage = training.zero_stage
    if stage is None and split.by_weights:
        stage = 1
    checkpointing = training.gradient_checkpointing
    flash = training.flash_attention
    preference = method_of(training)
    return Recipe(
        method=usual.method,
        optimizer=training.optimizer or usual.optimizer,
        sequence_tokens=training.sequence_tokens or usual.sequence_tokens,
        batch=training.batch or usual.batch,
        lora_rank=training.lora_rank or usual.lora_rank,
        zero_stage=(3 if data_parallel > 1 else 0) if stage is None else stage,
        data_parallel=data_parallel,
        tensor_parallel=ranks.tensor,
        pipeline_parallel=ranks.pipeline,
        context_parallel=ranks.context,
        expert_parallel=ranks.expert,
        sequence_parallel=training.sequence_parallel is not False,
        micro_batches=training.gradient_accumulation_steps if ranks.pipeline > 1 else None,
        habits=habits,
        checkpointing="none" if checkpointing is False else "full",
        flash_attention=flash is not False,
        offload_optimizer=bool(training.offload_optimizer),
        offload_parameters=bool(training.offload_parameters),
        fused_loss=bool(training.fused_loss),
        adapted=targets_of(training.lora_targets or ()) or None,
        preference=preference,
        completion_tokens=training.max_completion_length if preference.generates else None,
        generated=_generated(training),
    )


def _generated(training: Training) -> int:
    """
    Answers that are written at once by the model that trains: those of all accumulated steps
    (trl/trainer/grpo_config.py, steps_per_generation). vLLM has a cache of its own.
    """
    if not method_of(training).generates or training.use_vllm:
        return 0
    return (training.batch or 1) * (training.gradient_accumulation_steps or 1)


_METHODS: dict[Task, Method] = {"lora": "lora", "qlora": "qlora"}
