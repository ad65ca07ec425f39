"""Labels are no cards, and cards beside such words are no labels."""

from dataclasses import replace

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    "label", ["sala A10", "ticket G5", "level L4", "ramal 4090", "room a40", "slide p4"]
)
def test_a_label_is_no_card(label):
    assert parse(f"{label}: llama 3.1 8b bf16 vram?").gpus == ()


def test_people_who_voted_are_no_load():
    question = parse("42 colleagues voted and we go with llama 3.1 8b bf16 - vram?")

    assert question.sequences is None
    assert question.unused == ("42 colleagues voted",)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("entry level, L4: llama 3.1 8b fp8?", "L4"),
        ("we have room for 2 A10 cards, llama 3.1 8b fp8", "A10"),
        ("llama 3.1 8b fp8 on an L4 in that room", "L4"),
    ],
)
def test_a_card_near_such_a_word_is_a_card(text, card):
    assert [cards.gpu.name for cards in parse(text).gpus] == [card]


def test_colleagues_who_use_it_are_a_load():
    assert parse("llama 3.1 8b bf16 for 42 colleagues").sequences.magnitude == 42


PLAIN = "llama 3.1 8b fp8 16k 8 users on 2xL40S"


@pytest.mark.parametrize(
    "host",
    [
        "2x EPYC 9654", "dual Xeon Gold 6430", "Threadripper PRO 7995WX", "i9-13900K", "96 cores",
        "64 vCPUs", "512GB RAM", "1 TB of RAM", "2TB NVMe", "8 discos de 4 TB", "8x 3.84TB NVMe",
        "100GbE", "400 Gb/s InfiniBand", "PCIe 4.0 x16", "NDR 400",
    ],
)  # fmt: skip
def test_what_the_computer_has_is_named_and_takes_no_role(host):
    question = parse(f"{PLAIN}, {host}")

    assert bare(question) == bare(parse(PLAIN))
    assert question.unused == (host,)


def test_a_processor_before_a_card_lends_it_no_count():
    question = parse("2x EPYC 7763 and 4x A6000. qwen2.5 72b int8?")

    assert [(cards.gpu.name, cards.count) for cards in question.gpus] == [("RTX A6000", 4)]


@pytest.mark.parametrize(
    "data",
    ["50k examples", "3 epochs", "10 mil exemplos", "a dataset of 2M tokens", "12k samples",
     "20k training pairs", "1,000 steps"],
)  # fmt: skip
def test_how_much_is_trained_on_is_no_length_and_no_batch(data):
    plain = "lora llama 3.1 8b, seq 2048, bs 4, L40S"
    question = parse(f"{plain}, {data}")

    assert bare(question) == bare(parse(plain))
    assert any(data.endswith(said) for said in question.unused) or data == "3 epochs"


def test_a_batch_of_samples_is_a_batch():
    assert parse("lora 8b, batch of 4 samples").training.batch == 4


@pytest.mark.parametrize(
    "said",
    ["voo da TAP T4 às 16h", "L4 engineers ask", "an L4 engineer asks", "meeting at 16:30",
     "5 star rating on HF", "2.3M downloads", "orçamento do Q3", "on the 8th", "end of Q4"],
)  # fmt: skip
def test_what_names_something_else_is_passed_over(said):
    question = parse(f"{said}; {PLAIN}")

    assert bare(question) == bare(parse(PLAIN))
    assert not [word for word in question.unused if any(map(str.isdigit, word))]


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("llama 3.1 8b on A100 PCIe 40GB", "A100 PCIe 40GB"),
        ("llama 3.1 8b fp8 for 8 engineers on an L4", "L4"),
        ("llama 3.1 8b fp8, 2 L4, engineers", "L4"),
    ],
)
def test_cards_beside_such_words_are_cards(text, card):
    assert [cards.gpu.name for cards in parse(text).gpus] == [card]


def test_a_verb_is_no_family():
    assert parse("opt for the safer option: 8b in 16 bit").models[0].name == "8B"
    assert parse("opt 13b in fp16").models[0].name == "OPT 13B"


def test_a_budget_in_thousands_is_no_length():
    question = parse("finance insists on under 100k: gpt-oss-120b with 64k context")

    assert question.context_length.magnitude == 65536
    assert question.unused == ("finance insists on under 100k",)


@pytest.mark.parametrize(
    "said",
    ["Budget is 60k EUR this year (Q4)", "orçamento de 50 mil reais pro Q3", "$40k for Q1"],
)
def test_a_quarter_beside_money_is_no_format(said):
    assert bare(parse(f"{said}; {PLAIN}")) == bare(parse(PLAIN))


def test_a_format_beside_money_is_a_format():
    question = parse("llama 3 8b in Q4, budget 2000 usd")

    assert bare(question) != bare(parse("llama 3 8b, budget 2000 usd"))


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("[rank0]: torch.OutOfMemoryError: CUDA out of memory.\nlora llama 3.1 8b, r=16", 16),
        ("RuntimeError: CUDA error: out of memory (rank 3)\nlora llama 3.3 70b, r=32", 32),
        ("[rank7]: RuntimeError: CUDA error: out of memory\nqlora llama 3.3 70b", None),
        ("rank 128 lora on llama 3.1 70b, 8xA100 80, 4k seq", 128),
        ("lora llama 3.3 70b (rank 8)", 8),
    ],
)
def test_the_rank_of_a_process_is_none_of_a_lora(text, rank):
    said = parse(text).training.lora_rank

    assert (said and int(said)) == rank


def bare(question):
    return replace(question, text="", language="en", unused=(), assumed=(), doubts=())
