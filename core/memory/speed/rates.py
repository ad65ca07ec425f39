"""
How fast a card computes in a format: dense operations a second, the most that applies.

    16-bit activations   bf16 or fp16, whatever the weights (AWQ, GPTQ and the like are unpacked)
    fp8                  fp8 where the card has it
    int8 (w8a8)          int8 where the card has it
    fp4                  fp4, or fp8, where the card has it
    GGUF, quantised      llama.cpp multiplies in int8

GeForce cards add in fp16 at twice the rate of fp32, which is the one in the tables.
"""

from core.catalog.gpu import GPU
from core.catalog.precision import Precision

TERA = 1e12
FP8 = ("fp8", "mxfp8")
FP4 = ("nvfp4", "mxfp4", "fp8-fp4")


def rate(gpu: GPU, precision: Precision) -> float | None:
    """Operations a second of one card; None where the table has none."""
    sixteen = max(gpu.tflops.get("bf16", 0.0), gpu.tflops.get("fp16", 0.0))
    if not sixteen:
        return None
    half = 2 if gpu.segment == "consumer" and gpu.vendor == "nvidia" else 1
    fp16, fp8 = sixteen * half, gpu.tflops.get("fp8", 0.0) * half
    int8 = 2 * fp16 if "int8" in gpu.native_dtypes else 0.0
    if precision.kind in ("gguf", "gguf_type"):
        return TERA * max(fp16, int8)
    if precision.id.startswith(FP4):
        return TERA * max(fp16, fp8, gpu.tflops.get("fp4", 0.0))
    if precision.id.startswith(FP8):
        return TERA * max(fp16, fp8)
    return TERA * (max(fp16, int8) if precision.id == "int8" else fp16)
