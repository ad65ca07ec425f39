"""--max-num-seqs is a limit: one full sequence must fit, as many run as the cache holds."""

from core.answer import answer

LLAMA_70B = "vllm serve RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic -tp 2 --max-model-len 16384"
LLAMA_8B = "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 131072"


def test_what_is_let_in_need_not_fit():
    # A sequence of 16,384 x 320 KiB is 5.0 GiB, 2.5 a card; beside 33.9 of weights and about 6 of
    # the engine's own some 33 GiB of 74 are left: 13. 32 of them would take 80 GiB a card.
    found = answer(f"{LLAMA_70B} --max-num-seqs 32 on 2xH100")
    assert found.headline is not None
    assert found.headline.fits
    assert found.headline.count == 2
    assert [one.held.sequences for one in found.scenarios] == [1]
    assert "32 is only a limit" in found.verdict.summary
    assert "of that length 13 run at a time" in found.verdict.summary
    assert found.command is not None
    assert "--max-num-seqs 32" in found.command


def test_a_limit_that_is_repeated_in_words_stays_one():
    # 15.0 of weights and 16.0 of cache for one sequence: about 33 of 41 GiB; the next has no room.
    found = answer(f"{LLAMA_8B} --max-num-seqs 256 on L40S: do I need memory for 256 x 128k?")
    assert found.verdict.fits is True
    assert "of that length 1 run at a time" in found.verdict.summary


def test_as_many_as_fit_are_counted():
    # 8 x 8,192 x 128 KiB = 8 GiB beside 15: they all run, and nothing is to be said of a limit.
    found = answer(
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 8192 --max-num-seqs 8 "
        "on 1xA100 40GB"
    )
    assert found.scenarios[0].held.sequences == 8
    assert "only a limit" not in found.verdict.summary


def test_people_who_come_must_fit():
    found = answer(f"{LLAMA_70B} --max-num-seqs 32 on 2xH100 for 32 users")
    assert found.verdict.fits is False
    assert found.scenarios[0].held.sequences == 32


def test_a_limit_below_one_sequence_is_no_way_out():
    # One sequence alone takes 16 GiB beside 15 of weights: no L4 has that.
    found = answer(f"{LLAMA_8B} --max-num-seqs 4 on 1xL4")
    assert found.headline is not None
    assert found.verdict.fits is False
    assert "only a limit" not in found.verdict.summary


def test_a_card_by_itself_lets_in_what_it_holds():
    # 4 x 4.0 GiB beside 15.0 of weights and 2 of the engine fit 37 GiB; 128 would take 512.
    found = answer(
        "does --max-num-seqs 128 mean I need 128 x 32k of kv cache? llama 3.1 8b on A100 40GB "
        "--max-model-len 32768"
    )
    assert "of that length 4 run at a time" in found.verdict.summary


def test_where_one_does_not_fit_the_no_is_about_one():
    found = answer(
        "python -m sglang.launch_server --model-path Qwen/Qwen3-32B --max-running-requests 100 "
        "--context-length 32768 on 1xH100"
    )
    assert found.verdict.fits is False
    assert found.scenarios[0].held.sequences == 1
