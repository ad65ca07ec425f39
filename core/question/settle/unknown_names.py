"""The error for a model that we do not know, with the nearest that we do."""

from collections.abc import Mapping

from core.asked.question import Size
from core.question.reading import Reading
from core.question.settle.problem import problem
from core.question.settle.unclaimed import PARTS, Unknown
from core.wording.say import say


def unknown_model(
    reading: Reading,
    run: Unknown,
    doubtful: Mapping[str, tuple[str, ...]],
    size: Size | None = None,
) -> Exception:
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


def listed(reading: Reading, names: tuple[str, ...]) -> str:
    """ "H100, H200 or A100"."""
    if len(names) < 2:
        return "".join(names)
    return say(reading.language, "list.or", first=", ".join(names[:-1]), last=names[-1])
