"""
Several servers on one card: each takes a share of the whole card, and the shares must not overlap.

vLLM 0.33.0, v1/worker/utils.py (request_memory): --gpu-memory-utilization is a share of the card's
total memory, and a start is refused where less than that is free. SGLang's --mem-fraction-static
and TensorRT-LLM's fraction are of what is free, so that they are started one after the other.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from core.asked.question import Question
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.engines.demand import visible
from core.planning.command import serve_command
from core.planning.placement import Placement
from core.planning.plan import Plan
from core.planning.result import Answer, Verdict
from core.planning.side_by_side import answered, side_by_side
from core.planning.verdict import headline
from core.units import BYTE_PER_GPU, Quantity
from core.wording.amounts import gib, gib_apart
from core.wording.note import Note, note
from core.wording.say import say

FIRST_PORT = 8000
MOST = 0.95  # of the card that all shares together take
STEP = 100  # hundredths
SHARED = ("vllm",)  # engines whose share is of the whole card


def share_one_card(question: Question) -> bool:
    """Whether the servers of *question* stand on one card that was named."""
    named = all(isinstance(model, Model) for model in question.models)
    one = len(question.gpus) == 1 and question.gpus[0].instance is None
    return question.servers > 1 and one and bool(question.models) and named


def on_one_card(question: Question, catalog: Catalog) -> Answer:
    """Each server by itself on the whole card, and what they take together."""
    cards = replace(question.gpus[0], count=1)
    models = question.models
    asked = tuple(
        replace(question, models=(model,), gpus=(cards,), intent="fit", servers=1, compare=())
        for model in models
    )
    resolved, planned = side_by_side(asked, catalog)
    times = question.servers if len(models) == 1 else 1
    placed = [one for at in range(len(models)) if (one := headline(planned, at)) is not None]
    found = _Together(question, planned, placed, times)
    answer = answered(question, resolved, planned, found.verdict(), found.caveats(), placed[0])
    alone = tuple(one for one in answer.placements if one.count == 1)
    return replace(answer, command=found.command(), labels=(), placements=alone)


class _Together:
    """Servers, each as often as it was named."""

    def __init__(
        self, question: Question, planned: Plan, placed: list[Placement], times: int
    ) -> None:
        self.question, self.planned = question, planned
        self.language = question.language
        self.servers = [one for one in placed for _ in range(times)]
        gpu, capacity = placed[0].gpu, placed[0].share.capacity
        self.whole = visible(gpu, capacity)
        self.needed = sum(one.share.needed for one in self.servers)
        self.named = question.engine.gpu_memory_utilization if question.engine else None

    @property
    def fits(self) -> bool:
        """Each in its share, where one was named, and all on the card."""
        each = all(one.share.needed <= one.share.budget for one in self.servers)
        return self.needed <= self.whole and (each or self.named is None)

    def verdict(self) -> Verdict:
        parts = ", ".join(
            f"{self._model(one)} {gib(self.language, one.needed)}" for one in self.servers
        )
        whole = Quantity(self.whole, BYTE_PER_GPU)
        together = Quantity(self.needed, BYTE_PER_GPU)
        needed, budget = gib_apart(self.language, together, whole)
        first = self.servers[0]
        values = {"count": len(self.servers), "cards": first.gpu.counted(1), "parts": parts}
        values |= {"needed": needed, "budget": budget}
        key = "servers.yes" if self.fits else "servers.no"
        said = [say(self.language, key, **values), *self._too_much()]
        return Verdict(self.fits, None, " ".join(said), (first,))

    def _too_much(self) -> Iterator[str]:
        """Of a server that its named share does not hold."""
        if self.named is None:
            return
        for one in {one.estimate: one for one in self.servers}.values():
            if one.share.needed > one.share.budget:
                needed, budget = gib_apart(self.language, one.needed, one.budget)
                values = {"model": self._model(one), "needed": needed, "budget": budget}
                users, share = one.share.max_sequences or 0, self.named
                key = "servers.share_too_small"
                yield say(self.language, key, **values, users=users, share=share)

    def caveats(self) -> Iterator[Note]:
        if self._engine() in SHARED:
            shares = ", ".join(f"{share:g}" for share in self._shares())
            yield note("servers.shares", shares=shares)

    def command(self) -> str | None:
        """One a server, each with its share and a port of its own."""
        if not self.fits:
            return None
        lines: list[str] = []
        for at, (one, share) in enumerate(zip(self.servers, self._shares(), strict=True)):
            scenario = self.planned.scenarios[one.estimate]
            if self._engine() in SHARED:
                engine = replace(scenario.engine, gpu_memory_utilization=share)
                scenario = replace(scenario, engine=engine)
            command = serve_command(scenario, one)
            if command is None:
                return None
            lines.append(f"{command} --port {FIRST_PORT + at}")
        return "\n".join(lines)

    def _engine(self) -> str:
        return self.planned.scenarios[0].engine.name

    def _shares(self) -> list[float]:
        """Of the whole card: as named, or what each needs and an even part of what is left."""
        if self.named is not None:
            return [self.named for _ in self.servers]
        spare = max(0, MOST * self.whole - self.needed) / len(self.servers)
        least = [one.share.needed for one in self.servers]
        return [_share(size, spare, self.whole) for size in least]

    def _model(self, one: Placement) -> str:
        return self.planned.estimates[one.estimate].model.name


def _share(size: int, spare: float, whole: int) -> float:
    """At least what is needed, to the next hundredth; more where there is room."""
    least = ceil(STEP * size / whole)
    return max(least, int(STEP * (size + spare / 2) / whole)) / STEP
