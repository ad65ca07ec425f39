"""How fast a placement can be at most, as clauses: "at most 59 tokens/s per user, 944 in all"."""

from core.asked.question import Language
from core.asked.scenario import ENGINE_NAMES, Scenario
from core.memory.speed.reached import Reach, reach_of
from core.planning.cost import Price
from core.planning.speed import Speed
from core.units import (
    TOKEN_PER_SECOND,
    TOKEN_PER_SECOND_PER_SEQUENCE,
    USD_PER_HOUR,
    USD_PER_TOKEN,
    Quantity,
    plain,
)
from core.wording.amounts import money, number
from core.wording.say import say

SECONDS_OF_AN_HOUR = 3600
MILLION = 10**6


def speed_clause(language: Language, speed: Speed) -> str:
    """For one user, and in all where there are several."""
    user = rate_text(language, plain(speed.per_user, TOKEN_PER_SECOND_PER_SEQUENCE))
    if speed.users == 1:
        return say(language, "speed.said", user=user)
    everybody = rate_text(language, plain(speed.in_all, TOKEN_PER_SECOND))
    return say(language, "speed.said_all", user=user, all=everybody)


def first_token_clause(language: Language, speed: Speed) -> str:
    """The least time to the first token; nothing where no rate of the card is known."""
    if speed.prompt is None:
        return ""
    seconds = seconds_text(language, speed.prompt.seconds)
    return say(language, "speed.first_token", tokens=speed.prompt_tokens, seconds=seconds)


def reach_of_speed(scenario: Scenario, speed: Speed) -> Reach | None:
    """Which part of it the scenario's engine reaches; None where no runs of it were found."""
    return reach_of(scenario.engine.name, speed.step.seconds)


def reach_clause(language: Language, scenario: Scenario, speed: Speed) -> str:
    """ "vLLM reaches 32 to 62 % of it" """
    reach = reach_of_speed(scenario, speed)
    if reach is None:
        return ""
    low, high = round(100 * reach.low), round(100 * reach.high)
    engine = ENGINE_NAMES[scenario.engine.name]
    return say(language, "speed.reached", engine=engine, low=low, high=high)


def per_token(price: Price, speed: Speed) -> Quantity:
    """dollar/token of output, with every user writing at the ceiling"""
    hourly = plain(price.per_hour, USD_PER_HOUR)
    tokens = plain(speed.in_all, TOKEN_PER_SECOND) * SECONDS_OF_AN_HOUR
    return Quantity(hourly / tokens, USD_PER_TOKEN)


def million_clause(language: Language, price: Price, speed: Speed) -> str:
    """ "$6.51 per million output tokens at that ceiling" """
    each = per_token(price, speed) * MILLION
    return say(language, "speed.million", price=money(language, each, USD_PER_TOKEN))


def rate_text(language: str, tokens: float) -> str:
    """Tokens a second: a decimal below ten."""
    return number(language, tokens, 1 if tokens < 10 else 0)


def seconds_text(language: Language, seconds: float) -> str:
    """Two figures that say something: 0.013, 0.31, 4.2, 18"""
    digits = 3 if seconds < 0.1 else 2 if seconds < 1 else 1 if seconds < 10 else 0
    return number(language, seconds, digits)
