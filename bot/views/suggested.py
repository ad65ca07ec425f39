"""The smallest changes that make it fit: in words, and as buttons that ask the changed question."""

from bot.conversation.state import State, encode
from bot.i18n import t
from bot.slack.block_kit.blocks import actions, bullets, button, line, rich_text, words
from bot.views.options import most_line
from bot.views.part import KEEP, Part
from core.planning.result import Answer, Change
from core.planning.ways import cheapest
from core.question.restate import restate
from core.wording.amounts import gib
from core.wording.say import say_note

# Action ids are "ask:0", "ask:1": unique in a block, one listener for all.
ASK = "ask"  # the answer takes the place of the message
EXAMPLE = "example"  # the answer stands beside it
MAX_CHANGES = 7  # five on the same cards, another card, more cards
SHORT = 40  # characters; beside a longer label nothing of the question would fit


def smallest_change_part(answer: Answer) -> Part:
    """The one that the first line names, as a button; its line is read aloud."""
    language = answer.question.language
    smallest = cheapest(answer.changes)
    asked = [(what_changes(smallest, language), smallest.question)] if smallest else []
    buttons = ask_buttons(asked, language, before=restate(answer.question))
    if not buttons:
        return Part()
    said = f"{t(language, 'answer.changes')} {asked[0][0]}."
    return Part(lines=(said,), blocks=(actions(*buttons),), rank=KEEP)


def changes_part(answer: Answer) -> Part:
    """Nothing where it fits, or where nobody asked."""
    changes = answer.changes[:MAX_CHANGES]
    if not changes:
        return Part()
    language = answer.question.language
    title = t(language, "answer.changes")
    said = [_line(change, language) for change in changes]
    buttons = ask_buttons(
        [(what_changes(change, language), change.question) for change in changes],
        language,
        before=restate(answer.question),
    )
    block = rich_text(line(words(title, bold=True)), bullets(said))
    return Part(
        lines=(title, *said),
        blocks=(block, *([actions(*buttons)] if buttons else [])),
        rank=KEEP,
    )


def ask_buttons(
    asked: list[tuple[str, str]],
    language: str,
    *,
    before: str | None = None,
    action: str = ASK,
) -> list[dict[str, object]]:
    """Buttons from (label, question); a question too long to be carried gets none."""
    buttons: list[dict[str, object]] = []
    for label, question in asked:
        value = encode(State(question, "pt" if language == "pt" else "en", before))
        if value is not None:
            read = t(language, "button.example_label", label=label, question=question)
            read = read if label != question and len(label) <= SHORT else ""
            buttons.append(button(label, f"{action}:{len(buttons)}", value, label=read))
    return buttons


def what_changes(change: Change, language: str) -> str:
    """The change in words that can begin a line."""
    what = say_note(language, change.what)
    return what[:1].upper() + what[1:]


def _line(change: Change, language: str) -> str:
    what = what_changes(change, language)
    if change.gives_back.magnitude > 0:  # a larger share of the card gives nothing back
        amount = gib(language, change.gives_back)
        what = t(language, "answer.change", what=what, amount=amount)
    most = most_line(change.max_sequences, change.max_context, language)
    return f"{what}; {most}" if most else what
