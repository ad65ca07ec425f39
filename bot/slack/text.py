"""
From what Slack delivers to what the person typed, line by line.

    >>> plain("<@U0BOT> *llama 3.1 70b* `fp8`,\\n\\u201c32k\\u201d &lt; 16 users :rocket:")
    'llama 3.1 70b fp8,\\n"32k" < 16 users'

Slack's own spellings are described at
https://docs.slack.dev/messaging/formatting-message-text/
"""

import re
from collections.abc import Callable

from core.question.quoted import END_OF_QUOTE

BOT_NAME = "gpumem"


def plain(text: str) -> str:
    """
    *text* without what Slack and its composer put in: mentions, links, entities, markup, emoji.

    Words stay, whatever they are: what the parser cannot use is named in the reply. Only words
    that address somebody (mentions) are left out. Any text is accepted; the time is linear in
    its length.
    """
    for step in _STEPS:
        text = step(text)
    return text


def without_marks_nobody_sees(text: str) -> str:
    """
    Leave out direction marks, zero-width characters and other controls; odd spaces become spaces.

    >>> without_marks_nobody_sees("\\u200f70B\\u00a0at\\u202f16\\u200b bits\\x00")
    '70B at 16 bits'
    """
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def without_quote_bars(text: str) -> str:
    """
    A quoted line begins with `&gt;` in Slack. What is quoted before one's own words is the question
    before: a sign parts them.

    >>> without_quote_bars("&gt; does 70B fit?\\n&gt;&gt;&gt; on H100")
    ' does 70B fit?\\n on H100'
    >>> without_quote_bars("&gt; does 70B fit?\\nand 8B?") == f" does 70B fit?{END_OF_QUOTE}and 8B?"
    True
    """
    text = _QUOTED_FIRST.sub(rf"\1{END_OF_QUOTE}", text)
    return _QUOTE_BAR.sub("", text)


def items_as_a_list(text: str) -> str:
    """
    Items of a list stand on lines of their own behind a bullet or a number: commas instead.

    >>> items_as_a_list("we have\\n\u2022 2 A100\\n    \u25e6 80 GB\\n1. llama 3 8b\\n2. fp8")
    'we have, 2 A100, 80 GB, llama 3 8b, fp8'
    >>> items_as_a_list("1. this:\\n- 70B")
    ' this: 70B'
    """
    return _ITEM.sub(lambda match: ", " if match["after"] else " ", text)


def links_as_read(text: str) -> str:
    """
    Everything between `<` and `>` as the person reads it; mentions of people and groups go.

    >>> links_as_read("<@U0BOT|gpumem> and <!here> <!subteam^S1|@ml>: 7B")
    '  and    : 7B'
    >>> links_as_read("<http://phi-3.mini|phi-3.mini> in <#C1|ml> <#C2>")
    'phi-3.mini in #ml  '
    >>> links_as_read("<https://huggingface.co/Qwen/Qwen2.5-7B|this one>")
    'https://huggingface.co/Qwen/Qwen2.5-7B'
    >>> links_as_read("<!date^1392734382^{date}|Feb 18> <mailto:a@b.co|a@b.co>")
    'Feb 18 a@b.co'
    """
    return _ANGLES.sub(_as_read, text)


def entities_as_characters(text: str) -> str:
    """
    Slack escapes three characters and no other, once.

    >>> entities_as_characters("7B &lt; 13B &amp; &amp;lt; &nbsp;")
    '7B < 13B & &lt; &nbsp;'
    """
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)


def signs_as_characters(text: str) -> str:
    """
    What other programs write for a sign: the times sign of a web page, the bar of a table's cell.

    >>> signs_as_characters("2 &times; A100 \\\\| fp8")
    '2 \u00d7 A100 | fp8'
    """
    return text.replace("&times;", "\u00d7").replace("\\|", "|")


def straight_quotes(text: str) -> str:
    """
    Phones and Macs type curly quotes.

    >>> straight_quotes("\\u201cllama\\u201d isn\\u2019t")
    '"llama" isn\\'t'
    """
    return text.translate(_QUOTES)


def without_emoji_codes(text: str) -> str:
    """
    >>> without_emoji_codes("fits? :x: :+1::skin-tone-2: at 12:30:45, q4:k:m")
    'fits?     at 12:30:45, q4:k:m'
    """
    return _EMOJI.sub(" ", text)


def without_markup(text: str) -> str:
    """
    Bold, italic and code marks go where they stand around words, and only there; what is struck
    out goes with them. Inside of code nothing is a mark.

    >>> without_markup("*70B* _fp8_ on ~A10G~ L4 `Q4_K_M` ```8*7B ~/a~ *b*```")
    '70B fp8 on  L4 Q4_K_M 8*7B ~/a~ *b*'
    >>> without_markup("2*H100 or ~70B, ~8k, snake_case_name")
    '2*H100 or ~70B, ~8k, snake_case_name'
    """
    parts = text.split("`")  # one backtick or three: every second part is code
    parts[1::2] = [part.translate(_HIDDEN) for part in parts[1::2]]
    text = "".join(parts)
    for pair in _PAIRS:
        text = pair.sub(r"\1", text)
    return _STRUCK.sub("", text).translate(_SHOWN)


def without_own_name(text: str) -> str:
    """
    In a slash command a mention may come as it was typed.

    >>> without_own_name("@gpumem 70B @fp8")
    '  70B @fp8'
    """
    return _OWN_NAME.sub(" ", text)


def without_blanks(text: str) -> str:
    """
    One blank between words; ends of lines stay, as a command ends with its line.

    >>> without_blanks("  70B \\n\\n\\t at   16 bits?\\n")
    '70B\\nat 16 bits?'
    """
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


_STEPS: tuple[Callable[[str], str], ...] = (
    without_marks_nobody_sees,
    without_quote_bars,
    items_as_a_list,
    links_as_read,
    entities_as_characters,
    signs_as_characters,
    straight_quotes,
    without_emoji_codes,
    without_markup,
    without_own_name,
    without_blanks,
)

# Any kind of space that is not a line break: no-break, thin, ideographic, ...
_SPACES = re.compile(r"[^\S\n\r]")
# Controls except line breaks; zero-width, direction and variation marks; soft hyphen; BOM;
# lone halves of surrogate pairs, which no answer could be encoded with.
_UNSEEN = re.compile(
    r"[\x00-\x09\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_QUOTE_BAR = re.compile(r"^[ ]*(?:&gt;){1,3}", re.MULTILINE)
# Lines with one bar each, and a line of one's own below them
_QUOTED_FIRST = re.compile(
    r"\A((?:[ ]*&gt;(?!&gt;)[^\n]*\n)*[ ]*&gt;(?!&gt;)[^\n]*)\n(?!\s*&gt;)(?=[^\n]*\S)"
)
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb", '\'\'\'\'""""""'
)
# ":x:", ":+1:", ":flag-br:", ":thumbsup::skin-tone-2:"; not the middle of "12:30:45" or "q4:k:m"
_EMOJI = re.compile(r"(?<![\w:]) (?: :[a-z0-9_+'-]{1,60}: )+ (?!\w)", re.VERBOSE)
# The bullets of Slack's lists, or a number and a dot; the line before may end in a sign.
_ITEM = re.compile(
    r"(?: \A | (?P<after>(?<![:;,.?!])\n) | \n ) [ \t]* (?:[•◦▪▫‣●○■□*-]|\d{1,2}[.)]) [ \t]+",
    re.VERBOSE,
)


def _pair(mark: str) -> re.Pattern[str]:
    """A mark, then none up to its partner, with no word right before or after the two."""
    return re.compile(
        rf"(?<![\w{mark}]) {mark} (?!\s) ([^{mark}\n]+) (?<!\s) {mark} (?![\w{mark}])", re.VERBOSE
    )


_PAIRS = (_pair(r"\*"), _pair("_"))
_STRUCK = _pair("~")
# Marks inside of code, while the others go
_HIDDEN = str.maketrans("*_~", "\ue000\ue001\ue002")
_SHOWN = str.maketrans("\ue000\ue001\ue002", "*_~")
_OWN_NAME = re.compile(rf"(?<!\S)@{BOT_NAME}\b", re.IGNORECASE)

# "<@U1>", "<@U1|name>", "<#C1|name>", "<!here>", "<!subteam^S1|@name>", "<https://...|label>"
_ANGLES = re.compile(
    r"""
    <
    (?P<kind> [@\#!] )?
    (?P<target> [^<>|\n]* )
    (?: \| (?P<label> [^<>\n]* ) )?
    >
    """,
    re.VERBOSE,
)
_HUB = ("https://huggingface.co/", "https://hf.co/")


def _as_read(match: re.Match[str]) -> str:
    kind, target, label = match["kind"], match["target"], match["label"] or ""
    if kind == "@" or (kind == "!" and not target.startswith("date^")):
        return " "
    if kind == "#":
        return f"#{label}" if label else " "
    if target.startswith(_HUB):  # the address names the model, the label may say "this one"
        return target
    return label or target
