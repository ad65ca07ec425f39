"""
A pasted command line is a question: `vllm serve ... --max-model-len 32768 -tp 4`.

Flags that say something about memory are read, those that do not (ports, names, templates) are
passed over, and any other is named in the answer.
"""

import re

from core.asked.question import EngineName
from core.catalog.precision import Precision
from core.question.reading import Reading
from core.question.settle.problem import check
from core.question.steps.lengths import LONGEST
from core.question.steps.load import MOST
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
_PARALLEL = {"tensor-parallel-size", "pipeline-parallel-size", "data-parallel-size"}


def read_command_line(reading: Reading) -> None:
    """Flags and the program's name; the model's name is left for the index."""
    plain = reading.text.plain
    command = False
    for name, pattern in _COMMANDS:
        match = pattern.search(plain)
        if match is not None:
            reading.claim(*match.span())
            reading.engine, command = name, True
            reading.evidence += 1
    if not command and "--" not in plain and "\u2014" not in reading.text.raw:
        return
    if command:
        _read_variables(reading)
    slots: dict[str, int] = {}
    for match in reading.each(_FLAG):
        flag = match["flag"]
        if not flag.startswith("--") and not command:
            continue
        _read_flag(reading, match, _canonical(reading, flag), slots)
    if command:
        _drop_line_ends(reading)
    if "total" in slots:  # llama.cpp shares -c among its slots
        share = slots["total"] // max(1, slots.get("parallel", 1))
        reading.context, reading.context_at = max(1, share), (0, 0)


def _read_variables(reading: Reading) -> None:
    """Variables of the shell before the program's name; one of them is a number of slots."""
    match = _VARIABLES.match(reading.text.plain)
    if match is None:
        return
    slots = _NUM_PARALLEL.search(match[0])
    if slots is not None:
        reading.sequences, reading.sequences_at = int(slots["number"]), slots.span()
    reading.claim(*match.span())


def _canonical(reading: Reading, flag: str) -> str:
    name = flag.lstrip("-").replace("_", "-")
    if not flag.startswith("--") and reading.engine is not None:
        name = _SHORT[reading.engine].get(name, f"-{name}")
    return _ALIASES.get(name, name)


def _read_flag(reading: Reading, match: re.Match[str], name: str, slots: dict[str, int]) -> None:
    settings = reading.engine_settings
    written = (match["value"] or "").strip("\"'").rstrip("\\,;")
    whole, flag_only = match.span(), (match.start(), match.end("flag"))
    at = match.span("value") if match["value"] else flag_only
    if name in _PASSED_OVER or name in _PASSED_OVER_ALONE:
        with_value = name in _PASSED_OVER or match["sign"] == "="
        reading.claim(*(whole if with_value else flag_only))
    elif name in _MODEL:
        reading.claim(match.start(), match.start("value") if match["value"] else match.end())
    elif name in _LENGTH and (length := _number(written)) is not None:
        reading.claim(*whole)
        if length == -1 or (length == 0 and name == "ctx-size"):
            reading.full_context = True
            return
        check(reading, "context", length, at, highest=LONGEST)
        if name == "ctx-size":
            slots["total"] = int(length)
        reading.context, reading.context_at = int(length), whole
    elif name in _SEQUENCES and (number := _number(written)) is not None:
        reading.claim(*whole)
        check(reading, "sequences", number, at, highest=MOST)
        settings["max_num_seqs"] = int(number)
    elif name == "parallel" and (number := _number(written)) is not None:
        reading.claim(*whole)
        check(reading, "sequences", number, at, highest=MOST)
        slots["parallel"] = int(number)
        reading.sequences, reading.sequences_at = int(number), whole
    elif name == "max-num-batched-tokens" and (number := _number(written)) is not None:
        reading.claim(*whole)
        check(reading, "context", number, at, highest=LONGEST)
        settings["max_num_batched_tokens"] = int(number)
    elif name == "gpu-memory-utilization" and (number := _number(written)) is not None:
        reading.claim(*whole)
        check(reading, "utilization", number, at, lowest=0.05, highest=1, whole=False)
        settings["gpu_memory_utilization"] = number
    elif name in _PARALLEL and (number := _number(written)) is not None:
        reading.claim(*whole)
        check(reading, "gpus", number, at, highest=4096)
        settings[name.replace("-", "_")] = int(number)
    elif name in ("enforce-eager", "enable-expert-parallel"):
        reading.claim(*(whole if written in ("true", "false") else flag_only))
        settings[name.replace("-", "_")] = written != "false"
    elif name in ("kv-cache-dtype", "cache-type-k", "cache-type-v"):
        _read_format(reading, match, written, "kv")
    elif name in ("quantization", "dtype"):
        _read_format(reading, match, written, name)
    elif name == "n-gpu-layers" and written in ("99", "999", "-1", "all", "100", "1000"):
        reading.claim(*whole)
    else:
        keep_value = match["value"] is not None and _is_model(reading, written)
        reading.set_aside(*(flag_only if keep_value else whole))


def _read_format(reading: Reading, match: re.Match[str], written: str, kind: str) -> None:
    """The format's row; "auto" leaves the choice open."""
    row = reading.index.exact(written) if written else None
    if written == "auto":
        reading.claim(*match.span())
    elif not isinstance(row, Precision):
        reading.set_aside(*match.span())
    elif kind == "kv":
        reading.claim(*match.span())
        reading.kv_precision = row
    elif kind == "quantization":
        reading.claim(match.start(), match.start("value"))
    else:
        reading.claim(*match.span())
        reading.engine_settings["dtype"] = row.id


def _number(written: str) -> float | None:
    found = re.fullmatch(r"(-?(?:\d{1,12}(?:\.\d{1,6})?|\.\d{1,6}))(k|m)?", written)
    if found is None:
        return None
    return tokens(found[1], found[2]) if found[2] else value(found[1])


def _is_model(reading: Reading, written: str) -> bool:
    return "/" in written or reading.index.exact(written) is not None


def _drop_line_ends(reading: Reading) -> None:
    """ "\\" at the end of a line."""
    for place, character in enumerate(reading.plain):
        if character == "\\":
            reading.claim(place, place + 1)
