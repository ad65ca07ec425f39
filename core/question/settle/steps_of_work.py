"""Step3 is a model, and "step 3" most often none."""

from core.question.reading import ModelMention, Reading
from core.question.settle.alternatives import compares


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
    """ "and with 32k? we have step 3.", in two words and behind the question."""
    plain = reading.text.plain
    before, typed = plain[: mention.start], plain[mention.start : mention.end]
    return before.endswith("(") or ("?" in before and " " in typed)
