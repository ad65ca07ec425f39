"""What was not understood, shown in the asker's own words, and questions that work instead."""

import unicodedata

from bot.conversation.state import State, encode, metadata
from bot.i18n import t
from bot.slack.block_kit.blocks import (
    actions,
    bullets,
    line,
    paragraph,
    preformatted,
    rich_text,
    shorten,
    words,
)
from bot.slack.block_kit.reply import Reply
from bot.views.part import Part, text_of
from bot.views.suggested import ask_buttons
from core.asked.question import Language
from core.errors import QuestionError

WINDOW = 60  # characters of the question that are shown around the words in doubt
MARK = "^"
SENTENCE = 600


def problem_view(error: QuestionError, asked: str, language: Language) -> Reply:
    """The message, the place, the hint, and a button for each suggestion."""
    message, hint = shorten(error.message, SENTENCE), shorten(error.hint, SENTENCE)
    parts = [
        Part(lines=(message,), blocks=(paragraph(words(message, bold=True)),)),
        _place(error, asked, language),
        Part(lines=(hint,), blocks=(paragraph(words(hint)),)) if hint else Part(),
        _suggestions(error, language),
    ]
    blocks = tuple(block for part in parts for block in part.blocks)
    return Reply(text_of(parts, ""), blocks, _kept(error, asked, language))


def _kept(error: QuestionError, asked: str, language: Language) -> dict[str, object] | None:
    """ "we have 4x A10G": the cards are kept for the question after it."""
    return metadata(encode(State(asked, language))) if error.understood is not None else None


def underlined(asked: str, span: tuple[int, int]) -> str:
    """
    The line of *asked* that holds *span*, with marks under the words.

    >>> print(underlined("llama 3.1 8b on 2x H1000 please", (19, 24)))
    llama 3.1 8b on 2x H1000 please
                       ^^^^^
    """
    start, end = max(0, span[0]), min(len(asked), span[1])
    first = asked.rfind("\n", 0, start) + 1
    last = asked.find("\n", start)
    text = asked[first : len(asked) if last < 0 else last]
    start, end = start - first, max(start - first + 1, min(end - first, len(text)))
    text, start, end = _window(text, start, end)
    shown = "".join(character if character.isprintable() else " " for character in text)
    return f"{shown}\n{' ' * _width(shown[:start])}{MARK * max(1, _width(shown[start:end]))}"


def _place(error: QuestionError, asked: str, language: str) -> Part:
    span = error.span
    if span is None or not asked[span[0] : span[1]].strip():
        return Part()
    title = t(language, "problem.where")
    block = rich_text(line(words(title)), preformatted(underlined(asked, span)))
    return Part(blocks=(block,))


def _suggestions(error: QuestionError, language: str) -> Part:
    if not error.suggestions:
        return Part()
    title = t(language, "problem.suggestions")
    said = tuple(shorten(one, SENTENCE) for one in error.suggestions)
    buttons = ask_buttons([(one, one) for one in error.suggestions], language)
    block = actions(*buttons) if buttons else rich_text(bullets(said))
    return Part(
        lines=(title, *(f"• {one}" for one in said)), blocks=(paragraph(words(title)), block)
    )


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line to what stands around the span."""
    end = min(end, start + WINDOW)
    if len(text) <= WINDOW:
        return text, start, end
    side = max(0, (WINDOW - (end - start)) // 2)
    left, right = max(0, start - side), min(len(text), end + side)
    head, tail = "… " if left else "", " …" if right < len(text) else ""
    return f"{head}{text[left:right]}{tail}", start - left + len(head), end - left + len(head)


def _width(text: str) -> int:
    """Columns that a fixed-width font takes: two for East Asian wide characters."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )
