"""What tells alternatives apart, in few words: "8,192 tokens of context", "TP 2", "LoRA"."""

from collections.abc import Callable

from core.asked.question import Language
from core.asked.scenario import Scenario
from core.wording.amounts import number
from core.wording.say import say, say_format

Aspect = Callable[[Language, Scenario], str]


def _load(language: Language, scenario: Scenario) -> str:
    tokens = number(language, scenario.held.tokens)
    return say(language, "restate.context", number=tokens) if scenario.task == "serve" else ""


def _users(language: Language, scenario: Scenario) -> str:
    users = scenario.held.sequences
    key = "restate.user" if users == 1 else "restate.users"
    return say(language, key, number=number(language, users)) if scenario.task == "serve" else ""


def _task(language: Language, scenario: Scenario) -> str:
    return "" if scenario.task == "serve" else say(language, f"restate.{scenario.task}")


def _split(_: Language, scenario: Scenario) -> str:
    engine = scenario.engine
    sizes = (
        ("TP", engine.tensor_parallel_size),
        ("PP", engine.pipeline_parallel_size),
        ("DP", engine.data_parallel_size),
    )
    return " ".join(f"{name} {size}" for name, size in sizes if size)


def _flag(name: str, value: float | None) -> str:
    return "" if value is None else f"{name} {value:g}"


def _training(name: str) -> Aspect:
    def said(language: Language, scenario: Scenario) -> str:
        value = getattr(scenario.training, name)
        return say(language, f"assumed.training_{name}", value=value) if value else ""

    return said


def _zero(_: Language, scenario: Scenario) -> str:
    stage = scenario.training.zero_stage
    return "" if stage is None else f"ZeRO-{stage}"


def _rank(_: Language, scenario: Scenario) -> str:
    rank = scenario.training.lora_rank
    return f"r={rank}" if rank and "lora" in scenario.task else ""


def _targets(_: Language, scenario: Scenario) -> str:
    return ", ".join(scenario.training.lora_targets or ())


# What the first line's phrase of an alternative holds anyway, and what it does not.
IN_SUBJECT: tuple[Aspect, ...] = (
    lambda _, scenario: scenario.model.name,
    lambda _, scenario: (scenario.training.method or "").upper(),
    _task,
    lambda language, scenario: say_format(language, scenario.precision.name),
    _load,
    _users,
)
BESIDE: tuple[Aspect, ...] = (
    lambda language, s: say(language, "change.kv_precision", precision=s.kv_precision.name),
    lambda _, scenario: scenario.engine.name,
    _split,
    lambda _, s: _flag("--max-num-batched-tokens", s.engine.max_num_batched_tokens),
    lambda _, s: _flag("--gpu-memory-utilization", s.engine.gpu_memory_utilization),
    _zero,
    _training("sequence_tokens"),
    _training("batch"),
    _rank,
    _targets,
    _training("optimizer"),
    _training("gradient_checkpointing"),
)


def labels(language: Language, scenarios: tuple[Scenario, ...]) -> tuple[str, ...]:
    """One for each, of all that they do not share."""
    return _of(IN_SUBJECT + BESIDE, language, scenarios)


def beside_subject(language: Language, scenarios: tuple[Scenario, ...]) -> tuple[str, ...]:
    """The same without what the subject of a first line says."""
    return _of(BESIDE, language, scenarios)


def _of(
    aspects: tuple[Aspect, ...], language: Language, scenarios: tuple[Scenario, ...]
) -> tuple[str, ...]:
    columns = [[aspect(language, scenario) for scenario in scenarios] for aspect in aspects]
    telling = [column for column in columns if len(set(column)) > 1]
    rows = zip(*telling, strict=True) if telling else [() for _ in scenarios]
    return tuple(", ".join(filter(None, row)) for row in rows)
