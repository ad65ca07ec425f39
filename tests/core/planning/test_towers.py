"""
Models with towers for pictures or sound, and language models that people asked for in vain.

Totals are those of the published checkpoints; here they are put together from the widths of each
config.json, so that a wrong width shows.
"""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.planning.result import Answer

MODELS = load_catalog().models
# InternViT 300M: 24 layers of 1,024, a patch of 14 x 14 x 3, 1,025 positions and one class, every
# linear layer and norm with a bias, two scales a layer.
VIT_300M = (3 * 14 * 14 + 1 + 1 + 1025) * 1024 + 24 * (12 * 1024**2 + 15 * 1024)
# InternViT 6B: 45 layers of 3,200; norms without bias, keys and queries normed, none for q, k, v.
VIT_6B = (3 * 14 * 14 + 1 + 1 + 1025) * 3200 + 45 * (12 * 3200**2 + 12 * 3200)


def projector(width: int, hidden: int) -> int:
    """Four patches become a token: a norm, two linear layers with a bias."""
    return 8 * width + 4 * width * hidden + hidden + hidden * hidden + hidden


def part(found: Answer, name: str) -> int:
    """Bytes of one part on each GPU of the first line."""
    assert found.headline is not None
    return found.headline.share.parts[name]


@pytest.mark.parametrize(
    ("model", "text", "words", "tower", "width"),
    [
        ("OpenGVLab/InternVL3-8B", "Qwen/Qwen2.5-7B-Instruct", 151_674, VIT_300M, 1024),
        ("OpenGVLab/InternVL3-14B", "Qwen/Qwen2.5-14B-Instruct", 151_674, VIT_300M, 1024),
        ("OpenGVLab/InternVL3-38B", "Qwen/Qwen2.5-32B-Instruct", 151_674, VIT_6B, 3200),
        ("OpenGVLab/InternVL3-78B", "Qwen/Qwen2.5-72B-Instruct", 151_674, VIT_6B, 3200),
        ("OpenGVLab/InternVL2_5-8B", "internlm/internlm2_5-7b-chat", 92_553, VIT_300M, 1024),
        ("OpenGVLab/InternVL2_5-26B", "internlm/internlm2_5-20b-chat", 92_553, VIT_6B, 3200),
        ("OpenGVLab/InternVL3_5-8B", "Qwen/Qwen3-8B", 151_936, VIT_300M, 1024),
        ("OpenGVLab/InternVL3_5-241B-A28B", "Qwen/Qwen3-235B-A22B", 151_936, VIT_6B, 3200),
    ],
)
def test_internvl_is_its_text_model_a_tower_and_a_projector(model, text, words, tower, width):
    row, base = MODELS[model], MODELS[text]
    more_words = 2 * (words - base.vocab_size) * base.hidden_size  # embedding and head
    beside = tower + projector(width, base.hidden_size)

    assert row.other_parameters == beside
    assert row.elements == base.elements + more_words + beside


def test_llama_guard_4_is_the_dense_part_of_scout():
    """
    48 layers of 5,120 with 40 and 8 heads of 128 and the shared expert of 8,192, two embeddings of
    202,048 words, and the tower of Llama 4 Scout; the cache of every layer is whole.
    """
    h = 5120
    layer = 2 * h * h + 2 * h * 8 * 128 + 3 * h * 8192 + 2 * h
    tower = MODELS["meta-llama/Llama-4-Scout-17B-16E-Instruct"].other_parameters
    found = answer("llama guard 4 12b on A10G")

    assert 2 * 202_048 * h + 48 * layer + h + tower == 12_001_097_216
    assert found.scenarios[0].model.elements == 12_001_097_216
    assert found.estimates[0].sizes()["kv_cache"].magnitude == 8192 * 48 * 8 * 256 * 2
    best = found.headline
    assert best is not None
    assert (best.count, best.fits) == (2, True)  # 22.4 GiB of weights are more than one A10G


def test_deepseek_ocr_loads_all_of_its_experts():
    """
    12 layers of 1,280 with 10 heads of 128; the first is 6,848 wide, the others have 64 experts and
    two shared ones of 896. SAM and CLIP: what the total has beyond.
    """
    h = 1280
    experts = 11 * (66 * 3 * h * 896 + 64 * h)
    text = 2 * 129_280 * h + 12 * 4 * h * h + 3 * h * 6848 + experts + 25 * h
    found = answer("deepseek ocr on L4")
    best = found.headline

    assert MODELS["deepseek-ai/DeepSeek-OCR"].other_parameters == 3_336_106_240 - text
    assert 0.38e9 < 3_336_106_240 - text < 0.41e9  # "about 380M" and a projector
    assert part(found, "weights") == pytest.approx(2 * 3_336_106_240, rel=0.002)
    assert part(found, "kv_cache") == 8192 * 12 * 10 * 256 * 2
    assert best is not None
    assert (best.gpu.id, best.count, best.fits) == ("l4", 1, True)


def test_k_exaone_keeps_128_tokens_in_three_of_four_layers():
    """12 layers of all 131,072 tokens, and little of 36 more: 8 heads of 128 + 128, 2 bytes."""
    found = answer("k-exaone 236b a23b on 8xH100 128k 1 user")
    whole = 131_072 * 12 * 8 * 256 * 2

    assert found.question.models[0].id == "LGAI-EXAONE/K-EXAONE-236B-A23B"
    assert whole < found.estimates[0].sizes()["kv_cache"].magnitude < 1.3 * whole


def test_voxtral_is_ministral_and_the_ears_of_whisper():
    """Whisper large v3's encoder (128 mel bins) and two layers from four frames to a token."""
    d, h = 1280, 3072
    ears = 128 * 3 * d + d + 3 * d * d + d + 1500 * d + 32 * (12 * d * d + 12 * d) + 2 * d
    found = answer("voxtral mini on L4")

    assert MODELS["mistralai/Voxtral-Mini-3B-2507"].other_parameters == ears + 4 * d * h + h * h
    assert found.command is not None
    assert "--config-format mistral" in found.command
    activations = next(each for each in found.estimates[0].parts if each.name == "activations")
    assert "formula.audio" in [one.key for one in activations.formula]


def test_bamba_has_three_layers_with_a_cache():
    found = answer("bamba 9b on L40S 4k 2 users")
    kept = found.estimates[0].sizes()

    assert kept["kv_cache"].magnitude >= 2 * 4096 * 3 * 8 * 256 * 2
    assert "state" in kept


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("bamba 9b on L40S", "0.23.0"),
        ("aya vision 8b on L40S", "0.24.0"),
        ("llama 3.2 90b vision on 4xH100 8k 8 users", "0.10.2"),
    ],
)
def test_what_vllm_no_longer_has_gets_no_command(question, last):
    found = answer(question)

    assert found.command is None
    assert any(f"since {last}" in said for said in found.caveats)


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("glm-4.1v-9b on L4", "zai-org/GLM-4.1V-9B-Thinking"),
        ("molmo 7b on L4", "allenai/Molmo-7B-D-0924"),
        ("phi-4 multimodal on L4", "microsoft/Phi-4-multimodal-instruct"),
        ("command a vision on 4xH100", "CohereLabs/command-a-vision-07-2025"),
        ("medgemma 27b on H100", "google/medgemma-27b-it"),
        ("cogito 14b on L40S", "deepcogito/cogito-v1-preview-qwen-14B"),
        ("ring 1t on 16xH200", "inclusionAI/Ring-1T"),
        ("qwen3guard 8b on L4", "Qwen/Qwen3Guard-Gen-8B"),
        ("internvl3 78b on 4xH100", "OpenGVLab/InternVL3-78B"),
        ("internvl2.5 8b on L4", "OpenGVLab/InternVL2_5-8B"),
    ],
)
def test_names_lead_to_the_repository(question, id):
    assert [model.id for model in answer(question).question.models] == [id]
