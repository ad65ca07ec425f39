"""
A training run out of what its launcher, its trainer and its settings say together.

What trains (everything, adapters, adapters on 4-bit weights) follows from an adapter's settings
and how the weights are loaded; the number of cards from processes and nodes; the micro batch from
the batch of all cards, where only that is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.asked.question import Task, Training
from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.pasted.programs import Program
from core.question.pasted.run import Run, cards
from core.question.pasted.served import experts, loaded, named, served_cards, weight_only
from core.question.pasted.table import RECIPE, tool
from core.question.words.regex import regex

_ADAPTERS: dict[str, Task] = {
    **dict.fromkeys(("lora", "dora", "peft", "adalora", "rslora", "lora+"), "lora"),
    **dict.fromkeys(("qlora", "qdora"), "qlora"),
    **dict.fromkeys(("full", "freeze", "none"), "full"),
}
_PRETRAIN = ("pt", "pretrain", "pretraining")
_PLAIN_METHODS = ("sft", *_PRETRAIN)
_METHOD = regex(
    r"(?<![a-z])(?:dpo|grpo|ppo|kto|orpo|cpo|rloo|simpo|gkd|reward|rm|pt|pretrain)(?![a-z])"
)
_SHARDS = {
    "full-shard": 3, "1": 3, "hybrid-shard": 3, "4": 3, "hybrid-shard-zero2": 2, "5": 2,
    "shard-grad-op": 2, "2": 2, "no-shard": 0, "3": 0, "true": 3,
}  # fmt: skip
# Trainers' scripts that may do anything; only what is said beside them tells
_SCRIPTS = ("hf-trainer", "peft")
_SAYS_TRAINING = frozenset(
    {
        "recipe.adapter", "recipe.method", "recipe.stage", "recipe.shard", "recipe.batch",
        *(f"training.{name}" for name in Training.__dataclass_fields__),
    }
)  # fmt: skip
# Nobody who only asks a model says one of these
_ONLY_TRAINING = frozenset(
    ("training.batch", "training.gradient_accumulation_steps", "recipe.batch")
)


def settle(items: Sequence[Item], programs: Sequence[Program], typed: str) -> list[Item]:
    """The same items, with what they say together as fields of a question."""
    run = Run(items, programs, typed)
    if trains(items, programs):
        found = [
            *_task(run), *_stage(run), *_offload(run), *_batch(run), *cards(run), *_sequence(run),
        ]  # fmt: skip
    else:
        run = replace(run, items=[_of_serving(item) for item in items])
        found = [
            *loaded(run), *weight_only(run), *experts(run), *served_cards(run), *named(run),
        ]  # fmt: skip
    taken = {(item.start, item.end) for item in found}
    rest = [item for item in run.items if not any(_inside(at, item) for at in taken)]
    silent = [replace(item, role=NOTHING) if item.role in RECIPE else item for item in rest]
    return [*silent, *found]


def _inside(at: tuple[int, int], item: Item) -> bool:
    return item.start <= at[0] and at[1] <= item.end


def trains(items: Sequence[Item], programs: Sequence[Program]) -> bool:
    """A trainer is started, or something is said that only a training run has."""
    trainers = [each for each in programs if tool(each.tool).kind == "train"]
    if any(item.role in _ONLY_TRAINING for item in items):
        return True
    if trainers and not any(each.trains for each in trainers):
        return False
    if any(each.tool not in _SCRIPTS for each in trainers):
        return True
    says = _SAYS_TRAINING if trainers else _SAYS_TRAINING - {"training.sequence_tokens"}
    return any(item.role in says for item in items)


def _of_serving(item: Item) -> Item:
    """A length is a context where nothing is trained."""
    return replace(item, role="context_length") if item.role == "training.sequence_tokens" else item


# ── a training run ───────────────────────────────────────────────────────────────────────────


def _task(run: Run) -> Iterator[Item]:
    """What is trained, at the place that says so."""
    bits = run.item("recipe.bits")
    task = _task_said(run)
    place = run.item("recipe.adapter") or _harmless(run)
    if bits is not None and bits.value == 4 and run.text("recipe.adapter") != "full":
        task, place = "qlora", place or bits
    method = run.item("recipe.method")
    name = _method(run)
    if task == "full" and name in _PRETRAIN:
        task = "pretrain"
    if place is not None:
        yield replace(place, role="task", value=task)
    if method is not None and method.value not in _PLAIN_METHODS:
        yield replace(method, role="alignment")
    elif name and name not in _PLAIN_METHODS:
        yield from _method_of_program(run)
    if bits is not None and bits is not place and bits.value in (4, 8):
        yield from loaded(run)


def _task_said(run: Run) -> Task:
    if run.item("recipe.adapter", "training.lora_rank", "training.lora_targets") is not None:
        return _ADAPTERS.get(run.text("recipe.adapter"), "lora")
    return _usual_task(run)


def _usual_task(run: Run) -> Task:
    """Of the trainer that is used: LLaMA-Factory trains adapters unless it is told otherwise."""
    named = [program.tool for program in run.programs]
    started = any(tool(name).kind == "train" for name in named)
    read = [item.tool for item in run.items if item.tool and not started]
    for name in (*named, *read):
        task = tool(name).task
        if task is not None:
            return task
    return "full"


def _harmless(run: Run) -> Item | None:
    """Something of the trainer that says nothing else: its name, a heading, an output folder."""
    ours = [
        item
        for item in run.items
        if item.role == NOTHING and item.tool and tool(item.tool).kind == "train"
    ]
    return max(ours, key=lambda item: item.end - item.start, default=None)


def _method(run: Run) -> str:
    """ "dpo" of a stage, or of `trl dpo`."""
    said = run.item("recipe.method")
    if said is not None:
        return str(said.value).lower()
    match = next(iter(_methods(run)), None)
    return "" if match is None else match[0]


def _methods(run: Run) -> Iterator[re.Match[str]]:
    low = run.typed.lower()
    for program in run.programs:
        if tool(program.tool).kind == "train":
            yield from _METHOD.finditer(low[: program.end], program.start)


def _method_of_program(run: Run) -> Iterator[Item]:
    match = next(_methods(run))
    program = next(each for each in run.programs if each.start <= match.start() < each.end)
    why = "a trainer's method"
    yield Item(match.start(), match.end(), "alignment", match[0], why)
    yield Item(program.start, match.start(), NOTHING, None, why, program.tool)
    yield Item(match.end(), program.end, NOTHING, None, why, program.tool)


def _stage(run: Run) -> Iterator[Item]:
    """ZeRO's stage or FSDP's strategy; what a file's name says of offloading beside it."""
    said = run.item("recipe.stage", "recipe.shard")
    if said is None:
        return
    text = str(said.value).lower().replace("_", "-")
    stage = int(text[0]) if said.role == "recipe.stage" else _shard(text)
    if stage is None:
        yield replace(said, role=UNCOUNTED)
    elif "offload" in text and "no-offload" not in text:
        of_both = stage == 3 and "param" not in text
        role = "offload_parameters" if "param" in text else "offload_optimizer"
        parts = _parts(said, 3 if of_both else 2)
        yield replace(parts[0], role="training.zero_stage", value=stage)
        yield replace(parts[1], role=f"training.{role}", value=True)
        if of_both:
            yield replace(parts[2], role="training.offload_parameters", value=True)
    else:
        yield replace(said, role="training.zero_stage", value=stage)


def _shard(text: str) -> int | None:
    words = text.replace(",", " ").replace("[", " ").replace("]", " ").split()
    return next(
        (_SHARDS[word.strip("-'\"")] for word in words if word.strip("-'\"") in _SHARDS), None
    )


def _offload(run: Run) -> Iterator[Item]:
    """FSDP moves parameters and the states of the optimizer together."""
    said = run.item("recipe.offload_both")
    if said is None or not said.value:
        return
    first, second = _parts(said, 2)
    yield replace(first, role="training.offload_optimizer")
    yield replace(second, role="training.offload_parameters")


def _parts(item: Item, number: int) -> list[Item]:
    """An item that says several things, cut into as many pieces, each with letters of its own."""
    length = (item.end - item.start) // number
    ends = [item.start + length * place for place in range(1, number)] + [item.end]
    starts = [item.start, *ends[:-1]]
    whole = item.whole or (item.start, item.end)
    return [
        replace(item, start=start, end=end, whole=whole)
        for start, end in zip(starts, ends, strict=True)
    ]


def _batch(run: Run) -> Iterator[Item]:
    """The micro batch: the batch of all cards divided by cards and steps."""
    whole = run.item("recipe.batch")
    if whole is None or run.item("training.batch") is not None:
        return
    number = next((item.value for item in cards(run)), None)
    steps = run.number("training.gradient_accumulation_steps") or 1
    if isinstance(number, int) and isinstance(whole.value, int) and number > 0:
        share = max(1, whole.value // (number * steps))
        yield replace(whole, role="training.batch", value=share)
    else:
        yield replace(whole, role=UNCOUNTED)


def _sequence(run: Run) -> Iterator[Item]:
    """Of a method that answers prompts: a prompt and an answer are trained together."""
    answer = run.item("training.max_completion_length")
    prompt = run.number("training.max_prompt_length")
    if answer is None or prompt is None or run.item("training.sequence_tokens") is not None:
        return
    first, second = _parts(answer, 2)
    yield first
    if isinstance(answer.value, int):
        length = prompt + answer.value
        yield replace(second, role="parts_length", value=length)
