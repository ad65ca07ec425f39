"""How many cards, said in any way; shared by named and nameless cards."""

from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

MOST = 100_000  # cards
SMALLEST_CARD = 0.5  # GB
LARGEST_CARD = 2048  # GB
# "24 Go" is French; "16k: go or no go?" is no memory
_GO = r"go(?=\s(?:of|de|d|vram|memory|gpus?|cards?)\b|\s?(?:[?,.;!)]|$))"
GB = rf"(?:gib|gb|gbs|gigs?|gigabytes?|gigas?|g|{_GO})"
ONE = rf"(?:{either('one')}|{either('my')}|numa?(?: so| unica)?|duma?(?: so| unica)?|nova)"
SOME = {said: count for words in LANGUAGES for said, count in words.some.items()}
SOME_WORDS = "|".join(sorted(SOME, key=len, reverse=True))
OF_RAM = regex(rf"\s?-?{GB}\s?(?:of\s|de\s)?(?:{either('ram')})\b")


def said_count(number: str | None, some: str | None, one: str | None) -> int | None:
    if number:
        return int(number)
    if some:
        return SOME[some]
    return 1 if one else None
