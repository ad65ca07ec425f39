"""
What is pasted into a message apart from its words: code blocks, and snippets as far as Slack shows
them in the event.

    >>> pasted_in({"text": "does it fit?\\n```INFO a &lt; b```"})
    Pasted(words='does it fit?', text='INFO a < b')

https://docs.slack.dev/reference/objects/file-object/: `preview` of a snippet holds its first lines,
`plain_text` all of it where Slack sends that. A file is never fetched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.text import (
    entities_as_characters,
    links_as_read,
    plain,
    without_marks_nobody_sees,
)

_FENCED = re.compile(r"```(?P<code>.*?)(?:```|\Z)", re.DOTALL)
_SNIPPETS = ("snippet", "text", "post")
_WHOLE = ("plain_text", "preview_plain_text", "preview")  # the first that is there
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Pasted:
    """*text* is what was pasted, line by line; *words* what was said beside it, cleaned."""

    words: str = ""
    text: str = ""


def pasted_in(event: Mapping[str, Any]) -> Pasted:
    """Nothing where the message has neither a code block nor a snippet."""
    said = event.get("text") or ""
    blocks = [_as_typed(match["code"]) for match in _FENCED.finditer(said)]
    text = "\n".join((*blocks, *_snippets(event))).strip()
    return Pasted(plain(_FENCED.sub(" ", said)), text) if text else Pasted()


def _as_typed(code: str) -> str:
    """Lines stay lines, and what stands in them stays."""
    lines = (without_marks_nobody_sees(line) for line in code.splitlines())
    return "\n".join(entities_as_characters(links_as_read(line)) for line in lines)


def _snippets(event: Mapping[str, Any]) -> Iterator[str]:
    files = event.get("files")
    for file in files[:MOST_FILES] if isinstance(files, list) else []:
        if not isinstance(file, dict) or file.get("mode") not in _SNIPPETS:
            continue
        shown = next((file[name] for name in _WHOLE if isinstance(file.get(name), str)), "")
        if shown:
            yield entities_as_characters(shown)
