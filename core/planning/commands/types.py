"""The flags for number formats, which vLLM and SGLang spell alike."""

from collections.abc import Mapping

from core.asked.dtypes import dtype_of
from core.asked.scenario import Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.planning.commands.repository import quantised_while_loading


def type_flags(
    scenario: Scenario, model: Model, gpu: GPU, kv_cache_dtypes: Mapping[str, str]
) -> list[str]:
    """
    --dtype, --quantization and --kv-cache-dtype, where the engine would not take them by itself.

    *kv_cache_dtypes*: id of a format -> the engine's own name for it.
    """
    words: list[str] = []
    dtype = dtype_of(scenario.precision, model, gpu)
    if dtype:
        words.append(f"--dtype {dtype}")
    quantization = quantised_while_loading(scenario.precision, model)
    if quantization:
        words.append(f"--quantization {quantization}")
    if scenario.kv_precision.id in kv_cache_dtypes:
        words.append(f"--kv-cache-dtype {kv_cache_dtypes[scenario.kv_precision.id]}")
    return words
