"""The program that serves: "vllm 0.11", "sglang", "ollama", and how it is set."""

import re
from collections.abc import Iterator

from core.asked.question import EngineName
from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.reading import EngineSaid
from core.question.steps.numbers import num, value
from core.question.words.regex import regex

_VERSION = (
    r"(?:\s*(?:==|=|version\s|versao\s|v\.?\s?)?\s?"
    r"(?P<version>\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:post|rc|dev)\d{1,4})?)"
    r"(?![\w.]*[bk]\b)(?![\w])|\s(?:b(?P<build>\d{3,5})))?"
)
_NAMES: dict[str, EngineName] = {
    "vllm": "vllm",
    "sglang": "sglang",
    "llama.cpp": "llama.cpp",
    "ollama": "llama.cpp",
    "lm studio": "llama.cpp",
    "lmstudio": "llama.cpp",
    "koboldcpp": "llama.cpp",
    "gguf": "llama.cpp",
    "transformers": "transformers",
    "tensorrt-llm": "tensorrt-llm",
}
_ENGINE = regex(
    rf"""
    \b (?: (?P<vllm>vllm|v-llm) | (?P<sglang>sglang|sg-lang|sgl)
      | (?P<llama_cpp>llama[\s.-]?cpp|llamacpp|llama-server|llama-cli|ik_llama(?:\.cpp)?)
      | (?P<ollama>ollama|lm\s?studio|kobold(?:\.?cpp)?|text-generation-webui|oobabooga|gpt4all)
      | (?P<gguf>gguf) | (?P<lmdeploy>lm-?deploy)
      | (?P<tgi>text[\s-]generation[\s-]inference|tgi)
      | (?P<tei>text[\s-]embeddings?[\s-]inference|tei)
      | (?P<transformers>(?:(?:hf|huggingface|hugging\sface)\s)?transformers|hf\sgenerate)
      | (?P<tensorrt>tensorrt[\s-]?llm|trt[\s-]?llm) ) \b {_VERSION}
    """,
    re.VERBOSE,
)
# "0.95 utilization", "gpu memory utilization 0.9", "90% gpu utilization"
_SHARE = regex(
    rf"(?:{num('number')}\s?(?P<percent>%)?\s?(?:of\s)?(?:gpu[\s_-]?)?(?:mem(?:ory)?[\s_-]?)?util(?:i[sz]ation|izacao)?\b"
    rf"|\b(?:gpu[\s_-]?)?(?:mem(?:ory)?[\s_-]?)?util(?:i[sz]ation|izacao)?\s*(?:=|:|of|at|de|em"
    rf"|\s)\s*{num('number2')}\s?(?P<percent2>%)?)"
)
# "tp=4", "tensor parallel 8", "tp4", "pipeline parallel size 2", "dp 2", "ep"
_PARALLEL = regex(
    r"\b(?P<kind>tp|tensor[\s_-]parallel(?:ism)?(?:[\s_-]size)?|pp"
    r"|pipeline[\s_-]parallel(?:ism)?(?:[\s_-]size)?"
    r"|dp|data[\s_-]parallel(?:ism)?(?:[\s_-]size)?)\s*(?:=|:|of|de|to|is|at|para|pra|em|back\sto"
    r"|down\sto|\s)?\s*(?P<number>\d{1,5})(?!\w|\.\w)"
)
# "two replicas of ... with -tp 2 each": each has cards of its own
_REPLICAS = regex(
    r"\b(?P<number>two|three|four|eight|duas|tres|quatro|oito|[2-9]|[1-9]\d)\s(?:dp\s|data[\s-]parallel\s)?"
    r"(?:replicas|copies|copias)\s(?:of|de|with|com)\b"
)
_COUNTED = {"two": 2, "three": 3, "four": 4, "eight": 8, "duas": 2, "tres": 3, "quatro": 4,
            "oito": 8}  # fmt: skip
_EXPERTS = regex(r"\b(?:expert[\s_-]parallel(?:ism)?|(?:with|com)\sep)\b")
_RANKS = regex(
    r"(?<!\w)(?:-{0,2}tp|tensor[\s_-]parallel)\S{0,14}[\s=]{0,3}\d{1,2}\s?(?:each|cada)\b"
)
_EAGER = regex(
    r"\b(?:enforce[\s_-]eager|eager(?:\smode)?|(?:no|without|sem|disable)\s(?:cuda\s?)?graphs?)\b"
)


def find_engine(text: Text) -> Iterator[Candidate]:
    """Its name and version; "gguf" says llama.cpp where no other is named."""
    for match in text.each(_ENGINE):
        kind = next(
            name for name, said in match.groupdict().items() if said and name not in _NO_NAMES
        )
        said = EngineSaid(
            _engine_name(kind),
            match["version"],
            hint=kind == "gguf",
            other=match[0].strip() if kind == "ollama" else None,
            like=_LIKE.get(kind),
        )
        yield matched(match, "engine", said, NAMED, "the name of an engine")


def find_settings(text: Text) -> Iterator[Candidate]:
    """Shares of memory and ways to split, said in words."""
    if not text.has("util", "tp", "pp", "dp", "parallel", "ep", "eager", "graph", "replicas"):
        return
    for match in text.each(_SHARE, "util"):
        share = value(match["number"] or match["number2"])
        if match["percent"] or match["percent2"] or share > 1:
            share /= 100
        role = "engine.gpu_memory_utilization"
        yield matched(match, role, round(share, 6), NAMED, "a share of memory")
    for match in text.each(_PARALLEL):
        kind = {"t": "tensor", "p": "pipeline", "d": "data"}[match["kind"][0]]
        role = f"engine.{kind}_parallel_size"
        yield matched(match, role, int(match["number"]), NAMED, "a way to split")
    for match in text.each(_REPLICAS, "replicas", "copies", "copias"):
        if _RANKS.search(text.plain) is not None:
            replicas = _COUNTED.get(match["number"]) or int(match["number"])
            yield Candidate(
                *match.span(), "engine.data_parallel_size", replicas, NAMED, "so many replicas"
            )
    for match in text.each(_EXPERTS):
        yield matched(match, "engine.enable_expert_parallel", True, NAMED, "a way to split")
    for match in text.each(_EAGER, "eager", "graph"):
        yield matched(match, "engine.enforce_eager", True, NAMED, "no CUDA graphs")


# Sized as vLLM but for their rules of the cache
_LIKE = {
    "lmdeploy": "LMDeploy",
    "tgi": "Text Generation Inference",
    "tei": "Text Embeddings Inference",
}
_NO_NAMES = ("version", "build")


def _engine_name(kind: str) -> EngineName:
    names: dict[str, EngineName] = {
        "llama_cpp": "llama.cpp",
        "ollama": "llama.cpp",
        "gguf": "llama.cpp",
        "lmdeploy": "vllm",
        "tgi": "vllm",
        "tei": "vllm",
        "tensorrt": "tensorrt-llm",
    }
    return names.get(kind) or _NAMES[kind]
