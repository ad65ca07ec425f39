"""Every row of the tables: names, sources, and sizes that make sense."""

import re
from collections import Counter

from core.catalog.checkpoint import checkpoint_format
from core.catalog.gpu import GPU, Instance
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.names import name_key
from core.catalog.precision import Precision
from core.catalog.tensors import tensors
from core.units import BYTE, GIB_PER_GPU, Quantity
from tests.rows import every

CATALOG = load_catalog()
Row = Model | GPU | Instance | Precision
ROWS: list[Row] = [
    *CATALOG.models.values(),
    *CATALOG.gpus.values(),
    *CATALOG.instances.values(),
    *CATALOG.precisions.values(),
]
CLASSES = {
    "embedding",
    "tied_embedding",
    "lm_head",
    "attention",
    "mlp",
    "expert",
    "router",
    "norm",
    "state",
    "indexer",
    "vision",
    "other",
}


@every(ROWS)
def test_a_row_says_where_and_when_it_was_seen(row: Row) -> None:
    assert len(row.source) > 5
    assert "index id" not in row.source
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", row.checked)


@every(ROWS)
def test_aliases_are_lower_case_and_said_once(row: Row) -> None:
    assert [alias for alias in row.aliases if alias != alias.lower().strip()] == []
    assert len(set(row.aliases)) == len(row.aliases)


def names_of(row: Row) -> set[str]:
    """All names under which a row is found, as the index writes them."""
    names = {row.name, *row.aliases}
    if isinstance(row, Model):
        names |= {name for name in (row.id, *row.same_as) if name is not None}
    elif not isinstance(row, Instance):
        names.add(row.id)
    return {name_key(name.split("/")[-1]) for name in names}


def test_no_name_leads_to_two_rows() -> None:
    rows = Counter(name for row in ROWS for name in names_of(row))

    assert [name for name, count in rows.items() if count > 1] == []


def test_every_model_has_a_hub_id_of_its_own() -> None:
    ids = Counter(
        name.lower()
        for model in CATALOG.models.values()
        for name in (model.id, *model.same_as)
        if name is not None
    )

    assert [name for name, count in ids.items() if count > 1] == []
    assert all(model.id for model in CATALOG.models.values())


def test_the_tables_are_as_long_as_they_were() -> None:
    """Rows are added; one that disappears takes an answer away."""
    assert len(CATALOG.models) >= 500
    assert len(CATALOG.gpus) >= 285
    assert len(CATALOG.instances) >= 205
    assert len(CATALOG.precisions) >= 91


@every(CATALOG.models.values())
def test_layers_of_a_model_add_up(row: Model) -> None:
    """
    Attention, states and layers without either; a shared cache counts as attention. A decoder with
    an encoder has two attentions a layer.
    """
    attention = sum(group.layers for group in row.attention) + row.kv_shared_layers
    state = row.linear.layers if row.linear else 0
    longcat = row.feed_forward_parameters and row.moe  # two attentions a layer as well
    twice = 2 if longcat or row.encoder else 1

    if row.parallel_hybrid:
        assert attention == state == row.num_hidden_layers
    elif row.mlp_layers is not None or (row.feed_forward_parameters and not row.moe):
        assert attention + state <= row.num_hidden_layers
    else:
        assert attention + state == twice * row.num_hidden_layers


@every(CATALOG.models.values())
def test_heads_of_a_model_fit_its_layers(row: Model) -> None:
    for group in row.attention:
        heads = group.num_attention_heads or row.num_attention_heads or 0
        if group.kind == "mla":
            assert row.mla is not None
        else:
            assert heads % group.num_key_value_heads == 0
            assert 16 <= group.head_dim <= 512
        assert (group.sliding_window is not None) == (
            group.kind in ("sliding", "chunked", "compressed")
        )


@every(CATALOG.models.values())
def test_active_parameters_are_fewer_than_all(row: Model) -> None:
    assert (row.active_parameters is not None) <= (row.moe is not None)
    assert row.active_parameters is None or row.active_parameters < row.parameters


def stored(model: Model) -> float:
    """Bytes of a checkpoint in its own format, from the classes of tensors."""
    bits = {"fp32": 32.0}.get(model.dtype or "", 16.0)
    form = checkpoint_format(model, CATALOG.precisions)
    if form is None:
        return model.elements * bits / 8
    return sum(
        group.elements * form.bits_of_class.get(group.kind, form.bits_per_element) / 8
        for group in tensors(model)
    )


@every(model for model in CATALOG.models.values() if model.checkpoint is not None)
def test_a_published_checkpoint_weighs_what_its_parameters_do(row: Model) -> None:
    """Files can hold more than is counted: a layer for multi-token prediction, a tied head."""
    tied_copy = 2 * row.vocab_size * row.hidden_size if row.tie_word_embeddings else 0

    assert row.checkpoint is not None
    published = row.checkpoint.m_as(BYTE)
    assert 0.99 * stored(row) <= published <= 1.045 * stored(row) + tied_copy


@every(CATALOG.gpus.values())
def test_the_driver_shows_nearly_what_the_box_promises(row: GPU) -> None:
    """80 GB on the box are 80 GiB less a little; memory shared with a CPU is less by a third."""
    assert Quantity(4, GIB_PER_GPU) <= row.memory <= Quantity(512, GIB_PER_GPU)
    if row.label is not None:
        lowest = 0.65 if row.memory_basis == "os" else 0.92
        promised = Quantity(row.label, GIB_PER_GPU)
        assert lowest * promised <= row.memory <= 1.025 * promised


@every(CATALOG.instances.values())
def test_a_machine_carries_cards_we_know(row: Instance) -> None:
    assert row.gpu in CATALOG.gpus
    assert row.gpu_count in (0.125, 0.1667, 0.25, 0.3333, 0.5) or row.gpu_count == int(
        row.gpu_count
    )


@every(CATALOG.instances.values())
def test_a_price_has_its_day_and_region(row: Instance) -> None:
    assert (row.usd_per_hour is None) == (row.price_date is None) == (row.price_region is None)
    assert row.usd_per_hour is None or 0 < row.usd_per_hour < 1000


@every(CATALOG.precisions.values())
def test_a_format_names_classes_of_tensors_that_exist(row: Precision) -> None:
    assert {*row.keeps_16_bit, *row.mix} <= CLASSES
    assert row.for_weights or row.for_kv_cache
    assert row.variant_of is None or row.variant_of in CATALOG.precisions


@every(CATALOG.precisions.values())
def test_scales_make_a_weight_wider_but_not_by_much(row: Precision) -> None:
    if row.kind != "gguf":
        assert row.plain_bits <= row.bits_per_element <= row.plain_bits + 0.7


@every(CATALOG.models.values())
def test_quantised_copies_are_not_taken_for_the_model_itself(row: Model) -> None:
    """Their weights are of another format: a name such as ...-NVFP4 must not lead to this row."""
    formats = ("nvfp4", "awq", "gptq", "int4", "w4a16", "gguf", "bnb", "fp8-dynamic")

    assert [name for name in row.same_as if name.lower().endswith(formats)] == []
