"""
What was asked beside memory, in the first line: the price, and ceilings of speed.

"$22.12 an hour on 2 × H100 80GB; memory: ...". What cannot be told is said with its reason; a
subject without any answer (disk, power) stays with `core/wording/not_answered.py`.
"""

from collections.abc import Iterator, Sequence

from core.asked.question import Cards, Language, Question, Size, Subject
from core.asked.scenario import Scenario
from core.memory.speed.operations import of_logits, per_token
from core.memory.speed.rates import rate
from core.memory.training.host import in_host_memory
from core.planning.cost import Prices
from core.planning.cost_words import no_price_clause, price_clause
from core.planning.fit import card
from core.planning.placement import Placement
from core.planning.result import Answer
from core.planning.share import Share
from core.planning.speed import no_speed
from core.planning.speed_words import (
    first_token_clause,
    million_clause,
    reach_clause,
    speed_clause,
)
from core.planning.words import cards
from core.units import PARAMETER, USD_PER_HOUR, plain, whole
from core.wording.amounts import number
from core.wording.not_answered import not_answered
from core.wording.note import Bytes
from core.wording.say import say, say_note

ANSWERED: tuple[Subject, ...] = ("price", "speed", "latency", "training_time")
MOST = 4  # alternatives that are told in one line
FORWARD_AND_BACKWARD = 6  # operations for each weight and token
ADAPTERS_ALONE = 4  # the frozen weights have no gradient of their own
DAY = 86_400  # seconds
MILLION = 10**6


def beside_memory(answer: Answer, said: str) -> str:
    """*said*, the line about memory, after everything else that was asked."""
    language, subjects = answer.question.language, answer.question.not_answered
    host = in_host_memory(answer.scenarios[0]) if answer.scenarios else None
    known = (*ANSWERED, "ram") if host is not None else ANSWERED
    asked = [subject for subject in subjects if subject in known]
    rest = [subject for subject in subjects if subject not in known]
    clauses = [clause for subject in asked for clause in _clauses(answer, subject, asked)]
    if not clauses:
        return not_answered(language, rest, said)
    told = "; ".join(dict.fromkeys(clauses))
    told = told[:1].upper() + told[1:]
    if rest:
        return f"{told}. {not_answered(language, rest, said)}"
    return say(language, "not_answered.told", told=told, then=said)


def without_model(question: Question, prices: Prices, said: str) -> str:
    """The same where no model was named: cards alone have a price, and no speed."""
    language, asked = question.language, question.not_answered
    rest = [subject for subject in asked if subject not in ANSWERED]
    waits = [subject for subject in asked if subject in ANSWERED and subject != "price"]
    told = _prices_of_cards(question, prices) if "price" in asked else []
    if "price" in asked and not told:
        waits = ["price", *waits]
    if waits:
        names = ", ".join(say(language, f"subject.{subject}") for subject in waits)
        said = say(language, "not_answered.needs", subjects=names, then=said)
    said = not_answered(language, rest, said)
    return f"{'; '.join(told)}. {said}" if told else said


def _prices_of_cards(question: Question, prices: Prices) -> list[str]:
    placed = [_only_cards(named) for named in question.gpus[:MOST]]
    return list(_priced(question.language, prices, placed, question))


def _only_cards(named: Cards) -> Placement:
    """So many cards with nothing on them."""
    one, count = card(named.gpu), named.count or 1
    share = Share({}, 0, 0, 0, one.capacity, one.capacity)
    nodes = -(-count // one.per_node)
    return Placement(0, named.gpu, count, 1, 1, nodes, True, share, ())


def _clauses(answer: Answer, subject: str, asked: Sequence[str]) -> Iterator[str]:
    language, shown = answer.question.language, _shown(answer)
    host = in_host_memory(answer.scenarios[0]) if subject == "ram" else None
    if host is not None:
        size, high = Bytes(host.size), Bytes(host.high)
        yield say(language, "caveat.host_training", size=size, high=high).removesuffix(".")
    elif subject == "price":
        if answer.question.gpus:
            yield from _prices(answer, shown or answer.placements[:1])
        else:
            told = "; ".join(_prices(answer, _cheapest(answer) or shown))
            yield say(language, "price.cheapest", told=told) if shown else told
    elif not shown and answer.question.gpus and answer.question.task != "serve":
        yield from (_a_day(answer, placement) for placement in answer.placements[:1])
    elif not shown and answer.question.gpus:
        why = say(language, "speed.does_not_fit")
        yield say(language, "speed.none", why=why)
    elif not shown:
        yield say(language, "speed.name_cards")
    elif subject == "training_time" or answer.question.task != "serve":
        yield from (_a_day(answer, placement) for placement in shown)
    else:
        first = subject == "latency"
        for placement in shown:
            yield _fast(answer, placement, first=first, more="speed" not in asked or not first)


def _shown(answer: Answer) -> list[Placement]:
    """The alternatives that were asked for, or the one that the first line speaks of."""
    named = [placement for placement in answer.verdict.placements if placement.fits]
    several = len(answer.estimates) > 1 or len(answer.question.gpus) > 1
    if several:
        return named[:MOST]
    head = [answer.headline] if answer.headline is not None and answer.headline.fits else []
    others = [placement for placement in answer.placements if placement.fits]
    return (head or named or others)[:1]


def _cheapest(answer: Answer) -> list[Placement]:
    """Of each estimate the placement that costs least, where no card was named."""
    prices, fits = answer.prices, [one for one in answer.placements if one.fits]
    if prices is None:
        return []
    found = (
        prices.cheapest(one for one in fits if one.estimate == index)
        for index in range(min(MOST, len(answer.estimates)))
    )
    return [one for one in found if one is not None]


def _prices(answer: Answer, shown: Sequence[Placement]) -> Iterator[str]:
    language, prices = answer.question.language, answer.prices
    if prices is None or not shown:
        yield say(language, "price.name_cards")
        return
    yield from _priced(language, prices, shown, answer.question)
    for placement in shown[:1] if len(shown) == 1 else ():
        price, speed = answer.price_of(placement), answer.speed_of(placement)
        if price is not None and speed is not None:
            yield million_clause(language, price, speed)


def _priced(
    language: Language, prices: Prices, shown: Sequence[Placement], question: Question
) -> Iterator[str]:
    """A clause for each, and which costs least."""
    costs: list[tuple[float, str]] = []
    for placement in shown:
        price = prices.of(placement, question.gpus)
        if price is None:
            yield no_price_clause(language, prices, placement)
            continue
        costs.append((plain(price.per_hour, USD_PER_HOUR), cards(placement)))
        what = price_clause(language, price, placement)
        yield say(language, "price.of_cards", cards=cards(placement), price=what)
    if len({cost for cost, _ in costs}) > 1:
        yield say(language, "price.least", cards=min(costs)[1])


def _fast(answer: Answer, placement: Placement, *, first: bool, more: bool) -> str:
    """*first*: the first token leads; *more*: what follows it is told as well."""
    language, scenario = answer.question.language, answer.scenarios[placement.estimate]
    speed = answer.speed_of(placement)
    if speed is None:
        why = no_speed(scenario, placement)
        return say(language, "speed.none", why=say_note(language, why) if why else "")
    clauses = [first_token_clause(language, speed)] if first else []
    clauses += [speed_clause(language, speed)] if more else []
    told = ", ".join(filter(None, clauses)) or speed_clause(language, speed)
    reach = reach_clause(language, scenario, speed) if more else ""
    told = say(language, "speed.on_cards", told=told, cards=cards(placement))
    return f"{told} ({reach})" if reach else told


def _a_day(answer: Answer, placement: Placement) -> str:
    """How many tokens a training run can pass over in a day at most."""
    language, scenario = answer.question.language, answer.scenarios[placement.estimate]
    fastest = rate(placement.gpu, scenario.precision)
    if fastest is None or scenario.task == "serve":
        return say(language, "speed.no_rate", gpu=placement.gpu.name)
    each = _operations(scenario)
    millions = placement.count * fastest * DAY / each / MILLION
    told = number(language, millions, 0)
    return say(language, "speed.a_day", millions=told, cards=cards(placement))


def _operations(scenario: Scenario) -> float:
    """Of one token of training."""
    model = scenario.model
    factor = ADAPTERS_ALONE if scenario.task in ("lora", "qlora") else FORWARD_AND_BACKWARD
    if isinstance(model, Size):
        return factor * whole(model.active_parameters or model.parameters, PARAMETER)
    return factor * (per_token(model) + of_logits(model)) / 2
