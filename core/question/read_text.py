"""
A text that is read: its language, all that it may mean, and the best of that.

It is a value: whoever reads a text passes it on, and nobody needs to read it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from core.asked.question import Language
from core.catalog.catalog import Catalog
from core.catalog.load import load_catalog
from core.catalog.names import NameIndex, index_of
from core.question.candidate import Candidate, Evidence
from core.question.choose import Knot, choose
from core.question.normalise import Text, read
from core.question.recognisers import candidates
from core.question.steps.corrections import corrected, withdrawn
from core.question.steps.numbers import figures_for_words, separate_glued
from core.question.steps.raises import raised
from core.question.steps.typing_errors import mend
from core.question.words.languages import said_language
from core.wording.note import Note

LONGEST_TEXT = 12_000  # characters: a table of nvidia-smi with eight cards has half of that


@dataclass(frozen=True, slots=True)
class ReadText:
    """
    *asked* as it was written; *told* where its own words are in *language*, which was otherwise
    assumed. *notes* are typing errors that were mended, *doubtful* words with several names near,
    *withdrawn* what is taken back, here or of a question before.
    """

    asked: str
    text: Text
    language: Language
    told: bool
    index: NameIndex
    knots: tuple[Knot, ...] = ()
    notes: tuple[Note, ...] = ()
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    withdrawn: tuple[Candidate, ...] = ()
    negated: tuple[Candidate, ...] = ()  # of these, what still stands in *text*

    @property
    def kept(self) -> tuple[Candidate, ...]:
        """The same without what stands behind a "without": after a question before."""
        return tuple(
            one
            for one in self.chosen
            if not any(one.start < other.end and other.start < one.end for other in self.negated)
        )

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """What is taken, in order."""
        return tuple(one for knot in self.knots for one in knot.sets[0].chosen)


def read_text(text: str, catalog: Catalog | None = None, otherwise: Language = "en") -> ReadText:
    """
    Read *text*; *otherwise* is the language where its words are in none.

    Any text can be read: whether it is a question is for `question_of` to say.
    """
    index = index_of(catalog or usual_catalog())
    if len(text) > LONGEST_TEXT:
        told = said_language(text[:400])
        return ReadText(text, read(""), told or otherwise, told is not None, index)
    words = read(text)
    told = said_language(text, words.plain)
    language = told or otherwise
    words = replace(words, language=language)
    mended = mend(separate_glued(figures_for_words(words)), index)
    offered = list(candidates(mended.text, index))
    own = _own_language(text, mended.text, offered) or language
    if own != language:
        language, told = own, own
        mended = mend(separate_glued(figures_for_words(replace(words, language=own))), index)
        offered = list(candidates(mended.text, index))
    changed = raised(mended.text, offered)
    if changed is not None and len(changed) <= len(text):
        return replace(
            read_text(changed, catalog, language), language=language, told=told is not None
        )
    kept = corrected(mended.text, offered)
    negated = taken_back = withdrawn(mended.text, offered)
    if kept is not mended.text:
        offered = list(candidates(kept, index))
        negated = withdrawn(kept, offered)
    return ReadText(
        text,
        kept,
        language,
        told is not None,
        index,
        choose(kept, offered),
        mended.notes,
        mended.doubtful,
        taken_back,
        negated,
    )


def _own_language(raw: str, text: Text, offered: list[Candidate]) -> Language | None:
    """What was pasted is English in every language: that of the words beside it."""
    plain = text.plain
    pasted = [one for one in offered if one.evidence is Evidence.FLAG]
    for one in pasted:
        plain = plain[: one.start] + "\0" * (one.end - one.start) + plain[one.end :]
    return said_language(raw, plain) if pasted else None


@cache
def usual_catalog() -> Catalog:
    """Our own tables, read once."""
    return load_catalog()
