"""
LMDeploy, which is sized as vLLM but for its cache.

InternLM/lmdeploy 0.16.0, messages.py: cache_max_entry_count is 0.8 where nobody names it.
"""

from collections.abc import Iterable
from dataclasses import replace

from core.asked.question import Engine
from core.wording.note import Note

TITLE = "LMDeploy"
USUAL_SHARE = 0.8  # of what the weights leave free


def with_its_share(engine: Engine, noted: Iterable[Note]) -> Engine:
    """*engine* with LMDeploy's share where that is what serves."""
    of_it = any(("typed", TITLE) in one.pairs for one in noted if one.key == "reading.engine_like")
    if not of_it or engine.name != "vllm" or engine.cache_max_entry_count is not None:
        return engine
    return replace(engine, cache_max_entry_count=USUAL_SHARE)
