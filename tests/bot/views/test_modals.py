"""Modals and the home tab: within Slack's limits, and saying what they should."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.form import NUMBERS, TASKS, Filled
from bot.conversation.origin import METADATA, Origin, encode_origin
from bot.slack.place import Place
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.form import done_view, form_view
from bot.views.home import home_view
from bot.views.notice import notice_modal
from core.catalog.load import load_catalog
from tests.bot.views.opinions import refused_view
from tests.bot.views.test_answer import ALL, KNOWN_MODEL, answers

LANGUAGES = ["en", "pt"]


def _words(value):
    """Everything that is read in a view, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def test_the_steps_are_formula_amount_range_and_source():
    said = list(_words(explain_view(ALL["known model"])["blocks"]))

    assert said[:9] == [
        "Llama 3.1 70B in FP8, 32,768 tokens × 16 users: 4 × H100 80GB.",
        "Llama 3.1 70B, FP8",
        "Weights: 72.7 GB (67.7 GiB)",
        "70,553,706,496 parameters × 8 bits / 8",
        "Exact, between 67.6 GiB and 67.8 GiB. Source: counted from the architecture (config.json) "
        "and the format's widths",
        "KV cache: 171.8 GB (160.0 GiB)",
        "85,899,345,920 parameters × 16 bits / 8",
        "Exact. Source: counted from the architecture (config.json) and the format's widths",
        "Activations: 2.1 GB (2.0 GiB)",
    ]
    assert (
        "4 × H100 80GB (TP 4): Weights 60.3 GiB. Together 60.3 GiB of 73.3 GiB that may be planned "
        "with; the driver reports 79.6 GiB."
    ) in said
    assert said[-2].startswith("M = (P × 4 bytes) / (32 / Q) × 1.2\n")


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_slack_takes_the_steps_of_every_answer(answer):
    assert refused_view(explain_view(answer)) == []
    assert refused_view(copy_view(answer)) == []


@given(answers())
def test_slack_takes_the_steps_whatever_is_in_them(answer):
    assert refused_view(explain_view(answer)) == []
    assert refused_view(copy_view(answer)) == []


def test_the_copy_is_the_whole_answer_as_it_reads():
    answer = replace(ALL["known model"], caveats=("Not understood: R&D <b>",))

    [block] = copy_view(answer)["blocks"]

    assert block["element"]["initial_value"] == KNOWN_MODEL.replace(
        "The engine reserves 73.3 GiB of each GPU whatever it needs.", "Not understood: R&D <b>"
    )


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
numbers = {
    name: st.one_of(st.none(), st.integers(1, most))
    for name, most in NUMBERS.items()
    if name in {"context", "users", "length", "batch", "rank"}
}
filled = st.builds(
    Filled,
    model=texts,
    task=st.sampled_from(TASKS),
    precision=st.sampled_from([None, "fp8", "iq2_xxs"]),
    kv=st.sampled_from([None, "fp8", "iq4_nl"]),
    gpus=texts,
    checkpointing=st.booleans(),
    **numbers,
)


@given(filled, st.sampled_from(LANGUAGES))
def test_slack_takes_every_form(filled, language):
    here = Origin(Place("U1", language=language))
    room = METADATA - len(encode_origin(here))
    full = Origin(replace(here.place, response_url="x" * room))

    view = form_view(filled, full)

    assert len(view["private_metadata"]) == METADATA
    assert refused_view(view) == []


@pytest.mark.parametrize(
    ("task", "fields"),
    [
        ("serve", ["model", "task", "precision", "kv", "context", "users", "gpus"]),
        ("full", ["model", "task", "precision", "length", "batch", "checkpointing", "gpus"]),
        (
            "lora",
            ["model", "task", "precision", "length", "batch", "rank", "checkpointing", "gpus"],
        ),
    ],
)
def test_the_fields_depend_on_the_task(task, fields):
    blocks = form_view(Filled(task=task), Origin(Place("U1")))["blocks"]

    assert [block["block_id"] for block in blocks if block["type"] == "input"] == fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_home_and_notices(language):
    assert refused_view(home_view(language, load_catalog())) == []
    assert refused_view(home_view(language, load_catalog(), settings=[{"type": "divider"}])) == []
    assert refused_view(notice_modal("Ask again.", language)) == []
    assert refused_view(done_view("x" * 600, language)) == []


def test_home_says_what_it_does():
    assert list(_words(home_view("en", load_catalog())["blocks"]))[:5] == [
        "How much GPU memory, and how many GPUs",
        "Ask how much GPU memory a language model needs, and how many GPUs. Say a size or a model, "
        "and whatever else you know: precision, context, users, GPU.",
        "I answer: does it fit, how many GPUs, how many users, the longest context, which format, "
        "the largest model for a card; fine-tuning in full, with LoRA or QLoRA; what it costs to "
        "rent, and how fast it can be at most.",
        "I do not answer: which model is better, how long a whole training run takes, RAM, disk "
        "and power; image and video models.",
        "Ask in a channel with /gpumem, seen by you alone, or with a mention, answered in its "
        "thread. Or write to me directly.",
    ]
