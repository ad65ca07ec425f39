"""Engines that do not run on a card at all, and flags that are about one card."""

import pytest

from core.answer import answer


def test_a_format_that_the_engine_refuses_on_the_card_is_a_no():
    """vLLM's MXFP4 asks for 8.0 and T4 has 7.5; llama.cpp runs its MXFP4 file there."""
    found = answer("gpt-oss 20b on 2x T4 with vLLM, 8k")

    assert found.verdict.fits is False
    assert found.verdict.summary.startswith("No: gpt-oss 20B")
    assert "from compute capability 8.0 on, and T4 has 7.5" in found.verdict.summary
    assert "llama.cpp does, in MXFP4" in found.verdict.summary
    assert found.command is None
    assert not any(each.fits for each in found.placements if each.gpu.id == "t4")
    assert found.changes == ()


def test_an_engine_that_runs_there_is_no_no():
    assert answer("gpt-oss 20b on 2x T4 with llama.cpp, 8k").verdict.fits is not False
    assert answer("llama 3.1 8b awq on 2x T4 with vLLM, 8k").verdict.fits is not False


@pytest.mark.parametrize(
    ("language", "no"), [("with vLLM does it fit?", "No: "), ("com vLLM, cabe?", "Não: ")]
)
def test_it_is_said_in_both_languages(language, no):
    found = answer(f"gpt-oss 20b on T4 {language}")

    assert found.verdict.summary.startswith(no)
    assert "llama.cpp" in found.verdict.summary


def test_layers_beside_a_card_are_about_that_one_card():
    """
    -ngl 40 of 81 on 23.6 GiB: 39 layers and the head are 21.7, cache 39/80 of 2.5, and 0.8: 23.7.
    A layer and its cache are 0.55, so that 39 do.
    """
    found = answer("llama-server -m Qwen2.5-72B-Instruct-Q4_K_M.gguf -ngl 40 -c 8192 on RTX 3090")
    keys = [each.what.key for each in found.changes]
    [layers] = [each for each in found.changes if each.what.key == "change.n_gpu_layers"]

    assert found.headline is not None
    assert (found.headline.count, found.headline.fits) == (1, False)
    assert layers.what.values["layers"] == 39
    assert keys.index("change.n_gpu_layers") < keys.index("change.cards")
    assert "2 × RTX 3090" not in found.verdict.summary


def test_every_layer_on_the_cards_leaves_their_number_open():
    found = answer("llama 3.3 70b q4_k_m llama.cpp -ngl 99 -c 8192 on RTX 3090")

    assert found.headline is not None
    assert found.headline.count == 2


def test_of_cards_that_nobody_named_those_are_shown_that_start_the_model():
    """MXFP4 under vLLM asks for a compute capability of 8.0: eight T4 (7.5) are no cheap way."""
    shown = {one.gpu.name for one in answer("what does gpt-oss 120b cost for 20 users?").placements}

    assert "T4" not in shown
    assert "H100 80GB" in shown
    assert "T4" in {one.gpu.name for one in answer("llama 3.1 8b fp16").placements}
