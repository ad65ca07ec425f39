"""A slice of a card that was named, or of the first card that has such a slice."""

from core.catalog.gpu import GPU
from core.question.reading import CardMention, Reading
from core.question.settle.problem import problem
from core.question.words.regex import regex

_SEVERAL = regex(
    r"(?<![\w.])(?P<count>[2-7])\s?(?:x\s?(?:mig\s)?|(?:mig\s)?(?:slices?|instances?|partitions?"
    r"|fatias?)\s(?:of\s|de\s)?)(?:mig\s)?$"
)

_PROFILE = regex(r"[1-7]g\.\d")


def take_slices(reading: Reading) -> None:
    """ "H100 MIG 3g.40gb" is the slice and no whole H100; a profile that it has not is refused."""
    whole = [m for m in reading.cards if isinstance(m.row, GPU) and not m.nameless]
    for profile, at in reading.slices:
        parent = min(whole, key=lambda m: abs(m.start - at[0]), default=None)
        row = _slice_of(reading, profile, parent, at)
        _note_several(reading, row, at)
        if parent is not None and parent in reading.cards:
            reading.cards.remove(parent)
        reading.cards.append(CardMention(*at, row, row.id))


def _note_several(reading: Reading, row: GPU, at: tuple[int, int]) -> None:
    """ "7x 1g.10gb" are seven devices: no program sees the memory of all."""
    plain = reading.text.plain
    profile = _PROFILE.search(plain, *at)
    begin = profile.start() if profile else at[0]
    several = _SEVERAL.search(plain[max(0, begin - 24) : begin])
    ranks = reading.engine_settings.get("tensor_parallel_size")
    count = int(several["count"]) if several else ranks if isinstance(ranks, int) else 1
    whole = reading.index.catalog.gpus.get(row.part_of or "")
    if count < 2 or whole is None:
        return
    reading.engine_settings.pop("tensor_parallel_size", None)  # no rank reaches another
    if several is not None:
        reading.claim(begin - len(several[0]), begin)
    reading.note("reading.slices_apart", count=count, name=row.name, whole=whole.name)


def _slice_of(
    reading: Reading, profile: str, parent: CardMention | None, at: tuple[int, int]
) -> GPU:
    slices = [g for g in reading.index.catalog.gpus.values() if g.part_of]
    rows = [g for g in slices if g.id.endswith(f"-mig-{profile}")]
    if parent is not None:
        kind = parent.row.id.split("-")[0] if isinstance(parent.row, GPU) else ""
        label = parent.label or (parent.row.label if isinstance(parent.row, GPU) else None)
        rows = [row for row in rows if row.id.split("-")[0] == kind]
        rows.sort(key=lambda row: f"{label:g}gb" not in row.id if label else False)
    if not rows:
        raise problem(
            reading,
            "unknown_gpu",
            "unknown_slice",
            at,
            instead=tuple(g.name for g in slices if g.id.endswith(f"-mig-{profile}"))[:3],
            profile=profile,
        )
    row = rows[0]
    if parent is None:
        reading.note("reading.slice", profile=profile, name=row.name)
    return row
