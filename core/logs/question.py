"""
The question that a log asks: its model, its program with the flags it ran with, and its cards.

It is a text as anybody may type it, so that it can be shown, asked again and changed:

    vllm 0.8.5
    vllm serve Qwen/Qwen3-8B --max-model-len 32768 --gpu-memory-utilization 0.9
    on 2x 23.58 GiB card
"""

import re
from collections.abc import Iterator

from core.asked.question import Language
from core.logs.log import Log
from core.memory.engines.vllm import V1
from core.units import GIB_PER_GPU, GPU, TOKEN, TOKEN_PER_SEQUENCE, Quantity, Unit, plain, whole

# What a program calls a file's mix, and what people call it: "Q4_K - Medium" is Q4_K_M
_MIX = re.compile(r"^(?P<kind>[A-Z0-9_]+)(?:\s-\s(?P<size>Small|Medium|Large))?")
_CONTEXT = re.compile(
    r"--(?:max[-_]model[-_]len|context[-_]length|ctx-size|max[-_]seq[-_]len)\b|\s-c\s"
)
_WIDTH = re.compile(r"--(?:tensor[-_]parallel(?:[-_]size)?|tp(?:-size)?)\b|\s-tp\s")
_CARDS_FLAG = re.compile(r"(?:^|\s)(?:CUDA|HIP)_VISIBLE_DEVICES=\S+\s?")
_SHORT = re.compile(r"--tensor[-_]parallel(?![-_\w])")  # as argparse takes it
LAST_OF_V0, OF_PEAKS, OF_DECIMALS = "0.7.3", "0.6.4", "0.11.0"
NOT_ROUND = 0.005  # of a hundredth of a GiB: bytes are whole
_HASH = re.compile(r"sha256[-:][0-9a-f]{8,64}")


def question_of(
    log: Log,
    model: str = "",
    cards: str = "",
    language: Language = "en",
    context: Quantity | None = None,
    *,
    instead: bool = False,
) -> str:
    """
    The text, or "" where neither the log nor *model* names one. *model*, *cards* and *context* are
    what the asker says beside the log, and count where the log is silent; *instead*: the model also
    where the log names a file or a folder.
    """
    length = log.most("max_model_len")
    what = _command(log, model, context if length is None else length, instead=instead)
    if not what:
        return ""
    version = version_of(log)
    first = f"vllm {version}" if version else ""
    where = cards_of(log, language) or cards
    on = "em" if language == "pt" else "on"
    return "\n".join(filter(None, (first, what, f"{on} {where}" if where else "")))


def version_of(log: Log) -> str:
    """
    vLLM's, as it says or as its words are of; "" where neither tells.

    "Memory profiling results" is of 0.6.4 and 0.6.5; "the current vLLM instance can use", without
    what is free, of V0 from 0.6.6 on, whatever the number is. Weights in GiB with four decimals
    ("Model loading took 74.2812 GiB") are of versions before the sampler was made smaller in 0.18:
    0.19 says two.
    """
    if log.program != "vLLM":
        return ""
    said = re.match(r"(\d+)\.(\d+)(?:\.\d+)?", log.name("version"))
    free = {fact.line for fact in log.facts if fact.what == "free"}
    if any(fact.what == "budget" and fact.line not in free for fact in log.facts):
        old = said is not None and (int(said[1]), int(said[2])) < V1
        return said[0] if said and old else LAST_OF_V0
    if said:
        return said[0]
    if log.most("torch_peak") is not None:
        return OF_PEAKS
    weights = log.most("weights")
    hundredths = plain(weights, GIB_PER_GPU) * 100 if weights is not None else 0.0
    return OF_DECIMALS if abs(hundredths - round(hundredths)) > NOT_ROUND else ""


def cards_of(log: Log, language: Language = "en") -> str:
    """ "2x H100 80GB", "4x 23.58 GiB card", or "" where the log does not say."""
    width = ranks(log)
    if len(log.cards) == 1:
        counted = log.cards[0].count or 1
        count = width if log.program in ("vLLM", "SGLang", "TensorRT-LLM") else counted
        return f"{count}x {log.cards[0].gpu.name}"
    if log.cards and log.program == "llama.cpp":
        return ", ".join(f"{cards.count or 1}x {cards.gpu.name}" for cards in log.cards)
    total = log.most("total")
    if total is None or total.magnitude <= 0:
        return ""
    size = f"{plain(total, GIB_PER_GPU):.2f} GiB"
    if language == "pt":
        return f"uma placa de {size}" if width == 1 else f"{width} placas de {size}"
    return f"{width}x {size} card"


def ranks(log: Log) -> int:
    """Cards of one server, by its flags and by what its ranks are called."""
    count = tensor_parallel(log)
    for flag in ("pipeline-parallel-size", "pp-size"):
        count *= _number(log.settings.flags.get(flag), 1)
    if "data-parallel-size" in log.settings.flags:
        count *= _number(log.settings.flags["data-parallel-size"], 1)
    return count


def tensor_parallel(log: Log) -> int:
    """The size that was set, or the largest rank that speaks and one more; 1 at least."""
    flags = log.settings.flags
    for flag in ("tensor-parallel-size", "tp-size"):
        if flag in flags:
            return _number(flags[flag], 1)
    typed = re.search(rf"(?:{_WIDTH.pattern})" + r"[\s=]{0,2}(\d{1,4})\b", log.settings.command)
    if typed:
        return max(1, int(typed[1]))
    said = log.most("tensor_parallel_size")
    if said is not None:
        return max(1, whole(said, GPU))
    numbers = _numbers(log)
    return max(numbers) + 1 if numbers else _processes(log)


def says_ranks(log: Log) -> bool:
    """Whether the log says, or leaves at one by its silence, over how many cards it divides."""
    said = log.settings.flags or log.settings.command or log.most("tensor_parallel_size")
    return bool(said or _numbers(log))


def _numbers(log: Log) -> list[int]:
    return [int(found[1]) for fact in log.facts if (found := re.search(r"TP(\d+)", fact.rank))]


def _processes(log: Log) -> int:
    """
    Of V0, whose workers say no rank: those that loaded weights, and the first one beside them. A
    few lines may be lost, so that it is the next power of two.
    """
    workers = {fact.rank for fact in log.facts if fact.what == "weights"} - {""}
    named = any(worker.startswith("pid ") for worker in workers)
    return 1 << len(workers).bit_length() if named else 1


def _command(log: Log, model: str, length: Quantity | None, *, instead: bool) -> str:
    if log.program in ("llama.cpp", "ollama"):
        return _llama_cpp(log, model, length, instead=instead)
    if log.settings.command:
        typed = _SHORT.sub("--tensor-parallel-size", _CARDS_FLAG.sub("", log.settings.command))
        typed = _TYPED_PATH.sub(lambda _: model, typed, count=1) if instead else typed
        missing = _missing(log, log.settings.command, length)
        return " ".join((typed, *missing, *_share(log, typed)))
    name = log.settings.flags.get("model") or log.settings.flags.get("model-path")
    name = name or log.name("model") or model
    if instead and name.startswith(_OF_A_PATH):
        name = model
    if not name:
        return ""
    flags = {key: value for key, value in log.settings.flags.items() if key not in _MODEL}
    words = [f"--{key} {value}".rstrip() for key, value in flags.items()]
    start = {
        "SGLang": "python3 -m sglang.launch_server --model-path",
        "TensorRT-LLM": "trtllm-serve",
    }.get(log.program, "vllm serve")
    typed = " ".join(words)
    said = [*_missing(log, typed, length), *_share(log, typed)]
    return " ".join((start, name, *words, *said))


_MODEL = ("model", "model-path")
_OF_A_PATH = ("/", "./", "~/")
_TYPED_PATH = re.compile(
    r"(?:(?<=serve\s)|(?<=--model[\s=])|(?<=--model-path[\s=]))(?:/|\./|~/)\S{1,300}"
)


def _missing(log: Log, typed: str, length: Quantity | None) -> Iterator[str]:
    """Flags that the command leaves to the model or to its configuration file."""
    flag = "--context-length" if log.program == "SGLang" else "--max-model-len"
    if length is not None and _CONTEXT.search(typed) is None:
        yield f"{flag} {_whole(length, TOKEN_PER_SEQUENCE)}"
    width = tensor_parallel(log)
    if width > 1 and _WIDTH.search(f" {typed}") is None:
        yield f"--tp-size {width}" if log.program == "SGLang" else f"--tensor-parallel-size {width}"


def _share(log: Log, typed: str) -> Iterator[str]:
    share = log.most("gpu_memory_utilization")
    if log.program == "vLLM" and share is not None and "gpu-memory-utilization" not in typed:
        yield f"--gpu-memory-utilization {share.magnitude:g}"


def _llama_cpp(log: Log, model: str, context: Quantity | None, *, instead: bool) -> str:
    """The file where it has a name, else the name inside it with its mix."""
    path = log.name("model")
    file = "" if _HASH.search(path) else re.split(r"[/\\]", path)[-1]
    if instead or not file.lower().endswith(".gguf"):
        inside = "" if instead else log.name("name")
        name = f"{inside or model} {mix_of(log)}"
    else:
        name = file
    if not name.strip():
        return ""
    typed = [f"llama.cpp {name.strip()}"] if name != file else [f"llama-server -m {file}"]
    slots = log.most("slots") or Quantity(1, "sequence")
    if context is not None:
        typed.append(f"-c {_whole(context, TOKEN_PER_SEQUENCE)}")
        typed += [f"-np {slots.magnitude:.0f}"] if slots.magnitude > 1 else []
    micro = log.most("n_ubatch")
    if micro is not None:
        typed.append(f"-ub {_whole(micro, TOKEN)}")
    layers, every = log.most("layers"), log.most("all_layers")
    if layers is not None and every is not None and layers < every:
        typed.append(f"-ngl {layers.magnitude:.0f}")
    for flag, what in (("-ctk", "cache_type_k"), ("-ctv", "cache_type_v")):
        if log.name(what) not in ("", "f16"):
            typed.append(f"{flag} {log.name(what)}")
    return " ".join(typed)


def mix_of(log: Log) -> str:
    """
    The format of a GGUF file as people write it: "Q4_K_M" for "Q4_K - Medium"; "" where it is
    not said.
    """
    match = _MIX.match(log.name("file_type"))
    if match is None:
        return ""
    return f"{match['kind']}_{match['size'][0]}" if match["size"] else match["kind"]


def _number(written: str | None, otherwise: int) -> int:
    """One at least."""
    return max(1, int(written)) if written and written.isdecimal() else otherwise


def _whole(amount: Quantity, unit: Unit) -> int:
    return whole(amount, unit)
