"""
The type that vLLM computes in, where the card or the model leaves no choice.

vLLM 0.33.0, config/model.py, _FLOAT16_NOT_SUPPORTED_MODELS: Gemma 2, Gemma 3 and GLM-4 refuse
float16. A card before Ampere has no BF16, so that they need float32 there, twice the memory.
"""

from collections.abc import Sequence

from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision

NO_FLOAT16 = ("gemma2", "gemma3", "gemma3_text", "glm4")
NOT_IN_VLLM = ("t5",)  # model types that no version of it serves: core/data/engines/vllm.toml
DTYPES = {"fp16": "half", "fp32": "float32"}
LACKS_BF16 = "half"
OF_THE_MODEL = ("vllm", "sglang", "transformers")  # engines whose cache is of the model's type
OF_A_FORMAT = ("assumed.precision", "assumed.published_precision")  # what float32 stands in for
SIXTEEN_BITS = 16


def lacks_bf16(gpu: GPU) -> bool:
    """Whether vLLM refuses BF16 on *gpu*: NVIDIA's cards before Ampere."""
    return gpu.vendor == "nvidia" and bool(gpu.native_dtypes) and "bf16" not in gpu.native_dtypes


def needs_float32(model: Model, gpu: GPU) -> bool:
    """Whether *model* computes in neither of the 16-bit types on *gpu*."""
    return model.model_type in NO_FLOAT16 and lacks_bf16(gpu)


def cached_in_float32(engine: str | None, pairs: Sequence[tuple[object, Precision]]) -> bool:
    """
    Whether a cache that nobody named a format of takes four bytes an element.

    vLLM 0.33.0, utils/torch_utils.py (kv_cache_dtype_str_to_dtype): "auto" is the model's dtype.
    """
    return bool(pairs) and engine in OF_THE_MODEL and all(row.id == "fp32" for _, row in pairs)


def dtype_of(precision: Precision, model: Model, gpu: GPU) -> str | None:
    """The value of --dtype; None where the default does."""
    named = DTYPES.get(precision.id)
    if named == LACKS_BF16 and model.model_type in NO_FLOAT16:
        return None  # as published: BF16
    if named is None and lacks_bf16(gpu):
        return "float32" if needs_float32(model, gpu) else LACKS_BF16
    return named
