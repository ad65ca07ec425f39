"""
Distilled models of DeepSeek R1, which people name by the word and a size: "the distill 14b".

Without R1 or DeepSeek in the text it is a verb: "distill 70b into 8b".
"""

from collections.abc import Iterator

from core.catalog.families import Family
from core.catalog.names import NameIndex
from core.question.candidate import FLAG, Candidate, matched
from core.question.normalise import Text
from core.question.reading import ModelMention
from core.question.words.regex import regex

_R1 = r"(?:(?:deepseek|ds)[\s-]{0,2})?(?:r1[\s-]{0,2})?"
_DISTILL = r"(?:distill?(?:ed|ation|s)?|destilad[ao]s?)"
_SIZE = r"(?P<size>\d{1,2}(?:\.\d)?)\s?-?b(?!\w)"
_OF_R1 = r"(?:\s(?:of|from|version of|d[oe])\s(?:the\s|o\s)?(?:deepseek[\s-])?r1)"
# "deepseek r1 - the distill 14b", "r1 distilled qwen 7b", "destilado do r1 de 14b"
_NAME_SIZE = regex(
    rf"(?<![\w.]){_R1}(?:[-,(]\s?)?(?:(?:the|o)\s)?{_DISTILL}{_OF_R1}?[\s-](?:(?:de|to|into|in)\s)?"
    rf"(?:(?:qwen|llama)(?:\s?[23](?:\.\d)?)?[\s-])?{_SIZE}"
)
# "14b distill of r1", "the 8b deepseek distill", "r1 14b distill"
_SIZE_NAME = regex(
    rf"(?<![\w.]){_R1}(?<![\d.]){_SIZE}[\s-](?:(?:qwen|llama)[\s-])?{_R1}{_DISTILL}\b{_OF_R1}?"
)


def find_distills(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """Those that there are; a size that was never made is left to the family's own words."""
    family = index.family("deepseek r 1 distill")
    if not isinstance(family, Family) or not text.has("r1", "deepseek"):
        return
    for pattern in (_NAME_SIZE, _SIZE_NAME):
        for match in text.each(pattern, "distil", "destil"):
            row = family.sizes.get(f"{match['size']}b")
            if row is not None:
                key = f"deepseek r 1 distill {match['size']} b"
                mention = ModelMention(*match.span(), row, key)
                yield matched(match, "model", mention, FLAG, "a distilled model of R1")
