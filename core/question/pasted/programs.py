"""
Programs that a pasted text starts, and the tools whose flags follow.

    >>> from core.question.normalise import read
    >>> from core.question.pasted.words import shown
    >>> text = shown(read("docker run --gpus all vllm/vllm-openai:latest --model x/y"))
    >>> [head.tool for head in programs(text)]
    ['docker', 'vllm']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.question.words.regex import regex


@dataclass(frozen=True, slots=True)
class Program:
    """Where a program's name stands, and whose flags come after it."""

    start: int
    end: int
    tool: str
    call: bool = False  # LLM(...): its settings end with the bracket
    trains: bool = True  # of a trainer: not where it only answers ("swift deploy")


@dataclass(frozen=True, slots=True)
class _Start:
    tool: str
    hints: tuple[str, ...]  # without one of which the pattern cannot match
    pattern: re.Pattern[str]
    call: bool = False


_VARIABLE = r"\b[a-z_]\w{0,30}(?:,\s?[a-z_]\w{0,30})?\s?=\s?(?:await\s)?"  # llm = LLM(...)


def _start(tool: str, hints: str, pattern: str, *, call: bool = False) -> _Start:
    named = rf"(?:{_VARIABLE})?(?:{pattern})" if call else pattern
    return _Start(tool, tuple(hints.split()), regex(named, re.IGNORECASE), call)


_PYTHON = r"(?:\bpython[\d.]{0,5}\s+(?:-u\s+)?-m\s+)?"
_TAG = r"(?::[\w.-]{1,60})?(?:@sha256:\w{1,64})?"
# In the order in which they win where two begin at one place
_STARTS = (
    # vllm serve, python -m vllm.entrypoints.openai.api_server, vllm/vllm-openai:v0.11.0, LLM(
    _start(
        "vllm",
        "vllm",
        rf"{_PYTHON}\bvllm(?:\s+(?:serve|chat|complete|run-batch|bench\s+\w{{1,20}})\b"
        r"|\.entrypoints[\w.]{0,60})|(?<![\w.-])(?:[\w.-]{1,40}/){0,4}vllm-(?:openai|cpu-env)\b"
        rf"{_TAG}",
    ),
    _start("vllm", "llm(", r"\b(?:vllm\.)?(?:Async)?(?:LLM|EngineArgs)\(", call=True),
    # python -m sglang.launch_server, sglang serve, lmsysorg/sglang:latest
    _start(
        "sglang",
        "sglang sgl",
        rf"{_PYTHON}\bsglang(?:\.(?:launch_server|bench\w{{0,30}})\b|\s+serve\b)"
        rf"|\blmsysorg/sglang\b{_TAG}",
    ),
    _start("sglang", "engine(", r"\b(?:sgl|sglang)\.Engine\(", call=True),
    _start(
        "llama-cpp",
        "llama ./main ./server",
        r"(?<![\w./-])(?:[\w.~-]{0,40}/){0,8}llama-(?:server|cli|bench|run|batched-bench|mtmd-cli)"
        r"(?:\.exe)?\b|(?<!\S)\./(?:main|server)\b"
        rf"|\bghcr\.io/(?:ggml-org|ggerganov)/llama\.cpp\b{_TAG}"
        r"|\bpython[\d.]{0,5}\s+-m\s+llama_cpp\.server\b",
    ),
    _start(
        "koboldcpp",
        "koboldcpp",
        r"(?<![\w./-])(?:python[\d.]{0,5}\s+)?(?:[\w.~-]{0,40}/){0,8}koboldcpp[\w-]{0,30}"
        r"(?:\.(?:py|exe)(?![\w.])|(?=\s+--?[a-z]))",
    ),
    _start(
        "exllamav2",
        "test_inference.py examples/chat.py",
        r"(?<![\w./-])(?:python[\d.]{0,5}\s+)?(?:[\w.~-]{0,40}/){0,8}"
        r"(?:test_inference|examples/chat)\.py(?=\s+-)",
    ),
    _start("mlx-lm", "mlx_lm", rf"{_PYTHON}\bmlx_lm\.(?:generate|chat|server|cache_prompt)\b"),
    _start(
        "trtllm-convert",
        "convert_checkpoint",
        r"(?<![\w./-])(?:python[\d.]{0,5}\s+)?(?:[\w.~-]{0,40}/){0,8}convert_checkpoint\.py\b",
    ),
    _start("ray-serve", "llmconfig(", r"\bLLMConfig\(", call=True),
    _start("llama-cpp-python", "llama(", r"(?<![\w.])Llama\((?=[^)]{0,400}=)", call=True),
    _start(
        "ollama", "ollama", r"\bollama\s+(?:run|pull|serve|create|show)\b|\bollama/ollama\b" + _TAG
    ),
    _start("trtllm-serve", "trtllm", r"\btrtllm-serve\b(?:\s+serve\b)?"),
    _start("trtllm-build", "trtllm", r"\btrtllm-build\b"),
    _start("trtllm-serve", "trtllm", r"\btrtllm-(?:bench|eval)\b"),
    _start(
        "tgi",
        "text-generation",
        r"\btext-generation-launcher\b|(?<![\w.-])(?:[\w.-]{1,40}/){0,4}text-generation-inference\b"
        + _TAG,
    ),
    _start(
        "lmdeploy",
        "lmdeploy",
        rf"\blmdeploy\s+(?:serve\s+api_server|serve\s+gradio|chat|serve)\b|\bopenmmlab/lmdeploy\b{_TAG}",
    ),
    _start("lmdeploy", "engineconfig(", r"\b(?:Turbomind|Pytorch)EngineConfig\(", call=True),
    # ── training ──
    _start(
        "torchrun",
        "torchrun torch.distributed",
        r"\btorchrun\b|\bpython[\d.]{0,5}\s+-m\s+torch\.distributed\.(?:run|launch)\b",
    ),
    _start("accelerate", "accelerate", r"\baccelerate\s+launch\b|\baccelerate\.commands\.launch\b"),
    _start(
        "deepspeed", "deepspeed", r"(?<![\w./-])deepspeed(?=\s+(?:--?\w|[\w./-]{1,200}\.py\b|-m\b))"
    ),
    _start(
        "axolotl",
        "axolotl",
        rf"{_PYTHON}\baxolotl(?:\.cli\.\w{{1,20}}|\s+(?:train|preprocess|evaluate|inference))\b",
    ),
    _start(
        "llama-factory",
        "llamafactory lmf train_bash",
        r"\b(?:llamafactory-cli|lmf)\s+(?:train|chat|api|webchat|export|eval)\b"
        r"|(?<![\w./-])[\w./-]{0,80}(?:train_bash|llamafactory/launcher)\.py\b",
    ),
    _start("torchtune", "tune", r"(?<![\w-])tune\s+run\b"),
    _start("trl", "trl", r"(?<![\w-])trl\s+(?:sft|dpo|grpo|kto|reward|rloo|orpo|cpo)\b"),
    _start(
        "megatron-swift",
        "megatron",
        r"(?<![\w-])megatron\s+(?:sft|pt|rlhf|export)\b|\bswift/cli/_megatron/\w{1,20}\.py\b",
    ),
    _start("megatron-lm", "pretrain_gpt", r"(?<![\w./-])[\w./-]{0,80}pretrain_gpt\.py\b"),
    _start(
        "ms-swift",
        "swift",
        r"(?<![\w-])swift\s+(?:sft|pt|rlhf|infer|deploy|rollout|export)\b|\bswift/cli/\w{1,20}\.py\b",
    ),
    # train.py, "src/run_clm.py", after a launcher or python
    _start("trl", ".py", r"(?<![\w./-])[\w./-]{0,120}(?:sft|dpo|grpo|kto|orpo|trl)\w{0,40}\.py\b"),
    _start(
        "hf-trainer",
        ".py",
        r"(?<![\w./-])python[\d.]{0,5}\s+(?:-u\s+)?[\w./-]{1,160}\.py\b"
        r"|(?<![\w./-])[\w./-]{0,120}(?:train|tun|run_clm|lora)\w{0,60}\.py\b",
    ),
    _start("hf-trainer", "trainingarguments(", r"\b\w{0,20}TrainingArguments\(", call=True),
    _start("trl", "config(", r"\b(?:SFT|DPO|GRPO|KTO|ORPO|Reward|RLOO)Config\(", call=True),
    _start("trl", "trainer(", r"\b(?:SFT|DPO|GRPO|KTO|ORPO|Reward|RLOO)Trainer\(", call=True),
    _start("peft", "config(", r"\b(?:Lora|BitsAndBytes|AdaLora)Config\(", call=True),
    _start("peft", "get_peft_model(", r"\b(?:\w{1,40}\.)?get_peft_model\(", call=True),
    _start("peft", "from_pretrained(", r"\b\w{1,60}\.from_pretrained\(", call=True),
    _start("curl", "curl", r"(?<![\w-])curl(?=\s+(?:-|[\"']?https?:|[\"']?localhost))"),
    # ── what starts the others ──
    _start(
        "docker", "docker podman nerdctl", r"\b(?:docker|podman|nerdctl)\s+(?:container\s+)?run\b"
    ),
)


# A trainer's command, or a script's name, that trains nothing
_ANSWERS = regex(
    r"\b(?:infer|deploy|rollout|export|chat|api|webchat|eval|evaluate|inference|serve)\b"
    r"|(?:generat|infer|chat|demo|serve|server|predict|eval|benchmark)\w{0,20}\.py|from_pretrained\(",
    re.IGNORECASE,
)


def programs(shown: str) -> list[Program]:
    """All programs in the text, in order; one that stands inside another's name is not one."""
    low = shown.lower()
    found = sorted(_found(shown, low), key=lambda program: (program.start, -program.end))
    kept: list[Program] = []
    for program in found:
        if not kept or program.start >= kept[-1].end:
            kept.append(program)
    return kept


def _found(shown: str, low: str) -> Iterator[Program]:
    for start in _STARTS:
        if any(hint in low for hint in start.hints):
            for match in start.pattern.finditer(shown):
                trains = _ANSWERS.search(match[0]) is None
                yield Program(match.start(), match.end(), start.tool, start.call, trains)
