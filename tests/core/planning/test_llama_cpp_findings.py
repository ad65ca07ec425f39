"""Questions about llama.cpp that were answered wrongly, with what is right worked out here."""

import pytest

from core.answer import answer
from tests.core.planning.test_engine_findings import GIB, layout, part


def test_half_of_the_layers_fit_one_card():
    """
    -ngl 40 of 81: the head (128,256 x 8,192 at 6.5625 bits) and 39 of 80 layers of what is left of
    the 39.59 GiB that llama-bench prints, without the input embedding at 4.5 bits.
    """
    head, embedding = (128_256 * 8_192 * bits / 8 / GIB for bits in (6.5625, 4.5))
    weights = head + (39.59 - head - embedding) * 39 / 80
    cached = 8_192 * 80 * 2 * 8 * 128 * 2 / GIB * 39 / 80
    found = answer("llama 3.3 70b q4_k_m llama.cpp RTX 4090 -ngl 40 8k")

    assert found.headline is not None
    assert (found.headline.count, found.headline.fits) == (1, True)
    assert part(found, "weights") == pytest.approx(weights, rel=0.003)
    assert part(found, "kv_cache") == pytest.approx(cached, rel=0.001)
    assert found.command is not None
    assert "-ngl 40" in found.command
    assert any("39 of 80 layers are on RTX 4090; 20.1 GiB" in each for each in found.caveats)
    assert not any("did not use" in each for each in found.caveats)


def test_experts_of_24_layers_in_the_host_s_memory_leave_room_on_one_card():
    """12 of 36 layers of experts: 12 x 128 x 3 x 2,880 x 2,880 at 4.25 bits = 18.9 GiB."""
    experts = 12 * 128 * 3 * 2_880**2 * 4.25 / 8 / GIB
    found = answer("gpt-oss 120b llama.cpp RTX 5090 with --n-cpu-moe 24 32k")

    assert layout(found) == (1, 1, 1, False)
    assert experts == pytest.approx(18.9, abs=0.05)
    assert part(found, "weights") == pytest.approx(experts + 1.6, abs=0.2)
    assert found.command is not None
    assert "--n-cpu-moe 24" in found.command


def test_gpt_oss_keeps_its_experts_in_any_file():
    """A file of Q4_K_M is 10.81 GiB, as llama-bench prints; the embedding is with the host."""
    embedding = 201_088 * 2_880 * 5.5 / 8 / GIB
    found = answer("gpt-oss 20b q4_k_m llama.cpp on RTX 4090 32k")

    assert part(found, "weights") == pytest.approx(10.81 - embedding, rel=0.003)


def test_what_does_not_fit_comes_with_the_layers_that_do():
    found = answer("does llama 3.3 70b q4_k_m fit on a 4090 with llama.cpp 8k?")
    [change] = [each for each in found.changes if each.what.key == "change.n_gpu_layers"]
    layers = change.what.values["layers"]
    assert isinstance(layers, int)

    fitting = answer(f"llama 3.3 70b q4_k_m on one 4090 llama.cpp 8k -ngl {layers}").headline
    one_more = answer(f"llama 3.3 70b q4_k_m on one 4090 llama.cpp 8k -ngl {layers + 1}").headline

    assert fitting is not None
    assert one_more is not None
    assert (fitting.count, fitting.fits) == (1, True)
    assert one_more.count > 1 or not one_more.fits
    assert change.command is not None
    assert f"-ngl {layers}" in change.command


def test_a_mixture_is_advised_to_leave_experts_with_the_host():
    found = answer("does qwen3 235b a22b q4_k_m fit on an RTX 5090 with llama.cpp?")
    offered = [each.what.key for each in found.changes]

    assert offered.index("change.n_cpu_moe") < offered.index("change.n_gpu_layers")
    [change] = [each for each in found.changes if each.what.key == "change.n_cpu_moe"]
    fewer = change.what.values["layers"]
    assert isinstance(fewer, int)
    named = f"qwen3 235b a22b q4_k_m on one RTX 5090 with llama.cpp --n-cpu-moe {fewer - 1}"
    assert not answer(named).placements[0].fits or answer(named).placements[0].count > 1


def test_llama_cpp_is_advised_formats_that_it_has():
    found = answer("does llama 3.1 8b q8_0 fit on an RTX 3060 12GB with llama.cpp 32k?")
    assert "change.kv_precision" in [each.what.key for each in found.changes]

    for change in found.changes:
        assert "fp8" not in str(change.what.values).lower()
        assert "awq" not in str(change.what.values).lower()


def test_a_long_context_needs_a_mask():
    """512 x 262,144 x 6 bytes = 768 MiB where its logits are 485."""
    found = answer("qwen3.5 9b q4_k_m llama.cpp RTX 4090 256k q8_0 kv cache")

    assert part(found, "activations") == pytest.approx((768 + 40) / 1024, rel=0.01)


def test_phi_3_has_a_full_cache_in_llama_cpp():
    """32 layers x 2 x 32 heads x 96 x 2 bytes = 384 KiB a token, its window not used."""
    found = answer("phi-3 mini 4k q4_k_m llama.cpp 4k on rtx 3060")

    assert part(found, "kv_cache") == pytest.approx(4_096 * 384 / 2**20)


def test_keys_and_values_may_have_two_formats():
    """Llama 3.1 8B: 32 layers x 8 heads x 128, keys at 8.5 bits and values at 16."""
    found = answer(
        "llama-server -m llama-3.1-8b-q4_k_m.gguf -c 8192 -ctk q8_0 -ctv f16 on rtx 3060"
    )

    assert part(found, "kv_cache") == pytest.approx(8_192 * 32 * 8 * 128 * (8.5 + 16) / 8 / GIB)
    assert found.command is not None
    assert "-ctk q8_0 -ctv f16" in found.command
    assert not any("did not use" in each for each in found.caveats)


def test_a_latent_is_stored_once_as_keys():
    """DeepSeek R1: 61 layers x 576 at 4.5 bits, whatever the values' format."""
    found = answer("deepseek r1 q4_k_m llama.cpp on 8xH100 8k -ctk q4_0 -ctv q8_0")
    stages = found.headline.count if found.headline else 0

    assert part(found, "kv_cache") == pytest.approx(
        8_192 * -(-61 // stages) * 576 * 4.5 / 8 / GIB, rel=0.001
    )


@pytest.mark.parametrize(
    "repository", ["unsloth/Qwen3-30B-A3B-GGUF", "bartowski/Qwen_Qwen3-30B-A3B-GGUF"]
)
def test_the_repository_that_was_named_is_loaded(repository):
    found = answer(f"llama-server -hf {repository}:Q4_K_M -c 32768 on RTX 4090")

    assert found.command is not None
    assert found.command.startswith(f"llama-server -hf {repository}:Q4_K_M ")


def test_slots_that_nobody_asked_for_cost_their_windows():
    """Gemma 3 27B: 52 layers, 3 windows more of 1,024 tokens of 2 x 16 x 128 x 2 bytes."""
    size = 52 * 3 * 1_024 * 2 * 16 * 128 * 2 / GIB
    found = answer("llama-server -m gemma-3-27b-it-q4_k_m.gguf -c 32768 -ngl 99 on RTX 4090")

    assert any(f"4 slots, which take {size:.2f} GiB more" in each for each in found.caveats)


@pytest.mark.parametrize(
    "question",
    [
        "llama-server -m gemma-3-27b-it-q4_k_m.gguf -c 32768 -np 1 on RTX 4090",
        "llama-server -m llama-3.1-8b-q4_k_m.gguf -c 32768 on RTX 4090",
        "gemma 3 27b q4_k_m llama.cpp 32k on RTX 4090",
    ],
)
def test_slots_are_not_spoken_of_where_they_cost_nothing_or_are_named(question):
    assert not any("slots" in each for each in answer(question).caveats)


def test_experts_of_the_first_layers_empty_only_the_first_card():
    """GLM 4.5 Air has 46 layers, and the first of two cards holds 24: more have to be emptied."""
    found = answer("glm 4.5 air q4_k_m llama.cpp on 2x rtx 3090 32k")
    assert found.verdict.fits is False
    [change] = [each for each in found.changes if each.what.key == "change.n_cpu_moe"]
    fewest = change.what.values["layers"]
    assert isinstance(fewest, int)
    assert fewest > 24

    typed = "glm 4.5 air q4_k_m llama.cpp on 2x rtx 3090 32k --n-cpu-moe"
    assert answer(f"{typed} {fewest}").placements[0].fits
    assert not answer(f"{typed} {fewest - 1}").placements[0].fits
    assert any("the last card is fuller" in each for each in answer(f"{typed} 21").caveats)


def test_the_last_card_holds_all_experts_that_stay():
    """
    Qwen3 235B, 94 layers and the head over two cards: 48 | 46 and the head. Experts of layers 80 to
    93, 14 x 128 x 3 x 4,096 x 1,536 at 4.836 bits = 19.0 GiB, attention 46/94 of 6,702,497,792 at
    4.53 bits = 1.7, routers 46 x 128 x 4,096 in float32 = 0.1, head 151,936 x 4,096 at 6.5625 bits
    = 0.5, cache 46/94 of 5.875 = 2.9, own 0.8.
    """
    experts = 14 * 128 * 3 * 4_096 * 1_536 * 4.836 / 8 / GIB
    attention = 46 / 94 * 6_702_497_792 * 4.53 / 8 / GIB
    attention += 46 * 128 * 4_096 * 4 / GIB
    head = 151_936 * 4_096 * 6.5625 / 8 / GIB
    cached = 46 / 94 * 32_768 * 94 * 4 * 256 * 2 / GIB
    typed = "Qwen3-235B-A22B Q4_K_M llama.cpp --n-cpu-moe 80 -c 32768 on 2x RTX 4090"
    found = answer(typed)
    [asked] = [each for each in found.placements if each.count == 2]

    assert asked.fits is False
    assert asked.share.parts["weights"] / GIB == pytest.approx(experts + attention + head, abs=0.05)
    assert asked.share.parts["kv_cache"] / GIB == pytest.approx(cached, rel=0.001)
    assert found.command is None
    [even] = [each for each in found.changes if each.what.key == "change.tensor_split"]
    assert even is found.changes[0]
    parts = [int(part) for part in str(even.what.values["parts"]).split(",")]
    assert (len(parts), sum(parts)) == (2, 95)
    assert even.command is not None
    assert "-ts " + ",".join(map(str, parts)) in even.command
    assert answer(even.question).placements[0].fits


def test_a_split_that_is_typed_counts_card_by_card():
    """
    -ts 87,8: 87 layers of cache, 7 of experts and 87/94 of attention on the first card; with 47,48
    the last one holds all 14.
    """
    typed = "Qwen3-235B-A22B Q4_K_M llama.cpp --n-cpu-moe 80 -c 32768 on 2x RTX 4090 -ts"
    layer = 128 * 3 * 4_096 * 1_536 * 4.836 / 8 / GIB
    attention = (6_702_497_792 * 4.53 / 8 + 94 * 128 * 4_096 * 4) / GIB  # and routers
    even = answer(f"{typed} 87,8")
    [asked] = even.placements

    assert asked.fits
    assert asked.share.parts["weights"] / GIB == pytest.approx(
        7 * layer + 87 / 94 * attention, abs=0.05
    )
    assert asked.share.parts["kv_cache"] / GIB == pytest.approx(5.875 * 87 / 94, rel=0.001)
    assert even.command is not None
    assert "-ts 87,8" in even.command
    assert not any("not all named" in each for each in even.caveats)
    assert not answer(f"{typed} 47,48").placements[0].fits


def test_another_card_may_be_full_first_when_more_is_held():
    """
    -ts 84,11: with one sequence the last card is fullest (14 - 4 layers of experts, 15.1 GiB); each
    more puts 84/94 of 5.875 GiB on the first, which has 4 x 1.36 + 3.3 and 0.8: two, not thirteen.
    """
    typed = "Qwen3-235B-A22B Q4_K_M llama.cpp --n-cpu-moe 80 -c 32768 on 2x RTX 4090 -ts 84,11"
    [asked] = answer(typed).placements

    assert asked.share.parts["kv_cache"] / GIB == pytest.approx(5.875 * 10 / 94, rel=0.001)
    assert asked.share.max_sequences == 2


def test_one_card_has_no_last_one():
    typed = answer("gpt-oss 120b llama.cpp RTX 5090 with --n-cpu-moe 24 32k")

    assert not any("the last card is fuller" in each for each in typed.caveats)


def test_where_no_number_of_cards_will_do_one_of_them_may_hold_the_rest():
    """Kimi K2 in Q4_K_M is some 580 GiB, of which all but the experts fits one card."""
    found = answer("kimi k2 q4_k_m on rtx pro 6000 96gb llama.cpp 32k does it fit?")
    commands = [each.command for each in found.changes if each.what.key == "change.n_cpu_moe"]

    assert found.verdict.fits is False
    assert len(commands) == 1
    assert commands[0] is not None
    assert "--n-cpu-moe" in commands[0]
