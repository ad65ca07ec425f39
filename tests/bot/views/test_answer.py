"""The whole reply, word for word, for answers built by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.state import State, decode
from bot.slack.block_kit.limits import MESSAGE_TEXT
from bot.views.answer import answer_view
from bot.views.options import options_part
from core.asked.question import Size
from core.planning.placement import FEWEST, Role
from core.planning.result import Answer, Change
from core.question.restate import restate
from core.units import BYTE_PER_GPU, PARAMETER, Quantity
from core.wording.note import note
from tests.bot.views import samples
from tests.bot.views.opinions import refused
from tests.examples import examples
from tests.rows import one_of
from tests.sizes import GIB

ALL = {
    "bare size": samples.bare_size(),
    "known model": samples.known_model(),
    "known model in Portuguese": samples.known_model(language="pt"),
    "does not fit": samples.does_not_fit(),
    "compared": samples.compared(),
}

BARE_SIZE = """\
70B at 16 bits: 168.0 GB (156.5 GiB). Two A100 80GB hold it, and it is tight.
Rule of thumb, step by step:
M = (P × 4 bytes) / (32 / Q) × 1.2
P × 4 bytes = 70,000,000,000 × 4 = 280.0 GB (260.8 GiB)
32 / Q = 32 / 16 = 2
280.0 GB / 2 = 140.0 GB (130.4 GiB)
× 1.2 = 168.0 GB (156.5 GiB)
Between 136.9 GiB and 169.5 GiB, depending on the model.
GPUs:
2 × A100 80GB (TP 2): needs 78.2 GiB per GPU, 1.8 GiB left, comfortable
2 × H100 80GB (TP 2): needs 78.2 GiB per GPU, 1.4 GiB left, comfortable
4 × L40S (TP 4): needs 39.1 GiB per GPU, 5.9 GiB left, comfortable
What each GPU holds, GiB:
2 × A100 80GB: Weights 78.2; Free 1.8; of 80.0 GiB usable
Assumed: 20 % on top of the weights.
Tight: 2 × A100 80GB leave 1.8 GiB per GPU.
The rule has no term for the KV cache, the context or the users."""

KNOWN_MODEL = """\
Llama 3.1 70B in FP8, 32,768 tokens × 16 users: 4 × H100 80GB.
Memory, all GPUs together:
Weights: 72.7 GB (67.7 GiB), exact
KV cache: 171.8 GB (160.0 GiB), exact
Activations: 2.1 GB (2.0 GiB), modelled
Runtime: 12.5 GB (11.6 GiB), measured
Total: 259.0 GB (241.2 GiB), between 238.7 GiB and 244.0 GiB
GPUs:
2 × H100 80GB (TP 2): needs 78.9 GiB per GPU, the engine reserves 73.3 GiB, 5.6 GiB short, at most 6 users or 12,288 tokens of context, minimum
4 × H100 80GB (TP 4): needs 60.3 GiB per GPU, the engine reserves 73.3 GiB, 13.0 GiB left, at most 21 users or 43,520 tokens of context, comfortable
8 × H100 80GB (TP 8): needs 34.9 GiB per GPU, the engine reserves 73.3 GiB, 38.4 GiB left, at most 52 users or 107,520 tokens of context
8 × 34.9 GiB is more than 241.2 GiB: each GPU has weights of its own.
What each GPU holds, GiB:
4 × H100 80GB: Weights 60.3; Free 13.0; of 73.3 GiB usable
2 × H100 80GB: Weights 78.9; of 73.3 GiB usable
8 × H100 80GB: Weights 34.9; Free 38.4; of 73.3 GiB usable
Assumed: KV cache in BF16; vLLM 0.20.
The engine reserves 73.3 GiB of each GPU whatever it needs.
To serve it:
vllm serve meta-llama/Llama-3.1-70B-Instruct --tensor-parallel-size 4 --quantization fp8 --max-model-len 32768 --max-num-seqs 16
Rule of thumb, for comparison: 84.7 GB (78.8 GiB)."""  # noqa: E501

KNOWN_MODEL_PT = """\
Llama 3.1 70B em FP8, 32.768 tokens × 16 usuários: 4 × H100 80GB.
Memória, todas as GPUs juntas:
Pesos: 72,7 GB (67,7 GiB), exato
Cache KV: 171,8 GB (160,0 GiB), exato
Ativações: 2,1 GB (2,0 GiB), modelado
Execução: 12,5 GB (11,6 GiB), medido
Total: 259,0 GB (241,2 GiB), entre 238,7 GiB e 244,0 GiB
GPUs:
2 × H100 80GB (TP 2): precisa de 78,9 GiB por GPU, o motor reserva 73,3 GiB, faltam 5,6 GiB, no máximo 6 usuários ou 12.288 tokens de contexto, mínimo
4 × H100 80GB (TP 4): precisa de 60,3 GiB por GPU, o motor reserva 73,3 GiB, sobram 13,0 GiB, no máximo 21 usuários ou 43.520 tokens de contexto, folgada
8 × H100 80GB (TP 8): precisa de 34,9 GiB por GPU, o motor reserva 73,3 GiB, sobram 38,4 GiB, no máximo 52 usuários ou 107.520 tokens de contexto
8 × 34,9 GiB é mais que 241,2 GiB: cada GPU tem a sua parte de pesos.
O que cada GPU guarda, GiB:
4 × H100 80GB: Pesos 60,3; Livre 13,0; de 73,3 GiB utilizáveis
2 × H100 80GB: Pesos 78,9; de 73,3 GiB utilizáveis
8 × H100 80GB: Pesos 34,9; Livre 38,4; de 73,3 GiB utilizáveis
Suposto: cache KV em BF16; vLLM 0.20.
O motor reserva 73,3 GiB de cada GPU, precise ou não.
Para servir:
vllm serve meta-llama/Llama-3.1-70B-Instruct --tensor-parallel-size 4 --quantization fp8 --max-model-len 32768 --max-num-seqs 16
Regra prática, para comparação: 84,7 GB (78,8 GiB)."""  # noqa: E501

DOES_NOT_FIT = """\
No: Llama 3.1 70B in BF16 does not fit on 2 × H100 80GB.
Memory, all GPUs together:
Weights: 141.1 GB (131.4 GiB), exact
Total: 141.1 GB (131.4 GiB), between 131.3 GiB and 131.8 GiB
GPUs:
2 × H100 80GB (TP 2): needs 84.1 GiB per GPU, the engine reserves 73.3 GiB, 10.8 GiB short, asked
4 × H100 80GB (TP 4): needs 41.9 GiB per GPU, the engine reserves 73.3 GiB, 31.4 GiB left, at most 40 users or 262,144 tokens of context, comfortable
2 × 84.1 GiB is more than 131.4 GiB: each GPU has weights of its own.
What each GPU holds, GiB:
2 × H100 80GB: Weights 84.1; of 73.3 GiB usable
4 × H100 80GB: Weights 41.9; Free 31.4; of 73.3 GiB usable
Assumed: 8,192 tokens of context; 1 user.
To make it fit:
4,096 tokens of context: gives back 4.5 GiB per GPU; at most 13 users
2,048 tokens of context: gives back 42.2 GiB per GPU; at most 40 users or 131,072 tokens of context
Rule of thumb, for comparison: 169.3 GB (157.7 GiB)."""  # noqa: E501

COMPARED = """\
Llama 3.1 70B: 133.9 GiB in BF16, 39.4 GiB in 4 bits.
Memory, all GPUs together:
BF16: 143.8 GB (133.9 GiB); Weights 131.4 GiB, KV cache 2.5 GiB; 2 × H100 80GB, 4 × L40S
4 bits: 42.3 GB (39.4 GiB); Weights 36.9 GiB, KV cache 2.5 GiB; 1 × H100 80GB, 1 × L40S, 2 × RTX 4090
Assumed: 8,192 tokens of context; 1 user."""  # noqa: E501

WHOLE = [
    ("bare size", BARE_SIZE),
    ("known model", KNOWN_MODEL),
    ("known model in Portuguese", KNOWN_MODEL_PT),
    ("does not fit", DOES_NOT_FIT),
    ("compared", COMPARED),
]


def _cells(reply):
    [block] = [block for block in reply.blocks if block["type"] in {"table", "data_table"}]
    return [[cell["text"] for cell in row] for row in block["rows"]]


def _buttons(reply):
    return {
        element["action_id"]: element
        for block in reply.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


@pytest.mark.parametrize(("name", "said"), WHOLE, ids=[name for name, _ in WHOLE])
def test_the_text_is_the_whole_answer(name, said):
    assert answer_view(ALL[name], surface="thread").text == said


@pytest.mark.parametrize("surface", ["ephemeral", "thread", "dm"])
@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_slack_takes_every_answer(answer, surface):
    assert refused(answer_view(answer, surface=surface)) == []


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_the_first_block_is_the_verdict(answer):
    first = answer_view(answer, surface="thread").blocks[0]

    assert first == {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": answer.verdict.summary, "style": {"bold": True}}
                ],
            }
        ],
    }


def test_the_parts_stand_in_columns():
    block = answer_view(ALL["known model"], surface="thread").blocks[1]

    assert block["elements"][1]["elements"][0]["text"] == (
        "                GB    GiB  known\n"
        "Weights       72.7   67.7  exact\n"
        "KV cache     171.8  160.0  exact\n"
        "Activations    2.1    2.0  modelled\n"
        "Runtime       12.5   11.6  measured\n"
        "Total        259.0  241.2"
    )


def test_the_gpus_are_a_table():
    assert _cells(answer_view(ALL["known model"], surface="thread")) == [
        ["GPUs", "Room", "Max users", "Max context", "Needs", "Reserves", "Note", "Split"],
        ["2 × H100 80GB", "5.6 short", "6", "12,288", "78.9", "73.3", "minimum", "TP 2"],
        ["4 × H100 80GB", "13.0 left", "21", "43,520", "60.3", "73.3", "comfortable", "TP 4"],
        ["8 × H100 80GB", "38.4 left", "52", "107,520", "34.9", "73.3", "–", "TP 8"],
    ]


def test_columns_that_say_nothing_are_left_out():
    assert _cells(answer_view(ALL["bare size"], surface="thread"))[0] == [
        "GPUs", "Room", "Needs", "Note", "Split",
    ]  # fmt: skip


def test_alternatives_stand_side_by_side():
    assert _cells(answer_view(ALL["compared"], surface="thread")) == [
        ["Part, GiB", "BF16", "4 bits"],
        ["Weights", "131.4", "36.9"],
        ["KV cache", "2.5", "2.5"],
        ["Total", "133.9", "39.4"],
        ["On H100 80GB", "2 ×", "1 ×"],
        ["On L40S", "4 ×", "1 ×"],
        ["On RTX 4090", "does not fit", "2 ×"],
    ]


def test_a_card_that_cannot_be_split_so_says_it():
    answer = replace(
        ALL["bare size"],
        placements=(samples.placement(samples.A100, 3, 52.2, role=Role.ASKED, fits=False),),
    )

    assert (
        "needs 52.2 GiB per GPU, cannot be split so, asked"
        in answer_view(answer, surface="thread").text
    )


def test_only_what_others_cannot_see_can_be_shared():
    shared = {
        surface: "share_details" in _buttons(answer_view(ALL["known model"], surface=surface))
        for surface in ("ephemeral", "thread", "dm")
    }

    assert shared == {"ephemeral": True, "thread": False, "dm": False}


def test_a_change_is_a_button_that_asks_the_changed_question():
    button = _buttons(answer_view(ALL["does not fit"], surface="thread"))["ask:0"]

    assert button["text"]["text"] == "4,096 tokens of context"
    assert (
        button["accessibility_label"]
        == "4,096 tokens of context: ask “llama 3.1 70b fp8 on 2x H100”"
    )
    assert decode(button["value"]) == State(
        "llama 3.1 70b fp8 on 2x H100",
        "en",
        restate(ALL["does not fit"].question),
    )


def test_a_shared_answer_says_who_asked_what():
    reply = answer_view(ALL["known model"], surface="thread", asked_by="U123")

    assert reply.text.startswith(
        "asked: llama 3.1 70b fp8 32k context 16 users on H100?\nLlama 3.1 70B in FP8"
    )
    assert reply.blocks[0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U123"},
        {"type": "text", "text": " asked: "},
        {"type": "text", "text": "llama 3.1 70b fp8 32k context 16 users on H100?"},
    ]


def test_a_refined_answer_says_what_changed():
    before, now = ALL["does not fit"], ALL["known model"]

    assert answer_view(now, surface="thread", before=before).text.split("\n")[1:4] == [
        "Precision: BF16 → FP8; Context: 8,192 → 32,768; Users: 1 → 16; "
        "GPUs: 2 × H100 80GB → H100 80GB",
        "Total: 131.4 → 241.2 GiB",
        "Needed: 2 × H100 80GB → 4 × H100 80GB",
    ]


def test_a_refined_answer_shows_the_difference_on_the_same_cards():
    before = ALL["does not fit"]
    narrow = samples.placement(samples.H100, 2, 79.6, role=Role.ASKED)
    now = replace(
        before,
        question=replace(before.question, kv_precision=samples.FP8),
        scenarios=(replace(before.scenarios[0], kv_precision=samples.FP8),),
        placements=(narrow,),
        headline=narrow,
    )

    assert answer_view(now, surface="thread", before=before).text.split("\n")[1:3] == [
        "KV cache: 16 bits → FP8",
        "2 × H100 80GB: 84.1 → 79.6 GiB per GPU",
    ]


def test_a_refinement_that_changes_no_amount_says_so():
    before = ALL["does not fit"]

    assert answer_view(before, surface="thread", before=before).text.split("\n")[1:3] == [
        "Before: No: Llama 3.1 70B in BF16 does not fit on 2 × H100 80GB.",
        "No difference in memory.",
    ]


def test_words_of_the_asker_never_notify_anyone():
    answer = replace(
        ALL["bare size"], caveats=("Not understood: <!channel> <@U1> & <https://example.com|x>",)
    )

    reply = answer_view(answer, surface="thread")

    assert "Not understood: &lt;!channel&gt; &lt;@U1&gt; &amp;" in reply.text
    assert "<" not in reply.text
    assert not [block for block in reply.blocks if block["type"] == "section"]


def test_a_long_answer_loses_whole_parts_and_says_so():
    caveats = tuple(
        f"Caveat number {number} of many, each a full sentence." for number in range(65)
    )

    reply = answer_view(replace(ALL["known model"], caveats=caveats), surface="thread")

    whole = set(KNOWN_MODEL.split("\n")) | set(caveats)
    assert len(reply.text) <= MESSAGE_TEXT
    assert set(reply.text.split("\n")[:-1]) < whole
    assert set(caveats) <= set(reply.text.split("\n"))
    assert reply.text.endswith(
        "Shortened: some parts did not fit into one message. Ask for less at a time to see them."
    )


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=700)
sizes = st.integers(0, 10**18)


@st.composite
def answers(draw) -> Answer:
    """The longest names, the most rows, the largest numbers."""
    answer = draw(one_of(ALL.values()))
    rows = draw(st.integers(0, 40))
    card = samples.gpu("Card " + draw(names), draw(st.integers(1, 10**9)))
    placements = tuple(
        samples.placement(
            card, draw(st.integers(1, 10**6)), draw(sizes) / GIB,
            role=FEWEST | Role.RECOMMENDED, users=draw(st.one_of(st.none(), sizes)),
            context=draw(sizes), reserved=7.0, nodes=9,
        )
        for _ in range(rows)
    )  # fmt: skip
    changes = tuple(
        Change(
            note("assumed.context", tokens=draw(sizes)),
            Quantity(draw(sizes), BYTE_PER_GPU),
            draw(names),
        )
        for _ in range(draw(st.integers(0, 9)))
    )
    estimates = tuple(
        replace(answer.estimates[0], model=Size(draw(names), Quantity(7, PARAMETER)))
        for _ in range(draw(st.integers(0, 9)))
    )
    return replace(
        answer,
        question=replace(answer.question, text=draw(st.one_of(names, names.map(lambda x: x * 60)))),
        verdict=replace(answer.verdict, summary=draw(names)),
        placements=placements,
        changes=changes,
        estimates=estimates,
        assumed=tuple(draw(st.lists(names, max_size=20))),
        caveats=tuple(draw(st.lists(names, max_size=20))),
        command=draw(st.one_of(st.none(), names)),
    )


@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), st.sampled_from(["ephemeral", "thread", "dm"]))
def test_slack_takes_an_answer_whatever_is_in_it(answer, surface):
    assert refused(answer_view(answer, surface=surface, asked_by="U1", before=answer)) == []


def _of_cards(*counts_and_nodes, **more):
    """A bare size on cards that nobody named."""
    placements = tuple(
        samples.placement(samples.gpu(f"Card {name}", 40_000), count, 30, role=role, nodes=nodes)
        for name, count, nodes, role in counts_and_nodes
    )
    return replace(ALL["bare size"], placements=placements, **more)


def test_of_cards_that_nobody_named_those_with_the_fewest_come_first_and_all_in_pages():
    many = [(name, name, 1, Role.USABLE | Role.RECOMMENDED) for name in range(15, 0, -1)]
    reply = answer_view(_of_cards(*many), surface="thread")
    [table] = [block for block in reply.blocks if block["type"] == "data_table"]

    names = [row[0] for row in _cells(reply)[1:]]
    assert table["page_size"] == 10
    assert table["caption"] == "GPUs, in GiB for each"
    assert sorted(names[:10]) == sorted(f"{count} × Card {count}" for count in range(1, 11))
    assert len(names) == 15
    assert "11 × Card" not in reply.text


def test_few_cards_have_no_pages():
    few = [(name, name, 1, Role.USABLE | Role.RECOMMENDED) for name in range(1, 11)]
    reply = answer_view(_of_cards(*few), surface="thread")

    assert [block["type"] for block in reply.blocks if "table" in block["type"]] == ["table"]


def test_cards_in_several_machines_are_shown_only_where_one_machine_is_not_enough():
    far = ("far", 16, 2, FEWEST | Role.RECOMMENDED)
    near = ("near", 8, 1, FEWEST | Role.RECOMMENDED)

    assert [row[0] for row in _cells(answer_view(_of_cards(far, near), surface="thread"))[1:]] == [
        "8 × Card near"
    ]
    assert [row[0] for row in _cells(answer_view(_of_cards(far), surface="thread"))[1:]] == [
        "16 × Card far"
    ]


def test_a_split_that_no_engine_likes_is_not_shown_beside_a_better_one():
    answer = _of_cards(("x", 7, 1, Role.SMALLEST), ("x", 8, 1, Role.USABLE | Role.RECOMMENDED))

    assert [row[0] for row in _cells(answer_view(answer, surface="thread"))[1:]] == ["8 × Card x"]


def test_cards_that_the_verdict_names_are_always_shown():
    far = ("far", 16, 2, FEWEST | Role.RECOMMENDED)
    near = ("near", 8, 1, FEWEST | Role.RECOMMENDED)
    answer = _of_cards(far, near)
    verdict = replace(answer.verdict, placements=answer.placements[:1])

    rows = _cells(answer_view(replace(answer, verdict=verdict), surface="thread"))[1:]

    assert [row[0] for row in rows] == ["16 × Card far", "8 × Card near"]


def test_room_that_is_missing_by_a_hair_is_not_nothing():
    """0.0008 GiB more than the budget: "0.0 short" would say that it fits."""
    hair = samples.placement(samples.H100, 1, 73.2808, role=Role.ASKED, fits=False, reserved=73.28)
    shown = options_part(replace(samples.does_not_fit(), placements=(hair,)))

    assert "0.001 GiB short" in shown.lines[1]
    assert "0.001 short" in str(shown.blocks)
