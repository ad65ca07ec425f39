"""Adapters that are served beside a model: how many at a time, and of which rank."""

from dataclasses import dataclass

from core.asked.question import Engine
from core.wording.note import Note, note

# vLLM 0.33.0 and back to 0.11.2, config/lora.py: MaxLoRARanks, max_lora_rank, max_loras.
VLLM_RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
USUAL_RANK = 16
LOADS_WHAT_IS_NAMED = ("llama.cpp", "transformers")  # no slots: every adapter that is named
USUAL_COUNT = {"sglang": 8}  # SGLang 0.5.23, arg_groups/fields/lora.py: max_loras_per_batch


@dataclass(frozen=True, slots=True)
class Adapters:
    """*count* slots for adapters of *rank*; *fully_sharded*: vLLM's --fully-sharded-loras."""

    count: int
    rank: int
    fully_sharded: bool = False


def adapters_of(engine: Engine, assumed: list[Note]) -> Adapters | None:
    """
    What the flags ask for, with the engine's defaults for the rest; None where none are served.

    vLLM takes few ranks: a slot has the next one up.
    """
    if not serves_adapters(engine):
        return None
    named = len(engine.lora_modules or ()) if engine.name in LOADS_WHAT_IS_NAMED else 0
    count = engine.max_loras or named or USUAL_COUNT.get(engine.name, 1)
    rank = engine.max_lora_rank or USUAL_RANK
    if engine.max_lora_rank is None or engine.max_loras is None:
        assumed.append(note("assumed.adapters", adapters=count, rank=rank))
    if engine.name == "vllm":
        rank = min((each for each in VLLM_RANKS if each >= rank), default=rank)
    return Adapters(count, rank, bool(engine.fully_sharded_loras))


def serves_adapters(engine: Engine) -> bool:
    """Whether a flag asks for adapters."""
    if engine.enable_lora is False:
        return False
    return bool(
        engine.enable_lora or engine.max_loras or engine.max_lora_rank or engine.lora_modules
    )
