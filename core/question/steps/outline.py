"""
The text with names as signs, for patterns that need to know that a card stands somewhere and not
which: "how many H100s" is "how many \\1\\1\\1\\1\\1".
"""

from core.catalog.families import Family
from core.question.candidate import FLAG
from core.question.reading import Reading

CARD, MODEL, FAMILY, FORMAT, ELSE = "\1", "\2", "\3", "\4", "\5"
_SIGNS = {
    "cards": CARD,
    "precision": FORMAT,
    "bits": FORMAT,
    "parameters": MODEL,
    "not_answered": ELSE,
    "withdrawn": ELSE,
}


def outline(reading: Reading) -> str:
    """As long as the plain text, letter for letter."""
    text = reading.text.plain
    for candidate in reading.chosen:
        sign = _SIGNS.get(candidate.role)
        if candidate.evidence is FLAG and candidate.role.startswith(("nothing", "output.")):
            sign = ELSE  # words of a program ask nothing: "maximum number of tokens"
        if candidate.role == "model":
            family = isinstance(getattr(candidate.value, "row", None), Family)
            sign = FAMILY if family else MODEL
        if sign is not None:
            start, end = candidate.start, candidate.end
            text = text[:start] + sign * (end - start) + text[end:]
    return text
