"""`python -m core` at a terminal, and piped."""

import io
import re
import subprocess
import sys

import pytest

from core.__main__ import main
from core.answer import answer
from core.as_terminal import BAR, print_answer
from core.as_text import answer_as_text

QUESTION = "llama 3.1 70b fp8 32k on 4x L40S or 2x L4"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return Terminal()


def words(text: str) -> set[str]:
    return set(_COLOUR.sub("", text).replace("\n", " ").split())


@pytest.mark.parametrize(
    "question",
    [QUESTION, "70B at 16 bits?", "llama 3.1 8b vs qwen3 8b on l4", "cabe 13B em 8 bits na 4090?"],
)
def test_every_word_of_the_text_stands_there(terminal: Terminal, question: str):
    found = answer(question)
    print_answer(found, terminal)

    assert words(answer_as_text(found)) <= words(terminal.getvalue())


def test_a_bar_is_as_long_as_its_share_of_the_card(terminal: Terminal):
    found = answer(QUESTION)
    print_answer(found, terminal)
    drawn = terminal.getvalue()

    for placement in found.placements:
        cards = placement.gpu.counted(placement.count)
        [line] = [one for one in drawn.splitlines() if cards in one and "━" in one]
        share = min(1.0, (placement.needed / placement.budget).m_as("dimensionless"))
        colour = "32" if placement.fits else "31"
        [filled] = re.findall(rf"\x1b\[{colour}m(━+╸?)", line)
        assert abs(len(filled) - share * BAR) <= 1
    assert {placement.fits for placement in found.placements} == {True, False}


def test_no_color_is_respected(terminal: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    print_answer(answer(QUESTION), terminal)

    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3|4|9)[0-9]", terminal.getvalue())


def test_at_a_terminal_it_is_drawn(terminal: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["llama 3.1 8b on 1x L4"]) == 0
    assert "\x1b[" in terminal.getvalue()


def test_piped_it_is_the_text_and_rich_is_not_loaded(capsys: pytest.CaptureFixture[str]):
    assert main(["llama 3.1 8b on 1x L4"]) == 0
    assert capsys.readouterr().out == answer_as_text(answer("llama 3.1 8b on 1x L4")) + "\n"

    script = "import sys, core.__main__ as m; m.main(['8B']); sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0
