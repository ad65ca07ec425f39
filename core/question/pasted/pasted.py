"""
Everything that was pasted into a question, as candidates.

`pasted` is a generator like any recogniser: it claims nothing and decides nothing outside itself.
Models' names are left where they stand, for the index of names to find; `nothing` is what was
understood and changes no memory, and `decoy.flag` what may change it and is not counted.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.catalog.names import NameIndex
from core.question.candidate import Candidate
from core.question.normalise import Text, read
from core.question.pasted.commands import command_of, flags_of
from core.question.pasted.configs import Entry, entries, find, settings, tools_of
from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.pasted.kubernetes import manifest
from core.question.pasted.lm_studio import of_window
from core.question.pasted.modelfile import parameters
from core.question.pasted.objects import parted
from core.question.pasted.offer import last_said, offered, with_formats
from core.question.pasted.output.output import HINTS as OF_OUTPUT
from core.question.pasted.output.output import of_output
from core.question.pasted.programs import Program, programs
from core.question.pasted.recipe import settle
from core.question.pasted.table import tool
from core.question.pasted.variables import variables
from core.question.pasted.words import Word, shown, words
from core.question.roles import NOT_COUNTED
from core.question.words.regex import regex
from core.wording.note import note

# Without one of these a text has no flag, no key of two words and no variable.
_HINTS = (
    "--",
    "_",
    ".py",
    "llm(",
    " -",
    "serve",
    "ollama",
    "trtllm",
    "lmdeploy",
    "launcher",
    "tune",
    "gpu offload",
    "evaluation batch",
    "replicas:",
    ".com/gpu",
    "resources:",
    "services:",
    "koboldcpp",
    "modelurl",
)
_DASHES = ("\u2014", "\u2013")
# Words around a command that belong to it
_AROUND = regex(
    r"(?<![\w-])(?:image|command|args|services|environment|containers?|entrypoint|env|extraArgs|ports"
    r"|volumes|deploy|resources|reservations|devices|limits|requests)\s?:(?=\s|\[|$)"
    r"|(?<![\w-])driver:\s?nvidia\b|(?<![\w-])capabilities:\s?\[\s?\[?\s?gpu\s?\]{1,2}"
    r"|(?<!\S)(?:volume|token|data|port|cache_dir)=[^\s]{1,200}"
    r"|(?<!\S)(?:\d?>{1,2}\s?(?:&\d|[\w./~-]{1,100})|&>\s?[\w./~-]{1,100}|\|\s?tee(?:\s-a)?\s[\w./~-]{1,100}"
    r"|(?:nohup|sudo|exec|srun|time|uv run|poetry run|export)(?=\s)|&(?=\s|$)|\\(?=\s|$)|\$(?=\s))"
)
_HASH = regex(r"(?<!\S)#{1,3}[^\S\n]{0,4}(?:\$\s)?\Z")
_REMARK = regex(
    r"(?<=[^\s#])[ \t]{1,4}#\s?(?:was|were|used to be|old|before|previously|default"
    r"|instead of|not|era|eram|antes|padr[aã]o)\b[^\n#]{0,200}(?=\n)"
)
_BRACKET = regex(r"[()]")
_MOST_ARGUMENTS = 200
_ENGINES = {"vllm": "vLLM", "llama.cpp": "llama.cpp"}


def pasted(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """What the text says in flags, keys and variables; nothing where it has none."""
    if not text.has(*_HINTS, *OF_OUTPUT) and not any(dash in text.raw for dash in _DASHES):
        return
    written = read(text.raw)
    items = items_of(written, index)
    if written.plain != text.plain:
        items = [_moved(item, written, text) for item in items]
    yield from offered(item for item in items if item.end > item.start)


def _moved(item: Item, written: Text, text: Text) -> Item:
    """
    The same place in *text*, where numbers in words became figures and typing errors were mended:
    neither is for what was pasted.
    """

    def there(at: int) -> int:
        return bisect_left(text.places, written.places[at])

    whole = None if item.whole is None else (there(item.whole[0]), there(item.whole[1]))
    return replace(item, start=there(item.start), end=there(item.end), whole=whole)


def items_of(text: Text, index: NameIndex) -> list[Item]:
    """The same before they become candidates: in order, none over another."""
    typed = shown(text)
    said = _Said(len(typed))
    started = programs(typed)
    if len(started) > 1 and "#" in typed:
        said.add(_commented(typed, started))
        started = [each for each in started if said.free(each.start, each.end)]
    if started and "#" in typed:
        said.add(_remarks(typed, started[0].start))
    said.add(of_output(typed, index, text.language))
    said.add(variables(typed))
    said.add(parameters(typed))
    said.add(of_window(typed))
    said.add(manifest(typed))
    for program in started:
        if not program.call:
            said.add([_program(program)])
    for program, part in _regions(typed, started):
        said.add(flags_of(command_of(program, started), part, index))
    found = entries(typed)
    said.add(_calls(typed, started, found))
    free = [entry for entry in found if said.free(entry.start, entry.end)]
    said.add(settings(typed, free, tools_of(free)))
    if started or said.items:
        said.add(_around(typed))
    said.items = list(parted(said.items, typed))
    said.items += _engines(said.items, started)
    items = settle(sorted(said.items, key=lambda item: item.start), started, typed)
    return last_said(with_formats(sorted(items, key=lambda item: item.start), index))


def _commented(typed: str, started: Sequence[Program]) -> Iterator[Item]:
    """A command that a "#" takes out, up to its line's end or the next one; not if it is all."""
    out = [_HASH.search(typed, max(0, each.start - 12), each.start) for each in started]
    if all(out):
        return
    ends = [each.start for each in started[1:]] + [len(typed)]
    for hash_, end in zip(out, ends, strict=True):
        if hash_ is not None:
            line = typed.find("\n", hash_.start(), end)
            if line < 0 and end == len(typed):
                continue  # the question may follow on the same line
            stop = line if line >= 0 else end
            yield Item(hash_.start(), stop, NOTHING, None, "a command that is commented out")


def _remarks(typed: str, start: int) -> Iterator[Item]:
    """
    "--max-model-len 16384 # was 32768": what no longer holds. Other comments may say what does
    ("# 4x L4 box"), and one on the last line may be the question itself.
    """
    for match in _REMARK.finditer(typed, start):
        yield Item(match.start(), match.end(), NOTHING, None, "a comment behind a command")


class _Said:
    """Items that do not overlap: the first to claim a character keeps it."""

    def __init__(self, length: int) -> None:
        self.items: list[Item] = []
        self._taken = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        """Nothing stands there yet."""
        return not any(self._taken[start:end])

    def add(self, items: Iterable[Item]) -> None:
        """Those that are free; of a flag whose value is taken already, the flag."""
        for item in items:
            start, end = item.start, item.end
            if not self.free(start, end):
                end = self._taken.index(1, start)
                if end == start or item.role != NOTHING:
                    continue
            self.items.append(replace(item, end=end))
            self._taken[start:end] = b"\1" * (end - start)


def _program(program: Program) -> Item:
    """A program's name says which engine serves; one that we do not model is sized as another."""
    known = tool(program.tool)
    why = f"{known.name} is started"
    item = Item(program.start, program.end, NOTHING, None, why, known.name)
    if known.engine is not None:
        return replace(item, role="engine", value=known.engine)
    if known.kind == "serve":
        said = note("reading.engine_like", typed=known.title, name=_ENGINES[known.like])
        return replace(item, role="engine", value=known.like, notes=(said,))
    return item


def _engines(items: list[Item], started: Sequence[Program]) -> list[Item]:
    """
    "num_ctx: 8192" and "--mem-fraction-static 0.8" are settings of one engine alone. Where none
    is started they hint at it: half of the first of them says so.
    """
    if any(tool(program.tool).kind == "serve" for program in started):
        return []
    for place, item in enumerate(items):
        engine = tool(item.tool).engine if item.tool else None
        if engine in (None, "vllm") or item.role in NOT_COUNTED | {UNCOUNTED}:
            continue
        middle, whole = (item.start + item.end) // 2, (item.start, item.end)
        items[place] = replace(item, start=middle, whole=whole)
        return [replace(item, end=middle, role="engine", value=engine, tool="", whole=whole)]
    return []


def _regions(typed: str, started: Sequence[Program]) -> Iterator[tuple[Program | None, list[Word]]]:
    """
    The words after each program up to the next, and those that are after none.

    A program's words end with its line, unless that goes on: with a "\\", or with a flag below.
    """
    commands = [program for program in started if not program.call]
    starts = [program.end for program in commands]
    parts: dict[int, list[Word]] = {}
    ended: set[int] = set()
    last = 0
    for word in words(typed):
        place = bisect_right(starts, word.start) - 1
        if place >= 0 and place not in ended and _line_ends(typed, max(last, starts[place]), word):
            ended.add(place)
        inside = place >= 0 and place not in ended
        parts.setdefault(place if inside else -1, []).append(word)
        last = word.end
    for place in sorted(parts):
        yield (commands[place] if place >= 0 else None), parts[place]


def _line_ends(typed: str, last: int, word: Word) -> bool:
    between = typed[last : word.start]
    if word.text.lower() in ("command:", "args:", "entrypoint:"):
        return False
    goes_on = "\\" in typed[max(0, last - 1) : word.start] or word.written[0] in "-[{#\u2014\u2013"
    return "\n" in between and not (goes_on or "-" in between)


def _calls(typed: str, started: Sequence[Program], found: Sequence[Entry]) -> Iterator[Item]:
    """The arguments of LLM(...), TrainingArguments(...) and their like."""
    closing = _closing(typed) if any(program.call for program in started) else {}
    starts = [entry.start for entry in found]
    for program in started:
        if not program.call:
            continue
        end = closing.get(program.end - 1, len(typed))
        first = bisect_left(starts, program.end)
        inside = found[first : min(bisect_left(starts, end), first + _MOST_ARGUMENTS)]
        known = tool(program.tool)
        if any(find(known, entry) for entry in inside):
            yield _program(program)
            yield from settings(typed, inside, [known])


def _closing(typed: str) -> dict[int, int]:
    """For every bracket the place of the one that closes it."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(typed):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.start()
    return pairs


def _around(typed: str) -> Iterator[Item]:
    for match in _AROUND.finditer(typed):
        yield Item(match.start(), match.end(), NOTHING, None, "around a command")
