"""Labels that look like a card or a format: "sala A10", "ticket G5", "level L4", "ramal 4090"."""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.regex import regex

_LABEL = regex(
    r"\b(?:room|sala|ticket|level|nivel|ramal|ext\.?|extension|slide|flight|voo|gate|terminal)\s"
    r"(?:no\.\s|#)?[a-z]{0,2}\d{1,4}(?![\w.])(?!\sgpus?\b)"
)
_HINTS = ("room", "sala", "ticket", "level", "nivel", "ramal", "ext", "slide", "flight", "voo",
          "gate", "terminal")  # fmt: skip
# "42 colleagues voted": people who did something else than ask
_VOTED = regex(
    r"(?<![\w.,])\d{1,6}\s(?:[a-z]+\s)?(?:colleagues|people|employees|engineers|members|colegas"
    r"|pessoas)\s(?:voted|agreed|decided|complained|signed|attended|votaram|decidiram)\b"
)


def find_label_decoys(text: Text) -> Iterator[Candidate]:
    """The name of a place or a thing; a number of people who do not use the model."""
    for match in text.each(_LABEL, *_HINTS):
        yield matched(match, "decoy.issue", match[0], NAMED, "the label of something")
    for match in text.each(_VOTED, "ed ", "aram ", "iram "):
        yield matched(match, "decoy.heads", match[0], NAMED, "people who do not ask")
