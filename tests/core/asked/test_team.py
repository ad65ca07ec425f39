"""What a team has set counts where nobody said otherwise, and the answer says so."""

import pytest

from core.answer import answer
from core.asked.question import Cards, Engine, EngineName
from core.asked.team import Team
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.restate import restate
from core.units import TOKEN_PER_SEQUENCE, USD_PER_GPU_HOUR, USD_PER_HOUR, Quantity

H100, L40S = "h100-sxm5-80gb", "l40s"


def pool(catalog: Catalog, **counts: int) -> tuple[Cards, ...]:
    names = {"h100": H100, "l40s": L40S}
    return tuple(Cards(catalog.gpus[names[name]], count) for name, count in counts.items())


@pytest.fixture
def team(catalog: Catalog) -> Team:
    return Team(
        pool=pool(catalog, h100=8, l40s=4),
        engine="sglang",
        precision=catalog.precisions["fp8"],
        context_length=Quantity(16384, TOKEN_PER_SEQUENCE),
        language="pt",
    )


def test_what_nobody_said_is_as_the_team_has_it(team: Team):
    found = answer("how much memory does llama 3.1 8b need", team=team)

    [scenario] = found.scenarios
    assert scenario.engine == Engine("sglang")
    assert scenario.precision.id == "fp8"
    assert scenario.held.tokens == 16384
    assert found.assumed == (
        "FP8 weights (your team's default)",
        "16,384 tokens of context (your team's default)",
        "1 sequence at a time",
        "16-bit KV cache",
        "SGLang with its defaults (your team's default)",
    )


def test_what_was_said_wins(team: Team):
    found = answer("llama 3.1 8b bf16, 4k context, on 1x A100 80GB with vllm?", team=team)

    [scenario] = found.scenarios
    assert (scenario.engine.name, scenario.precision.id, scenario.held.tokens) == (
        "vllm", "bf16", 4096,
    )  # fmt: skip
    assert [cards.gpu.id for cards in found.question.gpus] == ["a100-sxm4-80gb"]
    assert "team" not in " ".join(found.assumed)


@pytest.mark.parametrize(
    ("text", "engine", "precision"),
    [
        pytest.param("gpt-oss-120b on 2x H100", "sglang", "mxfp4", id="published"),
        pytest.param("Qwen/Qwen2.5-72B-Instruct-AWQ on 2x H100", "sglang", "awq", id="files"),
        pytest.param("llama 3.1 8b q4_k_m on 1x H100", "llama.cpp", "q4_k_m", id="a GGUF file"),
        pytest.param("llama 3.1 8b on 1x M4 Max 128GB", "llama.cpp", "q4_k_m", id="a Mac"),
        pytest.param("lora llama 3.1 8b on 1x H100", "vllm", "bf16", id="a training run"),
    ],
)  # fmt: skip
def test_a_default_that_cannot_be_is_none(team: Team, text: str, engine: str, precision: str):
    [scenario] = answer(text, team=team).scenarios

    assert scenario.precision.id.startswith(precision)
    assert scenario.engine.name == engine


@pytest.mark.parametrize("engine", ["vllm", "sglang", "llama.cpp", "transformers"])
def test_every_engine_may_be_the_default(engine: EngineName):
    [scenario] = answer("llama 3.1 8b", team=Team(engine=engine)).scenarios

    assert scenario.engine.name == engine


def test_a_context_longer_than_the_model_was_made_for_ends_there(catalog: Catalog):
    long = Team(context_length=Quantity(131072, TOKEN_PER_SEQUENCE))

    found = answer("qwen3 8b", team=long, catalog=catalog)

    assert found.scenarios[0].held.tokens == 40960
    assert "40,960 tokens of context" in found.assumed


def test_our_cluster_is_the_cards_of_the_team(catalog: Catalog):
    found = answer("llama 3.1 70b on our cluster?", team=Team(pool=pool(catalog, h100=8)))

    assert found.question.gpus == pool(catalog, h100=8)
    assert found.verdict.fits
    assert found.verdict.summary == (
        "Yes: Llama 3.1 70B in BF16, 8,192 tokens × 1 fits 8 × H100 80GB, 24.2 GiB of 74.4 GiB"
        " per GPU. 2 × H100 80GB of these would do. Your team's cards: 8 × H100 80GB."
    )


def test_several_kinds_are_looked_at_one_by_one(catalog: Catalog):
    team = Team(pool=pool(catalog, h100=8, l40s=4))

    found = answer("temos espaço para llama 3.1 70b em fp8?", team=team)

    assert found.verdict.fits
    assert found.verdict.summary.startswith(
        "Sim, 2 × H100 80GB ou 2 × L40S das placas da sua equipe bastariam."
    )
    assert {placement.gpu.id for placement in found.placements} == {H100, L40S}


def test_none_of_several_kinds_is_a_no(catalog: Catalog):
    team = Team(pool=pool(catalog, h100=2, l40s=4))

    found = answer("does deepseek r1 fit our gpus?", team=team)

    assert found.verdict.fits is False
    assert found.verdict.summary.startswith("No, no kind of your team's cards is enough.")


def test_several_kinds_are_summed_where_that_is_asked(catalog: Catalog):
    team = Team(pool=pool(catalog, h100=1, l40s=2))

    found = answer("qwen3 32b on all our gpus together?", team=team)

    assert "1 × H100 80GB + 2 × L40S" in found.verdict.summary


def test_without_a_pool_it_is_answered_without_and_says_so():
    found = answer("llama 3.1 70b on our cluster?", team=Team())

    assert found.verdict.summary == (
        "Llama 3.1 70B in BF16, 8,192 tokens × 1: 148.8 GB (138.5 GiB), 2 × H100 80GB at least"
        " (tight), 4 recommended. Your team has not set its cards, so these are the usual ones:"
        " set yours in the team settings, or name them."
    )


def test_where_there_is_no_team_it_says_that():
    found = answer("cabe um 70B no nosso cluster?")

    assert "Aqui não se sabe que placas vocês têm" in found.verdict.summary


def test_settings_that_cannot_be_read_are_said_to_be_missing():
    found = answer("llama 3.1 8b", team=Team(is_away=True))

    assert found.verdict.summary.endswith(
        "Your team's settings cannot be read just now, so nothing of them is used here."
    )


def test_what_can_be_run_needs_cards():
    with pytest.raises(QuestionError) as caught:
        answer("what can we run on our gpus?", team=Team())

    assert caught.value.code == "unknown_gpu"
    assert "has not set its cards" in caught.value.hint


def test_a_click_keeps_the_cards_it_was_answered_on(catalog: Catalog):
    found = answer("llama 3.1 70b on our cluster?", team=Team(pool=pool(catalog, h100=8)))

    assert "8x H100" in restate(found.question)


def test_a_comparison_is_on_the_cards_of_the_team(catalog: Catalog):
    found = answer(
        "llama 3.1 8b, 8k vs 128k, on our cluster", team=Team(pool=pool(catalog, l40s=4))
    )

    assert all(one.gpus == pool(catalog, l40s=4) for one in found.question.compare)


def test_the_language_of_the_team_is_that_of_words_in_none(team: Team):
    assert answer("llama 3.1 8b fp8", team=team).question.language == "pt"
    assert answer("how much does llama 3.1 8b need", team=team).question.language == "en"


def test_a_placement_costs_what_the_team_pays():
    team = Team(prices={H100: Quantity(2.5, USD_PER_GPU_HOUR)})

    found = answer("llama 3.1 70b fp8 on 2x H100?", team=team)

    price = found.prices.of(found.placements[0])
    assert price is not None
    assert price.is_own
    assert price.per_hour == Quantity(5.0, USD_PER_HOUR)
