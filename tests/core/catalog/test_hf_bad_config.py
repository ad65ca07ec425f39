"""A config.json that is broken, hostile or nonsense: an error that names the key, soon."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.catalog.hf_config import read_config
from core.catalog.model import Model
from core.errors import CatalogError
from tests.examples import examples

CONFIGS = Path(__file__).parent / "configs"
GOOD = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in CONFIGS.glob("*.json")}
LLAMA = GOOD["llama-3.1-8b"]
NEGATIVE = "a whole number from 1 to 1,000,000,000 expected"


def changed(**keys: object) -> str:
    return json.dumps(LLAMA | keys)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "config.json is not JSON: line 1, column 1: Expecting value", id="empty"),
        pytest.param(
            '{"model_type": "llama", "hidden',
            "config.json is not JSON: line 1, column 25: Unterminated string starting at",
            id="truncated",
        ),
        pytest.param(
            "[1, 2]",
            "config.json holds no object; keys and values in { } were expected",
            id="a list",
        ),
        pytest.param(
            b"\xff\xfe\xff",
            "config.json is not UTF-8 text: 'utf-16-le' codec can't decode byte 0xff in position"
            " 2: truncated data",
            id="not text",
        ),
        pytest.param(
            "{}",
            "config.json: model_type is missing; the name of an architecture expected",
            id="{}",
        ),
        pytest.param(
            '{"model_type": 7}', "config.json: model_type is 7; a text expected", id="a number"
        ),
        pytest.param(
            '{"model_type": "llama"}',
            "config.json: num_hidden_layers is missing; a whole number from 1 to 10,000 expected",
            id="nothing but a name",
        ),
        pytest.param(
            changed(num_hidden_layers=-3),
            "config.json: num_hidden_layers is -3; a whole number from 1 to 10,000 expected",
            id="negative layers",
        ),
        pytest.param(
            changed(num_hidden_layers=10**30),
            "config.json: num_hidden_layers is 1000000000000000000000000000000;"
            " a whole number from 1 to 10,000 expected",
            id="10^30 layers",
        ),
        pytest.param(
            changed(num_hidden_layers=1e30),
            "config.json: num_hidden_layers is 1e+30; a whole number from 1 to 10,000 expected",
            id="1e30 layers",
        ),
        pytest.param(
            changed(hidden_size=float("nan")),
            "config.json: hidden_size is nan; a whole number from 1 to 1,000,000 expected",
            id="NaN",
        ),
        pytest.param(
            changed(vocab_size=float("inf")),
            f"config.json: vocab_size is inf; {NEGATIVE}",
            id="Infinity",
        ),
        pytest.param(
            changed(num_attention_heads="32"),
            f"config.json: num_attention_heads is '32'; {NEGATIVE}",
            id="a string for a number",
        ),
        pytest.param(
            changed(num_attention_heads=True),
            f"config.json: num_attention_heads is True; {NEGATIVE}",
            id="true for a number",
        ),
        pytest.param(
            changed(num_attention_heads=0),
            f"config.json: num_attention_heads is 0; {NEGATIVE}",
            id="no heads",
        ),
        pytest.param(
            changed(num_attention_heads=5000),
            "config.json: num_attention_heads is 5000; at most 4096 (the hidden size) expected",
            id="more heads than width",
        ),
        pytest.param(
            changed(intermediate_size=[14336] * 3),
            "config.json: intermediate_size is a list; one entry for each of 32 layers expected",
            id="a list that is too short",
        ),
        pytest.param(
            changed(tie_word_embeddings="no"),
            "config.json: tie_word_embeddings is 'no'; true or false expected",
            id="a text for a flag",
        ),
        pytest.param(
            changed(layer_types=["full_attention"] * 31 + ["magic"]),
            "config.json: layer_types[31] is 'magic'; one of full_attention, attention,"
            " indexed_attention, deepseek_sparse_attention, global, sliding_attention, local,"
            " local_attention, chunked_attention, linear_attention, mamba, mamba2, conv, recurrent,"
            " hybrid, mlp, moe expected",
            id="a kind of layer we do not know",
        ),
        pytest.param(
            changed(layer_types=["full_attention"] * 31),
            "config.json: layer_types is a list; one entry for each of the 32 layers expected",
            id="a layer without a kind",
        ),
        pytest.param(
            changed(quantization_config={"quant_method": "magic"}),
            "config.json: quantization_config.quant_method is 'magic';"
            " a method we know (fp8, awq, gptq, ...) expected",
            id="a format we do not know",
        ),
        pytest.param(
            changed(num_key_value_heads=3),
            "config.json: num_key_value_heads is 3; a divisor of num_attention_heads (32) expected",
            id="heads that do not divide",
        ),
    ],
)
def test_the_key_and_what_was_expected_are_named(text: str | bytes, message: str) -> None:
    with pytest.raises(CatalogError) as raised:
        read_config(text)

    assert str(raised.value) == message


def nested(depth: int) -> str:
    return '{"model_type": "llama", "a": ' + "[" * depth + "]" * depth + "}"


def ten_megabytes() -> str:
    return '{"model_type": "llama", "padding": "' + "x" * 10_000_000 + '"}'


def long_number() -> str:
    return '{"model_type": "llama", "num_hidden_layers": ' + "9" * 100_000 + "}"


def many_ignored_modules() -> str:
    """Names made to be slow under a backtracking pattern."""
    names = ["re:(a+)+$" + "a" * 40 + "!"] * 50_000
    return changed(quantization_config={"quant_method": "fp8", "modules_to_not_convert": names})


def many_layers() -> str:
    kinds = ["full_attention"] * 10_001
    return changed(num_hidden_layers=10_000, layer_types=kinds)


@pytest.mark.parametrize(
    "make",
    [
        ten_megabytes,
        long_number,
        lambda: nested(100),
        lambda: nested(1000),
        lambda: nested(100_000),
        many_layers,
    ],
    ids=["10 MB", "a long number", "100 deep", "1,000 deep", "100,000 deep", "a long list"],
)
def test_size_and_depth_are_bounded(make: Callable[[], str]) -> None:
    text = make()
    before = time.process_time()

    with pytest.raises(CatalogError, match=r"^config\.json"):
        read_config(text)

    assert time.process_time() - before < 1


def test_patterns_of_a_config_are_never_run() -> None:
    text = many_ignored_modules()
    before = time.process_time()

    assert read_config(text).quantization == "fp8"
    assert time.process_time() - before < 2


def test_ten_thousand_layers_are_read_in_a_moment() -> None:
    before = time.process_time()

    assert read_config(changed(num_hidden_layers=10_000)).num_hidden_layers == 10_000
    assert time.process_time() - before < 0.5


def model_or_error(text: str) -> None:
    """Nothing else may come of any text."""
    try:
        model = read_config(text)
    except CatalogError:
        return
    assert isinstance(model, Model)
    assert model.elements > 0


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 40)
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["full_attention", "sliding_attention", "M-*E", "LLG", "fp8", "auto"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["num_heads", "weights", "attention", "x"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_good_config_with_anything_in_any_key_is_a_model_or_an_error(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(set(GOOD) - {"index"})))
    config = json.loads(json.dumps(GOOD[name]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(_tables(config)))
        key = data.draw(st.sampled_from(sorted(place)))
        if data.draw(st.booleans()):
            place[key] = data.draw(values)
        elif len(place) > 1:
            del place[key]

    model_or_error(json.dumps(config))


def _tables(config: dict[str, object]) -> list[dict[str, object]]:
    found = [config]
    for value in config.values():
        if isinstance(value, dict) and value:
            found += _tables(value)
    return found


@given(st.dictionaries(st.sampled_from(["model_type", "hidden_size", "text_config"]), values))
def test_any_object_is_a_model_or_an_error(config: dict[str, object]) -> None:
    model_or_error(json.dumps(config))


@given(st.text() | st.binary())
def test_any_text_is_a_model_or_an_error(text: str | bytes) -> None:
    with pytest.raises(CatalogError):
        read_config(text)
