"""What a training run needs to be said; the defaults are those of common recipes."""

from dataclasses import replace

from core.asked.methods import USUAL_PROMPT, USUAL_SHARE, colocates, method_of
from core.asked.question import Question, Task, Training
from core.wording.note import Note, note


def usual_training(question: Question, assumed: list[Note]) -> Training:
    """What was said of it and the rest chosen, which is listed in *assumed*."""
    said = question.training or Training()
    if question.task == "serve":
        return said
    chosen: dict[str, object] = {}
    for name, usual in TRAINING_DEFAULTS[question.task].items():
        if getattr(said, name) is None:
            chosen[name] = usual
            key = "rank_alone" if name == "lora_rank" and said.lora_targets else name
            assumed.append(note(f"assumed.training_{key}", value=usual))
    if said.lora_rank and not said.lora_targets and "lora_rank" in TRAINING_DEFAULTS[question.task]:
        assumed.append(note("assumed.training_lora_targets"))
    _of_method(said, chosen, assumed)
    return replace(said, **chosen)  # pyright: ignore[reportArgumentType]


def _of_method(said: Training, chosen: dict[str, object], assumed: list[Note]) -> None:
    """Who writes the answers, and what stands beside the model, as TRL has it."""
    method = method_of(said)
    if not method.generates:
        return
    if said.use_vllm is None:
        named = (said.vllm_mode, said.vllm_gpu_memory_utilization, said.vllm_sleep)
        chosen["use_vllm"] = any(one is not None for one in named)
        if not chosen["use_vllm"]:
            assumed.append(note("assumed.writes_itself"))
    if colocates(replace(said, **chosen)) and said.vllm_gpu_memory_utilization is None:  # pyright: ignore[reportArgumentType]
        assumed.append(note("assumed.vllm_share", percent=round(100 * USUAL_SHARE)))
    if said.method == "grpo" and not method.reference:
        assumed.append(note("assumed.no_reference"))
    if method.critic:
        assumed.append(note("assumed.critic"))
    if said.max_completion_length and said.sequence_tokens is None:
        prompt = said.max_prompt_length or USUAL_PROMPT
        chosen["sequence_tokens"] = prompt + said.max_completion_length
        unsaid = note("assumed.training_sequence_tokens", value=_COMMON["sequence_tokens"])
        assumed[:] = [one for one in assumed if one != unsaid]
        if said.max_prompt_length is None:
            assumed.append(note("assumed.prompt", tokens=prompt))


_COMMON: dict[str, object] = {
    "optimizer": "adamw",
    "sequence_tokens": 2048,
    "batch": 1,
    "gradient_checkpointing": True,
}
TRAINING_DEFAULTS: dict[Task, dict[str, object]] = {
    "full": _COMMON,
    "pretrain": _COMMON | {"sequence_tokens": 4096},
    "lora": _COMMON | {"lora_rank": 16},
    "qlora": _COMMON | {"lora_rank": 16, "optimizer": "paged_adamw_8bit"},
}
