"""An answer for people at a terminal."""

from collections.abc import Iterator

from core.asked.question import Language
from core.errors import QuestionError
from core.memory.estimate import Estimate
from core.planning.chance import Chance, chance
from core.planning.cost_words import price_clause
from core.planning.on_each import on_each_gpu
from core.planning.placement import Placement
from core.planning.result import Answer
from core.planning.speed_words import first_token_clause, million_clause, speed_clause
from core.planning.words import each
from core.wording.amounts import gb, gib, gib_apart
from core.wording.say import say, say_format, say_formula, say_note


def answer_as_text(answer: Answer) -> str:
    """The verdict, the parts, the cards, what was assumed, what to know."""
    language = answer.question.language
    blocks = [answer.verdict.summary]
    for index, estimate in enumerate(answer.estimates):
        heading = title(answer, index)
        blocks.append("\n".join((heading, *_parts(language, estimate))))
    if answer.placements:
        blocks.append("\n".join(filter(None, (*_placements(answer), on_each_gpu(answer)))))
    if answer.rule_of_thumb is not None:
        steps = answer.rule_of_thumb.steps(language)
        blocks.append("\n".join((say(language, "text.rule"), *(f"  {step}" for step in steps))))
    if answer.assumed:
        blocks.append(say(language, "text.assumed", what=", ".join(answer.assumed)))
    blocks.extend(answer.caveats)
    if answer.changes:
        blocks.append("\n".join((say(language, "text.changes"), *changes_of(language, answer))))
    if answer.command:
        blocks.append(answer.command)
    return "\n\n".join(blocks)


def error_as_text(error: QuestionError) -> str:
    """What was not understood, how to mend it, what to try."""
    lines = [error.message, error.hint, *(f"  {example}" for example in error.suggestions)]
    return "\n".join(line for line in lines if line)


def _parts(language: Language, estimate: Estimate) -> Iterator[str]:
    for part in estimate.components:
        name = say(language, f"part.{part.name}")
        known = say(language, f"known.{part.known.value}")
        decimal = gb(language, part.size)
        formula = say_formula(language, part.formula)
        yield f"  {name:<14}{decimal:>12}{gib(language, part.size):>14}  {known:<9} {formula}"
    low, high = gib(language, estimate.low), gib(language, estimate.high)
    total = gib(language, estimate.total)
    decimal = gb(language, estimate.total)
    span = say(language, "text.range", low=low, high=high)
    yield f"  {say(language, 'part.total'):<14}{decimal:>12}{total:>14}  {span}"


def changes_of(language: Language, answer: Answer) -> Iterator[str]:
    for change in answer.changes:
        what = say_note(language, change.what)
        if change.gives_back.magnitude > 0:  # a larger share of the card gives nothing back
            back = gib(language, change.gives_back)
            what = say(language, "text.change", what=what, back=back)
        yield f"  {what}"
        yield f"    {change.command or change.question}"


def _placements(answer: Answer) -> Iterator[str]:
    """One line for each; under the model's name where there are several."""
    language, several = answer.question.language, len(answer.estimates) > 1
    named: int | None = None
    for placement in told(answer):
        if several and placement.estimate != named:
            named = placement.estimate
            yield title(answer, named)
        cards = placement.gpu.counted(placement.count)
        yield f"  {cards:<21} {split(placement):<11} {judged(language, placement)}"
        if placement.fits:
            yield from cost_and_speed(answer, placement)


def judged(language: Language, placement: Placement) -> str:
    """ "fits: 18.3 GiB of 20.8 GiB per GPU, likely" """
    held = placement.share.headroom >= 0  # and refused for another reason
    key = "text.fits" if placement.fits else "text.does_not_run" if held else "text.does_not_fit"
    needed, budget = gib_apart(language, placement.needed, placement.budget)
    said = say(language, key, needed=needed, budget=budget, each=each(language, placement))
    return said + _chance(language, placement)


def _chance(language: Language, placement: Placement) -> str:
    """ ", likely"; nothing where it does not fit and that is all there is to say"""
    found = chance(placement)
    return "" if found == Chance.NO else say(language, f"text.{found}")


def cost_and_speed(answer: Answer, placement: Placement) -> Iterator[str]:
    """A line for each that is known."""
    language = answer.question.language
    price, speed = answer.price_of(placement), answer.speed_of(placement)
    if price is not None:
        yield f"    {price_clause(language, price, placement)}"
    if speed is not None:
        said = [speed_clause(language, speed), first_token_clause(language, speed)]
        said += [million_clause(language, price, speed)] if price else []
        yield f"    {'; '.join(filter(None, said))}"


def title(answer: Answer, index: int) -> str:
    """ "Llama 3.1 8B · BF16", and what else tells it from the alternatives"""
    estimate = answer.estimates[index]
    more = answer.labels[index] if answer.labels else ""
    called = say_format(answer.question.language, estimate.precision.name)
    return " · ".join(filter(None, (estimate.model.name, called, more)))


def told(answer: Answer) -> list[Placement]:
    """Of cards that nobody named, only those that hold it."""
    held = [placement for placement in answer.placements if placement.fits]
    return list(answer.placements) if answer.question.gpus else held


def split(placement: Placement) -> str:
    """ "TP 8 PP 2", "DP 16 EP", "ZeRO-3" """
    zero = f"ZeRO-{placement.zero_stage}" if placement.zero_stage is not None else ""
    if zero and max(placement.tensor_parallel, placement.pipeline_parallel) == 1:
        return zero if placement.count > 1 else ""
    sizes = (
        ("TP", placement.tensor_parallel),
        ("PP", placement.pipeline_parallel * placement.gpu.members),
        ("DP", placement.data_parallel),
    )
    words = [f"{name} {size}" for name, size in sizes if size > 1]
    words += ["EP"] if placement.expert_parallel else []
    words += [zero] if zero else []
    return " ".join(words or ["TP 1"])
