"""
vLLM's commands in a Dockerfile: ENTRYPOINT and CMD of a stage together, and RUN.

    >>> [one.text for one in in_dockerfile('FROM vllm/vllm-openai\\nCMD ["--model", "a/b"]')]
    ['vllm serve --model a/b']
"""

import json
import shlex
from collections.abc import Iterator
from typing import cast

from core.check.shell import Command, in_script, lines


def in_dockerfile(text: str) -> Iterator[Command]:
    """Those of *text*; a command stands where the last of its two instructions does."""
    image, parts = "", dict[str, tuple[int, str]]()
    for line, logical in lines(text):
        instruction, _, rest = logical.strip().partition(" ")
        match instruction.upper():
            case "FROM":
                yield from _of_stage(image, parts)
                image, parts = rest, {}
            case "ENTRYPOINT":  # what CMD said before does not count any more
                parts = {"ENTRYPOINT": (line, rest)}
            case "CMD":
                parts = parts | {"CMD": (line, rest)}
            case "RUN":
                yield from in_script(rest, line)
            case _:
                pass
    yield from _of_stage(image, parts)


def _of_stage(image: str, parts: dict[str, tuple[int, str]]) -> Iterator[Command]:
    said = [parts[name] for name in ("ENTRYPOINT", "CMD") if name in parts]
    if not said:
        return
    typed = [_words(rest) for _, rest in said]
    line = max(line for line, _ in said)
    if "vllm-openai" in image and "ENTRYPOINT" not in parts:
        typed = [["vllm", "serve"], *(words for words in typed if words)]
    if all(typed):
        yield from in_script(shlex.join([word for words in typed for word in words or []]), line)
    else:  # a line for the shell; after one in ENTRYPOINT, CMD does not count
        yield from in_script(said[0][1], said[0][0])


def _words(rest: str) -> list[str] | None:
    """Of the form that is a JSON list; None for the form that a shell reads."""
    try:
        found = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    return [str(word) for word in cast(list[object], found)] if isinstance(found, list) else None
