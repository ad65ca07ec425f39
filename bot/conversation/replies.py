"""
The one place where a text becomes a reply.

Whatever happens, the asker gets one: the answer, what to mend in the question, or an apology with
an id that stands in the log.
"""

import time
from dataclasses import dataclass

from bot.conversation.asking import Asked, Asking, Core
from bot.conversation.state import State, StateError
from bot.conversation.subcommands import subcommand
from bot.running import incidents, journal
from bot.running.metrics import Metrics
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.block_kit.reply import Reply
from bot.slack.place import Surface
from bot.views.apology import apology_view
from bot.views.help import help_view
from bot.views.log import log_view
from bot.views.notice import notice_view
from bot.views.problem import problem_view
from bot.views.screen import first_screen
from core.asked.question import Language
from core.errors import QuestionError
from core.logs.answer import LogAnswer, answer_log
from core.logs.read import is_worth_an_answer, read_log
from core.planning.result import Answer
from core.question.read_text import ReadText
from core.question.words.languages import detect

_LINES_OF_A_LOG = 2  # ends of lines; a question has fewer, and need not be read twice


@dataclass(frozen=True, slots=True)
class Brief:
    """An answer in one *sentence*; without *answer* it says why there is none."""

    sentence: str
    answer: Answer | None = None


class Replies:
    """Asks *core* and shows the result; knows nothing of channels."""

    def __init__(self, core: Core, metrics: Metrics) -> None:
        self._core = core
        self._asking = Asking(core)
        self._metrics = metrics

    def to(
        self,
        text: str | ReadText,
        surface: Surface,
        earlier: State | None = None,
        *,
        otherwise: Language = "en",
        begins: bool = False,
    ) -> Reply:
        """
        The reply to *text*, which `bot.slack.text.plain` has cleaned, read or not. Never raises.

        *earlier* is what was asked before, where the text may be about that; *otherwise* the
        language of a reply to words that are in none. In a channel an answer that *begins* a thread
        says how to go on there.
        """
        started = time.perf_counter()
        try:
            if isinstance(text, str) and self.may_be_a_log(text, ""):
                found = self.logged(text, "", otherwise)
                if found is not None:
                    return self.to_log(found, surface, started)
            seen = self.read(text, otherwise) if isinstance(text, str) else text
            outcome, reply = self._reply(seen, surface, earlier, begins=begins)
        except Exception as error:
            asked = text if isinstance(text, str) else text.asked
            outcome, reply = "crash", self.apology(error, where="answer", asked=asked)
        seconds = time.perf_counter() - started
        self._metrics.answered(surface, outcome, seconds)
        journal.write("answered", outcome, seconds)
        return reply

    def may_be_a_log(self, words: str, pasted: str) -> bool:
        """Whether it is worth reading as one."""
        return bool(pasted) or words.count("\n") >= _LINES_OF_A_LOG

    def logged(self, words: str, pasted: str, otherwise: Language) -> LogAnswer | None:
        """
        What is to be said of a log: of *pasted*, which stands apart from the *words* (as Slack
        delivers both cleaned), or of words that are one themselves. None where neither is.
        """
        text, said = (pasted, words) if pasted else (words, "")
        log = read_log(text, self._core.catalog)
        if log is None or not is_worth_an_answer(log, pasted=bool(pasted)):
            return None
        language = detect(said) if said.strip() else otherwise
        return answer_log(
            text, said, language=language, ask=self._core.answer, catalog=self._core.catalog
        )

    def to_log(self, found: LogAnswer, surface: Surface, started: float) -> Reply:
        """The reply to a log; *started* is when it began to be read. Never raises."""
        try:
            outcome, reply = "log", log_view(found)
        except Exception as error:
            outcome, reply = "crash", self.apology(error, where="answer")
        seconds = time.perf_counter() - started
        self._metrics.answered(surface, outcome, seconds)
        journal.write("answered", outcome, seconds)
        return reply

    def in_brief(self, text: str, surface: str, *, otherwise: Language = "en") -> Brief:
        """The answer to *text* for where a line is all there is room for. Never raises."""
        started = time.perf_counter()
        try:
            answer = self._asking.ask(self.read(text, otherwise))
            outcome, brief = "answer", Brief(answer.verdict.summary, answer)
        except QuestionError as error:
            outcome, brief = error.code, Brief(error.message)
        except Exception as error:
            outcome, brief = "crash", Brief(self.apology(error, where="answer", asked=text).text)
        seconds = time.perf_counter() - started
        self._metrics.answered(surface, outcome, seconds)
        journal.write("answered", outcome, seconds)
        return brief

    def to_error(self, error: Exception, *, where: str, asked: str = "") -> Reply:
        """What to tell the person whose click, form or text ended in *error*."""
        match error:
            case StateError():
                return notice_view("old" if error.old else "broken", error.language)
            case QuestionError():  # of a text in our button: there are no words of theirs to show
                return problem_view(error, "", detect(error.message))
            case _:
                return self.apology(error, where=where, asked=asked)

    def apology(self, error: Exception, *, where: str, asked: str = "") -> Reply:
        """Log an unexpected *error*; what to tell the person who was waiting."""
        self._metrics.failed(where)
        incident = incidents.report(error, where=where)
        return apology_view(incident, detect(asked))

    def read(self, text: str, otherwise: Language) -> ReadText:
        """*text*, read once: pass it on."""
        return self._asking.read(text, otherwise)

    def leans(self, seen: ReadText) -> bool:
        """Whether the text is about a question before it."""
        return self._asking.leans(seen)

    def _reply(
        self, seen: ReadText, surface: Surface, earlier: State | None, *, begins: bool
    ) -> tuple[str, Reply]:
        """The outcome in a word, for the metrics, and the reply."""
        language = seen.language
        if (reply := subcommand(seen.asked, self._core.catalog, language)) is not None:
            return "subcommand", reply
        try:
            asked = (
                self._asking.followed(earlier, seen) if earlier else Asked(self._asking.ask(seen))
            )
        except QuestionError as error:
            if error.code == "help":
                thanks = one_sentence(error.message) if error.is_courtesy else None
                return "help", thanks or help_view(language, self._core.catalog)
            return error.code, problem_view(error, seen.asked, language)
        typed = "" if earlier else seen.asked
        reply = first_screen(
            asked.answer, surface=surface, before=asked.before, typed=typed, begins=begins
        )
        return "answer", reply
