"""
Models that are no language models: vectors, scores, speech, encoders and decoders, images.

Questions that were refused or answered wrongly, with what is right worked out here. GiB are 2**30
bytes; widths are those of each config.json.
"""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.memory.kv_cache import cache_of_one_sequence
from core.memory.layout import Layout
from core.planning.result import Answer

CATALOG = load_catalog()
GIB = 2**30


def part(found: Answer, name: str) -> int:
    """Bytes of one part on each GPU of the first line; 0 where there is none of it."""
    assert found.headline is not None
    return found.headline.share.parts.get(name, 0)


def placed(found: Answer) -> tuple[str, int, bool]:
    """Card, how many, and whether they hold it."""
    best = found.headline
    assert best is not None
    return best.gpu.id, best.count, best.fits


def test_bge_m3_is_an_encoder_without_a_cache():
    """
    XLM-RoBERTa large with 8,194 positions: 250,002 words + 8,194 positions + 1 type of 1,024, a
    norm, 24 layers of 12 h² + 13 h, a pooler of h² + h.
    """
    h = 1024
    words = (250_002 + 8_194 + 1) * h + 2 * h
    parameters = words + 24 * (12 * h * h + 13 * h) + h * h + h
    found = answer("bge-m3 embeddings on L4")

    assert parameters == 567_754_752
    assert part(found, "weights") == 2 * parameters
    assert part(found, "kv_cache") == 0
    assert placed(found) == ("l4", 1, True)
    assert found.question.unused == ()
    assert found.command == (
        "vllm serve BAAI/bge-m3 --runner pooling --max-model-len 8192 --dtype half"
    )
    assert found.caveats[0] == (
        "No cache is kept per user: vLLM works off 8,192 tokens at a time, and what comes "
        "meanwhile waits."
    )


def test_a_step_of_an_encoder_holds_a_whole_text():
    """
    8,192 tokens x (3 x 4,096 + 4 x 1,024) x 2 bytes of the widest layer, a float32 vector of each
    token, and 0.14 GiB: vLLM's default of 2,048 tokens on an L4 gives way to the text.
    """
    found = answer("bge-m3 on L4")
    step = 8192 * (3 * 4096 + 4 * 1024) * 2 + 8192 * 1024 * 4

    assert part(found, "activations") == pytest.approx(step + 0.14 * GIB, abs=1)


def test_the_range_of_a_step_is_wide_because_no_log_was_compared():
    found = answer("bge-m3 on L4").estimates[0]
    activations = next(each for each in found.parts if each.name == "activations")

    assert activations.known == "modelled"
    assert activations.low == pytest.approx(0.5 * activations.size, rel=1e-6)
    assert activations.high == pytest.approx(1.5 * activations.size, rel=1e-6)


def test_qwen3_embedding_holds_what_is_being_read_and_no_more():
    """
    32 texts of 8,192 tokens: in steps of 2,048 tokens one text is read while the next begins, so
    two are held: 2 x 8,192 x 36 layers x 8 heads x (128 + 128) x 2 bytes = 2.25 GiB, not 36.
    """
    found = answer("qwen3 embedding 8b on L4 8k batch 32")
    one = 8192 * 36 * 8 * 256 * 2

    assert part(found, "kv_cache") == 2 * one == 2.25 * GIB
    assert part(found, "weights") == pytest.approx(7_567_295_488 * 2, rel=0.001)
    assert placed(found) == ("l4", 1, True)
    assert found.command == (
        "vllm serve Qwen/Qwen3-Embedding-8B --runner pooling --max-model-len 8192"
    )


def test_more_texts_than_a_step_holds_need_no_more():
    few, many = (
        answer("qwen3 embedding 8b on L4 8k batch 2"),
        answer("qwen3 embedding 8b on L4 8k batch 2000"),
    )

    assert part(few, "kv_cache") == part(many, "kv_cache")


def test_short_texts_fill_a_step():
    """Of 512 tokens each a step of 2,048 holds four, beside the one before."""
    found = answer("qwen3 embedding 8b on L4 512 tokens batch 100")

    assert part(found, "kv_cache") == 5 * 512 * 36 * 8 * 256 * 2


def test_the_reranker_is_served_and_not_its_base():
    found = answer("qwen3 reranker 4b on L4")

    assert found.command is not None
    assert found.command.startswith("vllm serve Qwen/Qwen3-Reranker-4B --runner pooling ")
    assert '"is_original_qwen3_reranker": true' in found.command
    assert placed(found) == ("l4", 1, True)


@pytest.mark.parametrize(
    ("question", "model", "weights"),
    [
        ("nomic embed text v1.5", "nomic-ai/nomic-embed-text-v1.5", 136_731_648 * 2),
        ("nomic-embed-text on a T4", "nomic-ai/nomic-embed-text-v1.5", 136_731_648 * 2),
        ("bge-reranker-v2-m3 on T4", "BAAI/bge-reranker-v2-m3", 567_755_777 * 2),
        ("bge large en v1.5 on T4", "BAAI/bge-large-en-v1.5", 335_141_888 * 2),
        ("multilingual-e5-large on T4", "intfloat/multilingual-e5-large", 559_890_432 * 2),
        ("jina-embeddings-v3 on L4", "jinaai/jina-embeddings-v3", 572_310_396 * 2),
        ("gte-large on T4", "thenlper/gte-large", 335_141_888 * 2),
        ("embeddinggemma on L4", "google/embeddinggemma-300m", 307_581_696 * 2),
        ("intfloat/e5-mistral-7b-instruct on A10G", "intfloat/e5-mistral-7b-instruct",
         7_110_660_096 * 2),
    ],
)  # fmt: skip
def test_weights_are_those_of_the_repository(question, model, weights):
    """To what loading adds: rotary tables of at most 8 MiB."""
    found = answer(question)

    assert found.question.models[0].id == model
    assert 0 <= part(found, "weights") - weights <= 8 * 2**20


def test_how_many_users_is_no_number():
    found = answer("how many users for bge-m3 on T4")

    assert found.verdict.summary == (
        "BGE-M3 in FP16 on 1 × T4: any number of users, for whom no cache is kept; 8,192 tokens "
        "are worked off at a time."
    )
    assert found.verdict.value is None


def test_how_many_users_of_a_decoder_that_gives_vectors():
    said = answer("how many users can qwen3 embedding 4b serve on an L4").verdict.summary

    assert "any number of users" in said
    assert "2,048 tokens are worked off at a time" in said


def test_the_longest_text_is_what_the_model_was_made_for():
    assert answer("max context of bge-m3 on L4").verdict.value == 8192


def test_a_gaming_card_runs_the_published_embeddings_and_no_gguf():
    found = answer("embeddinggemma on RTX 3060")

    assert found.scenarios[0].precision.id == "bf16"  # vLLM refuses Gemma 3 in float16
    assert found.scenarios[0].engine.name == "vllm"


def test_sglang_is_told_that_it_embeds():
    command = answer("qwen3 embedding 0.6b with sglang on L4").command

    assert command is not None
    assert " --is-embedding " in command


def test_whisper_keeps_its_text_and_the_frames_of_its_sound():
    """
    32 decoder layers of 20 heads of 64: keys and values of 448 tokens, and of the 1,500 vectors
    that the encoder gives of 30 seconds, in whole blocks of 16: 1,504.
    """
    found = answer("whisper large v3 on T4")

    assert part(found, "weights") == 2 * 1_543_490_560
    assert part(found, "kv_cache") == (448 + 1504) * 32 * 20 * 128 * 2
    assert placed(found) == ("t4", 1, True)
    assert found.command == "vllm serve openai/whisper-large-v3 --max-model-len 448 --dtype half"
    assert any("1,500 vectors" in said for said in found.caveats)


def test_whisper_for_several_streams():
    one, five = (
        answer("whisper large v3 on T4"),
        answer("whisper large-v3 on T4 for 5 parallel streams"),
    )

    assert part(five, "kv_cache") == 5 * part(one, "kv_cache")


def test_the_sound_does_not_grow_with_the_text():
    turbo = CATALOG.models["openai/whisper-large-v3-turbo"]
    short, long = (cache_of_one_sequence(turbo, 16, tokens).kv_cache for tokens in (1, 448))

    assert long - short == 447 * 4 * 20 * 128 * 2
    assert short == (1 + 1500) * 4 * 20 * 128 * 2


def test_frames_are_split_over_ranks_with_their_heads():
    large = CATALOG.models["openai/whisper-large-v3"]
    whole = cache_of_one_sequence(large, 16, 448).kv_cache
    half = cache_of_one_sequence(large, 16, 448, layout=Layout(tensor_parallel_size=2)).kv_cache

    assert half * 2 == whole


def test_whisper_parameters_by_hand():
    """
    Tiny, d = 384: two convolutions (80 mel bins, 3 wide), 1,500 and 448 positions, 4 + 4 layers,
    51,865 words that are the head as well.
    """
    d = 384
    encoder = 80 * 3 * d + d + 3 * d * d + d + 1500 * d + 4 * (12 * d * d + 12 * d) + 2 * d
    decoder = 51_865 * d + 448 * d + 4 * (16 * d * d + 17 * d) + 2 * d

    assert encoder + decoder == 37_760_640
    assert CATALOG.models["openai/whisper-tiny"].elements == 37_760_640


def test_t5_xxl_is_eleven_billion_and_runs_in_transformers():
    """
    24 + 24 layers of 4,096 with 64 heads of 64 and gated 10,240: the encoder 4 h² + 3 h x 10,240,
    the decoder 4 h² more; two embeddings of 32,128 words; 2 and 3 norms a layer, two at the ends,
    and two tables of 32 x 64 relative positions.
    """
    h = 4096
    encoder = 24 * (4 * h * h + 3 * h * 10_240 + 2 * h) + h + 32 * 64
    decoder = 24 * (8 * h * h + 3 * h * 10_240 + 3 * h) + h + 32 * 64
    found = answer("t5 xxl on A10G")

    assert encoder + decoder + 2 * 32_128 * h == 11_135_332_352
    assert part(found, "weights") == 2 * 11_135_332_352
    assert part(found, "kv_cache") == 2 * 512 * 24 * 64 * 128 * 2
    assert found.scenarios[0].engine.name == "transformers"
    assert found.command is None


def test_vllm_does_not_serve_t5_and_says_so():
    found = answer("flan-t5 xl with vllm on L4")

    assert found.command is None
    assert "No command: vLLM does not serve FLAN-T5 XL." in found.caveats


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("flux.1 dev on RTX 4090", "“flux.1 dev” is an image model, which gpumem does not size"),
        ("sdxl on a 3070", "“sdxl” is an image model, which gpumem does not size"),
        ("wan 2.1 14b text-to-video on a 4090", "“wan 2.1” is a video model, which gpumem"),
    ],
)
def test_images_and_videos_are_refused_in_one_sentence(question, said):
    with pytest.raises(QuestionError) as refused:
        answer(question)

    assert refused.value.message.startswith(said)
    assert refused.value.message.count(".") == 1 + question.count(".")


def test_a_language_model_beside_an_embedding_model():
    found = answer("rag: bge-m3 plus llama 3.1 8b bf16 on a single L4")

    assert [model.id for model in found.question.models] == [
        "BAAI/bge-m3",
        "meta-llama/Llama-3.1-8B",
    ]


def test_the_largest_model_is_one_that_writes_text():
    found = answer("largest model on a T4")

    assert all(scenario.model.is_language_model for scenario in found.scenarios)


@pytest.mark.parametrize(
    "question",
    [
        "vllm serve BAAI/bge-m3 --runner pooling on L4",
        "vllm serve Qwen/Qwen3-Embedding-4B --task embed --max-model-len 4096 on L4",
        "vllm serve Qwen/Qwen3-Embedding-4B --runner=pooling on L4",
    ],
)
def test_a_flag_that_says_what_the_model_is_is_not_unused(question):
    found = answer(question)

    assert found.question.unused == ()
    assert "Not used" not in found.verdict.summary


def test_the_same_flag_of_a_language_model_is_named():
    assert "--runner pooling" in answer("vllm serve Qwen/Qwen3-4B --runner pooling").verdict.summary


def test_training_one_says_that_its_activations_are_not_modelled():
    assert "Not counted: activations of BGE-M3" in answer("lora bge-m3 on L4").verdict.summary


def test_the_engine_of_embeddings_is_no_other_model():
    found = answer("text-embeddings-inference bge-large on T4")

    assert found.question.not_answered == ()
    assert found.question.models[0].id == "BAAI/bge-large-en-v1.5"


def test_encoders_are_not_cut_into_stages():
    """vLLM has no stages of Whisper: two T4 split its 20 heads, or it takes four."""
    best = answer("whisper large v3 on T4 for 64 streams").headline

    assert best is not None
    assert (best.pipeline_parallel, best.tensor_parallel == best.count) == (1, True)


def test_transformers_still_spreads_the_layers_of_t5():
    best = answer("t5 xxl on 2x T4").headline

    assert best is not None
    assert (best.pipeline_parallel, best.fits) == (2, True)


@pytest.mark.parametrize("question", ["whisper large v3 1k context on L4", "bge-m3 32k on L4"])
def test_learned_positions_are_not_scaled(question):
    said = " ".join(answer(question).caveats)

    assert "takes no more" in said
    assert "RoPE" not in said


def test_all_minilm_is_bert_with_six_layers():
    """30,522 words, 512 positions and 2 types of 384, a norm, 6 layers, a pooler."""
    h = 384
    parameters = (30_522 + 512 + 2 + 2) * h + 6 * (12 * h * h + 13 * h) + h * h + h
    found = answer("all-MiniLM-L6-v2 on T4")

    assert parameters == 22_713_216
    assert part(found, "weights") == 2 * parameters
