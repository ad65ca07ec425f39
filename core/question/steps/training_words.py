"""What is said about a training run."""

import re
from collections.abc import Iterator

from core.asked.question import Task
from core.question.candidate import NAMED, NEAR, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import THOUSAND, num, tokens
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

# "lora vs full": a bare "full" beside the other way to train
_BESIDE_LORA = (
    r"full(?=(?: |/)(?:(?:vs\.?|versus|or|and|against|than|ou|e|contra|x) )?(?:the )?q?lora)|"
    + "|".join(
        rf"(?<=lora{between})full(?! (?:precision|context|ctx|length|window))"
        for between in (
            " instead of ",
            " rather than ",
            " em vez de ",
            "/",
            ", ",
            " vs ",
            " vs. ",
            " versus ",
            " or ",
            " and ",
            " ou ",
            " x ",
        )
    )
)
_TASKS: tuple[tuple[Task, re.Pattern[str]], ...] = (
    ("qlora", regex(r"\b(?:qlora|q-lora)\w{0,3}\b(?:\s(?:fine[ -]?tun(?:e|ing)|training))?")),
    (
        "lora",
        regex(r"\b(?:lora|peft)\b(?:\s(?:fine[ -]?tun(?:e|ing)|training|adapters?))?"),
    ),
    ("pretrain", regex(rf"\b(?:{either('pretrain')})\b")),
    ("full", regex(rf"\b(?:{either('train')}|{_BESIDE_LORA})\b(?!\w)")),
)
# By language: in Portuguese "a 4090 serve?" asks whether it will do.
_SERVES = {words.code: regex(rf"\b(?:{words.serve})\b") for words in LANGUAGES}
# "8-bit adam", "paged adamw 8bit", "adamw_8bit"
_ADAM_8BIT = regex(
    r"\b(?P<paged>paged[ _-])?(?:8[ -]?bit[ _-](?P<paged2>paged[ _-])?adam(?:w)?"
    r"|adam(?:w)?[ _-]?(?:8[ _-]?bits?|bnb[ _-]8[ -]?bit))\b"
    r"|\bpaged[ _-]adamw?(?:[ _-]32[ -]?bit)?\b"
)
_8BIT_OPTIMIZER = regex(r"\b8[ -]?bit[ _-]optimi[sz]er\b|\botimizador de 8[ -]?bits\b")
_OPTIMIZER = regex(
    r"\b(?P<name>adamw?|adafactor|sgd|muon)(?:[ _-](?:torch|fused|hf))*\b(?:\soptimi[sz]er)?"
    r"|\b(?:optim(?:i[sz]er)?|otimizador)[ =:]+(?P<name2>adamw?|adafactor|sgd|muon)\b"
)
# As torchtune calls it; "fused backward pass" in other places
_IN_BACKWARD = regex(
    r"\boptimi[sz]er(?:[ _-]step)?[ _-](?:fused )?(?:in|into)[ _-](?:the )?"
    r"(?:bwd|backward)(?: pass)?\b"
)
# "r=8", "rank 16", "lora rank of 64", "r16"; not the "R 08-2024" of Command R
_RANK = regex(
    r"\b(?:lora[_-])?(?:rank|posto|r)(?:\s*(?:=|:|of|de|\s)\s*)(?P<number>-?\d{1,6})(?!\w|\.\d|-\d)"
    r"|\br(?P<joined>[1-9]\d{1,3}|[48])\b"
    r"|\brank-?(?P<joined3>\d{1,5})\b"
)
# "[rank0]: torch.OutOfMemoryError", "CUDA error: out of memory (rank 3)": one of several processes
_PROCESS = regex(
    r"\[(?:rank|r)[ -]?\d{1,5}\]:?"
    r"|(?<=error: out of memory )\(rank[ :=]?\s?\d{1,5}\)"
    r"|\b(?:on|from|global|local|world)[ _-]rank[ :=]?\s?\d{1,5}\b"
)
_ALPHA = regex(
    r"\b(?:lora[_-])?(?:alpha|dropout|epochs?|epocas?|lr|learning[ _-]rate|warmup)\s*(?:=|:|of"
    r"|de|\s)?\s*\d{1,6}(?:\.\d{1,6})?(?:e-?\d{1,2})?(?![\w])|\b\d{1,4}\s(?:epochs?|epocas?)\b"
)
# "zero3", "zero-2", "deepspeed zero stage 3", "fsdp", "ddp"
_ZERO = regex(
    r"\b(?:deepspeed[ _-])?(?:ze?ro[ _-]?(?:stage)?[ _-]?|(?:deepspeed[ _-])?stage[ _-]?"
    r"|(?:deepspeed|ds)[ _-]z?)(?P<stage>[0-9])(?!\w|\.\w)"
)
_ZERO_STAGE = regex(r"\bzero (?:stage|estagio) (?P<stage>[0-9])(?!\w|\.\w)")
# Training with further models or samples in memory, which we do not count
# "train a reward model", "reward modelling"
_REWARD = regex(
    r"\breward[ -]model(?:l?ing|s? training)\b"
    r"|\b(?:train(?:ing)?|treinar|treino de) (?:an? |the |um )?"
    r"(?:reward model|modelo de recompensa)\b"
)
_DORA = regex(r"\bq?dora\b(?:\s(?:fine[ -]?tun(?:e|ing)|training|adapters?))?")
_METHODS = ("galore", "lomo", "badam", "reft", "ia3")
_ALIGNMENT = regex(
    rf"\b(?:rlhf|rlaif|grpo|dpo|ppo|orpo|kto|rloo|simpo|distillation|{'|'.join(_METHODS)})\b"
)
_GENERATES = regex(r"\b(?:grpo|ppo|rloo)\b")
_FSDP = regex(r"\bfsdp[12]?(?:[ _-](?:full[ _-]?shard(?:ing)?))?\b|\bfull[ _-]shard(?:ing)?\b")
_DDP = regex(r"\bddp\b")
_DEEPSPEED = regex(r"\bdeepspeed\b")
# "ep 4", "expert parallel 8", "cp=2", "context parallel size 2", "dp 4"
_SPLIT = regex(
    r"\b(?P<kind>ep|expert[\s_-]parallel(?:ism)?(?:[\s_-]size)?"
    r"|cp|context[\s_-]parallel(?:ism)?(?:[\s_-]size)?"
    r"|dp|data[\s_-]parallel(?:ism)?(?:[\s_-]size)?)\s*(?:=|:|of|de|\s)?\s*"
    r"(?P<number>\d{1,4})(?![\w.])"
)
_SPLITS = {"e": "expert", "c": "context", "d": "data"}
_NO = r"(?P<no>(?:no|without|sem|disable|w/o|not using)\s(?:any\s)?)?"
_CHECKPOINTING = regex(rf"\b{_NO}(?:{either('checkpointing')})\b(?:\s(?P<off>off|desligado))?")
_FLASH = regex(rf"\b{_NO}(?:flash[ _-]?att(?:entio)?n(?:[ _-]?[23])?|fa[23])\b")
# "trained on 2T tokens" says how long a run takes, not what it holds
_DATA = regex(
    r"(?<![\w.])\d{1,4}(?:\.\d{1,3})?\s?(?:t|trillion|b|billion|trilhoes(?: de)?"
    r"|bilhoes(?: de)?)[ -](?:tokens?|toks?)\b"
)
_SEQUENCE = regex(
    rf"\b(?:seq(?:uence)?s?(?:[ _-]?len(?:gth)?)?|max[ _-]seq[ _-]?len(?:gth)?|cutoff[ _-]len"
    rf"|sequencias?)\s*(?:=|:|of|de|at|com"
    rf"|\s)\s*{num('number')}(?:\s?(?P<unit>{THOUSAND})(?![a-z]))?(?!\w|\.\w)"
    r"(?:[ -]?tokens?\b)?"
)
_OPTIMIZERS = {"adam": "adamw"}

_HINTS = (
    "tun", "train", "trein", "lora", "dora", "peft", "adam", "adafactor", "sgd", "muon", "optim",
    "otimiz", "zero", "zro", "stage", "fsdp", "ddp", "shard", "deepspeed", "ds ", "checkpoint",
    "ckpt", "gc", "recomp", "rl", "po", "kto", "distill", *_METHODS, "reward", "recompensa",
    "flash", "fa2", "fa3", "sft", "ft", "teach", "cpt", "scratch", "ajust", "afin", "tok",
    "checkpointing",
)  # fmt: skip


def find_training(text: Text) -> Iterator[Candidate]:
    """The task and what belongs to it."""
    if not text.has(*_HINTS):
        return
    yield from _optimizers(text)
    yield from _sharding(text)
    for match in text.each(_CHECKPOINTING):
        on = not (match["no"] or match["off"])
        yield matched(match, "training.gradient_checkpointing", on, NAMED, "checkpointing")
    for match in text.each(_FLASH, "flash", "fa2", "fa3"):
        yield matched(match, "training.flash_attention", not match["no"], NAMED, "attention")
    for match in text.each(_DATA):
        yield matched(match, "decoy.data", match[0], NAMED, "tokens of training data")
    yield from _tasks(text)
    if text.has("lora", "dora", "peft") and not serves(text):
        processes = list(text.each(_PROCESS, "rank", "[r"))
        for match in processes:
            yield matched(match, "nothing", True, NAMED, "the rank of a process")
        for match in text.each(_RANK):
            if any(one.start() <= match.start() < one.end() for one in processes):
                continue
            written = next(said for said in match.groups() if said is not None)
            yield matched(match, "training.lora_rank", int(written), NAMED, "a rank")
        for match in text.each(_ALPHA):
            yield matched(match, "nothing", True, NAMED, "changes no memory")
    if trains(text):
        for match in text.each(_SEQUENCE, "seq", "len"):
            length = tokens(match["number"], match["unit"], text.language)
            length = round(length) if match["unit"] else length
            yield matched(match, "training.sequence_tokens", length, NAMED, "a training sequence")


def serves(text: Text) -> bool:
    """Serving wins over the adapters it serves: "serve llama with 10 LoRA adapters"."""
    return _SERVES[text.language].search(text.plain) is not None and not any(
        pattern.search(text.plain) for pattern in _RUNS
    )


def runs(text: Text) -> bool:
    """Whether a run is spoken of, not only adapters: "fine-tune", "pretraining"."""
    return text.has(*_HINTS) and any(pattern.search(text.plain) for pattern in _RUNS)


def aligns(text: Text) -> bool:
    """Whether a method of preferences or rewards is named."""
    return any(True for _ in text.each(_ALIGNMENT, "rl", "po", "kto", "rloo"))


def generates(text: Text) -> bool:
    """Whether it is one that writes answers while it trains."""
    return any(True for _ in text.each(_GENERATES, "grpo", "ppo", "rloo"))


def trains(text: Text) -> bool:
    """Whether a training run is spoken of at all."""
    if not text.has(*_HINTS):
        return False
    return not serves(text) and any(pattern.search(text.plain) for pattern in _SAY_SO)


def _optimizers(text: Text) -> Iterator[Candidate]:
    role = "training.optimizer"
    for match in text.each(_ADAM_8BIT, "adam"):
        name = "paged_adamw_8bit" if "paged" in match[0] else "adamw_8bit"
        yield matched(match, role, name, NAMED, "an optimizer")
    for match in text.each(_8BIT_OPTIMIZER, "optim", "otimiz"):
        yield matched(match, role, "adamw_8bit", NAMED, "an optimizer")
    for match in text.each(_IN_BACKWARD, "bwd", "backward"):
        yield matched(match, "training.optimizer_in_backward", True, NAMED, "no gradient is kept")
    for match in text.each(_OPTIMIZER):
        name = match["name"] or match["name2"]
        yield matched(match, role, _OPTIMIZERS.get(name, name), NAMED, "an optimizer")


def _sharding(text: Text) -> Iterator[Candidate]:
    role = "training.zero_stage"
    for pattern in (_ZERO, _ZERO_STAGE):
        for match in text.each(pattern):
            yield matched(match, role, int(match["stage"]), NAMED, "a ZeRO stage")
    if trains(text):
        for match in text.each(_SPLIT, "ep", "cp", "dp", "parallel"):
            kind = _SPLITS[match["kind"][0]]
            role_of = f"training.{kind}_parallel_size"
            yield matched(match, role_of, int(match["number"]), NAMED, "a way to split a run")
    for match in text.each(_FSDP, "fsdp", "shard"):
        yield matched(match, role, 3, NEAR, "FSDP shards all")
    for match in text.each(_DDP, "ddp"):
        yield matched(match, role, 0, NEAR, "DDP shards nothing")
    for match in text.each(_DEEPSPEED, "deepspeed"):
        yield matched(match, "deepspeed", match[0], NEAR, "a ZeRO stage belongs to it")


def _tasks(text: Text) -> Iterator[Candidate]:
    served = serves(text)
    for task, pattern in _TASKS:  # the more particular first
        for match in text.each(pattern):
            if served and task in ("lora", "qlora"):
                yield matched(match, "decoy.adapters", match[0], NAMED, "served, not trained")
            else:
                yield matched(match, "task", task, NAMED, "a kind of training")
    for match in text.each(_REWARD, "reward", "recompensa"):
        yield matched(match, "alignment", "reward", NAMED, "a model that scores")
    for match in text.each(_DORA, "dora"):
        yield matched(match, "dora", True, NAMED, "adapters with magnitudes")
    for match in text.each(_ALIGNMENT, "rl", "po", "kto", "distill", *_METHODS):
        yield matched(match, "alignment", match[0], NAMED, "further models or samples")


_RUNS = tuple(pattern for _, pattern in _TASKS[2:])
_SAY_SO = (*(pattern for _, pattern in _TASKS), _CHECKPOINTING, _ADAM_8BIT, _8BIT_OPTIMIZER,
           _OPTIMIZER, _ZERO, _ZERO_STAGE, _FSDP, _DDP, _ALIGNMENT, _DORA, _REWARD)  # fmt: skip
