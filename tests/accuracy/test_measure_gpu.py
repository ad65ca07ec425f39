"""Measuring on a GPU says what it lacks; on a CPU it gets as far as it can (tests/oracle)."""

import importlib.util
import json

import pytest

from core.catalog.remember import forget
from tests.accuracy.measure_gpu import main, rows
from tests.accuracy.row import row
from tests.accuracy.score import compare

HAS_TORCH = importlib.util.find_spec("torch") is not None


@pytest.mark.skipif(HAS_TORCH, reason="PyTorch is here")
def test_without_pytorch_it_says_what_is_missing(capsys):
    assert main([]) == 2
    assert capsys.readouterr().err == "measure_gpu needs PyTorch: the extra [oracle]\n"


@pytest.mark.skipif(not HAS_TORCH, reason="needs the extra [oracle]: make oracle")
def test_rows_of_a_cpu_are_rows_that_can_be_compared():
    """A loss of 14 bytes a logit, one copy of an update over lists, and whole steps in range."""
    found = [json.loads(json.dumps(each)) for each in rows("cpu")]
    terms = {each["id"]: each["value"] for each in found if each["workload"] == "term"}
    forget()
    compared = compare(row(each) for each in found if each["workload"] == "train")

    assert terms["measure-bytes_per_logit-32000-512"] == pytest.approx(14, rel=0.03)
    assert terms["measure-copies_of_an_update-foreach-True"] == 1
    assert terms["measure-copies_of_an_update-fused-True"] == 0
    assert terms["measure-attention_peak_gib-eager"] > terms["measure-attention_peak_gib-sdpa"]
    assert len(compared.scored) == 6
    assert all(each.inside for each in compared.scored)
