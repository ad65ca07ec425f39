"""
Slack's blocks as plain dicts, made in one place.

Whatever may hold words of the asker or names of the tables goes into rich text or plain_text,
where nothing is markup: an echoed `<!channel>` stays those ten characters. `mrkdwn` is for our own
copy; what is put into it, and into the `text` of a message, is escaped.
"""

from collections.abc import Sequence

from bot.slack.block_kit.reply import Block, Reply

EMPTY = "–"  # an empty cell is refused
MAX_BUTTON = 75
MAX_OPTION = 75
MAX_CONTEXT = 3000


def escape(text: str) -> str:
    """
    The three characters that Slack gives a meaning.

    >>> escape("<!channel> R&D")
    '&lt;!channel&gt; R&amp;D'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """
    At most *limit* characters, cut between words where there is a gap to cut at.

    >>> shorten("llama 3.1 70b fp8 on 2x H100", 20)
    'llama 3.1 70b fp8 …'
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    gap = head.rfind(" ")
    return f"{head[:gap] if gap > limit // 2 else head} …"


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def words(text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Block:
    """A run of rich text; what is in it is shown as it is."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def user(user_id: str) -> Block:
    """A person's name, from the id."""
    return {"type": "user", "user_id": user_id}


def line(*runs: Block) -> Block:
    """One paragraph inside `rich_text`."""
    return {"type": "rich_text_section", "elements": list(runs)}


def rich_text(*groups: Block) -> Block:
    return {"type": "rich_text", "elements": list(groups)}


def paragraph(*runs: Block) -> Block:
    """A block of one paragraph."""
    return rich_text(line(*runs))


def bullets(lines: Sequence[str]) -> Block:
    """A list inside `rich_text`."""
    items = [line(words(text)) for text in lines]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def preformatted(text: str) -> Block:
    """A code block inside `rich_text`: columns stay columns."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def section(mrkdwn: str) -> Block:
    """Our own copy; escape what is put into it."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def context(text: str) -> Block:
    """Small grey words."""
    return {"type": "context", "elements": [plain(shorten(text, MAX_CONTEXT))]}


def divider() -> Block:
    return {"type": "divider"}


def button(
    text: str, action_id: str, value: str, *, label: str = "", style: str | None = None
) -> Block:
    """
    *label* is read aloud instead of *text* where that is not enough alone; it begins with *text*,
    because who steers by voice says what is to be seen (WCAG 2.5.3).
    """
    made: Block = {
        "type": "button",
        "text": plain(shorten(text, MAX_BUTTON)),
        "action_id": action_id,
        "value": value,
    }
    if label:
        made["accessibility_label"] = shorten(label, MAX_BUTTON)
    if style:
        made["style"] = style
    return made


def option(text: str, value: str) -> Block:
    return {"text": plain(shorten(text, MAX_OPTION)), "value": value}


def select(
    placeholder: str, action_id: str, options: Sequence[Block], chosen: str | None = None
) -> Block:
    """A menu; *chosen* is the value of the option that is shown as chosen."""
    made: Block = {
        "type": "static_select",
        "placeholder": plain(placeholder),
        "action_id": action_id,
        "options": list(options),
    }
    initial = [one for one in options if one["value"] == chosen]
    if initial:
        made["initial_option"] = initial[0]
    return made


def actions(*elements: Block, block_id: str = "") -> Block:
    return {"type": "actions", "elements": list(elements)} | (
        {"block_id": block_id} if block_id else {}
    )


def one_sentence(text: str) -> Reply:
    """A whole message; *text* is shown as it is."""
    return Reply(escape(text), (paragraph(words(text)),))


def data_table(rows: Sequence[Sequence[str]], caption: str, page: int) -> Block:
    """
    The same in pages of so many rows, which people can sort and search; *caption* is read aloud.

    The first column names the row.
    """
    cells = [[{"type": "raw_text", "text": text or EMPTY} for text in row] for row in rows]
    return {"type": "data_table", "caption": caption, "page_size": page, "rows": cells}


def table(
    rows: Sequence[Sequence[str]], align: Sequence[str], *, wrapped: Sequence[int] = ()
) -> Block:
    """
    Cells of text; the first row is the header. One table a message is all that Slack takes.

    The columns *wrapped* take several lines where the screen is narrow.
    """
    cells = [[{"type": "raw_text", "text": text or EMPTY} for text in row] for row in rows]
    settings = [
        {"align": side, "is_wrapped": True} if at in wrapped else {"align": side}
        for at, side in enumerate(align)
    ]
    return {"type": "table", "column_settings": settings, "rows": cells}
