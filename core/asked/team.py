"""
What a team has set: its cards, what it pays for them, and its defaults for what nobody says.

It is passed in with a question and chosen from in ``core/asked/scenario.py``; what the asker says
always wins.
"""

from dataclasses import replace

from core.asked.question import Cards, Intent, Question, Team
from core.errors import QuestionError
from core.wording.note import Note, note
from core.wording.say import say

__all__ = ["Team", "cards_in_words", "in_team"]


def in_team(question: Question, team: Team | None) -> Question:
    """
    *question* as a member of *team* asks it, with the cards of the team where it is about them.

    QuestionError where the most that runs on their cards is asked for, and none are set.
    """
    asked = replace(
        question,
        team=team,
        compare=tuple(in_team(one, team) for one in question.compare),
        doubts=tuple(
            replace(doubt, question=in_team(doubt.question, team)) for doubt in question.doubts
        ),
    )
    if team and team.is_away:
        asked = replace(asked, assumed=(note("team.away"), *asked.assumed))
    if not asked.own_cards:
        return asked
    return _on_pool(asked, team.pool) if team and team.pool else _without_pool(asked)


def _on_pool(question: Question, pool: tuple[Cards, ...]) -> Question:
    """Kinds of cards are alternatives, unless they were asked for together."""
    intent: Intent = question.intent
    if len(pool) > 1 and not question.together and intent in ("fit", "memory"):
        intent = "compare"
    said = note("team.pool", cards=cards_in_words(pool))
    return replace(
        question,
        gpus=pool,
        own_cards=False,
        intent=intent,
        assumed=(said, *question.assumed),
    )


def _without_pool(question: Question) -> Question:
    """It is answered without, and says so; there is no yes or no without cards."""
    said = _no_pool(question.team)
    if question.intent == "max_model":
        raise QuestionError(
            "unknown_gpu",
            say(question.language, "problem.which_card"),
            hint=say(question.language, f"hint.{said.key.removeprefix('team.')}"),
        )
    intent: Intent = "memory" if question.intent == "fit" else question.intent
    notes = tuple(dict.fromkeys((said, *question.assumed)))
    return replace(question, intent=intent, assumed=notes)


def _no_pool(team: Team | None) -> Note:
    if team is None:
        return note("team.nobody")
    return note("team.away" if team.is_away else "team.no_pool")


def cards_in_words(pool: tuple[Cards, ...]) -> str:
    """ "8 × H100 80GB, 4 × L40S" """
    return ", ".join(cards.gpu.counted(cards.count or 1) for cards in pool)
