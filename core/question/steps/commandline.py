"""
A pasted command line is a question: `vllm serve ... --max-model-len 32768 -tp 4`.

Flags that say something about memory are read, those that do not (ports, names, templates) are
passed over, and any other is named in the answer.
"""

import re
from collections.abc import Iterator

from core.asked.question import EngineName
from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.question.candidate import FLAG, NAMED, NEAR, Candidate, matched
from core.question.normalise import Text
from core.question.steps.engines import EngineSaid
from core.question.steps.numbers import tokens, value
from core.question.words.regex import regex
from core.question.words.words import words_of

_COMMANDS: tuple[tuple[EngineName, re.Pattern[str]], ...] = (
    (
        "vllm",
        regex(
            r"(?:\$\s)?(?:python3?\s-m\s)?\bvllm(?:\s(?:serve|bench\s\w+|chat|complete)\b"
            r"|\.entrypoints[\w.]*)|\bvllm/vllm-openai(?::[\w.]+)?"
        ),
    ),
    (
        "sglang",
        regex(r"(?:python3?\s-m\s)?\bsglang\.(?:launch_server|bench\w*)|\bsglang\sserve\b"),
    ),
    (
        "llama.cpp",
        regex(
            r"(?<![\w./-])(?:[\w.-]{0,40}/){0,8}llama-(?:server|cli|bench|run)(?:\.exe)?\b"
            r"|(?<!\S)\./(?:main|server)\b|\bollama\s(?:run|pull|serve|create)\b"
        ),
    ),
    ("tensorrt-llm", regex(r"\btrtllm-(?:serve|build|bench)\b(?:\sserve\b)?")),
)
_FLAG = regex(
    r"(?<![\w-])(?P<flag>--?[a-z][a-z0-9_.-]{0,40})(?:(?P<sign>=|\s+)(?P<value>\"[^\"]{0,200}\""
    r"|'[^']{0,200}'|(?!--?[a-z])[^\s]{1,200}))?"
)
_VARIABLES = regex(r"[\s$>]*(?:[a-z_]{3,40}=[^\s]{0,200}\s+)+")
_VARIABLE = regex(r"\b[a-z_]{3,40}=[^\s]{0,200}")
_NUM_PARALLEL = regex(r"\bollama_num_parallel=(?P<number>\d{1,5})\b")


_LENGTH = words_of(
    "max-model-len max-seq-len context-length max-context-len ctx-size max-length max-total-tokens"
)
_SEQUENCES = words_of("max-num-seqs max-running-requests max-batch-size")
_MODEL = words_of("model model-path hf-repo hf hf-file hff hfr model-name model-id checkpoint-dir")
# Flags that change no memory, with a value and without
_PASSED_OVER = words_of(
    """
    host port api-key served-model-name download-dir tool-call-parser chat-template tokenizer
    tokenizer-mode revision seed reasoning-parser generation-config load-format uvicorn-log-level
    ssl-keyfile ssl-certfile root-path response-role temp temperature top-p top-k min-p threads
    alias prompt n-predict predict gpus ipc runtime name shm-size env volume publish log-level
    max-log-len middleware allowed-origins
    """
)
_PASSED_OVER_ALONE = words_of(
    """
    trust-remote-code disable-log-requests disable-log-stats enable-auto-tool-choice no-mmap
    enable-reasoning mlock jinja log-disable verbose color interactive conversation metrics rm it
    cont-batching flash-attn
    """
)
_SPLIT = {
    "tp": "tensor-parallel-size",
    "pp": "pipeline-parallel-size",
    "dp": "data-parallel-size",
}
_SHORT: dict[EngineName, dict[str, str]] = {
    "vllm": {**_SPLIT, "q": "quantization", "p": "publish", "v": "volume", "e": "env"},
    "sglang": _SPLIT,
    "llama.cpp": {
        "m": "model",
        "c": "ctx-size",
        "np": "parallel",
        "ngl": "n-gpu-layers",
        "ctk": "cache-type-k",
        "ctv": "cache-type-v",
        "fa": "flash-attn",
        "t": "threads",
        "a": "alias",
        "p": "prompt",
        "n": "n-predict",
        "hf": "hf",
        "hfr": "hf-repo",
        "hff": "hf-file",
        "cb": "cont-batching",
        "cnv": "conversation",
    },
    "tensorrt-llm": {},
    "transformers": {},
}
_ALIASES = {
    **_SPLIT,
    "tp-size": "tensor-parallel-size",
    "pp-size": "pipeline-parallel-size",
    "dp-size": "data-parallel-size",
    "mem-fraction-static": "gpu-memory-utilization",
    "gpu-layers": "n-gpu-layers",
    "quant": "quantization",
    "quantize": "quantization",
    "num-shard": "tensor-parallel-size",
    "enable-ep": "enable-expert-parallel",
    "max-num-sequences": "max-num-seqs",
    "cache-dtype": "kv-cache-dtype",
}


def find_flags(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """Flags and the program's name; the model's name is left for the index."""
    engine: EngineName | None = None
    for name, pattern in _COMMANDS:
        match = pattern.search(text.plain)
        if match is not None:
            engine = name
            yield matched(match, "engine", EngineSaid(name, command=True), FLAG, "a command")
    if engine is not None:
        yield from _variables(text)
    elif "--" not in text.plain and "\u2014" not in text.raw:
        return
    for match in text.each(_FLAG):
        if engine is not None or match["flag"].startswith("--"):
            yield from _flag(match, _canonical(engine, match["flag"]), index)


def _variables(text: Text) -> Iterator[Candidate]:
    """Variables of the shell before the program's name; one of them is a number of slots."""
    match = _VARIABLES.match(text.plain)
    if match is None:
        return
    yield matched(match, "nothing", True, NEAR, "variables of the shell")
    for slots in text.each(_NUM_PARALLEL, "ollama_num_parallel"):
        yield matched(slots, "sequences", int(slots["number"]), FLAG, "a variable")
    for one in text.each(_VARIABLE):
        if one.end() <= match.end():
            yield matched(one, "nothing", True, NAMED, "a variable of the shell")


def _canonical(engine: EngineName | None, flag: str) -> str:
    name = flag.lstrip("-").replace("_", "-")
    if not flag.startswith("--") and engine is not None:
        name = _SHORT[engine].get(name, f"-{name}")
    return _ALIASES.get(name, name)


def _flag(match: re.Match[str], name: str, index: NameIndex) -> Iterator[Candidate]:
    written = (match["value"] or "").strip("\"'").rstrip("\\,;")
    number = _number(written)
    start, end, flag_end = match.start(), match.end(), match.end("flag")
    why = f"--{name}"
    if name in _PASSED_OVER or name in _PASSED_OVER_ALONE:
        with_value = name in _PASSED_OVER or match["sign"] == "="
        yield Candidate(start, end if with_value else flag_end, "nothing", True, FLAG, why)
    elif name in _MODEL:
        value_at = match.start("value") if match["value"] else end
        yield Candidate(start, value_at, "nothing", True, FLAG, why)
    elif (
        number is not None
        and name in _LENGTH
        and (number == -1 or (number == 0 and name == "ctx-size"))
    ):
        yield Candidate(start, end, "full_context", True, FLAG, why)
    elif number is not None and (role := _NUMBERS.get(name)) is not None:
        yield Candidate(start, end, role, number, FLAG, why)
    elif name in ("enforce-eager", "enable-expert-parallel"):
        at = end if written in ("true", "false") else flag_end
        role = f"engine.{name.replace('-', '_')}"
        yield Candidate(start, at, role, written != "false", FLAG, why)
    elif name in _FORMATS:
        yield _format(match, written, _FORMATS[name], index)
    elif name == "n-gpu-layers" and written in ("99", "999", "-1", "all", "100", "1000"):
        yield Candidate(start, end, "nothing", True, FLAG, why)
    else:
        keep_value = match["value"] is not None and _is_model(written, index)
        yield Candidate(
            start, flag_end if keep_value else end, "decoy.flag", match[0], FLAG, "a flag we skip"
        )


def _format(match: re.Match[str], written: str, role: str, index: NameIndex) -> Candidate:
    """The format's row; "auto" leaves the choice open."""
    row = index.exact(written) if written else None
    if written == "auto":
        return matched(match, "nothing", True, FLAG, "a format that is left open")
    if not isinstance(row, Precision):
        return matched(match, "decoy.flag", match[0], FLAG, "a format that we do not know")
    if role == "precision":  # the value is read by name
        return Candidate(match.start(), match.start("value"), "nothing", True, FLAG, "a format")
    return matched(match, role, row, FLAG, "a format")


def _number(written: str) -> float | None:
    found = re.fullmatch(r"(-?(?:\d{1,12}(?:\.\d{1,6})?|\.\d{1,6}))(k|m)?", written)
    if found is None:
        return None
    return tokens(found[1], found[2]) if found[2] else value(found[1])


def _is_model(written: str, index: NameIndex) -> bool:
    return "/" in written or index.exact(written) is not None


_NUMBERS = {
    **dict.fromkeys(_LENGTH, "context_length"),
    "ctx-size": "context_total",
    **dict.fromkeys(_SEQUENCES, "engine.max_num_seqs"),
    "parallel": "slots",
    "max-num-batched-tokens": "engine.max_num_batched_tokens",
    "gpu-memory-utilization": "engine.gpu_memory_utilization",
    "tensor-parallel-size": "engine.tensor_parallel_size",
    "pipeline-parallel-size": "engine.pipeline_parallel_size",
    "data-parallel-size": "engine.data_parallel_size",
}
_FORMATS = {
    "kv-cache-dtype": "kv_precision",
    "cache-type-k": "kv_precision",
    "cache-type-v": "kv_precision",
    "quantization": "precision",
    "dtype": "dtype",
}
