"""Step3 is a model, and "step 3" most often none."""

import re

from core.question.reading import ModelMention, Reading
from core.question.settle.alternatives import compares

# What a sentence, a line or a remark begins after; not "what about step 3", "8xH100 for step 3"
_BEGINS = re.compile(r"(?:[\n,;.?!]|\b(?:have|am in))\s*$", re.IGNORECASE)


def without_steps(reading: Reading) -> list[ModelMention]:
    """ "llama 3.1 8b (step 3)": Step3 is a model where it is the only one."""
    mentions = sorted(reading.models, key=lambda mention: mention.start)
    alone = len(mentions) < 2 or compares(reading)
    steps = [
        mention
        for mention in mentions
        if mention.key == "step 3" and not (alone and not _is_an_aside(reading, mention))
    ]
    for mention in steps:
        reading.unused.append((mention.start, mention.end))
        reading.models.remove(mention)
    return [mention for mention in mentions if mention not in steps]


def _is_an_aside(reading: Reading, mention: ModelMention) -> bool:
    """ "and with 32k? we have step 3.", "and with 32k\\nstep 3": in two words, where one begins."""
    text = reading.text
    before = text.raw[: text.places[mention.start]]
    in_two_words = " " in text.plain[mention.start : mention.end]
    return before.endswith("(") or (in_two_words and _BEGINS.search(before) is not None)
