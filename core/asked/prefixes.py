"""
Whether tokens that sequences have in common are stored once.

vLLM's V1 (from 0.8) does unasked (0.33.0, config/cache.py, enable_prefix_caching), SGLang by its
radix cache (0.5.23, arg_groups/fields/memory.py, disable_radix_cache), TensorRT-LLM by
enable_block_reuse of its KvCacheConfig. A slot of llama-server has a cache of its own, and so has
a batch of Transformers.
"""

from dataclasses import replace

from core.asked.held import Held
from core.asked.question import Engine, Question
from core.wording.note import Note, note

SHARE = ("vllm", "sglang", "tensorrt-llm")
SWITCHED_OFF = ("--no-enable-prefix-caching", "--disable-radix-cache")
ASKED_FOR = ("prefix caching", "--enable-prefix-caching", "prefix cache")
FIRST_OF_V1 = (0, 8)


def shared_by_engine(held: Held, engine: Engine, question: Question, assumed: list[Note]) -> Held:
    """*held* without a prefix where the engine stores it for each sequence anew, and says so."""
    if not held.shared_prefix or question.task != "serve" or shares_prefixes(engine, question.text):
        return held
    assumed.append(note("assumed.prefix_of_each", tokens=held.shared_prefix))
    return replace(held, shared_prefix=0)


def shares_prefixes(engine: Engine, text: str) -> bool:
    """As the engine does unasked, or as the flags of *text* say."""
    lower = text.lower()
    if engine.name not in SHARE or any(flag in lower for flag in SWITCHED_OFF):
        return False
    return not _is_v0(engine) or any(words in lower for words in ASKED_FOR)


def _is_v0(engine: Engine) -> bool:
    parts = (engine.version or "").lstrip("v").split(".")
    if engine.name != "vllm" or len(parts) < 2 or not all(map(str.isdecimal, parts[:2])):
        return False
    return (int(parts[0]), int(parts[1])) < FIRST_OF_V1
