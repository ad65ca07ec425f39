"""
The whole answer: what "Details" opens in the place of the first screen (screen.py).

The verdict comes first and suffices alone. Then what stands behind it, in the order in which it is
asked for: the parts, the GPUs, other readings of the text, what was assumed, what to watch, what
would make it fit, how to run it. Last the controls.
"""

from dataclasses import replace

from bot.conversation.state import State, encode, metadata
from bot.i18n import t
from bot.slack.block_kit.blocks import (
    bullets,
    context,
    line,
    paragraph,
    preformatted,
    rich_text,
    shorten,
    user,
    words,
)
from bot.slack.block_kit.limits import MESSAGE_TEXT
from bot.slack.block_kit.reply import Block, Reply
from bot.slack.place import Surface
from bot.views.bars import bars_part
from bot.views.compare import compare_part
from bot.views.controls import controls
from bot.views.difference import difference_part
from bot.views.doubts import doubts_part
from bot.views.feedback import feedback_part
from bot.views.options import options_part
from bot.views.part import KEEP, Part, blocks_of, text_of
from bot.views.parts import parts_part
from bot.views.refine import refine_part
from bot.views.rule import is_headline, rule_part
from bot.views.suggested import changes_part, what_changes
from core.planning.result import Answer
from core.planning.ways import cheapest
from core.question.restate import restate

SENTENCE = 600  # an echo of the asker's words can be long


def answer_view(
    answer: Answer,
    *,
    surface: Surface,
    before: Answer | None = None,
    asked_by: str | None = None,
    typed: str = "",
    chart: Part | None = None,
    limit: int = MESSAGE_TEXT,
) -> Reply:
    """
    The reply to one question.

    *before* is the answer that this one refines: what changed is shown. *asked_by* is the user id
    of the one who shared it, where others could not see the question; *typed* is how it was asked,
    as far as that is known, for them. *chart* is a further part.
    """
    language = answer.question.language
    state = State(restate(answer.question), language, before and restate(before.question))
    carried, carrying = encode(state), replace(state, words=typed)
    parts = [
        *question_part(answer, asked_by, typed),
        verdict_part(answer),
        difference_part(before, answer),
        *_evidence(answer),
        bars_part(answer),
        *([chart] if chart else []),
        doubts_part(answer),
        _assumed_part(answer),
        _caveats_part(answer),
        changes_part(answer),
        command_part(answer),
        *([] if is_headline(answer) else [rule_part(answer)]),
        refine_part(answer, carried),
        controls(answer, encode(carrying), surface=surface, charted=bool(chart)),
        feedback_part(language),
    ]
    note = t(language, "answer.shortened")
    return Reply(text_of(parts, note, limit), blocks_of(parts, note), metadata(carried))


def question_part(answer: Answer, asked_by: str | None, typed: str = "") -> list[Part]:
    """Who asked what, where others could not see it."""
    if not asked_by:
        return []
    language = answer.question.language
    asked = shorten(typed or answer.question.text, SENTENCE)
    runs: list[Block] = [user(asked_by), words(t(language, "answer.asked_by")), words(asked)]
    said = t(language, "answer.asked_by_line", user="", question=asked).strip()
    return [Part(lines=(said,), blocks=(paragraph(*runs),))]


def verdict_part(answer: Answer) -> Part:
    """The first line."""
    said = shorten(answer.verdict.summary, SENTENCE)
    return Part(lines=(said,), blocks=(paragraph(words(said, bold=True)),))


def _evidence(answer: Answer) -> list[Part]:
    """Alternatives side by side where there are several, otherwise the parts and the GPUs."""
    language = answer.question.language
    if len(answer.estimates) > 1:
        return [compare_part(answer)]
    if is_headline(answer):
        return [rule_part(answer), options_part(answer)]
    parts = [parts_part(estimate, language) for estimate in answer.estimates]
    return [*parts, options_part(answer)]


def _assumed_part(answer: Answer) -> Part:
    if not answer.assumed:
        return Part()
    said = t(answer.question.language, "answer.assumed", what="; ".join(answer.assumed))
    said = shorten(said, SENTENCE)
    return Part(lines=(said,), blocks=(context(said),), rank=3)


def _caveats_part(answer: Answer) -> Part:
    if not answer.caveats:
        return Part()
    said = [shorten(caveat, SENTENCE) for caveat in answer.caveats]
    return Part(lines=tuple(said), blocks=(rich_text(bullets(said)),), rank=KEEP)


def command_part(answer: Answer) -> Part:
    """
    How to serve it; where it does not fit, with the change that the first line names.

    Where alternatives are compared, there is no one thing to serve.
    """
    language = answer.question.language
    title, command = t(language, "answer.command"), answer.command
    helps = cheapest([change for change in answer.changes if change.command])
    if command is None and helps is not None:
        command = helps.command
        what = what_changes(helps, language).split(":", 1)[0]  # the rest is told above
        title = t(language, "answer.command_with", what=what)
    if not command or answer.question.intent == "compare":
        return Part()
    shown = preformatted(_one_flag_a_line(command))
    block = rich_text(line(words(title, bold=True)), shown)
    return Part(lines=(title, command), blocks=(block,), rank=4)


def _one_flag_a_line(command: str) -> str:
    """
    As a shell takes it, and as a narrow screen shows it.

    >>> print(_one_flag_a_line("vllm serve a/b --x 1 --y"))
    vllm serve a/b \\
      --x 1 \\
      --y
    """
    return command.replace(" --", " \\\n  --")
