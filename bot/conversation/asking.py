"""
Questions that our own messages remember, asked again: with a change, in a form, by somebody else.

Everything starts from the text in a `State`; nothing of an earlier answer is kept anywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import eq

from bot.conversation.form import Filled, question_of
from bot.conversation.refining import refined
from bot.conversation.state import State
from core.asked.question import Cards, Language, Question, Size, Training
from core.catalog.catalog import Catalog
from core.catalog.looked_up import LookedUp
from core.errors import QuestionError
from core.planning.placement import Placement
from core.planning.result import Answer
from core.question.read_text import ReadText
from core.question.settle.amounts_before import changed_amounts
from core.question.steps.nameless_cards import nameless_card
from core.units import BILLION, DIMENSIONLESS, TOKEN_PER_SEQUENCE, Quantity


@dataclass(frozen=True, slots=True)
class Core:
    """What the bot uses of the core beside the plain road from text to answer."""

    read: Callable[[str, Language], ReadText]  # a text, and its language if its words tell none
    settle: Callable[[ReadText, Question | None], Question]  # and what it changes of a question
    answer: Callable[[Question], Answer]
    catalog: Catalog
    found: dict[str, LookedUp] | None = None  # that the catalogue looks into, where there is a hub

    def question(self, text: str, language: Language = "en") -> Question:
        """The question in *text*, by itself."""
        return self.settle(self.read(text, language), None)


# A question that nobody asks: where something of it is left, a text leans on what came before.
_EARLIER = Question(
    "",
    models=(Size("1B", Quantity(1, BILLION)),),
    overhead=Quantity(1.000123, DIMENSIONLESS),
    shared_prefix=Quantity(123, TOKEN_PER_SEQUENCE),
    gpus=(Cards(nameless_card(1.25, "en"), 777),),
)
_EARLIER_SEARCH = replace(_EARLIER, models=(), intent="max_model")
_EARLIER_WAITS = replace(_EARLIER, models=())
# A run, on a card that comes in any size: "rank 64", "mine has 48"
_EARLIER_RUN = replace(
    _EARLIER,
    task="lora",
    training=Training(lora_rank=123),
    gpus=(Cards(nameless_card(1.25, "en").model_copy(update={"kind": "apu"}), 777),),
)


_FEW = 12  # words


def _is_short(seen: ReadText) -> bool:
    few = len(seen.asked.split()) <= _FEW
    return few and all(one.role != "model" for one in seen.chosen)


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, the one that it refines, and the asker's own words."""

    answer: Answer
    before: Answer | None = None
    words: str = ""  # that it was asked in, where nothing was changed since


class Asking:
    """Raises QuestionError where a text is no question, StateError where a choice is not ours."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def catalog(self) -> Catalog:
        """The tables that are answered from."""
        return self._core.catalog

    def again(self, state: State) -> Asked:
        """The same question, with the one before it where there was one."""
        before = self._before(state)
        return Asked(self._core.answer(self._read(state)), before, state.words)

    def changed(self, state: State, action_id: str, value: str) -> Asked:
        """The question with what one menu or toggle changes."""
        question = self._read(state)
        changed = refined(question, action_id, value, self._core.catalog)
        return Asked(self._core.answer(changed), self._core.answer(question))

    def along(
        self, state: State, action_id: str, values: Sequence[int], placed: Placement
    ) -> list[Placement | None]:
        """
        What the cards of *placed* hold with each of *values*, None where that cannot be told: a
        line of a chart.
        """
        catalog = self._core.catalog
        on = Cards(placed.gpu, placed.count)
        question = replace(self._read(state), gpus=(on,), intent="fit")
        asked = (refined(question, action_id, str(value), catalog) for value in values)
        return [self._core.answer(one).placement_of(placed) for one in asked]

    def filled(self, filled: Filled, language: str, before: State | None = None) -> Asked:
        """
        The question of a form that *before* was opened with. FormError names the field to mend.
        """
        like = self._read(before) if before else None
        question = question_of(filled, self._core.question, self._core.catalog, like)
        answer = self._core.answer(self._in(language, question))
        return Asked(answer, self._core.answer(like) if like else None)

    def read(self, text: str, otherwise: Language = "en") -> ReadText:
        """A text that somebody wrote, read once, for all that follows."""
        return self._core.read(text, otherwise)

    def ask(self, seen: ReadText) -> Answer:
        """The answer to it, by itself."""
        return self._core.answer(self._core.settle(seen, None))

    def leans(self, seen: ReadText) -> bool:
        """
        Whether it can only be understood, or is meant, after another question: of which something
        is left, if only the cards ("qwen3 8b there?", "llama 3.1 8b?" after what can be run). Of a
        few words without a model only the question before can tell ("the second one").
        """
        return _is_short(seen) or any(
            self._leans_on(earlier, seen)
            for earlier in (_EARLIER, _EARLIER_SEARCH, _EARLIER_RUN, _EARLIER_WAITS)
        )

    def _leans_on(self, earlier: Question, seen: ReadText) -> bool:
        try:
            question = self._core.settle(seen, replace(earlier, language=seen.language))
        except QuestionError as error:
            return error.leans
        left = (question.overhead, question.shared_prefix, question.gpus)
        return any(map(eq, left, (earlier.overhead, earlier.shared_prefix, earlier.gpus)))

    def followed(self, state: State, seen: ReadText) -> Asked:
        """What it changes of the question in *state*: "and in fp8?"."""
        earlier = self._read(state)
        if state.before:
            before = self._read(State(state.before, state.language))
            earlier = replace(earlier, latest=changed_amounts(before, earlier))
        changed = self._core.settle(seen, earlier)
        whole = earlier.models or earlier.intent == "max_model"
        return Asked(self._core.answer(changed), self._core.answer(earlier) if whole else None)

    def question(self, state: State) -> Question:
        """What *state* asks, read."""
        return self._read(state)

    def _before(self, state: State) -> Answer | None:
        return self._again_or_none(State(state.before, state.language) if state.before else None)

    def _again_or_none(self, state: State | None) -> Answer | None:
        return self._core.answer(self._read(state)) if state else None

    def _read(self, state: State) -> Question:
        """Of a text that lacked its model, what was understood."""
        try:
            return self._in(state.language, self._core.question(state.question))
        except QuestionError as error:
            if isinstance(error.understood, Question):
                return self._in(state.language, error.understood)
            raise

    @staticmethod
    def _in(language: str, question: Question) -> Question:
        """A restated question may be in none of our languages: the asker's stays."""
        return replace(question, language="pt" if language == "pt" else "en")
