"""The index of names: exact, then without separators, then mended where one name is nearest."""

import pytest

from core.catalog.catalog import Catalog
from core.catalog.families import Family
from core.catalog.gpu import GPU
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.names import NameIndex, index_of
from core.catalog.spelling import name_key, pieces
from tests.rows import every

CATALOG = load_catalog()
INDEX = index_of(CATALOG)


@pytest.mark.parametrize(
    "name",
    [
        "llama 3.1 8b", "Llama-3.1-8B", "llama3.1:8b", "LLAMA_3.1_8B", "llama-3_1-8b",
        "meta-llama/Llama-3.1-8B", "l3.1-8b", "Llama 3.1 8B Instruct",
    ],
)  # fmt: skip
def test_separators_and_case_do_not_change_a_name(name):
    row = INDEX.exact(name)

    assert isinstance(row, Model)
    assert row.id == "meta-llama/Llama-3.1-8B"


@every(CATALOG.models.values())
def test_every_alias_leads_to_its_model(model):
    for alias in (*model.aliases, *filter(None, [model.id])):
        row = INDEX.exact(alias)
        assert isinstance(row, Model)
        assert row == model


@every(CATALOG.gpus.values())
def test_every_alias_leads_to_its_card(gpu):
    for alias in (*gpu.aliases, gpu.id, gpu.name):
        assert INDEX.exact(alias) == gpu


@every(CATALOG.precisions.values())
def test_every_alias_leads_to_its_number_format(row):
    for alias in (*row.aliases, row.id):
        assert INDEX.exact(alias) == row


@every(CATALOG.instances.values())
def test_every_alias_leads_to_its_machine(instance):
    for alias in (*instance.aliases, instance.name):
        assert INDEX.exact(alias) == instance


def test_a_family_knows_its_sizes():
    family = INDEX.exact("llama 3.1")

    assert isinstance(family, Family)
    assert family.name == "Llama 3.1"
    assert list(family.sizes) == ["8b", "70b", "405b"]


def test_a_family_without_its_version_has_the_newest_of_each_size():
    family = INDEX.exact("exaone")

    assert isinstance(family, Family)
    assert family.sizes["32b"].name == "EXAONE 4.0 32B"


def test_a_card_sold_in_several_sizes_has_them_all():
    assert set(INDEX.card_sizes(name_key("a100"))) == {40, 80}
    assert set(INDEX.card_sizes(name_key("l40s"))) == set()


def test_azure_series_are_names_of_their_machines():
    row = INDEX.exact("ND H100 v5")

    assert row == CATALOG.instances["Standard_ND96isr_H100_v5"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lama", "llama"), ("llma", "llama"), ("mixtrall", "mixtral"), ("deepsek", "deepseek"),
     ("gema", "gemma"), ("qwn", "qwen"), ("nemotrn", "nemotron")],
)  # fmt: skip
def test_a_typing_error_is_mended_where_one_name_is_nearest(typed, meant):
    assert INDEX.correct(typed) == (meant,)


def test_a_typing_error_between_two_names_is_offered_both():
    assert INDEX.correct("mitral") == ("mistral", "mixtral")


@pytest.mark.parametrize("word", ["banana", "zorblax", "quantumcard"])
def test_a_word_of_its_own_is_not_mended(word):
    assert INDEX.correct(word) == ()


def test_the_longest_name_is_found():
    text = pieces("mistral small 3.1 24b on h100")

    found = INDEX.longest(text, 0, len(text))

    assert found is not None
    assert found.key.startswith("mistral small 3.1")


def test_the_nearest_cards_look_like_the_name():
    assert INDEX.nearest_cards("h1000")[0].name == "H100 80GB"


def test_an_index_is_built_once():
    assert index_of(CATALOG) is index_of(CATALOG)


def test_an_empty_catalogue_has_an_index_too():
    index = NameIndex(Catalog({}, {}, {}, {}))

    assert index.exact("llama") is None
    assert index.correct("lama") == ()
    assert index.nearest_models("llama") == ()


def test_a_plural_is_a_card_of_that_name():
    text = pieces("a10gs")

    found = INDEX.longest(text, 0, len(text))

    assert found is not None
    assert isinstance(found.row, GPU)
    assert found.row.name == "A10G"
