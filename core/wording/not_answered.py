"""What was asked beside memory, and has no answer here: said before anything else."""

from collections.abc import Sequence

from core.wording.say import say


def not_answered(language: str, subjects: Sequence[str], then: str) -> str:
    """
    *then*, after the subjects (rows of `[subject]` in the tables) that we have no answer to.

    >>> not_answered("en", ["speed"], "8B at 16 bits: 19.2 GB")
    'Speed is not something I answer; memory: 8B at 16 bits: 19.2 GB'
    >>> not_answered("pt", ["speed", "price"], "8B em 16 bits: 19,2 GB")
    'Velocidade e preço não são algo que eu responda; memória: 8B em 16 bits: 19,2 GB'
    """
    if not subjects:
        return then
    listed = _listed(language, [say(language, f"subject.{subject}") for subject in subjects])
    key = "not_answered.one" if len(subjects) == 1 else "not_answered.several"
    return say(language, key, subjects=listed[:1].upper() + listed[1:], then=then)


def _listed(language: str, names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    first = ", ".join(names[:-1])
    return say(language, "not_answered.and", first=first, last=names[-1])
