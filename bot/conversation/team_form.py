"""
What a team has set: the fields of a form, as they are kept, and as the core takes them.

Kept is what was typed, after it was read once without a problem: names of cards outlive the ids of
our tables. What cannot be read any more is left out, and the home tab says so.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeVar, cast, get_args

from bot.conversation.form import CONTEXT as OF_ONE_USER
from bot.conversation.form import NUMBERS, FormError, entered_choice, entered_number, entered_text
from core.asked.question import EngineName, Language
from core.asked.team import Team
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.team_words import read_pool, read_prices
from core.units import TOKEN_PER_SEQUENCE, Quantity

POOL, PRICES, FORMAT, ENGINE = "pool", "prices", "format", "engine"
CONTEXT, LANGUAGE, EDITORS = "context", "language", "editors"
FIELDS = (POOL, PRICES, FORMAT, ENGINE, CONTEXT, LANGUAGE, EDITORS)
NO_CHOICE = "none"  # a menu of Slack's cannot be emptied again
LONGEST = 1000  # characters of the cards, and of the prices
MOST_EDITORS = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TeamSet:
    """What stands in the fields; "" and None where nothing does. *editors* are ids of people."""

    pool: str = ""
    prices: str = ""
    format: str | None = None  # id
    engine: str | None = None
    context: int | None = None  # token/sequence
    language: str | None = None
    editors: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Tells this from any other."""
        return hashlib.sha256(written(self).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Known:
    """What a team has set and the core's view of it; *broken* are fields it cannot read."""

    chosen: TeamSet = field(default_factory=TeamSet)
    team: Team = field(default_factory=Team)
    broken: tuple[str, ...] = ()


def written(chosen: TeamSet) -> str:
    """
    As it is kept: what is set, by name.

    >>> written(TeamSet(pool="8x H100", context=16384))
    '{"pool": "8x H100", "context": 16384}'
    """
    said = {name: value for name, value in asdict(chosen).items() if value not in (None, "", ())}
    return json.dumps(said, ensure_ascii=False)


def read_back(text: str | None) -> TeamSet:
    """What `written` wrote, of this version or another: what is no field any more is dropped."""
    kept: dict[str, Any] = json.loads(text) if text else {}
    known = {each.name for each in fields(TeamSet)}
    chosen = TeamSet(**{name: value for name, value in kept.items() if name in known})
    return replace(chosen, editors=tuple(chosen.editors))


def set_by(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> TeamSet:
    """The fields as a person filled them: Slack's `state.values`. FormError for no value."""
    entered = {name: next(iter(values.get(name, {}).values()), {}) for name in FIELDS}
    return TeamSet(
        pool=entered_text(entered[POOL]),
        prices=entered_text(entered[PRICES]),
        format=_choice(entered[FORMAT]),
        engine=_choice(entered[ENGINE]),
        context=entered_number(CONTEXT, entered[CONTEXT], NUMBERS[OF_ONE_USER]),
        language=_choice(entered[LANGUAGE]),
        editors=tuple(entered[EDITORS].get("selected_users") or ()),
    )


def team_of(chosen: TeamSet, catalog: Catalog, language: Language = "en") -> Team:
    """As the core takes it. FormError names the field to mend."""
    if len(chosen.editors) > MOST_EDITORS:
        raise FormError(EDITORS, "form.out_of_range")
    return Team(
        pool=_read(POOL, lambda: read_pool(chosen.pool, catalog, language)),
        prices=_read(PRICES, lambda: read_prices(chosen.prices, catalog, language)),
        precision=_one_of(FORMAT, chosen.format, catalog.precisions),
        engine=_one_of(ENGINE, chosen.engine, _named(get_args(EngineName))),
        context_length=_tokens(chosen.context),
        language=_one_of(LANGUAGE, chosen.language, _named(get_args(Language))),
    )


def known(chosen: TeamSet, catalog: Catalog) -> Known:
    """*chosen* without what cannot be read any more, such as a card that we no longer know."""
    nothing = TeamSet()
    broken = tuple(
        name
        for name in FIELDS
        if not _is_readable(replace(nothing, **{name: getattr(chosen, name)}), catalog)
    )
    good = replace(chosen, **{name: getattr(nothing, name) for name in broken})
    return Known(chosen, team_of(good, catalog), broken)


def _is_readable(chosen: TeamSet, catalog: Catalog) -> bool:
    try:
        team_of(chosen, catalog)
    except FormError:
        return False
    return True


def _read(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except QuestionError as error:
        raise FormError(name, f"{error.message} {error.hint}".strip()) from error


def _one_of(name: str, chosen: str | None, known: Mapping[str, T]) -> T | None:
    if chosen is None:
        return None
    if chosen not in known:
        raise FormError(name, "form.unknown_choice")
    return known[chosen]


def _named(names: tuple[Any, ...]) -> dict[str, Any]:
    return {name: name for name in names}


def _tokens(number: int | None) -> Quantity | None:
    if number is None:
        return None
    if not isinstance(cast("object", number), int) or not 0 < number <= NUMBERS[OF_ONE_USER]:
        raise FormError(CONTEXT, "form.out_of_range")
    return Quantity(number, TOKEN_PER_SEQUENCE)


def _choice(entered: Mapping[str, Any]) -> str | None:
    chosen = entered_choice(entered)
    return None if chosen == NO_CHOICE else chosen
