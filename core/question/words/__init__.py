"""The words of each language; the grammar is built from them."""
