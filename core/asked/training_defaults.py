"""What a training run needs to be said; the defaults are those of common recipes."""

from dataclasses import replace

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
    return replace(said, **chosen)  # pyright: ignore[reportArgumentType]


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
