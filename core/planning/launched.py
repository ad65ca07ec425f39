"""
Pipeline stages over several machines: which layouts an engine starts whole.

SGLang 0.5.23, srt/entrypoints/engine.py, _calculate_rank_ranges: each of *nodes* machines is given
stages // nodes of them, or each stage nodes // stages machines. Of 3 stages on 2 machines the third
would be started nowhere.
"""

from collections.abc import Sequence

from core.memory.layout import Layout


def launched(engine: str, per_node: int, found: Sequence[Layout]) -> list[Layout]:
    """Those of *found* whose every stage is started on machines of *per_node* GPUs, else all."""
    return [
        layout
        for layout in found
        if has_all_stages(engine, layout.pipeline_parallel_size, -(-layout.gpus // per_node))
    ] or list(found)


def has_all_stages(engine: str, stages: int, nodes: int) -> bool:
    """Whether *stages* on *nodes* machines are all started."""
    return engine != "sglang" or stages % nodes == 0 or nodes % stages == 0
