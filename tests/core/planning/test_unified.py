"""Memory that a GPU shares with the processor."""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.units import GIB_PER_GPU

GPUS = load_catalog().gpus


def said(question: str) -> str:
    return " ".join(answer(question).caveats)


def test_what_windows_sets_aside_is_counted_and_what_linux_can_give_is_said():
    """
    Qwen3 235B in Q3_K_M is 104.7 GiB: more than the 96 that are set aside, less than the
    114,164 MiB that a log shows with a larger GTT.
    """
    found = answer("qwen3 235b a22b q3_k_m on strix halo 128GB 8k")

    assert found.verdict.fits is False
    assert found.headline is not None
    assert found.headline.budget.m_as(GIB_PER_GPU) == 96
    assert f"up to {114_164 / 1024:.1f} GiB, and then it fits" in " ".join(found.caveats)


def test_what_no_setting_gives_is_not_promised():
    assert "then it fits" not in said("qwen3 235b a22b q8_0 on strix halo 128GB 8k")


def test_more_than_half_needs_a_setting_under_linux():
    """70B in Q8_0 takes 72 GiB, more than 64 GB; 8B takes 10."""
    assert "Linux gives half" in said("llama 3.1 70b q8_0 on strix halo 8k")
    assert "Linux gives half" not in said("llama 3.1 8b q8_0 on strix halo 8k")


def test_a_mac_s_limit_is_told_where_little_is_left():
    assert "iogpu.wired_limit_mb" in said("qwen3 235b a22b q3_k_m on M4 Max 128GB 8k")
    assert "iogpu.wired_limit_mb" not in said("llama 3.1 8b q4_k_m on M4 Max 128GB 8k")


def test_the_system_needs_some_of_a_spark():
    assert "other programs" in said("does deepseek r1 q4_k_m fit on a dgx spark?")
    assert "other programs" not in said("gpt-oss 120b llama.cpp on dgx spark 8k")


@pytest.mark.parametrize("name", ["strix halo", "dgx spark", "M4 Max 128GB"])
def test_the_host_s_memory_is_no_way_out_where_it_is_the_card_s(name):
    keys = [each.what.key for each in answer(f"does deepseek r1 q4_k_m fit on {name}?").changes]

    assert "change.n_cpu_moe" not in keys
    assert "change.n_gpu_layers" not in keys


def test_only_shared_memory_can_be_raised():
    for gpu in GPUS.values():
        assert (gpu.raised is None) == (gpu.raised_by is None)
        assert gpu.raised is None or (gpu.kind == "apu" and gpu.raised > gpu.memory)
