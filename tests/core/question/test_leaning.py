"""What changes a question without naming all of it: one more card, half the users, no lora."""

import pytest

from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse

FIRST = "llama 3.1 70b fp8 32k 16 users on 2xH100"
RUN = "lora llama 3.1 8b r=32 seq 4096 batch 2 on an L40S"


def cards(question: Question) -> list[tuple[str, int | None]]:
    return [(one.gpu.name, one.count) for one in question.gpus]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("and with one more?", 3),
        ("2 more cards", 4),
        ("and another H100?", 3),
        ("add two more", 4),
        ("e com mais uma placa?", 3),
        ("e com mais 2 placas?", 4),
    ],
)
def test_one_more_card_comes_on_top_of_those_there_are(text, count):
    assert cards(parse(text, parse(FIRST))) == [("H100 80GB", count)]


def test_another_kind_of_card_stands_beside_those_there_are():
    before = parse("llama 3.3 70b q4_k_m 4k on one 4090")

    after = parse("and with a second 3090?", before)

    assert cards(after) == [("RTX 4090", 1), ("RTX 3090", 1)]
    assert after.together


@pytest.mark.parametrize(
    ("text", "count"),
    [("one node of 8?", 8), ("two nodes", 16), ("em dois nós?", 16)],
)
def test_nodes_are_of_eight_cards_where_nobody_said(text, count):
    assert cards(parse(text, parse("llama 3.1 405b fp8, how many H100?"))) == [("H100 80GB", count)]


@pytest.mark.parametrize(
    ("text", "field", "number"),
    [
        ("and with half the users?", "sequences", 8),
        ("twice the users?", "sequences", 32),
        ("and double the context", "context_length", 65536),
        ("e com metade dos usuários?", "sequences", 8),
        ("e com o dobro do contexto?", "context_length", 65536),
        ("or keep 40 but 4k?", "sequences", 40),
        ("or 40 at 16k", "sequences", 40),
    ],
)
def test_a_multiple_is_of_what_was_said_before(text, field, number):
    assert getattr(parse(text, parse(FIRST)), field).magnitude == number


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("anything but an H100?", "gpus"),
        ("without the H100s", "gpus"),
        ("drop the fp8", "precisions"),
        ("not 16 users", "sequences"),
    ],
)
def test_what_is_taken_back_is_no_longer_kept(text, field):
    after = parse(text, parse(FIRST))

    assert not getattr(after, field)
    assert after.models == parse(FIRST).models


@pytest.mark.parametrize("text", ["drop the lora", "no lora", "without lora", "tira o lora"])
def test_without_its_adapter_a_run_is_serving(text):
    assert parse(text, parse(RUN)).task == "serve"


@pytest.mark.parametrize("text", ["drop the lora, full finetune", "full instead", "no lora, full"])
def test_a_full_run_keeps_the_sequences_and_not_the_rank(text):
    after = parse(text, parse(RUN))

    assert after.task == "full"
    assert after.training is not None
    said = (after.training.sequence_tokens, after.training.batch, after.training.lora_rank)
    assert said == (4096, 2, None)


@pytest.mark.parametrize(
    "text",
    ["without fp8 kv", "without the fp8 kv?", "unquantized kv", "kv not quantized", "sem kv fp8"],
)
def test_a_cache_that_is_not_quantised_has_16_bits(text):
    after = parse(text, parse("phi-4 bf16, 8 users, 16k, fp8 kv, on a 5090?"))

    assert after.kv_precision is not None
    assert after.kv_precision.plain_bits == 16
    assert [row.id for row in after.precisions] == ["bf16"]


@pytest.mark.parametrize(
    "text", ["what if tp 4?", "--tensor-parallel-size 4", "tp=2 pp=2", "and -tp 4"]
)
def test_other_ranks_are_other_cards(text):
    before = parse("vllm serve Qwen/Qwen3-14B -tp 2 on L4")

    assert cards(parse(text, before)) == [("L4", 4)]


def test_a_setting_by_itself_is_of_the_engine_of_the_question_before():
    before = parse("sglang llama 3.1 8b bf16 on 2x H100")

    after = parse("and tp 2?", before)

    assert after.engine is not None
    assert (after.engine.name, after.engine.tensor_parallel_size) == ("sglang", 2)


@pytest.mark.parametrize("text", ["and gemma?", "what about gemma", "gemma?", "e o gemma?"])
def test_another_family_is_searched_on_the_same_card(text):
    after = parse(text, parse("biggest qwen3 on a 5090 with 32k?"))

    assert (after.intent, after.family) == ("max_model", "Gemma")
    assert cards(after) == [("RTX 5090", 1)]
    assert after.context_length is not None


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("with fp8 kv", "kv_cache"),
        ("and 64k?", "kv_cache"),
        ("and the weights in bf16?", "weights"),
        ("weights?", "weights"),
        ("all together, on H200s?", None),
        ("does it fit on 4 H100?", None),
        ("how many H100s?", None),
        ("e tudo junto?", None),
    ],
)
def test_the_part_is_asked_for_until_the_whole_is(text, component):
    before = parse("kv cache of llama 3.1 70b at 128k, 4 sequences?")

    assert parse(text, before).component == component


@pytest.mark.parametrize(
    "text", ["per card?", "per gpu how much", "how much on each card", "por placa?"]
)
def test_the_figure_of_one_card_is_a_question_of_its_own(text):
    assert parse(text, parse(FIRST)).per_gpu


@pytest.mark.parametrize("text", ["how many then?", "how many do I need?", "quantas preciso?"])
def test_how_many_drops_the_number_there_was(text):
    after = parse(text, parse(FIRST))

    assert (cards(after), after.intent) == ([("H100 80GB", None)], "memory")


@pytest.mark.parametrize(
    "text", ["back to the first one", "like the original setup", "voltando à primeira"]
)
def test_what_lies_further_back_is_not_made_up(text):
    with pytest.raises(QuestionError) as caught:
        parse(text, parse(FIRST))

    assert caught.value.code == "need_model"
    assert caught.value.message.startswith(("I remember", "Lembro"))
