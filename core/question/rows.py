"""
A table that was pasted: each row is a question, whose header says what the cells are.

    >>> list(sentences("| model | users |\\n|---|---|\\n| qwen3 8b | 16 |\\non an L4"))
    ['model: qwen3 8b, users: 16, on an L4']
"""

from core.question.words.languages import either
from core.question.words.regex import regex

_ROLE = regex(
    rf"(?i)(?:{either('users')}|{either('batch')}|{either('concurrent')}|{either('context')}"
    rf"|{either('cards')}|models?|modelos?|quant\w*|precis\w+|formato?|dtype|{either('tokens')}"
    rf"|#\s?(?:gpus?|users?)|n[º°]? ?gpus?)"
)
_RULE = regex(r"[\s|:+-]+")
_MOST_ROWS = 8


def sentences(text: str) -> tuple[str, ...]:
    """One question a row; none where the text is no table with a header that we understand."""
    if text.count("|") < 4 or "\n" not in text:
        return ()
    lines = text.split("\n")
    at = [place for place, line in enumerate(lines) if line.count("|") > 1]
    if len(at) < 2 or at != list(range(at[0], at[-1] + 1)):
        return ()
    header, *rows = [_cells(lines[place]) for place in at if not _RULE.fullmatch(lines[place])]
    understood = [_ROLE.search(cell) is not None for cell in header]
    if sum(understood) < 2 or not rows or len(rows) > _MOST_ROWS:
        return ()
    if any(len(row) != len(header) for row in rows):
        return ()
    rest = " ".join(lines[: at[0]]).strip(), " ".join(lines[at[-1] + 1 :]).strip()
    return tuple(_sentence(header, row, rest) for row in rows)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _sentence(header: list[str], row: list[str], rest: tuple[str, str]) -> str:
    pairs = [f"{name}: {cell}" for name, cell in zip(header, row, strict=True) if cell.strip("-")]
    return ", ".join(part for part in (rest[0], *pairs, rest[1]) if part)
