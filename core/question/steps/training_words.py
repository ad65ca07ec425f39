"""What is said about a training run."""

import re

from core.asked.question import Task
from core.question.reading import Reading
from core.question.settle.problem import check
from core.question.steps.numbers import THOUSAND, num, tokens
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

_TASKS: tuple[tuple[Task, re.Pattern[str]], ...] = (
    ("qlora", regex(r"\b(?:qlora|q-lora)\w{0,3}\b(?:\s(?:fine[ -]?tun(?:e|ing)|training))?")),
    (
        "lora",
        regex(r"\b(?:lora|dora|peft)\b(?:\s(?:fine[ -]?tun(?:e|ing)|training|adapters?))?"),
    ),
    ("pretrain", regex(rf"\b(?:{either('pretrain')})\b")),
    ("full", regex(rf"\b(?:{either('train')})\b(?!\w)")),
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
# "r=8", "rank 16", "lora rank of 64", "r16"; not the "R 08-2024" of Command R
_RANK = regex(
    r"\b(?:lora[ _-])?(?:rank|posto|r)(?:\s*(?:=|:|of|de|\s)\s*)(?P<number>-?\d{1,6})(?![\w.]|-\d)"
    r"|\br(?P<joined>\d{1,4})\b(?=.{0,40}lora)|(?<=lora )r(?P<joined2>\d{1,4})\b"
    r"|\brank-?(?P<joined3>\d{1,5})\b"
)
_ALPHA = regex(
    r"\b(?:lora[ _-])?(?:alpha|dropout|epochs?|epocas?|lr|learning[ _-]rate|warmup)\s*(?:=|:|of"
    r"|de|\s)?\s*\d{1,6}(?:\.\d{1,6})?(?:e-?\d{1,2})?(?![\w])|\b\d{1,4}\s(?:epochs?|epocas?)\b"
)
# "zero3", "zero-2", "deepspeed zero stage 3", "fsdp", "ddp"
_ZERO = regex(
    r"\b(?:deepspeed[ _-])?(?:ze?ro[ _-]?(?:stage)?[ _-]?|(?:deepspeed[ _-])?stage[ _-]?"
    r"|(?:deepspeed|ds)[ _-]z?)(?P<stage>[0-9])(?![\w.])"
)
_ZERO_STAGE = regex(r"\bzero (?:stage|estagio) (?P<stage>[0-9])(?![\w.])")
# Training with further models or samples in memory, which we do not count
_ALIGNMENT = regex(r"\b(?:rlhf|rlaif|grpo|dpo|ppo|orpo|kto|distillation)\b")
_FSDP = regex(r"\bfsdp[12]?(?:[ _-](?:full[ _-]?shard(?:ing)?))?\b|\bfull[ _-]shard(?:ing)?\b")
_DDP = regex(r"\bddp\b")
_DEEPSPEED = regex(r"\bdeepspeed\b")
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
    rf"|\s)\s*{num('number')}(?:\s?(?P<unit>{THOUSAND})(?![a-z]))?(?![\w.])"
    r"(?:[ -]?tokens?\b)?"
)
_OPTIMIZERS = {"adam": "adamw"}

_HINTS = (
    "tun", "train", "trein", "lora", "dora", "peft", "adam", "adafactor", "sgd", "muon", "optim",
    "otimiz", "zero", "zro", "stage", "fsdp", "ddp", "shard", "deepspeed", "ds ", "checkpoint",
    "ckpt", "gc", "recomp", "rl", "po", "kto", "distill",
    "flash", "fa2", "fa3", "sft", "ft", "cpt", "scratch", "ajust", "afin", "tok", "checkpointing",
)  # fmt: skip


def find_training(reading: Reading) -> None:
    """The task and what belongs to it; before names, because of "8-bit adam" and "full" things."""
    if not reading.has(*_HINTS):
        reading.serves = _SERVES[reading.language].search(reading.plain) is not None
        return
    settings = reading.training
    for match in reading.each(_DATA):
        reading.set_aside(match.start(), match.end())
    for match in reading.take(_ADAM_8BIT):
        paged = "paged" in match[0]
        settings["optimizer"] = "paged_adamw_8bit" if paged else "adamw_8bit"
    for _ in reading.take(_8BIT_OPTIMIZER):
        settings["optimizer"] = "adamw_8bit"
    for match in reading.take(_OPTIMIZER):
        name = match["name"] or match["name2"]
        settings.setdefault("optimizer", _OPTIMIZERS.get(name, name))
    for pattern in (_ZERO, _ZERO_STAGE):
        for match in reading.take(pattern):
            check(reading, "zero_stage", int(match["stage"]), match.span(), lowest=0, highest=3)
            settings["zero_stage"] = int(match["stage"])
    for _ in reading.take(_FSDP):
        settings.setdefault("zero_stage", 3)
    for _ in reading.take(_DDP):
        settings.setdefault("zero_stage", 0)
    for match in reading.take(_DEEPSPEED):
        if "zero_stage" not in settings:
            reading.unused.append(match.span())
    for match in reading.take(_CHECKPOINTING):
        settings["gradient_checkpointing"] = not (match["no"] or match["off"])
    for match in reading.take(_FLASH):
        settings["flash_attention"] = not match["no"]
    _find_task(reading)
    for match in reading.each(_ALIGNMENT):
        reading.set_aside(match.start(), match.end())
        reading.task = reading.task or "full"
    if reading.task in ("lora", "qlora"):
        for match in reading.take(_RANK):
            written = next(text for text in match.groups() if text is not None)
            check(reading, "rank", int(written), match.span(), highest=65536)
            settings["lora_rank"] = int(written)
        for _ in reading.take(_ALPHA):
            pass
    if reading.task is not None:
        for match in reading.take(_SEQUENCE):
            length = tokens(match["number"], match["unit"], reading.language)
            check(reading, "context", length, match.span(), highest=100_000_000)
            settings["sequence_tokens"] = int(length)


def _find_task(reading: Reading) -> None:
    """Serving wins over the adapters it serves: "serve llama with 10 LoRA adapters"."""
    training = any(pattern.search(reading.plain) for _, pattern in _TASKS[2:])
    serves = _SERVES[reading.language].search(reading.plain)
    reading.serves = serves is not None and not training
    for task, pattern in _TASKS:  # the more particular first
        for match in reading.each(pattern):
            if reading.serves and task in ("lora", "qlora"):
                reading.set_aside(match.start(), match.end())
                continue
            reading.claim(match.start(), match.end())
            if reading.task is None:
                reading.task = task
    settings = {"zero_stage", "gradient_checkpointing", "optimizer"} & reading.training.keys()
    if reading.task is None and settings and not reading.serves:
        reading.task = "full"
