"""
Flags of a server that change memory: adapters, drafts, the cache's size, weights on the host.

Expected values are worked out here from the config.json of each model; rules of the engines stand
in core/memory with file and version. GiB are 2**30 bytes.
"""

import pytest

from core.answer import answer
from core.planning.result import Answer

GIB = 2**30
LLAMA_8B = "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 8192"
LLAMA_70B = "vllm serve meta-llama/Llama-3.3-70B-Instruct --quantization fp8 --max-model-len 8192"
TOKEN_OF_8B = 32 * 8 * (128 + 128) * 2  # bytes of cache
TOKEN_OF_70B = 80 * 8 * (128 + 128) * 2
TOKEN_OF_1B = 16 * 8 * (64 + 64) * 2


def whole(found: Answer, name: str) -> float:
    """Bytes of one part before anything is split."""
    return found.estimates[0].sizes()[name].m_as("byte")


def each(found: Answer, name: str) -> float:
    """Bytes of one part on each GPU of the first line."""
    assert found.headline is not None
    return found.headline.share.parts[name]


# ── adapters ──


def test_sixteen_adapters_of_rank_64_need_a_second_l4():
    """
    15.0 GiB of weights and 8 x 8,192 tokens = 8 GiB of cache leave nothing on 22 GiB; the slots of
    rank 64 take 16 x 64 x 2 bytes x (32 layers x 81,920 + 2 x (128,256 + 4,096)) = 5.5 GiB.
    """
    one_layer = 2 * 8192 + 2 * (4096 + 1024) + 3 * (4096 + 14_336)
    slots = 16 * 64 * 2 * (32 * one_layer + 2 * (128_256 + 4096))
    found = answer(f"{LLAMA_8B} --enable-lora --max-loras 16 --max-lora-rank 64 "
                   "--max-num-seqs 8 on L4")  # fmt: skip

    assert whole(found, "adapters") == slots
    assert whole(found, "kv_cache") == 8 * 8192 * TOKEN_OF_8B
    assert found.headline is not None
    assert (found.headline.count, found.headline.fits) == (2, True)
    assert found.command is not None
    assert found.command.endswith("--enable-lora --max-loras 16 --max-lora-rank 64")
    assert found.question.task == "serve"
    assert found.question.unused == ()


def test_a_rank_that_vllm_does_not_take_has_the_next_slot_up():
    """config/lora.py: 1, 8, 16, 32, 64, ...; 24 needs slots of 32."""
    found = answer(f"{LLAMA_8B} --enable-lora --max-loras 4 --max-lora-rank 24 on L4")

    assert found.command is not None
    assert "--max-loras 4 --max-lora-rank 32" in found.command


def test_defaults_of_adapters_are_said():
    """max_loras 1, max_lora_rank 16."""
    found = answer(f"{LLAMA_8B} --enable-lora on L4")

    assert "LoRA adapters at a time: 1, rank 16" in found.assumed


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (f"{LLAMA_8B} --enable-lora --max-lora-rank 1024 on H100", "up to rank 512"),
        ("vllm serve gpt2 --enable-lora on L4", "no LoRA adapters of GPT-2"),
    ],
)
def test_what_vllm_refuses_gets_no_command(question, said):
    found = answer(question)

    assert found.command is None
    assert any(said in caveat for caveat in found.caveats)


# ── drafts ──


def test_a_draft_model_lies_on_the_same_cards():
    """
    Llama 3.2 1B in its own BF16 beside a target in FP8: 1,235,814,400 x 2 bytes and 32 KiB a token,
    all of them split over the same four ranks.
    """
    draft = '{"model": "meta-llama/Llama-3.2-1B-Instruct", "num_speculative_tokens": 5}'
    found = answer(f"{LLAMA_70B} -tp 4 --max-num-seqs 32 --speculative-config '{draft}' on 4xH100")

    assert TOKEN_OF_1B == 32 * 1024
    assert len(found.estimates) == 1
    assert whole(found, "draft") == pytest.approx(1_235_814_400 * 2, rel=1e-6)
    tokens = 32 * 8192
    assert whole(found, "kv_cache") == tokens * (TOKEN_OF_70B + TOKEN_OF_1B)
    assert each(found, "kv_cache") == tokens * (TOKEN_OF_70B + TOKEN_OF_1B) / 4
    assert found.command is not None
    assert '"model": "meta-llama/Llama-3.2-1B-Instruct"' in found.command
    assert '"num_speculative_tokens": 5' in found.command


def test_a_draft_in_a_file_has_the_format_of_its_name():
    """1,235,814,400 parameters in Q8_0, 8.5 bits."""
    found = answer("llama-server -m llama-3.3-70b-q4_k_m.gguf -md llama-3.2-1b-q8_0.gguf -c 8192")

    assert whole(found, "draft") == pytest.approx(1_235_814_400 * 8.5 / 8, rel=0.01)
    assert "Not counted" not in found.verdict.summary


def test_an_eagle_3_head_is_a_layer_more():
    """
    2.6 GiB: q, k, v from 2 x 8,192, fc from 3 x 8,192, a feed-forward part and a head of 32,000
    words; fc is whole on both ranks. 81 layers of cache instead of 80.
    """
    h, kv, inner = 8192, 1024, 28_672
    divided = 2 * h * (h + 2 * kv) + h * h + 3 * h * inner + 32_000 * h
    fc = 3 * h * h
    config = '{"method": "eagle3", "num_speculative_tokens": 3}'
    found = answer(f"{LLAMA_70B} -tp 2 --max-num-seqs 16 --speculative-config '{config}' on 2xH100")

    assert whole(found, "draft") == 2 * (divided + fc)
    assert each(found, "draft") == 2 * (divided / 2 + fc)
    assert whole(found, "kv_cache") == 16 * 8192 * (TOKEN_OF_70B // 80 * 81)
    assert found.command is not None
    assert "lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-SpecForge" in found.command


def test_the_mtp_layer_of_deepseek_is_loaded_with_it():
    """61 + 1 layers of 576 x 2 bytes a token."""
    config = '{"method": "mtp", "num_speculative_tokens": 1}'
    found = answer("vllm serve deepseek-ai/DeepSeek-R1 -tp 8 --max-model-len 32768 "
                   f"--speculative-config '{config}' on 8xH200")  # fmt: skip

    assert 10 * GIB < whole(found, "draft") < 12 * GIB
    assert whole(found, "kv_cache") == 32_768 * 62 * 576 * 2
    assert found.command is not None
    assert f"--speculative-config '{config}'" in found.command


def test_n_grams_take_nothing_on_the_card():
    config = '{"method": "ngram", "num_speculative_tokens": 5}'
    plain = answer(f"{LLAMA_8B} on L4")
    found = answer(f"{LLAMA_8B} --speculative-config '{config}' on L4")

    assert found.estimates[0].total == plain.estimates[0].total
    assert found.command is not None
    assert config in found.command


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('{"method": "medusa", "model": "someone/a-medusa-head"}', "someone/a-medusa-head"),
        ('{"method": "mtp", "num_speculative_tokens": 1}', "MTP layers of Llama 3.1 8B"),
    ],
)
def test_a_draft_that_we_cannot_size_is_said_in_the_first_line(config, said):
    summary = answer(f"{LLAMA_8B} --speculative-config '{config}' on L4").verdict.summary

    assert "Not counted: " in summary
    assert said in summary


# ── the size of the cache, and weights on the host ──


def test_a_named_size_of_the_cache_is_taken_whole():
    """4 GiB are 32,768 tokens of 128 KiB: four sequences of 8,192."""
    found = answer(f"{LLAMA_8B} --kv-cache-memory-bytes 4G on L4")

    assert TOKEN_OF_8B == 128 * 1024
    assert 4 * GIB // TOKEN_OF_8B == 32_768
    assert whole(found, "kv_cache") == 4 * GIB
    assert found.headline is not None
    assert found.headline.share.max_sequences == 4
    assert found.command is not None
    assert f"--kv-cache-memory-bytes {4 * GIB}" in found.command


def test_more_users_than_the_named_cache_holds_do_not_fit():
    found = answer(f"does this fit: {LLAMA_8B} --kv-cache-memory-bytes 4G on 1xL4, 5 users")

    assert found.verdict.fits is False


def test_the_utilization_does_not_count_beside_a_named_cache():
    """v1/worker/gpu_worker.py: it is ignored. 21.3 of the 22 GiB that a program sees."""
    flags = "--kv-cache-memory-bytes 4G --gpu-memory-utilization 0.5"

    assert answer(f"does this fit: {LLAMA_8B} {flags} on 1xL4").verdict.fits is True


def test_weights_on_the_host_leave_the_card():
    """
    7,615,616,512 x 2 bytes less 10 GiB of layers, and 8,192 x 28 x 4 x 256 x 2 bytes of cache: a
    12 GB card holds it.
    """
    found = answer("vllm serve Qwen/Qwen2.5-7B-Instruct --cpu-offload-gb 10 --max-model-len 8192 "
                   "on RTX 3060 12GB")  # fmt: skip
    rotary = 32_768 * 128 * 2

    assert whole(found, "weights") == 7_615_616_512 * 2 - 10 * GIB + rotary
    assert whole(found, "kv_cache") == 8192 * 28 * 4 * 256 * 2
    assert found.headline is not None
    assert found.headline.count == 1
    assert found.command is not None
    assert "--cpu-offload-gb 10" in found.command


def test_no_more_than_the_layers_leaves_the_card():
    """Embedding and head, 152,064 x 3,584 each, stay (offloader/uva.py wraps layers)."""
    found = answer("vllm serve Qwen/Qwen2.5-7B-Instruct --cpu-offload-gb 100 --max-model-len 8192 "
                   "on RTX 3060 12GB")  # fmt: skip
    rotary = 32_768 * 128 * 2

    assert whole(found, "weights") == 2 * 152_064 * 3584 * 2 + rotary


def test_each_of_several_cards_keeps_so_much_off():
    """config/offload.py: per GPU. Half of the weights on each of two, less 4 GiB."""
    command = f"{LLAMA_8B} -tp 2 on 2xL4"
    plain, less = answer(command), answer(command.replace(" on", " --cpu-offload-gb 4 on"))

    assert each(plain, "weights") - each(less, "weights") == 4 * GIB


def test_swap_space_is_memory_of_the_host():
    plain = answer(f"{LLAMA_8B} on L4")
    found = answer(f"{LLAMA_8B} --swap-space 16 on L4")

    assert found.estimates[0].total == plain.estimates[0].total
    assert found.verdict.summary.startswith("None of --swap-space lies on the card")


def test_sglang_caps_its_pool_at_so_many_tokens():
    """16,384 tokens are two sequences of 8,192, though the card would hold more."""
    found = answer("python -m sglang.launch_server --model-path meta-llama/Llama-3.1-8B-Instruct "
                   "--context-length 8192 --max-total-tokens 16384 on H100")  # fmt: skip

    assert found.headline is not None
    assert found.headline.share.max_sequences == 2
    assert found.command is not None
    assert "--max-total-tokens 16384" in found.command


def test_tensorrt_llm_takes_its_fraction_of_what_the_weights_leave():
    """
    79.19 GiB that a program sees, less weights, activations and buffers; 0.8 of the rest in blocks
    of 32 tokens of 128 KiB: 49 sequences of 8,192 tokens (1 GiB each).
    """
    found = answer("trtllm-serve meta-llama/Llama-3.1-8B-Instruct --max_seq_len 8192 "
                   "--kv_cache_free_gpu_memory_fraction 0.8 on 1xH100")  # fmt: skip

    assert found.headline is not None
    share = found.headline.share
    fixed = share.needed - share.parts["kv_cache"]
    visible = 81_559 * 2**20 - int(0.45 * GIB)
    assert share.max_sequences == int(0.8 * (visible - fixed) / (8192 * TOKEN_OF_8B)) == 49
    assert found.command is not None
    assert "--kv_cache_free_gpu_memory_fraction 0.8" in found.command


# ── the same in words ──


def test_adapters_in_words_are_no_training_run():
    """The slots of test_sixteen_adapters_of_rank_64_need_a_second_l4, for 8 users of 8,192."""
    one_layer = 2 * 8192 + 2 * (4096 + 1024) + 3 * (4096 + 14_336)
    slots = 16 * 64 * 2 * (32 * one_layer + 2 * (128_256 + 4096))
    found = answer("llama 3.1 8b on L4 8k 8 users with 16 LoRA adapters rank 64")

    assert found.question.task == "serve"
    assert whole(found, "adapters") == slots
    assert whole(found, "kv_cache") == 8 * 8192 * TOKEN_OF_8B
    assert found.headline is not None
    assert (found.headline.gpu.name, found.headline.count) == ("L4", 2)
    assert found.command is not None
    assert "--enable-lora --max-loras 16 --max-lora-rank 64" in found.command


def test_a_draft_model_in_words_is_no_second_answer():
    """2.3 GiB in BF16 and 32 KiB a token beside the target's 320."""
    found = answer("llama 3.3 70b fp8 on 4xH100 32k 32 users with speculative decoding draft model "
                   "llama 3.2 1b")  # fmt: skip

    assert len(found.estimates) == 1
    assert whole(found, "draft") == pytest.approx(1_235_814_400 * 2, rel=1e-6)
    assert whole(found, "kv_cache") == 32 * 32_768 * (TOKEN_OF_70B + TOKEN_OF_1B)


def test_eagle_3_in_words_is_a_head_and_a_layer():
    """A layer of cache more, and 1,402,994,688 weights (test_drafts.py works them out)."""
    found = answer("llama 3.3 70b fp8 on 2xH100 8k 16 users with eagle3 speculative decoding")

    assert whole(found, "draft") == 1_402_994_688 * 2
    assert whole(found, "kv_cache") == 16 * 8192 * (TOKEN_OF_70B // 80 * 81)
    assert found.command is not None
    assert '"num_speculative_tokens": 3' in found.command
    assert "tokens drafted at a time: 3" in found.assumed


def test_a_shared_prompt_is_stored_once():
    """4,096 tokens once and 64 x 2,048 of their own: 135,168 x 320 KiB = 41.2 GiB."""
    found = answer("llama 3.1 70b fp8 with prefix caching 4k shared system prompt 2k user 64 users "
                   "on 2xH100")  # fmt: skip

    assert whole(found, "kv_cache") == (4096 + 64 * 2048) * TOKEN_OF_70B
    assert found.headline is not None
    assert found.headline.fits


def test_tensorrt_llm_s_fraction_in_words():
    found = answer("llama 3.1 8b trtllm H100 free_gpu_memory_fraction 0.8 8k 64 users")

    assert "; one would hold 49 of the 64 users" in found.verdict.summary


def test_a_method_that_nobody_named_is_said_in_the_first_line():
    found = answer("llama 3.3 70b on 4xH100 with speculative decoding")

    assert "Not counted: the draft speculative decoding" in found.verdict.summary
    assert found.command is None


# ── what an engine shares, and blocks ──

SHARED = "4k shared prompt, 2k per user, 8 users"
OF_ALL = (4096 + 8 * 2048) * TOKEN_OF_8B
OF_EACH = 8 * (4096 + 2048) * TOKEN_OF_8B


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("vllm", OF_ALL),
        ("sglang", OF_ALL),
        ("tensorrt-llm", OF_ALL),
        ("vllm 0.6.3", OF_EACH),
        ("transformers", OF_EACH),
        ("llama.cpp", OF_EACH),
    ],
)
def test_a_prefix_is_stored_once_where_the_engine_shares_it(engine, expected):
    """V1 of vLLM, the radix cache and block reuse do; V0, llama-server and Transformers do not."""
    found = answer(f"llama 3.1 8b with {engine} on H100, {SHARED}")

    assert whole(found, "kv_cache") == expected
    each = "the 4,096 shared tokens are stored for each sequence: this engine does not share them"
    assert (each in found.assumed) == (expected == OF_EACH)


def test_so_many_blocks_are_taken_whatever_is_free():
    """2,048 blocks of 16 tokens of 128 KiB: 4 GiB, four sequences of 8,192."""
    found = answer(f"{LLAMA_8B} --num-gpu-blocks-override 2048 on L4")

    assert 2048 * 16 * TOKEN_OF_8B == 4 * GIB
    assert whole(found, "kv_cache") == 4 * GIB
    assert found.headline is not None
    assert found.headline.share.max_sequences == 4
    assert found.command is not None
    assert "--num-gpu-blocks-override 2048" in found.command


def test_fully_sharded_adapters_are_divided_once_more():
    """Linear layers / 2 on each of two; embedding and head stay whole."""
    flags = "-tp 2 --enable-lora --max-loras 4 --max-lora-rank 16 --fully-sharded-loras"
    found = answer(f"{LLAMA_8B} {flags} on 2xL4")
    one_layer = 2 * 8192 + 2 * (4096 + 1024) + 3 * (4096 + 14_336)

    assert each(found, "adapters") == 4 * 16 * 2 * (32 * one_layer / 2 + 2 * (128_256 + 4096))
    assert found.command is not None
    assert "--fully-sharded-loras" in found.command


def test_sglang_keeps_the_three_flags_of_its_drafts():
    """EAGLE without a head is the model's own MTP layer there."""
    flags = ("--speculative-num-steps 3 --speculative-eagle-topk 1 "
             "--speculative-num-draft-tokens 4")  # fmt: skip
    found = answer("python -m sglang.launch_server --model-path deepseek-ai/DeepSeek-V3 --tp 8 "
                   f"--speculative-algorithm EAGLE {flags} on 8xH200")  # fmt: skip

    assert whole(found, "draft") > 10 * GIB
    assert found.question.unused == ()
    assert found.command is not None
    assert f"--speculative-algorithm NEXTN {flags}" in found.command


def test_llama_server_loads_the_file_of_a_draft():
    found = answer("llama-server -m llama-3.3-70b-q4_k_m.gguf -md llama-3.2-1b-q8_0.gguf -c 8192 "
                   "on 2x RTX 4090")  # fmt: skip

    assert found.command is not None
    assert found.command.endswith(" -md llama-3.2-1b-q8_0.gguf")


def test_llama_server_gets_no_command_without_the_file():
    found = answer("llama 3.3 70b q4_k_m llama.cpp 2x RTX 4090 with llama 3.2 1b as draft 8k")

    assert found.command is None
    assert any("name them" in caveat for caveat in found.caveats)
