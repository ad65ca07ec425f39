"""
Prompts that fill the context leave no room for what is written.

--max-model-len is prompt and output together (vLLM's engine arguments), so that a prompt as long as
it has no token left, and an answer is cut off where it is reached.
"""

import re
from collections.abc import Iterator

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.wording.note import Note, note

_PROMPT = re.compile(r"(?i)\bprompts?\b[^.;,\d]{0,16}\d|\d\s?k?(?:[ -]tokens?)?[ -]prompts?\b")
_MORE = re.compile(
    r"(?i)\b(?:out|outputs?|answers?|completions?|generat\w+|repl(?:y|ies)|responses?|respostas?"
    r"|sa[ií]da|contexto?|ctx|max[-_]model[-_]len)\b"
)


def room_for_answers(question: Question, scenario: Scenario) -> Iterator[Note]:
    """Where a length was said of the prompt alone, and of no answer."""
    said = _PROMPT.search(question.text) is not None and _MORE.search(question.text) is None
    if said and question.context_length is not None and scenario.engine.name == "vllm":
        yield note("caveat.room_for_answers", tokens=scenario.held.tokens)
