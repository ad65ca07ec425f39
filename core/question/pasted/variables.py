"""
Variables of the shell: OLLAMA_NUM_PARALLEL=4 before a command, in a compose file, in a Dockerfile.

    >>> [name for _, _, name, _ in assignments("$ CUDA_VISIBLE_DEVICES=0,1 HF_HOME=/x vllm serve")]
    ['CUDA_VISIBLE_DEVICES', 'HF_HOME']
"""

from collections.abc import Iterator

from core.question.pasted.commands import item_of
from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.pasted.table import tool
from core.question.words.regex import regex

TABLE = "environment"
_ASSIGNED = regex(
    r"(?<![\w.-])(?:export\s+|ENV\s+|Environment=[\"']?|set\s+|\$env:)?(?P<name>[A-Z][A-Z0-9]{0,30}"
    r"(?:_[A-Z0-9]{1,30}){1,8})\s{0,2}[=:]\s{0,2}(?P<value>\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|[^\s\"',;]"
    r"[^\s\"';]{0,300}|(?=\s|$))"
)
# Variables of libraries and of the machine, none of which changes what a model needs
_HARMLESS = regex(
    r"(?:HF|HUGGING_?FACE|NCCL|GLOO|TORCH|PYTORCH|WANDB|OMP|MKL|TOKENIZERS|TRANSFORMERS|CUDA|RAY"
    r"|PYTHON|VLLM|SGLANG|SGL|TRITON|NVIDIA|UCX|MASTER|RANK|LOCAL|MODELSCOPE|USE|OLLAMA|LLAMA|GGML"
    r"|DS|ACCELERATE|LD|AWS|TRTLLM|TLLM|XLA|ROCM|HIP|HSA|FI)_\w{1,80}"
)


def assignments(shown: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each stands, its name and its value."""
    for match in _ASSIGNED.finditer(shown):
        yield match.start(), match.end(), match["name"], match["value"].strip("\"'")


def variables(shown: str) -> Iterator[Item]:
    """Those that a table knows, with their roles; others that are none of ours are named."""
    table = tool(TABLE)
    for start, end, name, value in assignments(shown):
        flag = table.flags.get(name)
        if flag is not None:
            yield item_of(table, flag, name, value, start, end)
        elif _HARMLESS.fullmatch(name):
            yield Item(start, end, NOTHING, value, f"{name}, a variable that changes no memory")
        else:
            yield Item(start, end, UNCOUNTED, value, f"{name}, a variable that no table has")
