"""
The type that vLLM computes in, where the card or the model leaves no choice.

vLLM 0.33.0, config/model.py, _FLOAT16_NOT_SUPPORTED_MODELS: Gemma 2, Gemma 3 and GLM-4 refuse
float16. A card before Ampere has no BF16, so that they need float32 there, twice the memory.
"""

from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision

NO_FLOAT16 = ("gemma2", "gemma3", "gemma3_text", "glm4")
NOT_IN_VLLM = ("t5",)  # model types that no version of it serves: core/data/engines/vllm.toml
DTYPES = {"fp16": "half", "fp32": "float32"}
LACKS_BF16 = "half"
SIXTEEN_BITS = 16


def lacks_bf16(gpu: GPU) -> bool:
    """Whether vLLM refuses BF16 on *gpu*: NVIDIA's cards before Ampere."""
    return gpu.vendor == "nvidia" and bool(gpu.native_dtypes) and "bf16" not in gpu.native_dtypes


def needs_float32(model: Model, gpu: GPU) -> bool:
    """Whether *model* computes in neither of the 16-bit types on *gpu*."""
    return model.model_type in NO_FLOAT16 and lacks_bf16(gpu)


def dtype_of(precision: Precision, model: Model, gpu: GPU) -> str | None:
    """The value of --dtype; None where the default does."""
    named = DTYPES.get(precision.id)
    if named == LACKS_BF16 and model.model_type in NO_FLOAT16:
        return None  # as published: BF16
    if named is None and lacks_bf16(gpu):
        return "float32" if needs_float32(model, gpu) else LACKS_BF16
    return named
