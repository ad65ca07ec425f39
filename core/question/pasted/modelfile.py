"""
Ollama's own ways to say a parameter: a line of a Modelfile, `/set parameter` at its prompt.

    >>> from core.question.normalise import read
    >>> from core.question.pasted.words import shown
    >>> [item.value for item in parameters(shown(read("FROM x PARAMETER num_ctx 32768")))]
    [32768]
"""

from collections.abc import Iterator

from core.question.pasted.commands import item_of
from core.question.pasted.item import UNCOUNTED, Item
from core.question.pasted.table import tool
from core.question.words.regex import regex

_PARAMETER = regex(
    r"(?<!\S)(?:PARAMETER|(?:>>>\s?)?/set\s+parameter)\s+(?P<name>[a-z_]{2,30})\s+"
    r"(?P<value>\"[^\"\n]{0,200}\"|[^\s,;]{1,200})"
)


def parameters(typed: str) -> Iterator[Item]:
    """Each with its role; one that Ollama does not have is named."""
    if "PARAMETER" not in typed and "/set" not in typed:
        return
    table = tool("ollama")
    for match in _PARAMETER.finditer(typed):
        flag = table.find(match["name"])
        at = match.span()
        if flag is None:
            yield Item(*at, UNCOUNTED, match["value"], "a parameter that no table has", "ollama")
        else:
            yield item_of(table, flag, match["name"], match["value"], *at)
