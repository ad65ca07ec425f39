"""
What a placement costs to rent: the cheapest machines of the dated price list that carry it.

    machines = max(nodes, ceil(cards / cards of one machine))
    price    = machines x price of one machine

On demand, Linux, as the clouds publish it; nothing is interpolated from a smaller or a larger
machine. A machine carries a placement where it has as many cards as stand together in it. Where no
machine of the list does, or it has no dated price, there is no price: None, never a guess.
Prices that a team entered, per GPU and hour, win over the list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.asked.question import Cards
from core.catalog.gpu import Instance
from core.planning.placement import Placement
from core.units import USD_PER_GPU_HOUR, USD_PER_HOUR, USD_PER_MONTH, Quantity, plain
from core.wording.note import Formula, Note, note

TeamPrices = Mapping[str, Quantity]  # GPU id -> dollar/gpu/hour

CLOUDS = {
    "aws": "AWS",
    "azure": "Azure",
    "gcp": "Google Cloud",
    "oci": "Oracle Cloud",
    "lambda": "Lambda",
    "nebius": "Nebius",
}


@dataclass(frozen=True, slots=True)
class Price:
    """
    What all cards of a placement cost together.

    *instances* machines with *cards* GPUs in them in all: often more than the placement uses. Of a
    team's own price there is no machine. *day* is when the list was made, YYYY-MM-DD.
    """

    per_hour: Quantity  # dollar/hour
    formula: Formula
    source: str
    cloud: str | None = None
    region: str | None = None
    instance: str | None = None
    instances: int = 0
    cards: int = 0
    day: str | None = None

    @property
    def per_month(self) -> Quantity:
        """dollar/month, of 730 hours"""
        return self.per_hour.to(USD_PER_MONTH)

    @property
    def is_own(self) -> bool:
        """Whether the team entered it."""
        return self.instance is None

    @property
    def cloud_name(self) -> str | None:
        """As its owner writes it."""
        return CLOUDS.get(self.cloud or "", self.cloud)

    @property
    def where(self) -> Note:
        """ "AWS us-east-1, 2 × p5.48xlarge, 2026-07-20" """
        if self.is_own:
            return note("price.own")
        several = "" if self.instances == 1 else f"{self.instances} × "
        cloud, machine = self.cloud_name, f"{several}{self.instance}"
        return note("price.listed", cloud=cloud, region=self.region, machine=machine, day=self.day)


@dataclass(frozen=True, slots=True)
class Prices:
    """The list, and what a team pays."""

    instances: Mapping[str, Instance]
    team: TeamPrices = field(default_factory=dict[str, Quantity])

    def of(self, placement: Placement, named: tuple[Cards, ...] = ()) -> Price | None:
        """
        Of *placement*, or None where no price is known. A machine that was *named* is the one that
        is priced, even where another would be cheaper.
        """
        own = self.team.get(placement.gpu.id)
        if own is not None:
            return _own(placement, own)
        asked = [cards.instance for cards in named if cards.gpu.id == placement.gpu.id]
        known = [one for one in asked if one is not None] or _with(placement.gpu.id, self.instances)
        offers = [(usd, one) for one in known if (usd := _usd(one, placement)) is not None]
        best = min(
            offers, key=lambda offer: (offer[0], _machines(offer[1], placement)), default=None
        )
        return None if best is None else _listed(best[1], placement)

    def cheapest(self, placements: Iterable[Placement]) -> Placement | None:
        """The first of those that cost least; None where no price is known of any."""
        priced = [(usd, one) for one in placements if (usd := self._least(one)) is not None]
        return min(priced, key=lambda pair: pair[0], default=(0.0, None))[1]

    def _least(self, placement: Placement) -> float | None:
        """What `of` would say of cards that nobody named, in dollars an hour."""
        own = self.team.get(placement.gpu.id)
        if own is not None:
            return plain(own, USD_PER_GPU_HOUR) * placement.count
        offers = (_usd(one, placement) for one in _with(placement.gpu.id, self.instances))
        return min((usd for usd in offers if usd is not None), default=None)


def _with(gpu: str, instances: Mapping[str, Instance]) -> tuple[Instance, ...]:
    """The machines that carry this card."""
    known = _BY_CARD.get(id(instances))
    if known is None or known[0] is not instances:
        by_card: dict[str, list[Instance]] = {}
        for one in instances.values():
            by_card.setdefault(one.gpu, []).append(one)
        known = instances, {card: tuple(some) for card, some in by_card.items()}
        _BY_CARD.clear()
        _BY_CARD[id(instances)] = known
    return known[1].get(gpu, ())


def _own(placement: Placement, each: Quantity) -> Price:
    usd = plain(each, USD_PER_GPU_HOUR)
    formula = (note("formula.own_price", cards=placement.count, usd=usd),)
    return Price(Quantity(usd * placement.count, USD_PER_HOUR), formula, "team")


def _usd(one: Instance, placement: Placement) -> float | None:
    """Of *one* as often as it takes, an hour; None where it cannot carry *placement*."""
    together = -(-placement.count // placement.nodes)
    if one.gpu != placement.gpu.id or one.gpu_count < together:
        return None
    if one.usd_per_hour is None or one.price_date is None:
        return None
    return _machines(one, placement) * one.usd_per_hour


def _machines(one: Instance, placement: Placement) -> int:
    return -(-placement.count // int(one.gpu_count))


def _listed(one: Instance, placement: Placement) -> Price:
    machines, usd = _machines(one, placement), one.usd_per_hour or 0.0
    return Price(
        per_hour=Quantity(machines * usd, USD_PER_HOUR),
        formula=(note("formula.price", machines=machines, name=one.name, usd=usd),),
        source=one.source,
        cloud=one.cloud,
        region=one.price_region,
        instance=one.name,
        instances=machines,
        cards=machines * int(one.gpu_count),
        day=one.price_date,
    )


# Kept with the table it was made of, so that an identity is not given away meanwhile
_BY_CARD: dict[int, tuple[Mapping[str, Instance], dict[str, tuple[Instance, ...]]]] = {}
