"""
The shapes of everything we show, held against Slack's own types by the TypeScript compiler.

`@slack/types` and `tsc` come with the lock file of the workspace's page. Charts are not in the
types yet: there the local workspace's opinion has to do (opinions.py).
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.form import Filled, filled_with
from bot.conversation.origin import Origin
from bot.slack.block_kit.degrade import LEVELS, degrade
from bot.slack.block_kit.reply import Reply
from bot.slack.place import Place
from bot.views.about import about_view
from bot.views.answer import answer_view
from bot.views.apology import apology_view
from bot.views.chart import CONTEXTS, chart_part, working
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.form import done_view, form_view
from bot.views.formulas import formulas_view
from bot.views.gpus import gpus_view
from bot.views.help import help_view
from bot.views.home import home_view
from bot.views.models import models_view
from bot.views.notice import notice_modal, notice_view, thanks_view
from bot.views.problem import problem_view
from core.answer import answer
from core.catalog.load import load_catalog
from core.errors import QuestionError

WEB = Path(__file__).parents[3] / "bot" / "workspace" / "web"
TSC = WEB / "node_modules" / ".bin" / "tsc"
TYPES = WEB / "node_modules" / "@slack" / "types"
UNKNOWN = {"data_visualization"}  # to @slack/types 3.2.0

OPTIONS = {
    "strict": True,
    "noEmit": True,
    "module": "ESNext",
    "moduleResolution": "bundler",
    "types": [],
    "paths": {"@slack/types": [str(TYPES)]},
}
QUESTIONS = (
    "70B at 16 bits?",
    "llama 3.1 70b fp8 32k context 16 users on 4x H100",
    "cabe o llama 3.1 70b em bf16 numa H100?",
    "llama 3.1 8b 16 bits vs 4 bits",
    "qlora llama 3.1 8b on a 16GB gpu",
    "what is the biggest model for an 80GB card at 16 bits?",
)


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory):
    """What the compiler says of (type, value) pairs."""
    if shutil.which("node") is None:
        pytest.skip("Node is not on this machine: the types cannot be compared")
    if not (TSC.exists() and TYPES.is_dir()):
        pytest.skip("bot/workspace/web/node_modules is missing: run `npm ci` there")

    def complaints(values: list[tuple[str, Any]]) -> list[str]:
        folder = tmp_path_factory.mktemp("shapes")
        lines = ['import type { HomeView, KnownBlock, ModalView } from "@slack/types";']
        for number, (kind, value) in enumerate(values):
            lines.append(f"export const shown{number}: {kind} = {json.dumps(value)};")
        (folder / "shapes.ts").write_text("\n".join(lines))
        (folder / "tsconfig.json").write_text(
            json.dumps({"compilerOptions": OPTIONS, "files": ["shapes.ts"]})
        )
        command = [str(TSC), "--project", str(folder), "--pretty", "false"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout.splitlines() + done.stderr.splitlines()
        assert bool(said) == bool(done.returncode)
        return said

    return complaints


def test_everything_we_show_has_the_shapes_of_slack(complaints):
    shown = [
        *_messages(),
        *_modals(),
        ("HomeView", home_view("en", load_catalog())),
        ("HomeView", home_view("pt", load_catalog())),
    ]

    assert len(shown) > 40
    assert complaints(shown) == []


@pytest.mark.parametrize(
    ("block", "code"),
    [
        pytest.param({"type": "section", "text": "bare"}, "TS2322", id="a text that is no object"),
        pytest.param({"type": "divider", "colour": "red"}, "TS2353", id="a field of our own"),
        pytest.param({"type": "carrousel"}, "TS2820", id="a block that there is not"),
    ],
)
def test_another_shape_would_be_found(complaints, block, code):
    [said] = [line for line in complaints([("KnownBlock[]", [block])]) if "error" in line]

    assert f"error {code}" in said


def _messages() -> Iterator[tuple[str, Any]]:
    catalog = load_catalog()
    replies = [_reply(question) for question in QUESTIONS]
    for language in ("en", "pt"):
        replies += [
            help_view(language, load_catalog()),
            about_view(catalog, language),
            formulas_view(language),
            gpus_view(catalog, "", language),
            models_view(catalog, "llama", language),
            models_view(catalog, "", language),
            apology_view("ab12cd34", language),
            notice_view("old", language),
            thanks_view(language),
            _problem("llama 3.1 8b on 2x H1000", language),
        ]
    for reply in replies:
        for level in LEVELS:
            shown = degrade(reply, level).blocks
            yield "KnownBlock[]", [block for block in shown if block["type"] not in UNKNOWN]


def _reply(question: str) -> Reply:
    """With everything that an answer can have: who asked, what was before, a chart."""
    found = answer(question)
    curves = [(one, [one] * len(CONTEXTS)) for one in working(found)]
    chart = chart_part(curves, "context", CONTEXTS, found.question.language)
    return answer_view(found, surface="ephemeral", before=found, asked_by="U1", chart=chart)


def _problem(question: str, language: str) -> Reply:
    with pytest.raises(QuestionError) as caught:
        answer(question)
    return problem_view(caught.value, question, language)


def _modals() -> Iterator[tuple[str, Any]]:
    for question in QUESTIONS:
        found = answer(question)
        filled = filled_with(found.question)
        yield "ModalView", explain_view(found)
        yield "ModalView", copy_view(found)
        yield "ModalView", form_view(filled, Origin(Place("U1", language=found.question.language)))
    yield "ModalView", form_view(Filled(), Origin(Place("U1")))
    yield "ModalView", done_view("Done.", "en")
    yield "ModalView", notice_modal("Old.", "pt")
