"""
How many there are, and how many of them ask at the same time: "300 employees, 30 at once".

A number that is said to be at once is the number of sequences, and larger numbers of people beside
it are decoys. A share of people ("5 % of 600 employees") is that many; people alone are taken as
all of them, which is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from core.question.candidate import NAMED, NEAR, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import value
from core.question.steps.people_patterns import (
    AT_ONCE_NUMBER,
    COUNTED,
    GROUPS,
    HINTS,
    HUMANS,
    MEMBER_HINTS,
    MEMBERS,
    NUMBER_AT_ONCE,
    OF_REQUESTS,
    ONE_OF_THEM,
    OUT_OF,
    PARTS,
    SAID_AT_ONCE,
    SHARE,
    SHARE_HINTS,
    SHARE_OF,
    SOME_HINTS,
    SOME_OF_THEM,
    TEAM,
    US,
)
from core.wording.note import note


@dataclass(frozen=True, slots=True)
class _Crowd:
    """People who were counted, at a place."""

    match: re.Match[str]
    number: float


def find_people(text: Text) -> Iterator[Candidate]:
    """Who asks at the same time, and the people of whom that is said."""
    at_once = [_crowd(text, match) for match in _said_at_once(text) if _may_ask(match)]
    for one in at_once:
        yield matched(one.match, "sequences", one.number, NAMED, "at the same time")
    for match in text.each(OUT_OF, " of ", " de ", " em "):
        yield matched(match, "sequences", int(match["number"]), NAMED, "so many of all")
    if not at_once:
        for match in text.each(US, "we ", "we'", "there are", "somos", "seremos", "of us"):
            said = note("reading.heads", typed=text.typed(*match.span()))
            number = int(match["number"] or match["of"])
            yield matched(match, "sequences", number, NEAR, "so many heads", (said,))
    for match in text.each(MEMBERS, *MEMBER_HINTS):
        role = "decoy.heads" if at_once else "decoy.rate"
        yield matched(match, role, match[0], NAMED, "of how many at once it says nothing")
    shares, parts = (
        list(_said_shares(text, at_once=bool(at_once))),
        list(text.each(SOME_OF_THEM, *SOME_HINTS)),
    )
    yield from _groups(text, alone=not at_once and not shares)
    crowds = list(_crowds(text)) if at_once or shares or parts else []
    if crowds:
        yield from _of_crowds(text, crowds, at_once, shares, parts)


def _of_crowds(
    text: Text,
    crowds: list[_Crowd],
    at_once: list[_Crowd],
    shares: list[re.Match[str]],
    parts: list[re.Match[str]],
) -> Iterator[Candidate]:
    """What is a share or a part of people who were counted, and these people as decoys."""
    some = [_share(text, match, crowds) for match in shares]
    if not at_once and not some:
        some = list(_some_of(text, parts, crowds))
    yield from some
    for crowd in crowds:
        if some or any(_is_part_of(one, crowd) for one in at_once):
            yield matched(crowd.match, "decoy.heads", crowd.match[0], NAMED, "not all at once")


def _groups(text: Text, *, alone: bool) -> Iterator[Candidate]:
    """Several groups of people; where one is there at a time, its people are the load."""
    for match in text.each(GROUPS, "s of ", "s with ", "s de ", "s com "):
        each = value(match["number"], whole=True, language=text.language)
        one = re.search(ONE_OF_THEM.format(kind=match["kind"]), text.plain)
        number = each if one else each * int(match["groups"])
        said = note("reading.share", typed=text.typed(*match.span()), number=int(number))
        if alone or one:
            yield matched(match, "sequences", number, NAMED, "groups of people", (said,))
        else:
            yield matched(match, "decoy.heads", match[0], NAMED, "not all at once")


def _crowds(text: Text) -> Iterator[_Crowd]:
    for match in text.each(COUNTED):
        if not (match["unit"] and OF_REQUESTS.search(match[0])):  # "4k chats" is a length
            yield _crowd(text, match)
    for pattern, hints in ((TEAM, ()), (GROUPS, ("s of ", "s with ", "s de ", "s com "))):
        for match in text.each(pattern, *hints):
            yield _crowd(text, match)


def _said_at_once(text: Text) -> Iterator[re.Match[str]]:
    if not text.has(*HINTS):
        return
    yield from text.each(NUMBER_AT_ONCE)
    yield from text.each(AT_ONCE_NUMBER)


def _may_ask(match: re.Match[str]) -> bool:
    """ "8k at the same time" are thousands of tokens, unless people are named."""
    return not match.groupdict().get("unit") or HUMANS.search(match[0]) is not None


def _crowd(text: Text, match: re.Match[str]) -> _Crowd:
    unit = match.groupdict().get("unit")
    number = value(match["number"], whole=not unit, language=text.language)
    number *= int(match.groupdict().get("groups") or 1)
    return _Crowd(match, number * 1000 if unit else number)


def _is_part_of(at_once: _Crowd, crowd: _Crowd) -> bool:
    """Fewer, said elsewhere."""
    start, end = at_once.match.span()
    apart = not start <= crowd.match.start("number") < end
    return apart and at_once.number < crowd.number


def _some_of(text: Text, parts: list[re.Match[str]], crowds: list[_Crowd]) -> Iterator[Candidate]:
    """ "30 of them" after the people: "2 of them, and 8 users" is about something else."""
    for match in parts:
        number = int(match["most"] or match["some"])
        before = [crowd for crowd in crowds if crowd.match.end() <= match.start()]
        if any(number < crowd.number for crowd in before):
            said = note("reading.heads", typed=text.typed(*match.span()))
            yield matched(match, "sequences", number, NAMED, "so many of them", (said,))


def _said_shares(text: Text, *, at_once: bool) -> Iterator[re.Match[str]]:
    yield from text.each(SHARE_OF, *SHARE_HINTS)
    for match in text.each(SHARE, *SHARE_HINTS):
        if SAID_AT_ONCE.search(match[0]) or not at_once:  # "half of them remote, 10 at once"
            yield match


def _share(text: Text, match: re.Match[str], crowds: list[_Crowd]) -> Candidate:
    """Of the people who were counted last before it, or first."""
    before = [crowd for crowd in crowds if crowd.match.start() < match.end()]
    crowd = before[-1] if before else crowds[0]
    number = max(1, ceil(round(_part(match) * crowd.number, 6)))
    said = note("reading.share", typed=text.typed(*match.span()), number=number)
    return matched(match, "sequences", number, NAMED, "a share of the people", (said,))


def _part(match: re.Match[str]) -> float:
    found = {name.removeprefix("other_"): said for name, said in match.groupdict().items() if said}
    if "percent" in found:
        return value(found["percent"], language="en") / 100
    if "word" in found:
        return 1 / PARTS[found["word"]]
    out = found["out"]
    return (int(out) if out.isdigit() else 1) / max(1, int(found["each"]))
