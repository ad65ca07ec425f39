"""Sizes in plain bytes, for tests of formulas: written out, not taken from the registry."""

KIB, MIB, GIB = 2**10, 2**20, 2**30
GB = 10**9
