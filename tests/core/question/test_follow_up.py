"""Questions that change the one before: only what they name."""

from dataclasses import replace

import pytest

from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

FIRST = "llama 3.1 70b fp8 32k 16 users on 2xH100"


@pytest.fixture
def first() -> Question:
    return parse(FIRST)


def ask(text: str, previous: Question) -> Question:
    """The changed question without its text and remarks."""
    return bare(parse(text, previous))


def bare(question: Question) -> Question:
    return replace(question, text="", assumed=(), unused=())


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("and bf16?", "llama 3.1 70b bf16 32k 16 users on 2xH100"),
        ("what about 40 users", "llama 3.1 70b fp8 32k 40 users on 2xH100"),
        ("on H200 instead", "llama 3.1 70b fp8 32k 16 users on 2xH200"),
        ("on 4 gpus", "llama 3.1 70b fp8 32k 16 users on 4xH100"),
        ("4x?", "llama 3.1 70b fp8 32k 16 users on 4xH100"),
        ("and on 8xA100 40GB, 64 users?", "llama 3.1 70b fp8 32k 64 users on 8xA100 40GB?"),
        ("now with 128k", "llama 3.1 70b fp8 128k 16 users on 2xH100"),
        ("and 8b?", "llama 3.1 8b fp8 32k 16 users on 2xH100"),
        ("8b?", "llama 3.1 8b fp8 32k 16 users on 2xH100"),
        ("what about qwen3 32b", "qwen3 32b fp8 32k 16 users on 2xH100"),
        ("what about llama 4 scout", "llama 4 scout fp8 32k 16 users on 2xH100"),
        ("with int8 kv cache", "llama 3.1 70b fp8, int8 kv cache, 32k 16 users on 2xH100"),
        ("same but awq", "llama 3.1 70b awq 32k 16 users on 2xH100"),
        ("no overhead", "llama 3.1 70b fp8 32k 16 users on 2xH100 no overhead"),
        ("does it fit?", "does llama 3.1 70b fp8 32k 16 users fit on 2xH100"),
        ("how many users?", "how many users for llama 3.1 70b fp8 32k on 2xH100"),
        ("max context?", "max context llama 3.1 70b fp8 16 users on 2xH100"),
        ("vs bf16", "llama 3.1 70b fp8 vs bf16 32k 16 users on 2xH100"),
        ("and awq or gptq?", "llama 3.1 70b awq or gptq 32k 16 users on 2xH100"),
        ("compare with H200", "llama 3.1 70b fp8 32k 16 users on 2xH100 vs 2xH200"),
        ("what if i use vllm 0.11", "llama 3.1 70b fp8 32k 16 users on 2xH100 vllm 0.11"),
        ("lora rank 16?", "lora rank 16 llama 3.1 70b fp8 on 2xH100"),
        ("full fine-tuning with zero 3", "full fine-tuning llama 3.1 70b fp8 on 2xH100 zero 3"),
    ],
)
def test_only_what_is_named_changes(first, text, whole):
    assert ask(text, first) == bare(parse(whole))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("e em 8 bits?", "quanta memória para llama 3.1 70b em 8 bits 32k 16 usuários em 2xH100"),
        ("e com 100 usuários?", "quanta memória para llama 3.1 70b fp8 32k 100 usuários em 2xH100"),
        ("e numa A100?", "o llama 3.1 70b fp8 32k 16 usuários cabe em 1x A100?"),
    ],
)
def test_the_reply_is_in_the_language_of_the_follow_up(first, text, whole):
    assert ask(text, first) == bare(parse(whole))


def test_a_follow_up_without_words_of_a_language_keeps_the_one_before():
    before = parse("cabe um 13B em 8 bits numa 4090?")

    assert parse("fp8", before).language == "pt"


def test_a_text_that_names_a_model_and_more_stands_on_its_own(first):
    assert ask("mistral 7b bf16 8k", first) == bare(parse("mistral 7b bf16 8k"))


def test_a_model_after_the_largest_model_is_asked_whether_it_fits():
    before = parse("largest model for a 24GB card at 4 bits")

    after = parse("llama 3.1 8b?", before)

    assert after.intent == "fit"
    assert [model.name for model in after.models] == ["Llama 3.1 8B"]


def test_another_card_does_not_end_the_search_for_the_largest_model():
    before = parse("largest model for a 24GB card at 4 bits")

    after = parse("and a 48GB card?", before)

    assert after.intent == "max_model"
    assert after.models == ()


def test_a_comparison_that_is_narrowed_to_one_is_none_any_more():
    assert parse("only 8 bits", parse("8b 16bit vs 4bit")).intent == "memory"


def test_several_follow_ups_add_up(first):
    second = parse("and bf16?", first)
    third = parse("for 64 users", second)

    assert bare(third) == bare(parse("llama 3.1 70b bf16 32k 64 users on 2xH100"))


def test_readings_of_what_has_not_changed_are_still_named(first):
    def readings(text: str) -> list[str]:
        return [n.key for n in parse(text, first).assumed if n.key != "reading.kept"]

    assert readings("and bf16?") == ["reading.card_size"]
    assert readings("on H200 instead") == []


@pytest.mark.parametrize("text", ["thanks!", "hmm", "help", "", "good morning everyone"])
def test_what_is_no_question_does_not_repeat_the_answer(first, text):
    with pytest.raises(QuestionError) as caught:
        parse(text, first)

    assert caught.value.code == "help"


def test_an_unknown_name_does_not_repeat_the_answer(first):
    with pytest.raises(QuestionError) as caught:
        parse("foobar-7x", first)

    assert caught.value.code == "unknown_model"


def test_engine_settings_of_both_questions_hold():
    before = parse("llama 3.1 8b bf16 on H100 vllm 0.11 --gpu-memory-utilization 0.95")

    after = parse("and --enforce-eager", before)

    assert after.engine is not None
    assert after.engine.version == "0.11"
    assert after.engine.gpu_memory_utilization == 0.95
    assert after.engine.enforce_eager is True


def test_amounts_are_quantities(first):
    assert first.context_length == Quantity(32768, TOKEN_PER_SEQUENCE)
    assert first.sequences == Quantity(16, SEQUENCE)


@pytest.mark.parametrize(
    ("text", "count"),
    [("4 of them", 4), ("would 4 fix it?", 4), ("and on two?", 2), ("on a single one?", 1)],
)
def test_a_number_alone_counts_the_cards_of_the_question_before(first, text, count):
    after = parse(text, first)

    assert [(cards.gpu.name, cards.count) for cards in after.gpus] == [("H100 80GB", count)]
    assert after.models == first.models


@pytest.mark.parametrize("text", ["qwen3 32b", "deepseek r1", "mistral 7b?"])
def test_a_model_alone_is_a_new_question(first, text):
    assert bare(parse(text, first)) == bare(parse(text))


@pytest.mark.parametrize(
    "text", ["what can I run on a 3090?", "o que roda numa RTX 3060?", "biggest model for an L4"]
)
def test_what_can_i_run_starts_afresh(first, text):
    assert bare(parse(text, first)) == bare(parse(text))


@pytest.mark.parametrize("text", ["new question: 7B in 16 bits", "unrelated: 7B at 8 bits"])
def test_a_new_question_is_new_where_it_says_so(first, text):
    after = parse(text, first)

    assert (after.gpus, after.sequences, after.context_length) == ((), None, None)


@pytest.mark.parametrize("text", ["qwen3 8b awq on it, 4k", "and here qwen3 8b awq with 4k?"])
def test_another_model_on_the_same_cards_keeps_only_the_cards(first, text):
    after = parse(text, first)

    assert after.gpus == first.gpus
    assert [model.name for model in after.models] == ["Qwen3 8B"]


def test_after_a_training_run_a_length_is_that_of_its_sequences():
    run = parse("qlora llama 3.1 8b, seq 2048, batch 2 on a 3090")

    longer, wider = parse("what about seq 8192?", run), parse("r=64", run)

    assert longer.training.sequence_tokens == 8192
    assert longer.training.batch == 2
    assert wider.training.lora_rank == 64
    assert wider.task == "qlora"


def test_what_was_kept_is_told_in_one_line(first):
    after = parse("and on H200 instead", first)

    [kept] = [note for note in after.assumed if note.key == "reading.kept"]
    assert kept.values["what"] == "Llama 3.1 70B, FP8, 32,768 tokens, 16 sequences"


def test_where_nothing_was_kept_nothing_is_told(first):
    after = parse("what can I run on a 3090?", first)

    assert "reading.kept" not in {note.key for note in after.assumed}


@pytest.mark.parametrize("text", ["thanks!", "ok", "great, thank you", "valeu!", "obrigado :)"])
def test_thanks_get_no_lecture(first, text):
    with pytest.raises(QuestionError) as caught:
        parse(text, first)

    assert (caught.value.code, caught.value.is_courtesy) == ("help", True)


@pytest.mark.parametrize("text", ["ok, and bf16?", "thanks, and on 4 gpus?", "ok, 64 users"])
def test_thanks_before_a_question_do_not_hide_it(first, text):
    assert parse(text, first).models == first.models
