"""Release and downloads of the models: of rows that exist, with dates that can be."""

from core.catalog.load import load_catalog

CATALOG = load_catalog()


def test_every_row_is_of_a_model_of_the_catalogue():
    assert [id for id in CATALOG.usage if id not in CATALOG.models] == []


def test_most_models_have_a_date_and_downloads():
    """Of those that "the largest model" looks at; the source lists few of the other kinds."""
    models = {id for id, model in CATALOG.models.items() if model.is_language_model}
    known = [row for row in CATALOG.usage.values() if row.model in models]
    dated = [row for row in known if row.released]
    used = [row for row in known if row.downloads]

    assert len(dated) > 0.85 * len(models)
    assert len(used) > 0.85 * len(models)


def test_nothing_was_released_after_somebody_looked():
    assert [row.model for row in CATALOG.usage.values() if (row.released or "") > row.checked] == []


def test_a_few_that_everybody_knows():
    """Llama 3.3 70B came in December 2024 (repository of late November), GPT-2 is no news."""
    assert CATALOG.usage["meta-llama/Llama-3.3-70B-Instruct"].released == "2024-11-26"
    assert CATALOG.usage["codellama/CodeLlama-7b-hf"].released == "2023-08-24"
    assert CATALOG.usage["mistralai/Magistral-Small-2509"].released == "2025-09"
