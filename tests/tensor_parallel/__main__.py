"""Write docs/tensor-parallel.md: ``python -m tests.tensor_parallel``."""

from pathlib import Path

from core.catalog.load import load_catalog
from tests.tensor_parallel.page import page

PAGE = Path(__file__).parents[2] / "docs" / "tensor-parallel.md"

if __name__ == "__main__":
    PAGE.write_text(page(load_catalog()), encoding="utf-8")
