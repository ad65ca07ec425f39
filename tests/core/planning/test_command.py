"""The `vllm serve` command: only what vLLM takes, and what the estimate was made for."""

import pytest

from core.answer import answer

# Each flag is one of vLLM's engine arguments (docs.vllm.ai, serving/engine_args).
COMMANDS = [
    pytest.param(
        "llama 3.1 8b on one L4",
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 8192",
        id="nothing but the context",
    ),
    pytest.param(
        "llama 3.1 8b 1k 1000 users on 4x a100 80gb",
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --tensor-parallel-size 4 "
        "--max-model-len 1024 --max-num-seqs 1000",
        id="more sequences than the default of 256",
    ),
    pytest.param(
        "qwen3 0.6b 100 tokens 2500 users on a100 80gb",
        "vllm serve Qwen/Qwen3-0.6B --max-model-len 100 --max-num-seqs 2500 "
        "--max-num-batched-tokens 2500",
        id="more sequences than tokens of a step",
    ),
    pytest.param(
        "qwen3 0.6b on a t4",
        "vllm serve Qwen/Qwen3-0.6B --max-model-len 8192 --dtype half",
        id="a card without BF16",
    ),
    pytest.param(
        "llama 3.1 70b on 6x a100 80gb",
        "vllm serve meta-llama/Llama-3.1-70B-Instruct --tensor-parallel-size 2 "
        "--pipeline-parallel-size 3 --max-model-len 8192",
        id="ranks and stages",
    ),
    pytest.param(
        "deepseek r1 fp8 64k 32 users on 8x h200",
        "vllm serve deepseek-ai/DeepSeek-R1 --data-parallel-size 8 --enable-expert-parallel "
        "--max-model-len 65536",
        id="data-parallel attention",
    ),
    pytest.param(
        "qwen3 8b awq fp8 kv on rtx 4070",
        "vllm serve Qwen/Qwen3-8B-AWQ --max-model-len 8192 --kv-cache-dtype fp8",
        id="a checkpoint that someone quantised",
    ),
    pytest.param(
        "vllm serve Qwen/Qwen3-8B --max-num-seqs 64 --gpu-memory-utilization 0.8 --enforce-eager "
        "1 user on h100",
        "vllm serve Qwen/Qwen3-8B --max-model-len 8192 --max-num-seqs 64 "
        "--gpu-memory-utilization 0.8 --enforce-eager",
        id="flags of the question",
    ),
]


@pytest.mark.parametrize(("question", "command"), COMMANDS)
def test_the_command(question, command):
    assert answer(question).command == command


def test_no_command_for_a_context_that_vllm_refuses():
    found = answer("llama 3 8b 64k on h100")

    assert found.command is None
    assert any("RoPE" in caveat for caveat in found.caveats)


def test_as_many_users_as_fit_are_let_in():
    """1,316 users of 256 tokens on an L40S, where vLLM lets in 256 unasked."""
    found = answer("how many users qwen3 0.6b 256 tokens on an l40s")

    assert (
        found.command
        == f"vllm serve Qwen/Qwen3-0.6B --max-model-len 256 --max-num-seqs {found.verdict.value}"
    )
    again = answer(f"qwen3 0.6b bf16 256 tokens {found.verdict.value} users on one l40s")
    more = answer(
        f"qwen3 0.6b bf16 256 tokens {int(found.verdict.value or 0) + 1} users on one l40s"
    )
    assert again.verdict.fits is True
    assert more.verdict.fits is False


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("qwen3 8b exl2 4.65bpw with vllm on rtx 3060", id="ExLlama's format"),
        pytest.param("llama 3.1 8b bf16 with nvfp4 kv cache on rtx 5090", id="a cache in 4 bits"),
        pytest.param("llama 3.1 8b fp16 on 4x gtx 1080 ti", id="a card of 2017"),
        pytest.param("llama 3.1 8b on v100 32gb", id="Volta, which 0.21 left behind"),
    ],
)
def test_no_command_that_vllm_refuses(question):
    assert answer(question).command is None


def test_an_older_version_runs_on_volta():
    found = answer("llama 3.1 8b vllm 0.11 on one v100 32gb")

    assert found.command == (
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 8192 --dtype half"
    )


def test_a_card_too_old_for_the_engine_is_named():
    assert answer("llama 3.1 8b fp16 on 4x gtx 1080 ti").caveats == (
        "GTX 1080 Ti has compute capability 6.1: vLLM asks for 7.5, and did for 7.0 before 0.21.",
    )


@pytest.mark.parametrize(
    ("question", "command"),
    [
        pytest.param(
            "llama 3.3 70b q4_k_m llama.cpp on 2x RTX 4090 8k 2 users",
            "llama-server -hf bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M -c 16384 -np 2 -ngl 99",
            id="llama.cpp shares its context out among slots: 2 x 8,192",
        ),
        pytest.param(
            "qwen3 8b fp8 sglang on L40S 8k 16 users",
            "python -m sglang.launch_server --model-path Qwen/Qwen3-8B-FP8 --context-length 8192 "
            "--max-running-requests 16",
            id="SGLang",
        ),
        pytest.param(
            "llama 3.1 70b trtllm on 4x H100 8k 16 users",
            "trtllm-serve meta-llama/Llama-3.1-70B-Instruct --tp_size 4 --max_seq_len 8192 "
            "--max_batch_size 16",
            id="TensorRT-LLM",
        ),
        pytest.param("qwen3 8b transformers on L4", None, id="Transformers have no server"),
        pytest.param(
            "llama 3.1 8b mlx 4bit on M4 Max 64GB",
            "mlx_lm.server --model mlx-community/Llama-3.1-8B-Instruct-4bit",
            id="Apple's MLX",
        ),
        pytest.param("vllm serve Qwen/Qwen3-8B on M4 Max 64GB", None, id="no vLLM for a Mac"),
        pytest.param("glm 5 fp8 vllm 0.11 on 8xH200", None, id="a version before the model"),
    ],
)
def test_the_command_of_the_engine_that_was_asked_for(question, command):
    assert answer(question).command == command


def test_every_machine_gets_its_command():
    """405B in 16 bits are 812 GB: two machines of 8 x 80 GiB, each with its rank."""
    command = answer("llama 3.1 405b bf16 on 16x h100").command

    assert command is not None
    serve = (
        "vllm serve meta-llama/Llama-3.1-405B-Instruct --tensor-parallel-size 8 "
        "--pipeline-parallel-size 2 --max-model-len 8192 --nnodes 2"
    )
    assert command.splitlines() == [
        "# on the first machine ($HEAD_IP is its address)",
        f"{serve} --node-rank 0 --master-addr $HEAD_IP",
        "# on the second machine",
        f"{serve} --node-rank 1 --master-addr $HEAD_IP --headless",
    ]


def test_an_older_version_needs_ray_for_several_machines():
    found = answer("llama 3.1 405b bf16 vllm 0.9 on 16x h100")

    assert found.command is not None
    assert found.command.splitlines() == [
        "# on the first machine ($HEAD_IP is its address)",
        "ray start --head --port=6379",
        "# on the second machine",
        "ray start --address=$HEAD_IP:6379",
        "# then on the first machine",
        "vllm serve meta-llama/Llama-3.1-405B-Instruct --tensor-parallel-size 8 "
        "--pipeline-parallel-size 2 --max-model-len 8192 --distributed-executor-backend ray",
    ]
    assert any("Ray" in caveat for caveat in found.caveats)


def test_replicas_over_machines_have_no_command_under_ray():
    found = answer("deepseek r1 vllm 0.9 on 16x h100")

    assert found.command is None
    assert any("Ray" in caveat for caveat in found.caveats)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("llama 3.1 8b fp8 vllm 0.9 on v100 16gb", "FP8 from compute capability 7.5 on"),
        ("gpt-oss 20b vllm on 2x t4", "from compute capability 8.0 on, and T4 has 7.5"),
    ],
)
def test_a_format_that_the_card_is_too_old_for_gets_no_command(question, said):
    """vLLM's table of hardware: Marlin from Turing on, and not MXFP4 there."""
    found = answer(question)

    assert found.command is None
    assert found.verdict.fits is False
    assert said in found.verdict.summary


def test_machines_of_four_cards_are_not_one_group_of_eight():
    """MI300A stand four by four: eight are two stages of four ranks."""
    found = answer("llama 3.1 70b bf16 vllm on 8x mi300a")

    assert found.headline is not None
    best = found.headline
    assert (best.tensor_parallel, best.pipeline_parallel, best.nodes) == (4, 2, 2)


def test_llama_cpp_is_not_given_a_repository_without_gguf_files():
    """A 16-bit repository that was named holds none, and none made from it is known."""
    found = answer("mistralai/Devstral-Small-2507 q4_k_m llama.cpp on RTX 4090")

    assert found.command is None
    assert any("no published Q4_K_M checkpoint" in caveat for caveat in found.caveats)


def test_a_model_that_computes_in_float32_alone_is_offered_as_gguf():
    """GLM-4 refuses float16 and a T4 has no BF16: vLLM's AWQ kernels have neither."""
    found = answer("glm-4 32b on 4x T4")

    assert found.scenarios[0].engine.name == "llama.cpp"
    assert found.command is not None
    assert found.command.startswith("llama-server -hf unsloth/GLM-4-32B-0414-GGUF:Q4_K_M ")
