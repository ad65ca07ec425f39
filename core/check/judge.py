"""
Whether what was asked fits, as an exit status.

A command without cards is not judged, and neither is one that has something to be filled in. A
command takes as many cards as its parallelism says (one where it says nothing) and, where it has
no `--max-model-len`, all the tokens that its model takes, as vLLM does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from core.asked.question import Question
from core.catalog.model import Model
from core.check.shell import Command
from core.errors import QuestionError
from core.planning.result import Answer
from core.question.parser import parse
from core.wording.say import say_note

FITS, DOES_NOT_FIT, NOT_UNDERSTOOD = 0, 1, 2
Status = Literal[0, 1, 2]
Ask = Callable[[str], Answer]
_FILLED_IN = re.compile(r"\{\{|\$\(|\$\{|\$[A-Za-z_]")
_SAID = {FITS: "fits", DOES_NOT_FIT: "does not fit", NOT_UNDERSTOOD: "not judged"}
_NO_CARDS = (
    "no cards are named. Say --on '2x H100 80GB', or '# gpumem: 2x H100 80GB' in the line before."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one question; *instead* is what would fit, as a command where there is one."""

    status: Status
    why: str
    instead: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def lines(self, where: str = "") -> list[str]:
        """For people: the verdict first."""
        first = f"{where}: " if where else ""
        return [
            f"{first}{_SAID[self.status]}: {self.why}",
            *(f"  would fit: {one}" for one in self.instead),
            *([f"  assumed: {', '.join(self.assumed)}"] if self.assumed else []),
        ]

    def as_json(self) -> dict[str, Any]:
        """The same, for programs."""
        return {
            "status": self.status,
            "verdict": _SAID[self.status],
            "why": self.why,
            "would_fit": list(self.instead),
            "assumed": list(self.assumed),
        }


def judge(ask: Ask, text: str) -> Judged:
    """A question as it stands: it has to name the cards."""
    try:
        answered = ask(text)
    except QuestionError as error:
        return Judged(NOT_UNDERSTOOD, " ".join(filter(None, (error.message, error.hint))))
    fits = answered.verdict.fits
    if not answered.question.gpus and answered.question.intent != "max_model":
        return Judged(NOT_UNDERSTOOD, f"no cards are named. {answered.verdict.summary}")
    if fits is None:
        why = f"say how many cards, as in '1x L4'. {answered.verdict.summary}"
        return Judged(NOT_UNDERSTOOD, why)
    instead = () if fits else _instead(answered)
    said = answered.verdict.summary
    return Judged(FITS if fits else DOES_NOT_FIT, said, instead, answered.assumed)


def judge_command(ask: Ask, command: Command, on: str = "") -> Judged:
    """One that was found in a file, on the cards that its file names, or else *on*."""
    cards = command.cards or on
    if filled_in := _FILLED_IN.search(command.text):
        return Judged(NOT_UNDERSTOOD, f"{filled_in[0]!r} is filled in later: {command.text}")
    if not cards:
        return Judged(NOT_UNDERSTOOD, _NO_CARDS)
    try:
        asked = parse(f"{command.text}\non {cards}")
    except QuestionError as error:
        return Judged(NOT_UNDERSTOOD, " ".join(filter(None, (error.message, error.hint))))
    if len(asked.gpus) != 1 or len(asked.models) != 1:
        return Judged(NOT_UNDERSTOOD, f"{cards!r} is not the cards of one server.")
    return judge(ask, f"{_whole(command.text, asked)}\non {_cards(asked)}")


def _whole(typed: str, asked: Question) -> str:
    """With the context that vLLM takes by itself."""
    model = asked.models[0]
    most = model.max_position_embeddings if isinstance(model, Model) else None
    return f"{typed} --max-model-len {most}" if asked.context_length is None and most else typed


def _cards(asked: Question) -> str:
    """As many as one server of that command takes, of the kind that was named."""
    engine = asked.engine
    sizes = (
        (engine.tensor_parallel_size, engine.pipeline_parallel_size, engine.data_parallel_size)
        if engine
        else ()
    )
    count = 1
    for size in sizes:
        count *= size or 1
    return f"{count}x {asked.gpus[0].gpu.name}"


def _instead(answered: Answer) -> tuple[str, ...]:
    language = answered.question.language
    return tuple(
        f"{say_note(language, change.what)}: {change.command or change.question}"
        for change in answered.changes
    )
