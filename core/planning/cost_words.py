"""What a placement costs, as a clause: "$55.04 an hour, $40,179 a month (AWS us-east-1, ...)"."""

from core.asked.question import Language
from core.planning.cost import Price, Prices
from core.planning.placement import Placement
from core.planning.words import cards
from core.units import USD_PER_HOUR, USD_PER_MONTH
from core.wording.amounts import money
from core.wording.say import say, say_note


def price_clause(language: Language, price: Price, placement: Placement) -> str:
    """By the hour and by the month; where, and of when the price is."""
    rents_more = price.cards > placement.count
    return say(
        language,
        "price.rented" if rents_more else "price.said",
        hour=money(language, price.per_hour, USD_PER_HOUR),
        month=money(language, price.per_hour, USD_PER_MONTH),
        where=say_note(language, price.where),
        cards=price.cards,
    )


def no_price_clause(language: Language, prices: Prices, placement: Placement) -> str:
    """Why there is none: nobody rents the card, no price has a date, no machine has so many."""
    rented = [one for one in prices.instances.values() if one.gpu == placement.gpu.id]
    if not rented:
        return say(language, "price.not_rented", gpu=placement.gpu.name)
    if all(one.price_date is None for one in rented):
        return say(language, "price.no_dated_price", gpu=placement.gpu.name)
    return say(language, "price.no_machine", cards=cards(placement))
