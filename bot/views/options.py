"""The GPU options: which cards, how many, how split, what each one holds and what room is left."""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import context, data_table, line, rich_text, shorten, table, words
from bot.slack.block_kit.reply import Block
from bot.views.part import Part
from core.planning.headline import has_little_left, may_be_too_few
from core.planning.on_each import on_each_gpu
from core.planning.placement import FEWEST, Placement, Role
from core.planning.result import Answer
from core.units import BYTE_PER_GPU, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity, Unit, whole
from core.wording.amounts import figure, figure_of_some, gib, gib_of_some, number

NOTHING = Quantity(0, BYTE_PER_GPU)
MAX_ROWS = 30
MOST = 100  # rows of a table
PAGE = 10  # rows that are seen at once
MAX_NAME = 80  # characters of a cell
MAX_ROWS_UNASKED = 10  # where no card was named: enough to choose from
_ROLES = (  # the first that holds of a placement is the word for it
    (Role.RECOMMENDED, "comfortable"),
    (Role.ASKED, "asked"),
    (FEWEST, "minimum"),
    (Role.USABLE, "usable"),
    (Role.SMALLEST, "smallest"),
    (Role.INSTEAD, "instead"),
)


def options_part(answer: Answer) -> Part:
    """
    A row for each placement; columns that would be empty for all of them are left out.

    Where nobody named a card few are read aloud, those that the verdict names among them; the table
    has all, in pages.
    """
    language, placements = answer.question.language, answer.placements
    shown = placements[:MAX_ROWS] if answer.question.gpus else worth_showing(answer)
    if not shown:
        return Part()
    listed = shown if len(placements) <= PAGE else _all(answer, shown)
    left_out = len(placements) - len(listed) if answer.question.gpus else 0
    more = [t(language, "options.more", count=left_out)] if left_out else []
    more += filter(None, [on_each_gpu(answer)])
    is_served = answer.question.task == "serve"  # nobody splits a training run by tensors here
    return Part(
        lines=(
            f"{t(language, 'options.spoken')}:",
            *(_line(one, language, is_served) for one in shown),
            *more,
        ),
        blocks=(
            *_table(listed, language, is_served),
            *(context(said) for said in more),
        ),
        rank=2,
    )


def _all(answer: Answer, first: Sequence[Placement]) -> list[Placement]:
    """Those that are worth showing, then the others that fit."""
    others = (one for one in answer.placements if not any(one is row for row in first))
    fitting = [one for one in others if one.fits or answer.question.gpus]
    return [*first, *fitting][:MOST]


def worth_showing(answer: Answer) -> list[Placement]:
    """
    Of the usual cards: what an engine can use, in one machine where that is possible, those with
    the fewest GPUs; and those that the verdict names. In the order given.
    """
    placements = answer.placements
    held = [one for one in placements if one.fits] or list(placements)
    usable = [one for one in held if one.is_usable] or held
    near = [one for one in usable if one.nodes == 1] or usable
    fewest = sorted(near, key=lambda one: one.count)[:MAX_ROWS_UNASKED]
    kept = (answer.headline, *answer.verdict.placements, *fewest)
    return [one for one in placements if any(one is row for row in kept)][:MAX_ROWS]


def cards(placement: Placement, language: str) -> str:
    """
    "2 × H100 80GB"
    """
    return (
        placement.gpu.name
        if placement.gpu.members > 1 or placement.gpu.smallest
        else t(language, "options.cards", count=placement.count, gpu=placement.gpu.name)
    )


def split(placement: Placement, language: str) -> str:
    """
    "TP 2", "TP 8 × PP 2, 2 nodes"
    """
    stages = placement.pipeline_parallel * placement.gpu.members  # of a row of cards, one each
    key = "options.pipeline" if stages > 1 else "options.tensor"
    text = t(language, key, tensor=placement.tensor_parallel, pipeline=stages)
    if placement.nodes > 1:
        text = t(language, "options.nodes", split=text, nodes=placement.nodes)
    return text


def roles(placement: Placement, language: str) -> str:
    """
    What the planner says of it: where a count is comfortable, that alone; else why it is there, and
    whether it is tight.
    """
    role = next(
        (t(language, f"options.{key}") for role, key in _ROLES if role in placement.role), ""
    )
    return ", ".join(filter(None, (role, doubt(placement, language))))


def doubt(placement: Placement, language: str) -> str:
    """ "tight", else "may be too few": by the rule of the first line, on every card."""
    if Role.RECOMMENDED in placement.role:
        return ""
    rules = (("tight", has_little_left), ("may_be_too_few", may_be_too_few))
    return next((t(language, f"options.{key}") for key, holds in rules if holds(placement)), "")


def _line(placement: Placement, language: str, is_served: bool) -> str:
    """One placement as it would be read aloud."""
    said = [t(language, "options.needs_line", amount=gib(language, placement.needed))]
    if placement.reserved != placement.needed:
        reserved = gib(language, placement.reserved)
        said.append(t(language, "options.reserves_line", amount=reserved))
    said.append(room(placement, language, unit=True, spoken=True))
    if most := most_line(placement.max_sequences, placement.max_context, language):
        said.append(most)
    if role := roles(placement, language):
        said.append(role)
    head = cards(placement, language)
    if is_served:
        head = f"{head} ({split(placement, language)})"
    return f"{head}: {', '.join(said)}"


def most_line(sequences: Quantity | None, context: Quantity | None, language: str) -> str:
    """ "at most 13 users or 120,832 tokens of context"; nothing where there is no room for any."""
    count, length = _count(sequences, SEQUENCE), _count(context, TOKEN_PER_SEQUENCE)
    users = users_text(count, language) if count else ""
    tokens = t(language, "options.context", count=length) if length else ""
    if users and tokens:
        return t(language, "options.most", users=users, context=tokens)
    return t(language, "options.most_one", what=users or tokens) if users or tokens else ""


def users_text(count: int, language: str) -> str:
    """
    >>> users_text(1, "en"), users_text(13, "en")
    ('1 user', '13 users')
    """
    return t(language, "options.user") if count == 1 else t(language, "options.users", count=count)


def _table(placements: Sequence[Placement], language: str, is_served: bool) -> tuple[Block, ...]:
    """
    Under its title, which a table with pages has itself. What decides comes first, so that it is
    seen on a telephone.
    """
    columns = [
        ("gpus", "left", [shorten(cards(one, language), MAX_NAME) for one in placements]),
        ("room", "right", [room(one, language) for one in placements]),
        ("users_column", "right", [_users(one, language) for one in placements]),
        ("context_column", "right", [_context(one, language) for one in placements]),
        ("needs", "right", [figure(language, one.needed) for one in placements]),
        ("reserves", "right", [figure(language, one.reserved) for one in placements]),
        ("note", "left", [roles(one, language) for one in placements]),
        ("split", "left", [split(one, language) for one in placements]),
    ]
    if all(one.reserved == one.needed for one in placements):
        columns = [column for column in columns if column[0] != "reserves"]
    if not is_served:
        columns = [column for column in columns if column[0] != "split"]
    columns = [column for column in columns if any(column[2])]
    head = [t(language, f"options.{name}") for name, _, _ in columns]
    rows = [list(row) for row in zip(*(cells for _, _, cells in columns), strict=True)]
    title = t(language, "options.title")
    if len(rows) > PAGE:
        return (data_table([head, *rows], title, PAGE),)
    sides = [side for _, side, _ in columns]
    return rich_text(line(words(title, bold=True))), table([head, *rows], sides)


def room(placement: Placement, language: str, *, unit: bool = False, spoken: bool = False) -> str:
    """Room left or missing, in words: a minus sign is easily overlooked."""
    left, short = ("left_line", "short_line") if spoken else ("left", "short")
    is_short = placement.headroom < NOTHING
    if not is_short and not placement.fits:
        return t(language, "options.unsplit")
    key, size = short if is_short else left, abs(placement.headroom)
    amount = gib_of_some(language, size) if unit else figure_of_some(language, size)
    return t(language, f"options.{key}", amount=amount)


def _users(placement: Placement, language: str) -> str:
    most = placement.max_sequences
    return "" if most is None else number(language, whole(most, SEQUENCE))


def _context(placement: Placement, language: str) -> str:
    most = placement.max_context
    return "" if most is None else number(language, whole(most, TOKEN_PER_SEQUENCE))


def _count(amount: Quantity | None, unit: Unit) -> int:
    return 0 if amount is None else whole(amount, unit)
