"""What could be changed so that a training run fits, from the mildest change on."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.methods import colocates
from core.asked.question import Question, Task, Training, ZeroStage
from core.asked.scenario import Scenario
from core.planning.placement import Placement
from core.planning.rollout import enough_for_vllm
from core.wording.note import Note, note

NARROW_OPTIMIZER = "adamw_8bit"
FLOAT32_STATES = ("adamw", "sgd", "muon")  # optimizers whose states the 8-bit one is smaller than
CHEAPER: dict[Task, tuple[Task, ...]] = {"full": ("lora", "qlora"), "lora": ("qlora",)}
STAGES: tuple[ZeroStage, ...] = (1, 2, 3)

Candidates = Iterator[tuple[Note, Question]]


def training_candidates(question: Question, scenario: Scenario, short: Placement) -> Candidates:
    """A change and the question with it, each alone; of *scenario*, which *short* does not hold."""
    said, chosen = question.training or Training(), scenario.training

    def changed(**fields: object) -> Question:
        training = replace(said, **fields)  # pyright: ignore[reportArgumentType]
        return replace(question, training=training)

    if not chosen.fused_loss:
        yield note("change.fused_loss"), changed(fused_loss=True)
    if not chosen.gradient_checkpointing:
        yield note("change.gradient_checkpointing"), changed(gradient_checkpointing=True)
    if colocates(chosen):
        share = enough_for_vllm(scenario, short)
        if share is not None:
            fields = {"use_vllm": True, "vllm_gpu_memory_utilization": share}
            yield note("change.vllm_share", percent=round(100 * share)), changed(**fields)
        if not chosen.vllm_sleep:
            yield note("change.vllm_sleep"), changed(use_vllm=True, vllm_sleep=True)
        yield note("change.vllm_server"), changed(use_vllm=True, vllm_mode="server")
    batch = chosen.batch or 1
    while batch > 1:
        batch //= 2
        yield note("change.batch", batch=batch), changed(batch=batch)
    if chosen.optimizer in FLOAT32_STATES:
        yield note("change.optimizer"), changed(optimizer=NARROW_OPTIMIZER)
    if short.count > 1 and chosen.zero_stage is not None:
        for stage in STAGES[chosen.zero_stage :]:
            yield note("change.zero", stage=stage), changed(zero_stage=stage)
    yield from _on_the_host(question, said, chosen, short)
    for task in CHEAPER.get(scenario.task, ()):
        # In its own usual format, with its own usual optimizer.
        usual = replace(said, optimizer=None)
        yield note(f"change.{task}"), replace(question, task=task, precisions=(), training=usual)


def _on_the_host(
    question: Question, said: Training, chosen: Training, short: Placement
) -> Candidates:
    """
    The optimizer first, which only a run of all weights is short of; then the weights as well:
    those of adapters on several cards, where FSDP does it.
    """
    all_weights = question.task in ("full", "pretrain")
    if short.gpu.kind == "apu" or not (all_weights or short.count > 1):
        return
    if all_weights and not chosen.offload_optimizer:
        stage = chosen.zero_stage if chosen.zero_stage in (2, 3, None) else 2
        training = replace(said, offload_optimizer=True, zero_stage=stage)
        yield note("change.offload_optimizer"), replace(question, training=training)
    if not chosen.offload_parameters:
        training = replace(said, offload_optimizer=True, offload_parameters=True, zero_stage=3)
        yield note("change.offload_parameters"), replace(question, training=training)
