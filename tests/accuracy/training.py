"""
Measured training runs -> our parts.

A row says what a program did, so each program's habits (core/memory/training/recipe.py) apply,
with what the row says on top. Rows without a sequence length are not mapped: activations depend on
it.
"""

import re
from dataclasses import replace

from core.memory.training.parts import parts_of
from core.memory.training.recipe import (
    HABITS,
    TRAINER,
    Checkpointing,
    Habits,
    Measure,
    Method,
    Optimizer,
    Recipe,
)
from core.memory.training.targets import targets_of, unknown
from tests.accuracy.lookup import UnmappedError, model_of, precision_of
from tests.accuracy.prediction import Prediction, of_parts
from tests.accuracy.row import UNSAID_TOKENS, Row

PROGRAMS = {
    "transformers-trainer": "deepspeed",
    "llama-factory": "deepspeed",
    "deepspeed": "deepspeed",
    "megatron (ms-swift)": "megatron",
    "fsdp_qlora": "transformers",
}
QUANTITIES = ("total_peak", "total_allocated", "weights_memory")
IN_SHORT = {"qv": ("q_proj", "v_proj"), "all": ("all-linear",)}
NO_LORA = ("peft:ia3",)  # vectors, no matrices
NO_FLASH_ATTENTION = ("ms-swift",)  # ms-swift 1.x: only Qwen's own code uses it unasked


def predict(row: Row) -> Prediction:
    """The peak of the run on one GPU, or over all where the row sums up."""
    if row.quantity not in QUANTITIES:
        raise UnmappedError(f"{row.quantity} of a training run")
    model = model_of(row)
    plan = recipe_of(row)
    parts = parts_of(plan, model, precision_of(row, model))
    if row.quantity == "weights_memory":
        parts = tuple(part for part in parts if part.name == "weights")
    predicted = of_parts(parts)
    gpus = gpus_counted(row, plan)
    return Prediction(*(gpus * value for value in (predicted.value, predicted.low, predicted.high)))


def gpus_counted(row: Row, plan: Recipe) -> int:
    """How many GPUs the figure of *row* is about."""
    summed = row.text("scope").startswith(("sum", "all"))
    return plan.gpus if summed else 1


def recipe_of(row: Row) -> Recipe:
    """The run of *row* with nothing left open."""
    said = row.train
    parallel = said.get("parallel") or {}
    method = _method(row)
    habits = habits_of(row)
    tensor_parallel, stages = parallel.get("tp", 1), parallel.get("pp", 1)
    context = parallel.get("cp", 1)
    gpus = row.number("gpu_count", 1) // (tensor_parallel * stages * context)
    batch = said.get("micro_batch") or row.number("batch", 1)
    if row.engine == "torchtitan" and stages > 1:
        batch = max(1, batch // stages)  # as many micro batches as stages, unless it is told
    rank = said.get("lora_rank")
    offloaded = bool(said.get("cpu_offload")) or "CPU offload" in row.text("notes")
    return Recipe(
        method=method,
        optimizer=_optimizer(str(said.get("optimizer") or "")),
        sequence_tokens=row.sequence_tokens or UNSAID_TOKENS,
        batch=batch,
        lora_rank=rank if isinstance(rank, int) else 16,
        zero_stage=_stage(row, gpus),
        data_parallel=gpus,
        tensor_parallel=tensor_parallel,
        pipeline_parallel=stages,
        context_parallel=context,
        expert_parallel=parallel.get("ep", 1),
        checkpointing=_checkpointing(row),
        flash_attention=_flash_attention(row),
        habits=habits,
        measure=_measure(row.measure),
        offload_optimizer=offloaded,
        offload_parameters=offloaded,
        trainable=_trainable(row, method, rank if isinstance(rank, int) else 16, habits),
    )


def habits_of(row: Row) -> Habits:
    """What the row's program does unasked, with what the row adds."""
    said = row.train
    habits = HABITS.get(PROGRAMS.get(row.engine, row.engine), HABITS["transformers"])
    if row.engine == "megatron (ms-swift)" and said.get("zero_stage"):
        habits = HABITS["deepspeed"]
    targets = said.get("targets")
    names = IN_SHORT.get(targets, (targets,)) if isinstance(targets, str) else targets
    if names and not unknown(names):
        habits = replace(habits, targets=targets_of(names))
    if re.search(r"(?<!no )target experts|MoE LoRA", row.text("notes")):
        habits = replace(habits, targets=habits.targets | {"expert"})
    if row.engine == "torchtune" and row.version.startswith(("0.1", "0.2")):
        habits = replace(habits, logit_bytes=TRAINER.logit_bytes)  # no loss in chunks before 0.3
    if said.get("compile") and row.engine == "torchtune":
        habits = replace(habits, compiled=True)
    if row.engine == "transformers-trainer" and row.text("precision").startswith("gptq"):
        # Qwen's Q-LoRA script runs in fp16 under DeepSpeed, where the loss stays at 16 bits.
        habits = replace(habits, logit_bytes=8)
    if row.engine == "transformers-trainer" and not str(said.get("method")).startswith("full"):
        # The Trainer's AdamW was not fused then; full runs had DeepSpeed's.
        habits = replace(habits, fused_update=False)
    if said.get("trains_embeddings"):
        habits = replace(habits, adapter_bytes=2)
    return habits


def _method(row: Row) -> Method:
    name = str(row.train.get("method", ""))
    if name.startswith("full"):
        return "full"
    if name == "qlora":
        return "qlora"
    names = row.train.get("targets") or ()
    known = isinstance(names, list) and not unknown(names)
    adapters = name.startswith("peft:") and known and name not in NO_LORA
    if name == "lora" or adapters:
        return "lora"
    raise UnmappedError(f"method {name}")


def _optimizer(text: str) -> Optimizer:
    text = text.lower()
    if "8bit" in text:
        return "paged_adamw_8bit" if "paged" in text else "adamw_8bit"
    return "sgd" if text == "sgd" else "adamw"


def _stage(row: Row, gpus: int) -> int:
    """
    As stated; several GPUs that say nothing share everything, as our own answers assume; Megatron's
    share the optimizer alone (its distributed optimizer).
    """
    value = row.train.get("zero_stage")
    if value is None and row.engine.startswith("megatron"):
        return 1
    if value is None:
        return 3 if gpus > 1 else 0
    said = str(value)
    if said.startswith("DDP"):
        return 0
    return int(said[0]) if said[0].isdecimal() else 3  # FSDP


def _checkpointing(row: Row) -> Checkpointing:
    said = row.train.get("grad_ckpt")
    notes = row.text("notes")
    if re.search(r"checkpointing off", notes):
        return "none"
    if row.engine == "litgpt" and row.number("gpu_count", 1) == 1:
        return "none"  # only its FSDP strategy knows it
    if isinstance(said, str):
        return "selective" if "selective" in said or "every" in said else "full"
    if said is None:
        return "none" if row.engine == "peft" else "full"
    return "full" if said else "none"


def _flash_attention(row: Row) -> bool:
    return row.engine not in NO_FLASH_ATTENTION or "qwen" in row.text("model").lower()


def _measure(text: str) -> Measure:
    if "allocated" in text:
        return "allocated"
    return "driver" if "smi" in text else "reserved"


def _trainable(row: Row, method: Method, rank: int, habits: Habits) -> int | None:
    if method == "full":
        return None
    if row.train.get("trains_embeddings"):
        from core.memory.training.lora import adapter_parameters

        model = model_of(row)
        both = 2 * model.vocab_size * model.hidden_size
        return adapter_parameters(model, rank, habits.targets) + both
    stated = row.train.get("trainable_params")
    return int(stated) if stated else None
