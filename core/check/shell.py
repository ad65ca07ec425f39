"""
vLLM's commands in a shell script.

    >>> [(one.line, one.text) for one in in_script("set -e\\nexec vllm serve Qwen/Qwen3-8B &\\n")]
    [(2, 'vllm serve Qwen/Qwen3-8B')]
    >>> said_cards("# gpumem: 2x L4\\nvllm serve Qwen/Qwen3-8B", 2)
    '2x L4'
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

MODULE = "vllm.entrypoints.openai.api_server"
_OPERATORS = re.compile(r"[;&|<>()]+")
_CARDS = re.compile(r"^\s*#\s*gpumem:\s*(.{1,120}?)\s*$")


@dataclass(frozen=True, slots=True)
class Command:
    """One command, where it begins, and the cards that its file names for it."""

    line: int
    text: str
    cards: str = ""


def in_script(text: str, first: int = 1) -> Iterator[Command]:
    """Those of *text*, whose first line has the number *first*."""
    for line, logical in lines(text, first):
        if "vllm" in logical and not logical.lstrip().startswith("#"):
            yield from (Command(line, shlex.join(words)) for words in _runs(logical))


def lines(text: str, first: int = 1) -> Iterator[tuple[int, str]]:
    """Each line with its number, those that end in a backslash joined to what follows."""
    begun, parts = first, list[str]()
    for number, line in enumerate(text.splitlines(), first):
        if not parts:
            begun = number
        if parts and line.lstrip().startswith("#"):  # a comment between continued lines
            continue
        if line.rstrip().endswith("\\"):
            parts.append(line.rstrip()[:-1])
            continue
        yield begun, " ".join((*parts, line))
        parts = []
    if parts:
        yield begun, " ".join(parts)


def said_cards(text: str, line: int) -> str:
    """What the comment on the line before *line* says: `# gpumem: 2x H100 80GB`."""
    before = text.splitlines()[: line - 1]
    match = _CARDS.match(before[-1]) if before else None
    return match[1] if match else ""


def _runs(logical: str) -> Iterator[list[str]]:
    """The words of each command of vLLM's, from its name to an operator of the shell."""
    lexer = shlex.shlex(logical, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:  # a quote that is not closed
        words = logical.split()
    run: list[str] | None = None
    for index, word in enumerate(words):
        if _OPERATORS.fullmatch(word):
            if run:
                is_stream = word[0] in "<>" and run[-1].isdecimal()  # 2>&1
                yield run[:-1] if is_stream else run
            run = None
        elif run is not None:
            run.append(word)
        elif word.rpartition("/")[2] == "vllm" and words[index + 1 : index + 2] == ["serve"]:
            run = ["vllm"]
        elif word == MODULE and words[index - 1 : index] == ["-m"]:
            run = ["python", "-m", MODULE]
    if run:
        yield run
