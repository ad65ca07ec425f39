"""
A log as it was pasted -> what it says.

    >>> log = read_log("INFO Model loading took 14.99 GiB and 3 seconds")
    >>> log.program, [fact.what for fact in log.facts]
    ('vLLM', ['weights'])
    >>> read_log("does llama 3.1 8b fit on a 4090?") is None
    True
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from core.catalog.catalog import Catalog
from core.catalog.load import load_catalog
from core.logs.breakdown import breakdown
from core.logs.cards import in_use, named_cards
from core.logs.fact import HOST, MEMORY, Fact, Program
from core.logs.failure import Failure, failure_of
from core.logs.lines import facts_of, plain
from core.logs.log import Log
from core.logs.settings import settings_of
from core.logs.wrapped import mended
from core.units import Quantity

MOST_LINES = 20_000
# With one of these a run starts; what stands before it in the log is of another run
_STARTS = (
    "LLM engine (v", "LLM engine with config", "server_args=ServerArgs(", "loaded meta data with",
    "args: Namespace(",
)  # fmt: skip
_SIGNS: dict[Program, tuple[str, ...]] = {
    "SGLang": ("sglang", "mem_fraction_static"),
    "vLLM": ("vllm", "Vllm", "gpu_memory_utilization", "LLM engine", "(EngineCore"),
    "TensorRT-LLM": ("TensorRT-LLM", "TRT-LLM"),
    "ollama": ("ollama", 'msg="'),
    "llama.cpp": ("llama_", "llm_load", "ggml_"),
}
_CARD = ("card",)
_OF_A_CACHE = ("kv_tokens", "gpu_blocks", "max_concurrency")
_BUFFERS = ("weights", "kv_cache", "activations")
_OF_A_LOG = 3  # lines with figures that nobody writes in a question
_NO_SERVER: tuple[Program, ...] = ("PyTorch", "nvidia-smi")


def read_log(text: str, catalog: Catalog | None = None) -> Log | None:
    """The last run of *text*; None where no line of it says anything of memory."""
    lines = mended([plain(line) for line in text.splitlines()[:MOST_LINES]])
    catalog = catalog or load_catalog()
    facts = [fact for number, line in enumerate(lines, 1) for fact in facts_of(line, number)]
    facts += in_use("\n".join(lines), catalog)
    if not any(fact.of == "llama.cpp" and fact.what in _BUFFERS for fact in facts):
        facts += breakdown(lines)
    failure = failure_of(lines) or _no_cache(facts)
    if failure is None and not any(fact.what in (*MEMORY, *HOST, *_OF_A_CACHE) for fact in facts):
        return None
    start = _start(lines, facts, failure.line if failure else 0)
    of_run = tuple(fact for fact in facts if fact.line > start or fact.what in _CARD)
    names = [str(fact.value) for fact in facts if fact.what == "card"]
    return Log(
        program=_program(lines, facts),
        facts=of_run,
        settings=settings_of(lines),
        cards=named_cards(text, names, catalog),
        failure=failure,
    )


def is_worth_an_answer(log: Log, *, pasted: bool) -> bool:
    """
    Whether a text is a log rather than a question that quotes a line or two. *pasted* is what
    stands apart from the words, in a code block or a file; cards in use are for a question.
    """
    if log.program == "nvidia-smi":
        return False
    if pasted:
        return log.program not in _NO_SERVER or log.failure is not None
    lines = {fact.line for fact in log.facts if isinstance(fact.value, Quantity)}
    return log.program not in _NO_SERVER and len(lines) >= _OF_A_LOG


def _start(lines: Sequence[str], facts: Sequence[Fact], failed: int) -> int:
    """The line before the last run that says something of memory."""
    starts = [number for number, line in enumerate(lines, 1) if any(s in line for s in _STARTS)]
    told = [fact.line for fact in facts if fact.what in MEMORY] + [failed]
    return next((one - 1 for one in reversed(starts) if any(line >= one for line in told)), 0)


def _no_cache(facts: Sequence[Fact]) -> Failure | None:
    """vLLM goes on for a line or two after it found that nothing is left for the cache."""
    for fact in facts:
        if (
            fact.what == "kv_cache"
            and isinstance(fact.value, Quantity)
            and fact.value.magnitude < 0
        ):
            return Failure("no_kv", fact.line)
    return None


def _program(lines: Sequence[str], facts: Sequence[Fact]) -> Program:
    """The one whose sentences are most, PyTorch's where no other's are found."""
    counted = Counter[Program](fact.of for fact in facts if fact.of not in _NO_SERVER)
    if counted["ollama"]:
        return "ollama"
    if counted:
        return counted.most_common(1)[0][0]
    for program in _signed(lines):
        return program
    return "nvidia-smi" if {fact.of for fact in facts} == {"nvidia-smi"} else "PyTorch"


def _signed(lines: Sequence[str]) -> Iterator[Program]:
    whole = "\n".join(lines)
    for program, signs in _SIGNS.items():
        if any(sign in whole for sign in signs):
            yield program
