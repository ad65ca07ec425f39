"""What looks like one thing and is another, or nothing."""

import pytest

from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.question.parser import parse


@pytest.mark.parametrize(
    "text",
    [
        "7 million people live there",
        "there are 8 billion people on earth",
        "my dog ate the solar panel",
        "meeting at 3pm in room 42",
        "see you at 16:30",
        "I bought 2 tickets for 4090 euros yesterday night",
        "deploy is green",
    ],
)
def test_small_talk_with_numbers_gets_help_and_no_number(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "help"


def test_a_rate_is_not_a_load():
    question = parse("llama 3.1 8b bf16, 10 requests per second")

    assert question.sequences is None
    assert question.unused == ("10 requests per second",)


def test_memory_of_the_computer_is_not_memory_of_the_card():
    question = parse("34b int4 on a 3090 with 64GB of system RAM")

    assert [cards.gpu.name for cards in question.gpus] == ["RTX 3090"]
    assert question.unused == ("64GB of system RAM",)


def test_memory_said_twice_is_one_card():
    question = parse("two 4090s (48GB vram in total) for a 70B at 4 bits")

    assert [(cards.gpu.name, cards.count) for cards in question.gpus] == [("RTX 4090", 2)]


def test_tokens_of_training_data_are_no_context():
    question = parse("pretrain 7B bf16 on 2T tokens")

    assert question.training is not None
    assert question.training.sequence_tokens is None
    assert question.unused == ("2T tokens",)


def test_a_number_that_counts_tokens_is_no_card():
    question = parse("llama 3.1 8b bf16 with 4090 tokens")

    assert question.gpus == ()
    assert question.context_length.magnitude == 4090


def test_an_article_before_a_number_is_no_a100():
    question = parse("llama 3.1 8b bf16 for a 100 users")

    assert question.gpus == ()
    assert question.sequences.magnitude == 100


def test_b_before_a_number_is_no_b200():
    question = parse("7 b 200 users fp16")

    assert question.gpus == ()
    assert question.sequences.magnitude == 200


def test_the_end_of_an_unknown_word_is_no_name():
    question = parse("bge-m3 fp16")  # and no Apple M3

    assert question.gpus == ()
    assert [model.id for model in question.models] == ["BAAI/bge-m3"]


def test_active_parameters_are_no_second_model():
    question = parse("qwen3 235b a22b int4")

    assert [model.id for model in question.models] == ["Qwen/Qwen3-235B-A22B"]


def test_the_context_in_a_name_is_none_of_the_question():
    question = parse("phi3 mini 128k fp16")

    assert question.models[0].id == "microsoft/Phi-3-mini-128k-instruct"
    assert question.context_length is None


def test_a_fine_tuned_model_is_served_not_trained():
    assert parse("serve a fine-tuned llama 3.1 8b in bf16").task == "serve"


def test_adapters_that_are_served_are_no_training():
    question = parse("serve llama 3.1 8b with 10 LoRA adapters")

    assert question.task == "serve"
    assert question.engine.max_loras == 10
    assert question.unused == ()


def test_eight_bit_adam_is_an_optimizer_and_no_precision():
    question = parse("finetune 8b with 8-bit adam")

    assert question.precisions == ()
    assert question.training.optimizer == "adamw_8bit"


def test_the_precision_of_activations_is_none_of_weights():
    question = parse("70B with 4 bit weights and 16 bit activations")

    assert [row.id for row in question.precisions] == ["int4"]
    assert question.unused == ("16 bit activations",)


def test_half_of_something_is_no_half_precision():
    assert parse("half a billion parameters in fp32").models[0].elements == 500_000_000
    assert [row.id for row in parse("half a billion in fp32 params").precisions] == ["fp32"]


def test_words_that_turn_a_meaning_are_never_filler():
    assert "not" in parse("70B fp16 but not on A100").unused
    assert "without kv cache" in " ".join(parse("70B fp16 without kv cache").unused)


def test_llama_cpp_shares_its_context_among_its_slots():
    question = parse("llama-server -m llama-3.1-8b-instruct-Q4_K_M.gguf -c 32768 -np 4")

    assert question.context_length.magnitude == 8192
    assert question.sequences.magnitude == 4


def test_a_limit_of_the_engine_yields_to_the_users_that_are_named():
    question = parse("vllm serve meta-llama/Llama-3.1-8B-Instruct --max-num-seqs 256 for 16 users")

    assert question.sequences.magnitude == 16
    assert question.engine.max_num_seqs == 256


def test_the_longer_variant_is_taken_where_the_context_needs_it():
    question = parse("phi 3 mini with 64k context")

    assert question.models[0].id == "microsoft/Phi-3-mini-128k-instruct"


def test_a_share_of_a_card_is_a_smaller_card():
    whole = load_catalog().gpus["l4"]

    cards = parse("1b fp16 on g6f.xlarge").gpus[0]

    assert cards.count == 1
    assert cards.gpu.memory == whole.memory * 0.125


@pytest.mark.parametrize("text", ["9**9**9", "1e400", "70e999 params", "10^999 params", "9" * 400])
def test_no_number_is_evaluated(text):
    with pytest.raises(QuestionError):
        parse(text)
