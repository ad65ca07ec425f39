"""
Weights that lie in the host's memory: --cpu-offload-gb.

vLLM 0.33.0, config/offload.py (GiB, per GPU) and model_executor/offloader/uva.py: parameters of the
layers, one by one until so many bytes are reached; embedding and head stay on the card, which
reads the others over the bus. SGLang 0.5.23, srt/utils/offloader.py: the same.
"""

from core.asked.question import Engine
from core.units import BYTE_PER_GPU, whole

OFFLOADS = ("vllm", "sglang")


def kept_by_the_host(engine: Engine) -> int:
    """Bytes on each GPU that weights of layers may leave free at most."""
    if engine.cpu_offload is None or engine.name not in OFFLOADS:
        return 0
    return whole(engine.cpu_offload, BYTE_PER_GPU)
