"""
Slots that llama-server opens unasked, where that costs memory.

Without -np there are four with one unified cache (ggml-org/llama.cpp, tools/server/server.cpp of
2026: "n_parallel is set to auto, using n_parallel = 4 and kv_unified = true"). The context is
shared among them, but a window is kept of each (src/llama-kv-cache-iswa.cpp: n_swa x n_seq_max +
n_ubatch), and a state. With -np N every slot has a cache of its own.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.engines import llama_cpp
from core.memory.kv_cache import Cache, cache_of_one_sequence
from core.wording.note import Bytes, Note, note

UNASKED = 4
SERVER = "llama-server"


def slots(question: Question, scenario: Scenario) -> Iterator[Note]:
    """For a command line that names the server and no number of slots."""
    unsaid = SERVER in question.text.lower() and question.sequences is None
    if not unsaid or not isinstance(scenario.model, Model) or scenario.engine.name != "llama.cpp":
        return
    more = extra(scenario, scenario.model)
    if more > 0:
        held = scenario.held.sequences
        yield note("caveat.slots", slots=UNASKED, size=Bytes(more), sequences=held)


def extra(scenario: Scenario, model: Model) -> int:
    """What four slots take more than one: bytes."""
    flags = llama_cpp.settings(scenario.engine, scenario.held.tokens)
    one = _cache(scenario, model, flags)
    windows = (UNASKED - 1) * max(
        (group.sliding_window or 0 for group in model.attention), default=0
    )
    wide = replace(flags, ubatch=flags.ubatch + windows)  # as if a window were so much wider
    return _cache(scenario, model, wide).kv_cache - one.kv_cache + (UNASKED - 1) * one.state


def _cache(scenario: Scenario, model: Model, flags: llama_cpp.Settings) -> Cache:
    bits, rules = scenario.kv_precision.cache_bits_per_element, llama_cpp.rules(flags, model)
    return cache_of_one_sequence(model, bits, scenario.held.tokens, rules=rules)
