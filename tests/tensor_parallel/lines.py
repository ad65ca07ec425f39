"""
Popular checkpoints with the numbers of their config.json that decide how they can be split.

Typed from the configs, not read from our tables: the test compares what our rules say of our
tables with what these numbers say.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """*kv_heads* is None for MLA; *portion* is what quantised weights share a scale over."""

    id: str
    heads: int
    kv_heads: int | None
    head_dim: int
    vocab: int
    dense: int = 0  # intermediate_size, where a layer is dense
    experts: int = 0  # moe_intermediate_size
    shared: int = 0  # of all shared experts
    portion: tuple[Literal["none", "block", "group", "mxfp4"], int] = ("none", 1)


BLOCK, GROUP = ("block", 128), ("group", 128)
MXFP4 = ("mxfp4", 32)  # of the experts; the rest is at 16 bits
R1 = "deepseek-ai/DeepSeek-R1"
K2 = "moonshotai/Kimi-K2-Instruct"
CODER = "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8"

LINES = (
    Line("meta-llama/Llama-3.1-8B-Instruct", 32, 8, 128, 128256, dense=14336),
    Line("meta-llama/Llama-3.3-70B-Instruct", 64, 8, 128, 128256, dense=28672),
    Line("RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic", 64, 8, 128, 128256, dense=28672),
    Line("casperhansen/llama-3.3-70b-instruct-awq", 64, 8, 128, 128256, dense=28672, portion=GROUP),
    Line("meta-llama/Llama-3.2-3B-Instruct", 24, 8, 128, 128256, dense=8192),
    Line("Qwen/Qwen2.5-7B-Instruct", 28, 4, 128, 152064, dense=18944),
    Line("Qwen/Qwen2.5-7B-Instruct-AWQ", 28, 4, 128, 152064, dense=18944, portion=GROUP),
    Line("Qwen/Qwen2.5-14B-Instruct", 40, 8, 128, 152064, dense=13824),
    Line("Qwen/Qwen2.5-14B-Instruct-AWQ", 40, 8, 128, 152064, dense=13824, portion=GROUP),
    Line("Qwen/Qwen2.5-32B-Instruct-AWQ", 40, 8, 128, 152064, dense=27648, portion=GROUP),
    Line("Qwen/Qwen2.5-72B-Instruct", 64, 8, 128, 152064, dense=29568),
    Line("Qwen/Qwen2.5-72B-Instruct-AWQ", 64, 8, 128, 152064, dense=29696, portion=GROUP),
    Line("Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4", 64, 8, 128, 152064, dense=29696, portion=GROUP),
    Line("Qwen/Qwen3-8B", 32, 8, 128, 151936, dense=12288),
    Line("Qwen/Qwen3-32B", 64, 8, 128, 151936, dense=25600),
    Line("Qwen/Qwen3-32B-FP8", 64, 8, 128, 151936, dense=25600, portion=BLOCK),
    Line("Qwen/Qwen3-32B-AWQ", 64, 8, 128, 151936, dense=25600, portion=GROUP),
    Line("Qwen/Qwen3-30B-A3B", 32, 4, 128, 151936, experts=768),
    Line("Qwen/Qwen3-30B-A3B-FP8", 32, 4, 128, 151936, experts=768, portion=BLOCK),
    Line("Qwen/Qwen3-235B-A22B", 64, 4, 128, 151936, experts=1536),
    Line("Qwen/Qwen3-235B-A22B-FP8", 64, 4, 128, 151936, experts=1536, portion=BLOCK),
    Line(CODER, 96, 8, 128, 151936, experts=2560, portion=BLOCK),
    Line("openai/gpt-oss-20b", 64, 8, 64, 201088, experts=2880, portion=MXFP4),
    Line("openai/gpt-oss-120b", 64, 8, 64, 201088, experts=2880, portion=MXFP4),
    Line(R1, 128, None, 128, 129280, dense=18432, experts=2048, shared=2048, portion=BLOCK),
    Line(K2, 64, None, 128, 163840, dense=18432, experts=2048, shared=2048, portion=BLOCK),
    Line("MiniMaxAI/MiniMax-M2", 48, 8, 128, 200064, experts=1536, portion=BLOCK),
    Line("zai-org/GLM-4.5-Air", 96, 8, 128, 151552, dense=10944, experts=1408, shared=1408),
    Line("google/gemma-3-27b-it", 32, 16, 128, 262208, dense=21504),
    Line("mistralai/Mistral-7B-Instruct-v0.3", 32, 8, 128, 32768, dense=14336),
    Line("mistralai/Mixtral-8x7B-Instruct-v0.1", 32, 8, 128, 32000, experts=14336),
    Line("microsoft/phi-4", 40, 10, 128, 100352, dense=17920),
)  # fmt: skip
