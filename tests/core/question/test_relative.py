"""Amounts that count from those of the question before."""

import pytest

from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse

FIRST = "llama 3.1 70b fp8 on 2xH100, 16 users at 8k?"
RUN = "qlora llama 3.1 8b r=16 seq 4096 batch 2 on 2x 4090"


def users(question: Question) -> float | None:
    return question.sequences and question.sequences.magnitude


def tokens(question: Question) -> float | None:
    return question.context_length and question.context_length.magnitude


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("minus five users", 11), ("5 fewer users", 11), ("5 users less", 11),
        ("take off 4 users", 12), ("drop 3 users", 13), ("three people fewer", 13),
        ("tira dez pessoas", 6), ("menos 5 usuários", 11), ("com menos 5 utilizadores", 11),
        ("5 usuários a menos", 11), ("reduce the users by 4", 12),
        ("add two users", 18), ("10 more users", 26), ("and 10 more users?", 26),
        ("another 8 users", 24), ("with 4 extra users", 20), ("2 users more", 18),
        ("mais 10 usuários", 26), ("e se entrarem mais 4 pessoas?", 20),
        ("acrescenta 4 utilizadores", 20), ("aumenta os usuários em 10", 26),
        ("and for 3 times the users", 48), ("10x the users", 160), ("half as many users", 8),
        ("twice as many concurrent users", 32), ("a quarter of the users", 4),
        ("if the users double", 32), ("what if traffic triples?", 48),
        ("se os usuários dobrarem?", 32), ("o triplo de usuários", 48),
        ("três vezes mais usuários", 48), ("metade das pessoas", 8),
        ("50% more users", 24), ("25% fewer users", 12), ("50% mais usuários", 24),
    ],
)  # fmt: skip
def test_users_count_from_those_there_were(text, number):
    after = parse(text, parse(FIRST))

    assert (users(after), tokens(after), after.gpus[0].count) == (number, 8192, 2)
    assert [row.id for row in after.precisions] == ["fp8"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("pelo menos 5 usuários", 5), ("mais ou menos 10 usuários", 10), ("at least 20 users", 20),
        ("no more than 10 users", 10), ("up to 12 users", 12), ("and 40 users", 40),
    ],
)  # fmt: skip
def test_bounds_are_numbers_of_their_own(text, number):
    assert users(parse(text, parse(FIRST))) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("quadruple the context", 32768), ("four times the context", 32768),
        ("half the context", 4096), ("8k more context", 16384), ("add 4k of context", 12288),
        ("plus 8k", 16384), ("mais 8k de contexto", 16384), ("o dobro do contexto", 16384),
        ("reduce the context by 4k", 4096),
    ],
)  # fmt: skip
def test_a_length_counts_from_that_before(text, number):
    after = parse(text, parse(FIRST))

    assert (tokens(after), users(after)) == (number, 16)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("one card less", 1), ("minus one card", 1), ("minus a card", 1), ("lose one card", 1),
        ("take one card away", 1), ("without one of the cards", 1), ("half the cards", 1),
        ("uma placa a menos", 1), ("tira uma placa", 1), ("double the cards", 4),
        ("add 2 cards", 4), ("o dobro das placas", 4),
    ],
)  # fmt: skip
def test_cards_count_from_those_there_were(text, count):
    after = parse(text, parse(FIRST))

    assert [(one.gpu.name, one.count) for one in after.gpus] == [("H100 80GB", count)]
    assert (after.unused, users(after)) == ((), 16)


@pytest.mark.parametrize(
    ("text", "field", "number"),
    [
        ("double the batch", "batch", 4), ("half the batch", "batch", 1),
        ("dobra o batch", "batch", 4), ("twice the sequence length", "sequence_tokens", 8192),
        ("double the rank", "lora_rank", 32), ("so 64 for the rank then?", "lora_rank", 64),
    ],
)  # fmt: skip
def test_settings_of_a_run_count_from_those_before(text, field, number):
    after = parse(text, parse(RUN))

    assert (after.task, getattr(after.training, field)) == ("qlora", number)


@pytest.mark.parametrize("text", ["half of that", "double it", "o dobro disso", "3 times that"])
def test_of_several_amounts_the_asker_is_asked_which(text):
    with pytest.raises(QuestionError) as caught:
        parse(text, parse(FIRST))

    assert (caught.value.code, caught.value.leans) == ("conflict", True)
    assert len(caught.value.suggestions) == 3
    assert all(parse(one, parse(FIRST)) for one in caught.value.suggestions)


def test_of_one_amount_that_one_is_meant():
    assert users(parse("half of that", parse("llama 3.1 8b bf16, 10 users"))) == 5


def test_that_is_what_the_last_turn_changed():
    second = parse("32 users", parse(FIRST))

    assert users(parse("double that", second)) == 64


def test_fewer_than_none_are_refused():
    with pytest.raises(QuestionError) as caught:
        parse("minus 40 users", parse(FIRST))

    assert (caught.value.code, caught.value.leans) == ("bad_value", True)


@pytest.mark.parametrize(
    "text", ["with zero 3", "with gradient checkpointing", "adafactor?", "grad accum 4"]
)
def test_settings_alone_do_not_change_the_kind_of_run(text):
    assert parse(text, parse(RUN)).task == "qlora"


@pytest.mark.parametrize("text", ["just inference", "serve it instead", "só inferência"])
def test_serving_is_asked_for_in_a_word(text):
    assert parse(text, parse(RUN)).task == "serve"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("what happens when 6 more join?", 22), ("if 4 of them leave", 12),
        ("e se entrarem mais 6?", 22), ("se saírem 4", 12), ("our team grows by 4", 20),
        ("a equipa cresce em 4", 20), ("we'll be 12 soon", 12), ("seremos 30", 30),
    ],
)  # fmt: skip
def test_who_joins_and_who_leaves_is_counted(text, number):
    assert users(parse(text, parse(FIRST))) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("cut the context to a quarter", 2048), ("reduz o contexto para metade", 4096)],
)
def test_a_share_of_the_context_is_left(text, number):
    assert tokens(parse(text, parse(FIRST))) == number


@pytest.mark.parametrize("text", ["and at peak twice that?", "em hora de ponta com o dobro?"])
def test_at_peak_it_is_users_that_double(text):
    assert users(parse(text, parse(FIRST))) == 32


def test_a_format_for_another_is_no_comparison():
    after = parse("fp8 instead of awq", parse("qwen2.5 32b awq on 2x L40S"))

    assert ([row.id for row in after.precisions], after.intent) == (["fp8"], "memory")


@pytest.mark.parametrize("text", ["and in 8 bit", "in fp8?", "e em 8 bits?"])
def test_after_a_cache_a_format_is_of_the_cache(text):
    after = parse(text, parse("kv cache of llama 3.1 70b at 128k, 4 sequences?"))

    assert (after.component, after.precisions) == ("kv_cache", ())
    assert after.kv_precision is not None
    assert after.kv_precision.plain_bits == 8


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("mais uma L4 ajuda?", 2), ("plus one L4", 2), ("another L4 then", 2),
        ("tenho só duas, rola?", 2), ("I only have two", 2), ("on both cards", 2),
    ],
)  # fmt: skip
def test_a_card_more_and_cards_that_one_has(text, count):
    after = parse(text, parse("phi-4 bf16 on one L4?"))

    assert [(one.gpu.name, one.count) for one in after.gpus] == [("L4", count)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("wait, I said 16 but it's more like 200", 200), ("what was the memory for 25 again?", 25),
        ("eu disse 16 mas são 40", 40),
    ],
)  # fmt: skip
def test_a_number_is_corrected_in_a_sentence(text, number):
    assert users(parse(text, parse(FIRST))) == number


def test_that_is_left_where_the_last_turn_had_it():
    second = parse("and with 32 users?", parse(FIRST))

    assert users(parse("ok leave that at 8", second)) == 8


def test_a_prompt_that_all_share_is_added_to_the_question_before():
    after = parse("oh, and they'd share a 2k system prompt", parse(FIRST))

    assert after.shared_prefix is not None
    assert (after.shared_prefix.magnitude, users(after)) == (2048, 16)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("what if I had a third card", 3), ("what about a 4th card?", 4),
        ("uma terceira placa?", 3), ("põe 4 placas", 4), ("not H100, A100 80GB", 2),
    ],
)  # fmt: skip
def test_cards_are_counted_up_to_the_one_that_is_named(text, count):
    after = parse(text, parse(FIRST))

    assert [one.count for one in after.gpus] == [count]
    assert users(after) == 16
