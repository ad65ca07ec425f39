"""
The flags of a command line, each with its value.

A flag counts after the program that takes it; one that begins with two dashes counts anywhere
("llama 70b --max-model-len 8192"), and so do a few of one dash that nothing else is called. What a
tool does not know is named in the answer.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from core.catalog.gpu import GPU
from core.catalog.names import NameIndex
from core.question.pasted import torchtune
from core.question.pasted.item import NOTHING, OBJECT, SPOKEN_OF, UNCOUNTED, Item
from core.question.pasted.programs import Program
from core.question.pasted.table import Flag, Tool, tool
from core.question.pasted.values import read_value, switch
from core.question.pasted.words import Word
from core.question.words.languages import FILLER
from core.question.words.regex import regex
from core.question.words.words import words_of

# Flags without a program: the tools that are asked, in this order
ANY = (
    "vllm", "sglang", "trl", "llama-cpp", "tgi", "trtllm-serve", "llama-factory", "ms-swift",
    "axolotl", "lmdeploy", "torchrun", "accelerate", "deepspeed", "megatron-lm", "ollama",
)  # fmt: skip
# Flags of one dash that mean one thing wherever they stand: "70b on a 4090 -ngl 40"
_ALONE = frozenset(("ngl", "ncmoe", "cmoe", "ctk", "ctv", "nkvo", "ot", "fa", "ts", "tp", "pp"))
_A_LENGTH = regex(r"\d{4,7}|\d{1,4}k")
_FLAG = regex(r"(?P<dashes>--?|[\u2014\u2013])(?P<name>[A-Za-z][\w.-]{0,70})(?:=(?P<value>.*))?")
_SETTING = regex(r"(?P<name>[A-Za-z][\w.]{0,80})=(?P<value>.*)")
_LOOKS_LIKE_A_VALUE = regex(
    r"[-+]?[\d.]+[a-z]{0,2}|\S*[/.:=_,{\[$]\S*|true|false|auto|none|[A-Z_]+"
)
_PROSE = words_of("on with for at and or in to fits fit enough ? -> vs em com para numa cabe")
_SAID = words_of("is to at as para em a de of")
_A_NUMBER = regex(r"\d+(?:\.\d+)?k?$")
_MOST_VALUES = 64
_SCRIPT = regex(r"[\w./~-]{1,200}\.py|(?:https?://|localhost:\d)\S{0,300}")
_FOLDER = regex(r"(?:[~.$/][^\s/]{0,80}/|/)(?:[^\s/]{1,80}/){0,12}")


class Command:
    """The words from one program to the next, and the tools that know their flags."""

    def __init__(self, program: Program | None, tools: Sequence[str]) -> None:
        self.program = program
        self.tools = [tool(name) for name in tools]

    @property
    def name(self) -> str:
        """The first tool; "" where the flags stand alone."""
        return "" if self.program is None else self.tools[0].name

    def find(self, name: str) -> tuple[Flag, Tool, bool] | None:
        """
        What a flag means, who says so, and whether it was written as its opposite.

        Of a flag without a program that several tools have, the meaning that counts is taken.
        """
        found = self._all(name) if self.program is None else islice(self._all(name), 1)
        return min(found, key=lambda one: one[0].role in (NOTHING, UNCOUNTED), default=None)

    def _all(self, name: str) -> Iterator[tuple[Flag, Tool, bool]]:
        for known in self.tools:
            flag = known.find(name) or known.find(name.partition(".")[0])
            if flag is not None:
                yield flag, known, False
                continue
            low = name.lower()
            for no in ("no-", "no_", "disable-"):
                flag = known.find(name[len(no) :]) if low.startswith(no) else None
                if flag is not None and flag.reads == "switch":
                    yield flag, known, True


def command_of(program: Program | None, started: Sequence[Program] = ()) -> Command:
    """
    A program's own table first, then whatever another tool of its kind calls so. Flags without a
    program are those of one that is *started* elsewhere in the text, before any other's.
    """
    if program is None:
        return Command(None, tuple(dict.fromkeys((*(each.tool for each in started), *ANY))))
    own = tool(program.tool)
    like = [
        name for name in ANY if name not in (own.name, *own.extends) and _alike(own, tool(name))
    ]
    return Command(program, [own.name, *like])


def _alike(own: Tool, other: Tool) -> bool:
    kinds = ("train", "launch") if own.kind == "train" else (own.kind,)
    return own.kind in ("serve", "train") and other.kind in kinds


def flags_of(command: Command, words: Sequence[Word], index: NameIndex) -> Iterator[Item]:
    """Every flag among *words*, and for tools that take them every key=value."""
    place = 0
    while place < len(words):
        word = words[place]
        flag = _FLAG.fullmatch(word.text)
        if flag is not None and (
            flag["dashes"] != "-" or command.program or _stands_alone(flag["name"], words, place)
        ):
            used, items = _flag(command, words, place, index)
            yield from items
            place += max(1, used)
            continue
        if command.program is not None:
            yield from _argument(command, word)
        place += 1


def _stands_alone(name: str, words: Sequence[Word], place: int) -> bool:
    """One of llama.cpp's that nothing else is called; "-c" before a number that is a length."""
    if name in _ALONE:
        return True
    after = words[place + 1].text if place + 1 < len(words) else ""
    return name == "c" and _A_LENGTH.fullmatch(after) is not None


def _argument(command: Command, word: Word) -> Iterator[Item]:
    """A script's name, an address, or a key=value as torchtune takes them."""
    if _SCRIPT.fullmatch(word.text):
        yield Item(word.start, word.end, NOTHING, word.text, "a script or an address", command.name)
        return
    if command.name == torchtune.TOOL:
        yield from torchtune.of_recipe(word.written, word.start)
    match = _SETTING.fullmatch(word.text)
    if match is None:
        return
    found = command.tools[0].find(match["name"])
    if found is not None:
        yield _item(command.tools[0], found, match["name"], match["value"], word.start, word.end)


def _flag(
    command: Command, words: Sequence[Word], place: int, index: NameIndex
) -> tuple[int, list[Item]]:
    """The items of one flag, and how many words it takes with its values."""
    word = words[place]
    match = _FLAG.fullmatch(word.text)
    if match is None:
        return 1, []
    name, written = match["name"], match["value"]
    found = command.find(name)
    if found is None:
        return _unknown(command, words, place, index)
    flag, known, opposite = found
    why = f"--{name} of {known.name}"
    if flag.reads == "model":
        end = word.start + word.written.find("=") + 1 if written is not None else word.end
        item = Item(word.start, end, NOTHING, None, why, command.name)
        after = words[place + 1 : place + 2] if written is None else ()
        return 1, [item, *(part for value in after for part in _around_a_name(value, command))]
    said = written is None and _is_said(words, place)
    if said:  # "--max-num-seqs to 48": the word between is none of its values
        words = [*words[: place + 1], *words[place + 2 :]]
    taken = 0 if written is not None else _values(flag, words, place)
    if taken == 1 and _is_no_value(flag, words[place + 1].text, index):
        taken = 0
    if taken == 1 and _is_spoken_of(flag, words[place + 1].text):
        return 1, [Item(word.start, word.end, SPOKEN_OF, None, why, command.name)]
    values = words[place + 1 : place + 1 + taken]
    end = values[-1].end if values else word.end
    if written is None:
        written = ",".join(value.text for value in values) if values else ""
    item = _item(known, flag, name, written, word.start, end, opposite=opposite)
    return 1 + said + taken, [item]


def _is_said(words: Sequence[Word], place: int) -> bool:
    """A word of the sentence between a flag and its number."""
    after = [word.text for word in words[place + 1 : place + 3]]
    return len(after) == 2 and after[0].lower() in _SAID and _A_NUMBER.match(after[1]) is not None


def _around_a_name(word: Word, command: Command) -> Iterator[Item]:
    """Where a model lies says nothing of it: "/mnt/models/" of "/mnt/models/llama-3-8b"."""
    match = _FOLDER.match(word.text)
    if match is not None:
        end = word.start + match.end() + word.written.find(word.text[:1])
        yield Item(word.start, end, NOTHING, None, "a folder", command.name)
    if command.name == torchtune.TOOL:
        yield from torchtune.of_config(word.written, word.start)


def _values(flag: Flag, words: Sequence[Word], place: int) -> int:
    """How many of the words after a flag are its values."""
    after = words[place + 1 : place + 1 + _MOST_VALUES]
    if not after or words[place].stops or _FLAG.fullmatch(after[0].text):
        return 0
    if flag.reads == "switch":
        return 1 if switch(after[0].text) is not None or after[0].text in flag.values else 0
    if flag.missing is not None and read_value(flag, after[0].text) is None:
        return 0
    if flag.reads not in ("several", "list", "words") or "," in after[0].text:
        return 1
    number = 1
    while number < len(after) and _another(after[number].text, after[0].text):
        number += 1
    return number


def _is_no_value(flag: Flag, text: str, index: NameIndex) -> bool:
    """A card's name behind a flag that may stand alone: "--fp16 A6000"."""
    alone = flag.missing is not None or flag.reads == "switch"
    return alone and isinstance(index.exact(text), GPU)


def _is_spoken_of(flag: Flag, text: str) -> bool:
    """A word of the sentence behind a flag of numbers: "the largest --max-model-len for"."""
    numbers = flag.reads in ("count", "human", "tokens", "number", "gib")
    return numbers and text.lower() in FILLER | _PROSE and read_value(flag, text) is None


def _another(text: str, first: str) -> bool:
    """A further value looks like the first: numbers after a number, q_proj after k_proj."""
    if _FLAG.fullmatch(text) or text.lower() in _PROSE or ("=" in text and "=" not in first):
        return False
    marks = [mark for mark in "_=/.#" if mark in first]
    return any(mark in text for mark in marks) or (first.isdigit() and text.isdigit())


def _item(
    known: Tool,
    flag: Flag,
    name: str,
    written: str,
    start: int,
    end: int,
    *,
    opposite: bool = False,
) -> Item:
    """What one flag and its value say."""
    why = f"{name} of {known.name} {known.version}"
    if flag.reads == "model":
        return Item(start, end - len(written), NOTHING, None, why, known.name)
    if flag.reads == "object":
        return Item(start, end, OBJECT, name, why, known.name)
    if flag.role in (NOTHING, UNCOUNTED):
        low = written.lower() or ("false" if opposite else "true")
        role = NOTHING if low in flag.neutral else flag.role
        return Item(start, end, role, written or None, why, known.name)
    if not written and flag.reads == "switch":
        return Item(start, end, *_read(flag, "false" if opposite else "true"), why, known.name)
    if not written and flag.missing is not None:
        return Item(start, end, flag.role, flag.missing, why, known.name)
    role, value = _read(flag, written)
    if opposite and isinstance(value, bool):
        value = not value
    return Item(start, end, role, value, why, known.name)


def _read(flag: Flag, written: str) -> tuple[str, object]:
    read = read_value(flag, written)
    if read is None:
        return UNCOUNTED, written
    if read.nothing:
        return NOTHING, written
    return ("full_context", True) if read.full else (flag.role, read.value)


item_of = _item


def _unknown(
    command: Command, words: Sequence[Word], place: int, index: NameIndex
) -> tuple[int, list[Item]]:
    """A flag that no table has: it is named, with what looks like its value."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    taken = after is not None and _is_value(after.text, index)
    end = after.end if after is not None and taken else word.end
    item = Item(word.start, end, UNCOUNTED, word.text, "a flag that no table has", command.name)
    return (2 if taken else 1), [item]


def _is_value(text: str, index: NameIndex) -> bool:
    """Not the next flag, a model's or a card's name, or a word of the question around it."""
    if _FLAG.fullmatch(text) or text.lower() in FILLER or text.lower() in _PROSE:
        return False
    if index.exact(text) is not None or "/" in text:
        return False
    return _LOOKS_LIKE_A_VALUE.fullmatch(text) is not None
