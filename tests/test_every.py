"""A law over many rows in one case is as good as a case for each."""

import pytest

from tests.rows import every


def test_all_that_fail_are_named_and_the_first_is_shown():
    @every([1, 2, 3, 4])
    def is_odd(number: int) -> None:
        assert number % 2 == 1, f"{number} is even"

    with pytest.raises(AssertionError, match=r"^2 of 4: 2, 4$") as failed:
        is_odd()

    assert "2 is even" in str(failed.value.__cause__)


def test_a_row_is_named_by_what_was_typed():
    @every([("8b on a T4", 1), ("70b", 2)])
    def is_none(row: tuple[str, int]) -> None:
        assert row[1] == 0

    with pytest.raises(AssertionError, match=r"^2 of 2: '8b on a T4', '70b'$"):
        is_none()


def test_an_error_is_a_failure():
    @every([1, 0])
    def divides(number: int) -> None:
        assert 1 / number

    with pytest.raises(AssertionError, match="1 of 2: 0"):
        divides()


def test_every_row_is_tried():
    tried: list[int] = []
    every(range(5))(tried.append)()

    assert tried == [0, 1, 2, 3, 4]


def test_a_law_over_nothing_is_refused():
    with pytest.raises(AssertionError, match="nothing"):
        every([])(print)
    with pytest.raises(AssertionError, match="nothing"):
        every(list)(print)()
