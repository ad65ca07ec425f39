"""
An answer at a terminal: the same sentences as `as_text`, in tables, with a bar for each option.

By `rich` (MIT), which is imported only here, and here only where there is a terminal; it leaves
colours out where NO_COLOR is set.
"""

from typing import IO

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from core.as_text import changes_of, cost_and_speed, judged, split, title, told
from core.planning.on_each import on_each_gpu
from core.planning.placement import Placement
from core.planning.result import Answer
from core.units import DIMENSIONLESS, plain
from core.wording.amounts import gb, gib
from core.wording.say import say, say_formula

BAR = 20  # columns, of all that can be used of a card
_SURE = {"exact": "green", "measured": "cyan", "modelled": "yellow"}


def print_answer(answer: Answer, to: IO[str]) -> None:
    """Write it to the terminal *to*."""
    console = Console(file=to, highlight=False, markup=False, emoji=False)
    language = answer.question.language
    colour = {True: "bold green", False: "bold red", None: "bold"}[answer.verdict.fits]
    blocks: list[RenderableType] = [Text(answer.verdict.summary, style=colour)]
    blocks += [_parts(answer, index) for index in range(len(answer.estimates))]
    if answer.placements:
        blocks.append(_placements(answer))
    if answer.rule_of_thumb is not None:
        steps = answer.rule_of_thumb.steps(language)
        blocks.append(Text("\n".join((say(language, "text.rule"), *(f"  {s}" for s in steps)))))
    if answer.assumed:
        said = say(language, "text.assumed", what=", ".join(answer.assumed))
        blocks.append(Text(said, style="dim"))
    blocks += [Text(caveat) for caveat in answer.caveats]
    if answer.changes:
        lines = (say(language, "text.changes"), *changes_of(language, answer))
        blocks.append(Text("\n".join(lines)))
    if answer.command:
        blocks.append(Text(answer.command, style="cyan"))
    for number, block in enumerate(blocks):
        if number:
            console.print()
        console.print(block)


def _parts(answer: Answer, index: int) -> RenderableType:
    language, estimate = answer.question.language, answer.estimates[index]
    table = _table("left", "right", "right", "left", "left")
    for part in estimate.components:
        table.add_row(
            Text(say(language, f"part.{part.name}")),
            Text(gb(language, part.size)),
            Text(gib(language, part.size)),
            Text(say(language, f"known.{part.known.value}"), style=_SURE.get(part.known.value, "")),
            Text(say_formula(language, part.formula), style="dim"),
        )
    low, high = gib(language, estimate.low), gib(language, estimate.high)
    span = say(language, "text.range", low=low, high=high)
    decimal, binary = gb(language, estimate.total), gib(language, estimate.total)
    total = say(language, "part.total")
    table.add_row(*(Text(one, style="bold") for one in (total, decimal, binary)), "", Text(span))
    return Group(Text(title(answer, index), style="bold"), table)


def _placements(answer: Answer) -> RenderableType:
    """As `as_text` has them: under the model's name where there are several."""
    language, several = answer.question.language, len(answer.estimates) > 1
    rows: list[RenderableType] = []
    table, named = _table("left", "left", "left", "left"), 0
    for placement in told(answer):
        if several and (placement.estimate != named or not rows):
            named, table = placement.estimate, _table("left", "left", "left", "left")
            rows.append(Text(title(answer, named), style="bold"))
        if not rows or rows[-1] is not table:
            rows.append(table)
        said = judged(language, placement)
        more = list(cost_and_speed(answer, placement)) if placement.fits else []
        table.add_row(
            Text(placement.gpu.counted(placement.count), style="bold"),
            Text(split(placement)),
            _bar(placement),
            Text("\n".join((said, *(line.strip() for line in more)))),
        )
    if apart := on_each_gpu(answer):
        rows.append(Text(apart, style="dim"))
    return Group(*rows)


def _bar(placement: Placement) -> ProgressBar:
    """How much of what can be used of a card is needed; full and red where it is more."""
    share = plain(placement.needed / placement.budget, DIMENSIONLESS)
    style = "green" if placement.fits else "red"
    return ProgressBar(
        total=1.0,
        completed=min(share, 1.0),
        width=BAR,
        complete_style=style,
        finished_style=style,
    )


def _table(*sides: str) -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=False)
    for side in sides:
        table.add_column(justify="right" if side == "right" else "left")
    return table
