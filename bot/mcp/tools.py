"""
The tools: free text in, the answer and its numbers out. Nothing is changed and nobody is told.

A mistake in a question comes back as an error of the tool, with how to mend it, so that the model
that asks can ask again.
"""

from dataclasses import dataclass
from typing import Any

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel

from bot.conversation.asking import Core
from bot.hub.lookups import Lookups
from bot.mcp.schema import Compared, Comparison, ExplainedPart, Explanation, Sizing
from bot.views.screen import first_screen
from core.as_json import answer_as_json
from core.as_text import answer_as_text, error_as_text
from core.errors import QuestionError
from core.planning.result import Answer
from core.question.read_text import LONGEST_TEXT
from core.units import BYTE, whole

MOST_COMPARED = 6


@dataclass(frozen=True, slots=True)
class Tools:
    """Asks *core*, after *lookups* had time to ask a hub."""

    core: Core
    lookups: Lookups

    async def estimate(self, question: str, *, in_slack: bool = False) -> CallToolResult:
        """One question."""
        try:
            answered = await self._answer(question)
        except QuestionError as error:
            return _refused(error)
        meta = {"slack": {"blocks": _blocks(answered)}} if in_slack else None
        return _result(answer_as_text(answered), _sizing(answered), meta)

    async def compare(self, questions: list[str]) -> CallToolResult:
        """Several; the first that is none is the error."""
        if not 2 <= len(questions) <= MOST_COMPARED:
            return _wrong(f"Give 2 to {MOST_COMPARED} questions.")
        answers: list[Answer] = []
        for question in questions:
            try:
                answers.append(await self._answer(question))
            except QuestionError as error:
                return _refused(error, about=question)
        first = _total(answers[0])
        compared = tuple(
            Compared(
                question=question,
                verdict=answer.verdict.summary,
                total_bytes=total,
                more_than_first_bytes=total - first if total and first else None,
            )
            for question, answer in zip(questions, answers, strict=True)
            for total in (_total(answer),)
        )
        lines = [f"{one.question}: {one.verdict}" for one in compared]
        return _result("\n".join(lines), Comparison(compared=compared))

    async def explain(self, question: str) -> CallToolResult:
        """Every part's formula and source."""
        try:
            answered = await self._answer(question)
        except QuestionError as error:
            return _refused(error)
        parts = tuple(
            ExplainedPart(
                model=estimate.model,
                precision=estimate.precision,
                part=name,
                bytes=estimate.components[name],
                known=known.known,
                formula=known.formula,
                source=known.source,
            )
            for estimate in _sizing(answered).estimates
            for name, known in estimate.provenance.items()
            if name in estimate.components
        )
        rule = answered.rule_of_thumb
        steps = tuple(rule.steps(answered.question.language)) if rule else ()
        said = Explanation(verdict=answered.verdict.summary, parts=parts, rule_of_thumb=steps)
        lines = [said.verdict, *(f"{p.part}: {p.formula} ({p.known}; {p.source})" for p in parts)]
        return _result("\n".join([*lines, *steps]), said)

    async def _answer(self, question: str) -> Answer:
        await self.lookups.settle(question)
        return self.core.answer(self.core.question(question[: LONGEST_TEXT + 1]))


def _sizing(answered: Answer) -> Sizing:
    return Sizing.model_validate(answer_as_json(answered))


def _blocks(answered: Answer) -> list[dict[str, Any]]:
    """What the bot would post, without what needs the bot behind it: menus, buttons, thumbs."""
    shown = first_screen(answered, surface="ephemeral").blocks
    return [block for block in shown if block["type"] not in ("actions", "context_actions")]


def _total(answered: Answer) -> int | None:
    """Of an answer about one thing."""
    return whole(answered.estimates[0].total, BYTE) if len(answered.estimates) == 1 else None


def _result(text: str, structured: BaseModel, meta: dict[str, Any] | None = None) -> CallToolResult:
    content = TextContent(type="text", text=text)
    body = structured.model_dump(mode="json")
    return CallToolResult(content=[content], structured_content=body, _meta=meta)


def _refused(error: QuestionError, about: str = "") -> CallToolResult:
    said = error_as_text(error)
    return _wrong(f"{about}: {said}" if about else said)


def _wrong(said: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=said)], is_error=True)
