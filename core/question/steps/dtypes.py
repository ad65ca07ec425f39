"""
`dtype=torch.float16` outside of a command, as vLLM's start-up line and `from_pretrained` write it:
the type that is computed in, which is the format of the weights only where no other is said.
"""

from collections.abc import Iterator

from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.regex import regex

_DTYPE = regex(
    r"(?<![\w-])(?:torch_)?dtype\s?[=:]\s?[\"']?(?:torch\.)?"
    r"(?P<name>bfloat16|float16|float32|half|bf16|fp16|fp32)(?![\w.])"
)


def find_dtypes(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """The type of what is computed."""
    for match in text.each(_DTYPE, "dtype"):
        row = index.exact(match["name"])
        if isinstance(row, Precision):
            yield matched(match, "dtype", row, NAMED, "a type that is computed in")
