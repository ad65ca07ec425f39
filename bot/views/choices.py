"""
The options of the first screen: three rows at most, what decides in the first three columns.

Why it is offered and which cards; the room that is left; how many it holds at the same time. Then
what it costs, with a line below of when and from where, and how fast it can be at most.
"""

from collections.abc import Iterator, Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import context, shorten, table
from bot.views.options import MAX_NAME, cards, doubt, room, split, users_text
from bot.views.part import Part
from core.planning.cost import Price
from core.planning.options import Option, options
from core.planning.result import Answer
from core.planning.speed import Speed
from core.planning.speed_words import rate_text
from core.units import (
    SEQUENCE,
    TOKEN_PER_SECOND,
    TOKEN_PER_SECOND_PER_SEQUENCE,
    TOKEN_PER_SEQUENCE,
    USD_PER_HOUR,
    USD_PER_MONTH,
    plain,
    whole,
)
from core.wording.amounts import money, number

WRAPPED = ("option", "users")  # so that what decides is seen without scrolling on a telephone
SHORT_NAME = 16  # characters: "4 × H100 80GB" has 13
MOST = ("max_context", "max_sequences")  # intents that fill the card
NO_BREAK = "\N{NO-BREAK SPACE}"


def choices_parts(answer: Answer) -> tuple[Part, Part]:
    """
    The options, and below them of when and from where the prices are. Nothing where there is
    nothing to choose, or where alternatives stand side by side.
    """
    offered, language = options(answer), answer.question.language
    if not offered:
        return Part(), Part()
    speeds = [answer.speed_of(one.placement) if one.placement.fits else None for one in offered]
    choices = Part(
        lines=tuple(_line(answer, one, of) for one, of in zip(offered, speeds, strict=True)),
        blocks=(_table(answer, offered, speeds, language),),
    )
    said = " ".join(_below(answer, offered))
    return choices, Part(lines=(said,), blocks=(context(said),)) if said else Part()


def _table(
    answer: Answer, offered: Sequence[Option], speeds: Sequence[Speed | None], language: str
) -> dict[str, object]:
    is_served = answer.question.task == "serve"
    columns = [
        ("option", "left", [_cell(one, language) for one in offered]),
        ("room", "right", [_room(answer, one) for one in offered]),
        ("users", "right", [_users(answer, one) for one in offered]),
        ("context", "right", [_context(answer, one) for one in offered]),
        ("price", "right", [_price(one.price, one.placement.count, language) for one in offered]),
        ("speed", "right", [_speed(speed, language) for speed in speeds]),
        ("split", "left", [split(one.placement, language) if is_served else "" for one in offered]),
    ]
    kept = [column for column in columns if any(column[2])]
    head = [t(language, f"choices.{name}") for name, _, _ in kept]
    rows = [list(row) for row in zip(*(cells for _, _, cells in kept), strict=True)]
    wrapped = [at for at, (name, _, _) in enumerate(kept) if name in WRAPPED]
    return table([head, *rows], [side for _, side, _ in kept], wrapped=wrapped)


def _name(option: Option, language: str) -> str:
    """
    "Cheapest: 8 × L4"
    """
    return _named(option, cards(option.placement, language), language)


def _cell(option: Option, language: str) -> str:
    """The same, on two lines where the screen is narrow: cards with a short name stay whole."""
    said = cards(option.placement, language)
    whole_name = said.replace(" ", NO_BREAK) if len(said) <= SHORT_NAME else said
    return shorten(_named(option, whole_name, language), MAX_NAME)


def _named(option: Option, said: str, language: str) -> str:
    named = option.kind not in ("asked", "other")
    kind = t(language, f"choices.{option.kind}") if named else ""
    why = ", ".join(filter(None, (kind, doubt(option.placement, language))))
    if not why:
        return said
    return t(language, "choices.named", why=why[:1].upper() + why[1:], cards=said)


def _room(answer: Answer, option: Option, *, spoken: bool = False) -> str:
    """None is left of what holds the most there can be."""
    if answer.question.intent in MOST and option.placement.fits:
        return ""
    return room(option.placement, answer.question.language, unit=spoken, spoken=spoken)


def _users(answer: Answer, option: Option) -> str:
    """At the asked context; where that is looked for, the users were said."""
    most = option.placement.max_sequences
    if most is None or not option.placement.fits or answer.question.intent == "max_context":
        return ""
    return number(answer.question.language, whole(most, SEQUENCE))


def _context(answer: Answer, option: Option) -> str:
    most = option.placement.max_context
    if most is None or not option.placement.fits or answer.question.intent != "max_context":
        return ""
    return number(answer.question.language, whole(most, TOKEN_PER_SEQUENCE))


def _price(price: Price | None, cards: int, language: str) -> str:
    """
    "$44.24/h, $32,299/month"
    """
    if price is None:
        return ""
    hour, month = (money(language, price.per_hour, unit) for unit in (USD_PER_HOUR, USD_PER_MONTH))
    key = "price_cell" if price.is_own or price.cards == cards else "price_of_machine"
    return t(language, f"choices.{key}", hour=hour, month=month, cards=price.cards)


def _speed(speed: Speed | None, language: str) -> str:
    """Of one user, and in all where there are several."""
    if speed is None:
        return ""
    user = rate_text(language, plain(speed.per_user, TOKEN_PER_SECOND_PER_SEQUENCE))
    if speed.users == 1:
        return user
    everybody = rate_text(language, plain(speed.in_all, TOKEN_PER_SECOND))
    return t(language, "choices.speed_cell", user=user, all=everybody)


def _below(answer: Answer, offered: Sequence[Option]) -> Iterator[str]:
    """Where the prices are from, as far as the first line does not say it."""
    language, said = answer.question.language, answer.verdict.summary
    prices = [one.price for one in offered if one.price is not None]
    where = dict.fromkeys(_where(one, language) for one in prices if not _is_said(one, said))
    if where:
        yield t(language, "choices.prices", where="; ".join(where))
    if len(prices) < len(offered):
        unknown = dict.fromkeys(one.placement.gpu.name for one in offered if not one.price)
        yield t(language, "choices.no_price", cards=", ".join(unknown))


def _is_said(price: Price, said: str) -> bool:
    return not price.is_own and all(
        str(one) in said for one in (price.cloud_name, price.region, price.day)
    )


def _where(price: Price, language: str) -> str:
    """
    "AWS us-east-1, 2026-07-20"
    """
    if price.is_own:
        return t(language, "choices.own_price")
    return t(language, "choices.where", cloud=price.cloud_name, region=price.region, day=price.day)


def _line(answer: Answer, option: Option, speed: Speed | None) -> str:
    """One option as it would be read aloud."""
    language, placement = answer.question.language, option.placement
    users, tokens = placement.max_sequences, placement.max_context
    said = [
        _room(answer, option, spoken=True),
        users_text(whole(users, SEQUENCE), language) if users and _users(answer, option) else "",
        t(language, "options.context", count=whole(tokens, TOKEN_PER_SEQUENCE))
        if tokens and _context(answer, option)
        else "",
        _price(option.price, placement.count, language),
        t(language, "choices.speed_line", speed=_speed(speed, language)) if speed else "",
    ]
    return f"{_name(option, language)}: {', '.join(filter(None, said))}"
