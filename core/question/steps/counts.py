"""How many cards, said in any way; shared by named and nameless cards."""

from core.question.reading import Reading
from core.question.settle.problem import check
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

MOST = 100_000  # cards
SMALLEST_CARD = 0.5  # GB
LARGEST_CARD = 2048  # GB
GB = r"(?:gib|gb|gbs|gigs?|gigabytes?|gigas?|g)"
ONE = rf"(?:{either('one')}|{either('my')}|numa?|duma?|nova)"
SOME = {said: count for words in LANGUAGES for said, count in words.some.items()}
SOME_WORDS = "|".join(sorted(SOME, key=len, reverse=True))
OF_RAM = regex(rf"\s?-?{GB}\s?(?:of\s|de\s)?(?:{either('ram')})\b")


def check_count(reading: Reading, count: int | None, at: tuple[int, int]) -> None:
    if count is not None:
        check(reading, "gpus", count, at, highest=MOST)


def said_count(number: str | None, some: str | None, one: str | None) -> int | None:
    if number:
        return int(number)
    if some:
        return SOME[some]
    return 1 if one else None
