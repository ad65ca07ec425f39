"""What holds for every flag of every tool, and for whatever is pasted."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.load import load_catalog
from core.catalog.names import index_of
from core.errors import CatalogError, QuestionError
from core.question.normalise import read
from core.question.parser import parse
from core.question.pasted.item import NOTHING, UNCOUNTED
from core.question.pasted.pasted import items_of, pasted
from core.question.pasted.table import read_tool, tool, tools
from core.question.roles import is_uncounted
from tests.examples import examples

INDEX = index_of(load_catalog())
STARTS = {
    "accelerate": "accelerate launch",
    "axolotl": "axolotl train",
    "curl": "curl -s",
    "deepspeed": "deepspeed --no_ssh",
    "docker": "docker run",
    "exllamav2": "python test_inference.py -nwu",
    "hf-trainer": "python train.py",
    "koboldcpp": "python koboldcpp.py",
    "llama-cpp": "llama-server",
    "llama-factory": "llamafactory-cli train",
    "lmdeploy": "lmdeploy serve api_server",
    "mlx-lm": "mlx_lm.generate",
    "megatron-lm": "pretrain_gpt.py",
    "megatron-swift": "megatron sft",
    "ms-swift": "swift sft",
    "ollama": "ollama run",
    "sglang": "sglang serve",
    "tgi": "text-generation-launcher",
    "torchrun": "torchrun",
    "torchtune": "tune run",
    "trl": "trl sft",
    "trtllm-build": "trtllm-build",
    "trtllm-convert": "python convert_checkpoint.py",
    "trtllm-serve": "trtllm-serve",
    "vllm": "vllm serve",
}
VALUES = ["8", "0.5", "auto", "true", "bf16", "x/y", "cpu", "lora", "[q_proj,v_proj]", "zero3"]


@pytest.mark.parametrize("name", tools())
def test_a_table_says_where_it_is_from_and_when(name):
    table = tool(name)

    assert table.source
    assert table.version
    assert table.checked.year >= 2026
    assert table.telling <= table.flags.keys()


@pytest.mark.parametrize("name", [name for name in tools() if name in STARTS])
def test_every_flag_of_a_table_is_read_as_the_table_says(name):
    """With a value that it takes or not: its role, nothing, or named; never as unknown."""
    for flag, meaning in tool(name).flags.items():
        if "." in flag or flag.startswith("-"):
            continue  # a key of a settings file
        text = f"{STARTS[name]} --{flag} 8"
        found = items_of(read(text), INDEX)
        place = text.index(f"--{flag}")
        item = next(item for item in found if item.start <= place < item.end)

        assert item.why != "a flag that no table has", flag
        if meaning.role == UNCOUNTED and not {"8", "true"} & {*meaning.neutral}:
            assert item.role == UNCOUNTED, flag
        if meaning.role == NOTHING and meaning.reads != "switch":
            assert (item.role, item.end) in {(NOTHING, len(text)), ("task", len(text))}, flag


@st.composite
def commands(draw) -> tuple[str, list[str]]:
    """A command with flags of its tool and flags of nobody's, each with a value or without."""
    name = draw(st.sampled_from(sorted(STARTS)))
    known = sorted(flag for flag in tool(name).flags if flag[:1].isalpha() and len(flag) > 2)
    known = [flag for flag in known if "." not in flag]
    flags = draw(
        st.lists(st.sampled_from([*known, "frobnicate", "x-y-z"]), unique=True, max_size=8)
    )
    written = [f"--{flag}" for flag in flags]
    words = [draw(st.sampled_from([flag, *(f"{flag} {v}" for v in VALUES)])) for flag in written]
    return " ".join([STARTS[name], *words]), written


@settings(max_examples=examples(80), deadline=None)
@given(commands())
def test_every_flag_of_a_command_is_read_or_named(command):
    text, flags = command
    covered = [(item.start, item.end) for item in items_of(read(text), INDEX)]

    for flag in flags:
        place = text.index(f"{flag} ") if f"{flag} " in text else len(text) - len(flag)
        assert any(start <= place < end for start, end in covered), (flag, text)


@settings(max_examples=examples(80), deadline=None)
@given(commands())
def test_no_flag_of_a_question_is_lost(command):
    """What does not count stands in `unused`, with the flag's name."""
    text, _ = command
    text = f"llama 3.1 8b: {text}"
    try:
        unused = parse(text).unused
    except QuestionError:
        return  # a value that is out of range, or two models
    for item in items_of(read(text), INDEX):
        if item.role in (UNCOUNTED, "alignment") or is_uncounted(item.role, item.value):
            start, end = item.whole or (item.start, item.end)
            assert any(text[start:end] in said for said in unused), (text, item)


@settings(max_examples=examples(80), deadline=None)
@given(commands())
def test_items_do_not_overlap(command):
    text, _ = command
    found = sorted(items_of(read(text), INDEX), key=lambda item: (item.start, item.end))

    for one, other in pairwise(found):
        assert one.end <= other.start, (text, one, other)


@settings(max_examples=examples(120), deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["vllm serve", "--a", "=", '"', "'", "{", "}", "[", "]", ",", "\\\n", "- ", "a_b: ",
             "torchrun ", "x.py", "LLM(", ")", "A_B=1 ", "\n", "—tp 2", "base_model: ", "8", "²"]
        ),
        max_size=20,
    ).map("".join)
)  # fmt: skip
def test_anything_can_be_pasted(text):
    for candidate in pasted(read(text), INDEX):
        assert 0 <= candidate.start < candidate.end <= len(read(text).plain)


HOSTILE = {
    "flags": ("vllm serve ", "--a "),
    "values": ("vllm serve ", "--max-model-len "),
    "quotes": ("vllm serve ", "\"a 'b "),
    "braces": ("vllm serve ", '{"a":'),
    "open braces": ("vllm serve ", "{{a "),
    "keys": ("", "a_b: "),
    "known keys": ("", "micro_batch_size: "),
    "paths": ("", "a/"),
    "scripts": ("torchrun ", "a.py/"),
    "dashes": ("", "-"),
    "brackets": ("LLM(", ")"),
    "calls": ("", "LLM("),
    "lists": ("", "lora_target_modules=["),
    "items": ("gpu_memory_utilization: ", "- a "),
    "variables": ("", "A_B=1 "),
    "lines": ("", "vllm serve\n"),
    "commas": ("", 'base_model: a,"b'),
    "names": ("", "llama-server "),
    "words": ("micro_batch_size: 2 ", "lorem ipsum "),
    "parameters": ("PARAMETER ", "/set "),
    "recipes": ("tune run ", "lora_finetune_"),
}


@pytest.mark.parametrize("shape", HOSTILE.values(), ids=HOSTILE)
def test_forty_thousand_characters_are_read_in_no_time(shape):
    """Linear: ten times the text takes about ten times as long; and a few seconds are enough."""
    opening, part = shape
    short, long = (opening + part * (size // len(part)) for size in (4_000, 40_000))

    assert _seconds(long) < min(5, 20 * _seconds(short) + 0.5)


def _seconds(text: str) -> float:
    plain = read(text)
    start = time.process_time()
    list(pasted(plain, INDEX))
    return time.process_time() - start


# Words of a question that are no flags, keys or programs
PROSE = [
    "llama 3.1 70b -- on 2xH100?",
    "use-case: a chatbot for 8 users",
    "is vllm faster than ollama for 8b?",
    "batch size: 8, seq: 2048, 7b lora",
    "8b model, e.g. on a 4090 - or two",
    "note: budget is 3k, 70b q4",
    "we serve llama 3 8b",
    "which gpu: A100 or H100? model: 13b",
    "deepseek r1 on-prem, 8-way",
    "I want to fine tune a 7b (LoRA)",
    "q: what fits on 24GB? a: 13b int4?",
    "llama3:8b",
    "12:30 meeting about the 70B",
    "e-mail me at a_b@c.org about 70b",
    "the server - with 4 gpus - runs 70b",
    "train a 7B from scratch",
    "tune 7b and run it on 2 gpus",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_read_as_something_pasted(text):
    assert list(pasted(read(text), INDEX)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('role = "no_such_role"\nreads = "count"', "no such role"),
        ('role = "nothing"\nreads = "whatever"', "Input should be"),
        ('role = "nothing"\nreads = "text"\nwhatever = 1', "Extra inputs"),
    ],
)
def test_a_wrong_row_stops_the_start(tmp_path, row, message):
    path = tmp_path / "x.toml"
    path.write_text(
        'tool = "x"\nkind = "serve"\nversion = "1"\nsource = "s"\nchecked = 2026-11-24\n'
        f'[[flag]]\nnames = ["a"]\n{row}\n'
    )

    with pytest.raises(CatalogError, match=message):
        read_tool(path)


def test_a_flag_that_stands_in_a_table_twice_stops_the_start(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(
        'tool = "x"\nkind = "serve"\nversion = "1"\nsource = "s"\nchecked = 2026-11-24\n'
        '[nothing]\nswitch = "a"\ntext = "a"\n'
    )

    with pytest.raises(CatalogError, match="stands there twice"):
        read_tool(path)
