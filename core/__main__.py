"""
The core in a terminal.

    python -m core "70B at 16 bits?"             for people
    python -m core --json "70B at 16 bits?"      one JSON object
    python -m core --json -                      a question per line in, a JSON object per line out
    python -m core --config FILE "fp8 32k"       a model from a Hugging Face config.json
    python -m core --why "lora 8b, 8k"           what the text may mean, and why
    python -m core --check "8B fp8 on an L4?"    for scripts: does it fit?
    python -m core --check --file FILE --on L4   the same of the vLLM commands in files
    python -m core --log FILE "on a 4090"        a log (- for standard input), beside our estimate
    python -m core --log FILE --row              its figures as rows that can be sent to us

Exit status: 0 for an answer, 2 for a mistake of the asker's; 0 for a stream of questions, whose
mistakes stand in their own lines. With --check: 0 where everything fits, 1 where something does
not, 2 where something was not understood and nothing is known not to fit. With --log: 2 where
the file is no log, or where --row has nothing to give.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from core.answer import answer, answer_about
from core.as_json import Json, answer_as_json, error_as_json
from core.as_text import answer_as_text, error_as_text
from core.catalog.hf_config import read_config
from core.check.judge import DOES_NOT_FIT, FITS, NOT_UNDERSTOOD, Judged, judge, judge_command
from core.errors import CatalogError, QuestionError
from core.planning.result import Answer
from core.question.read_text import read_text
from core.question.why import why
from core.units import BYTE, MIB, Quantity, whole
from core.wording.say import say_note

ANSWERED, REFUSED = 0, 2
LARGEST_CONFIG = Quantity(16, MIB)
LARGEST_FILE = Quantity(1, MIB)
LARGEST_LOG = Quantity(16, MIB)  # what is longer is read up to here
_LOG = whole(LARGEST_LOG, BYTE)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m core", description="How much GPU memory a language model needs."
    )
    parser.add_argument("question", nargs="?", help='"70B at 16 bits?", or - for standard input')
    parser.add_argument("--json", action="store_true", help="print JSON, one object per question")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="take the model from its config.json"
    )
    parser.add_argument("--why", action="store_true", help="print how the question is read")
    parser.add_argument("--check", action="store_true", help="exit 0 fits, 1 does not, 2 neither")
    parser.add_argument(
        "--file", type=Path, nargs="+", default=[], help="check the vLLM commands in these files"
    )
    parser.add_argument("--log", metavar="FILE", help="what a log says, beside our estimate")
    parser.add_argument("--row", action="store_true", help="with --log: rows to send to us")
    parser.add_argument("--on", default="", metavar="CARDS", help="the cards of those commands")
    chosen = parser.parse_args(arguments)
    if chosen.check and chosen.file and chosen.question is None and chosen.config is None:
        return _check_files(chosen.file, chosen.on, chosen.json)
    if chosen.log is not None and not (chosen.check or chosen.file or chosen.config):
        return _log(chosen.log, chosen.question or "", chosen.json, chosen.row)
    if (chosen.file or chosen.on or chosen.row) or (
        chosen.question is None and chosen.config is None
    ):
        parser.print_usage(sys.stderr)
        return REFUSED
    if chosen.why:
        _out(why(read_text(chosen.question or "")))
        return ANSWERED
    try:
        ask = _about_config(chosen.config) if chosen.config else answer
    except CatalogError as error:
        print(f"{chosen.config}: {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"{chosen.config} cannot be read: {error.strerror}.", file=sys.stderr)
        return REFUSED
    if chosen.check:
        return _report(judge(ask, chosen.question or ""), chosen.json)
    if chosen.question == "-":
        for line in sys.stdin:
            _print(ask, line.rstrip("\r\n"), chosen.json)
        return ANSWERED
    return _print(ask, chosen.question or "", chosen.json)


def _check_files(paths: list[Path], on: str, as_json: bool) -> int:
    """Every command in *paths*; a file without one is no file that was checked."""
    from core.check.found import commands_in  # and with it YAML

    statuses = set[int]()
    for path in paths:
        try:
            text = _read(path, LARGEST_FILE)
        except OSError as error:
            print(f"{path} cannot be read: {error.strerror}.", file=sys.stderr)
            statuses.add(REFUSED)
            continue
        if text is None:
            print(f"{path} is larger than 1 MiB and was not checked.", file=sys.stderr)
            statuses.add(REFUSED)
            continue
        found = commands_in(path.name, text.decode("utf-8", "replace"))
        if not found:
            print(f"{path} has no vLLM command.", file=sys.stderr)
            statuses.add(REFUSED)
        for command in found:
            judged = judge_command(answer, command, on)
            where = {"file": str(path), "line": command.line, "command": command.text}
            statuses.add(_report(judged, as_json, f"{path}:{command.line}", where))
    return next(status for status in (DOES_NOT_FIT, NOT_UNDERSTOOD, FITS) if status in statuses)


def _log(name: str, said: str, as_json: bool, as_rows: bool) -> int:
    """What the log *name* says; *said* is what is known beside it: a model, cards."""
    from core.logs.answer import answer_log
    from core.logs.as_json import log_as_json
    from core.logs.as_text import log_as_text
    from core.logs.row import rows_of

    try:
        text = sys.stdin.buffer.read(_LOG) if name == "-" else _begin(Path(name))
    except OSError as error:
        print(f"{name} cannot be read: {error.strerror}.", file=sys.stderr)
        return REFUSED
    found = answer_log(text.decode("utf-8", "replace"), said)
    if found is None:
        print(f"{name} says nothing of GPU memory that I can read.", file=sys.stderr)
        return REFUSED
    if not as_rows:
        _out(log_as_json(found) if as_json else log_as_text(found))
        return ANSWERED
    rows = rows_of(found, date.today().isoformat())
    for row in rows:
        _out(row)
    if not rows:
        why = say_note(found.language, found.unsure) if found.unsure else "It has no figures."
        print(f"No row: {why}", file=sys.stderr)
    return ANSWERED if rows else REFUSED


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LOG)


def _report(judged: Judged, as_json: bool, where: str = "", place: Json | None = None) -> int:
    _out((place or {}) | judged.as_json() if as_json else "\n".join(judged.lines(where)))
    return judged.status


def _read(path: Path, most: Quantity) -> bytes | None:
    """None where it is larger than *most*."""
    limit = whole(most, BYTE)
    with path.open("rb") as file:
        text = file.read(limit + 1)
    return text if len(text) <= limit else None


def _about_config(path: Path) -> Callable[[str], Answer]:
    """`answer`, about the model that *path* describes."""
    text = _read(path, LARGEST_CONFIG)
    if text is None:
        raise CatalogError(f"larger than {LARGEST_CONFIG:~P}: not a config.json")
    name = path.resolve().parent.name if path.name == "config.json" else path.stem
    return partial(answer_about, read_config(text, name=name))


def _print(ask: Callable[[str], Answer], text: str, as_json: bool) -> int:
    try:
        answered = ask(text)
    except QuestionError as error:
        _out(error_as_json(error) if as_json else error_as_text(error))
        return REFUSED
    if not as_json and sys.stdout.isatty():
        from core.as_terminal import print_answer  # and with it rich

        print_answer(answered, sys.stdout)
    else:
        _out(answer_as_json(answered) if as_json else answer_as_text(answered))
    return ANSWERED


def _out(what: Json | str) -> None:
    print(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        sys.exit(ANSWERED)
