"""The error for a model that we do not know, with the nearest that we do."""

from collections.abc import Mapping

from core.asked.question import Size
from core.catalog.looked_up import NotFound, looked_up
from core.question.reading import Reading
from core.question.settle.problem import problem
from core.question.settle.unclaimed import PARTS, Unknown
from core.question.steps.repositories import repositories
from core.wording.say import say


def unknown_model(
    reading: Reading,
    run: Unknown,
    doubtful: Mapping[str, tuple[str, ...]],
    size: Size | None = None,
) -> Exception:
    refused = refused_by_hub(reading)
    if refused is not None:
        return _refused(reading, refused, (run.start, run.end))
    typed = reading.text.typed(run.start, run.end)
    choices = next((doubtful[w] for w in PARTS.findall(typed.lower()) if w in doubtful), ())
    near = [model.name for model in reading.index.nearest_models(typed)]
    for choice in choices:
        name = typed.lower().replace(next(w for w in doubtful if w in typed.lower()), choice)
        near = [m.name for m in reading.index.nearest_models(name, 1)] + near
    near = list(dict.fromkeys(near))[:3]
    if size is not None:
        near = [size.name, *near][:3]
    names = [name for name in near if size is None or name != size.name]
    return problem(
        reading,
        "unknown_model",
        "unknown_model_near" if names else "unknown_model" if size is None else "unknown_name",
        (run.start, run.end),
        names=listed(reading, tuple(names)),
        size=size.name if size is not None else "",
        instead=tuple(near) or ("70B", "8B"),
    )


def refused_by_hub(reading: Reading) -> NotFound | None:
    """The repository that is named and that a hub could not give us."""
    known = reading.index.catalog.looked_up
    if not known:
        return None
    found = (looked_up(known, match["id"]) for match in repositories(reading.text.raw))
    return next((one for one in found if isinstance(one, NotFound)), None)


def note_refused(reading: Reading) -> None:
    """Where its name tells the model or the size all the same, that is said first."""
    refused = refused_by_hub(reading)
    if refused is not None:
        why = say(
            reading.language, f"problem.hub_{refused.reason}", id=refused.id, detail=refused.detail
        )
        reading.note("reading.by_its_name", why=why.rstrip("."))


def outside_of_refused(reading: Reading, unknown: list[Unknown]) -> list[Unknown]:
    """Without the words of its name: it is named as a whole."""
    refused = refused_by_hub(reading)
    if refused is None:
        return unknown
    id = refused.id.lower()
    return [run for run in unknown if reading.text.typed(run.start, run.end).lower() not in id]


def _refused(reading: Reading, found: NotFound, at: tuple[int, int]) -> Exception:
    key = f"hub_{found.reason}"
    instead = ("70B", "8B")
    return problem(
        reading, "unknown_model", key, at, instead=instead, id=found.id, detail=found.detail
    )


def listed(reading: Reading, names: tuple[str, ...]) -> str:
    """ "H100, H200 or A100"."""
    if len(names) < 2:
        return "".join(names)
    return say(reading.language, "list.or", first=", ".join(names[:-1]), last=names[-1])
