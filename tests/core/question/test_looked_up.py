"""What a hub said of a repository is taken as it is, and what it would not say is told first."""

from dataclasses import replace

import pytest

from core.answer import Answer, answer
from core.catalog.load import load_catalog
from core.catalog.looked_up import LookedUp, NotFound
from core.catalog.names import index_of
from core.errors import QuestionError
from core.question.restate import restate
from core.question.steps.repositories import worth_looking_up

_PLAIN = load_catalog()
_QWEN = _PLAIN.models["Qwen/Qwen3-32B"]
_OWN = _QWEN.model_copy(
    update={
        "id": "acme/Qwen9-100B-Instruct",
        "name": "Qwen9-100B-Instruct",
        "checkpoint_id": "acme/Qwen9-100B-Instruct",
        "files": (("bf16", 65_000_000_000),),
        "same_as": (),
        "aliases": (),
    }
)
_FILES = _QWEN.model_copy(
    update={
        "checkpoint_id": "unsloth/Qwen3-32B-GGUF",
        "checkpoint_of": "Qwen/Qwen3-32B",
        "files": (
            ("q4_k_m", 19_762_149_024),
            ("ud-q4_k_xl", 20_021_713_504),
            ("q8_0", 34_817_720_000),
        ),
    }
)
_FOUND: dict[str, LookedUp] = {
    "acme/qwen9-100b-instruct": _OWN,
    "unsloth/qwen3-32b-gguf": _FILES,
    "acme/nope-13b": NotFound("acme/nope-13B", "missing"),
    "acme/zorg": NotFound("acme/zorg", "gated"),
    "acme/odd-7b": NotFound("acme/odd-7B", "unknown_kind", "OddForCausalLM"),
}
CATALOG = replace(_PLAIN, looked_up=_FOUND)


def ask(text: str) -> Answer:
    return answer(text, catalog=CATALOG)


def weights(answered: Answer) -> int:
    return next(part.size for part in answered.estimates[0].parts if part.name == "weights")


@pytest.mark.parametrize(
    "text",
    [
        "acme/Qwen9-100B-Instruct on 2xH100",
        "how big is https://huggingface.co/acme/Qwen9-100B-Instruct/tree/main ?",
        "vllm serve acme/qwen9-100b-instruct --max-model-len 8192",
    ],
)
def test_nothing_in_its_name_is_read_and_its_bytes_are_those_of_the_files(text: str) -> None:
    answered = ask(text)
    assert [model.name for model in answered.question.models] == ["Qwen9-100B-Instruct"]
    assert answered.question.unused == ()
    # and what vLLM adds: the rotary table of 40,960 positions x 128 at 16 bits
    assert weights(answered) == 65_000_000_000 + 40_960 * 128 * 2


def test_in_another_format_the_elements_count_and_not_the_files() -> None:
    elements = _QWEN.elements
    assert elements < weights(ask("acme/Qwen9-100B-Instruct in fp8")) < 1.06 * elements


def test_it_is_served_by_its_own_name() -> None:
    assert (ask("acme/Qwen9-100B-Instruct on 2xH100").command or "").startswith(
        "vllm serve acme/Qwen9-100B-Instruct "
    )


@pytest.mark.parametrize(
    ("text", "name", "files"),
    [
        ("unsloth/Qwen3-32B-GGUF Q4_K_XL on a 4090", "UD-Q4_K_XL", 20_021_713_504),
        ("hf.co/unsloth/Qwen3-32B-GGUF:UD-Q4_K_XL", "UD-Q4_K_XL", 20_021_713_504),
        ("unsloth/Qwen3-32B-GGUF q8_0 on a 48 GB card", "Q8_0", 34_817_720_000),
        ("unsloth/Qwen3-32B-GGUF on a 4090", "Q4_K_M", 19_762_149_024),
    ],
)
def test_the_mix_that_is_named_is_that_file(text: str, name: str, files: int) -> None:
    answered = ask(text)
    scenario = answered.scenarios[0]
    assert scenario.precision.name == name
    assert isinstance(answered.command, str)
    assert answered.command.startswith(f"llama-server -hf unsloth/Qwen3-32B-GGUF:{name} ")
    # llama.cpp leaves the table of embeddings in the host's memory
    assert 0.97 * files < weights(answered) < files


@pytest.mark.parametrize("text", ["unsloth/Qwen3-32B-GGUF Q4_K_XL 16k", "acme/Qwen9-100B-Instruct"])
def test_a_button_asks_for_the_same_again(text: str) -> None:
    first = ask(text)
    again = ask(restate(first.question, CATALOG))
    assert weights(again) == weights(first)
    assert again.question.models == first.question.models


def test_where_the_name_tells_a_size_that_is_taken_and_said_in_the_first_line() -> None:
    answered = ask("acme/nope-13B on L4")
    assert "31.2 GB" in answered.verdict.summary  # 13 x 2 x 1.2
    assert "“acme/nope-13B” is not on the hub, or it is private" in answered.verdict.summary
    assert answered.question.unused == ()


def test_where_it_tells_none_the_reason_is_the_answer() -> None:
    with pytest.raises(QuestionError) as caught:
        ask("acme/zorg on 2xH100")
    assert caught.value.code == "unknown_model"
    assert "gated" in caught.value.message
    assert "HF_TOKEN" in (caught.value.hint or "")


def test_an_architecture_that_we_do_not_know_is_named() -> None:
    assert "OddForCausalLM" in ask("acme/odd-7B").verdict.summary


def test_in_portuguese() -> None:
    summary = ask("quanta memória precisa o acme/nope-13B numa L4?").verdict.summary
    assert "não está no hub" in summary


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("vllm serve acme/Foo-7B-it", ("acme/Foo-7B-it",)),
        ("see https://huggingface.co/acme/zorg-next", ("acme/zorg-next",)),
        ("google/gemma-9-999b-it and google/gemma-9-999b-it", ("google/gemma-9-999b-it",)),
        ("bartowski/Qwen3-32B-GGUF Q4_K_M", ("bartowski/Qwen3-32B-GGUF",)),
    ],
)
def test_a_hub_is_asked_for_what_only_it_can_tell(text: str, ids: tuple[str, ...]) -> None:
    assert worth_looking_up(text, index_of(CATALOG)) == ids


@pytest.mark.parametrize(
    "text",
    [
        "Qwen/Qwen3-32B",  # in our tables
        "acme/Qwen9-100B-Instruct",  # looked up already
        "acme/zorg",  # refused already
        "A100-80/H100-80",
        "llama-3-8b/llama-3-70b",
        "fp8/int4-awq, tp/pp, 8k-32k/4k, q4_k_m/q8_0",
        "/data/acme/Foo-7B and models/llama-7b.gguf",
        "https://huggingface.co/datasets/acme/zorg-7b",
        "70B at 16 bits?",
    ],
)
def test_and_for_nothing_else(text: str) -> None:
    assert worth_looking_up(text, index_of(CATALOG)) == ()
