"""The program that serves: "vllm 0.11", "sglang", "ollama", and how it is set."""

import re

from core.asked.question import EngineName
from core.question.reading import Reading
from core.question.settle.problem import check
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
      | (?P<gguf>gguf)
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
    r"|dp|data[\s_-]parallel(?:ism)?(?:[\s_-]size)?)\s*(?:=|:|of|de"
    r"|\s)?\s*(?P<number>\d{1,5})(?![\w.])"
)
_EXPERTS = regex(r"\b(?:expert[\s_-]parallel(?:ism)?|(?:with|com)\sep)\b")
_EAGER = regex(
    r"\b(?:enforce[\s_-]eager|eager(?:\smode)?|(?:no|without|sem|disable)\s(?:cuda\s?)?graphs?)\b"
)


def find_engine(reading: Reading) -> None:
    """Its name and version; "gguf" says llama.cpp where no other is named."""
    for match in reading.take(_ENGINE):
        reading.evidence += 1
        kind = match.lastgroup if match.lastgroup not in ("version", "build") else None
        kind = kind or next(name for name, text in match.groupdict().items() if text)
        name = _engine_name(kind)
        if kind == "gguf" and reading.engine is not None:
            continue
        if reading.engine not in (None, name) and reading.engine_settings.get("guessed") is None:
            reading.unused.append(match.span())
            continue
        reading.engine = name
        if kind == "ollama":
            reading.note("reading.engine", typed=match[0].strip(), name=name)
        if match["version"]:
            reading.engine_settings["version"] = match["version"]


def find_settings(reading: Reading) -> None:
    """Shares of memory and ways to split, said in words."""
    if not reading.has("util", "tp", "pp", "dp", "parallel", "ep", "eager", "graph"):
        return
    for match in reading.take(_SHARE):
        share = value(match["number"] or match["number2"])
        if match["percent"] or match["percent2"] or share > 1:
            share /= 100
        check(reading, "utilization", share, match.span(), lowest=0.05, highest=1, whole=False)
        reading.engine_settings["gpu_memory_utilization"] = round(share, 6)
    for match in reading.take(_PARALLEL):
        number = int(match["number"])
        check(reading, "gpus", number, match.span(), highest=4096)
        kind = {"t": "tensor", "p": "pipeline", "d": "data"}[match["kind"][0]]
        reading.engine_settings[f"{kind}_parallel_size"] = number
    for _ in reading.take(_EXPERTS):
        reading.engine_settings["enable_expert_parallel"] = True
    for _ in reading.take(_EAGER):
        reading.engine_settings["enforce_eager"] = True


def _engine_name(kind: str) -> EngineName:
    names: dict[str, EngineName] = {
        "llama_cpp": "llama.cpp",
        "ollama": "llama.cpp",
        "gguf": "llama.cpp",
        "tensorrt": "tensorrt-llm",
    }
    return names.get(kind) or _NAMES[kind]
