"""Findings on disk: exactly what was put there, never more than there is room for."""

from pathlib import Path

import pytest

from bot.hub.finding import Finding
from bot.hub.kept import Kept

SHA = "0123456789" * 4


def finding(sha: str = SHA, config: str = "{}") -> Finding:
    return Finding(id="acme/Own-7B", sha=sha, config=config, elements=(("BF16", 7),), bytes=14)


def test_what_is_put_there_is_there(tmp_path: Path) -> None:
    Kept(tmp_path).put(finding())
    assert Kept(tmp_path).get(SHA) == finding()


def test_the_oldest_go(tmp_path: Path) -> None:
    import os

    kept = Kept(tmp_path, most=2500)
    for number in range(3):
        sha = f"{number:040d}"
        kept.put(finding(sha, "x" * 1000))
        path = tmp_path / f"{sha}.json"
        if path.exists():
            os.utime(path, (number, number))
    assert sorted(path.stem for path in tmp_path.iterdir()) == [f"{n:040d}" for n in (1, 2)]


@pytest.mark.parametrize("sha", ["", "../../etc/passwd", "main", SHA[:39], SHA.upper() + "g"])
def test_only_a_commit_names_a_file(tmp_path: Path, sha: str) -> None:
    kept = Kept(tmp_path / "hub")
    kept.put(finding(sha))
    assert kept.get(sha) is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_none_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / f"{SHA}.json").write_text("{")
    assert Kept(tmp_path).get(SHA) is None


def test_a_folder_that_cannot_be_made_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Kept(tmp_path / "file" / "hub").put(finding())
    assert Kept(tmp_path / "file" / "hub").get(SHA) is None
