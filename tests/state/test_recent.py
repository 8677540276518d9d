import os
from pathlib import Path

import pytest

from playground.state.recent import MAXIMUM_FILES, from_stored, with_file, without_file


def test_that_the_newest_file_comes_first_and_each_comes_once(tmp_path: Path) -> None:
    files: tuple[str, ...] = ()
    for name in ("a", "b", "a"):
        files = with_file(files, tmp_path / name)
    assert [Path(file).name for file in files] == ["a", "b"]


def test_that_two_ways_to_the_same_file_are_one(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    files = with_file((), tmp_path / "a")
    files = with_file(files, tmp_path / "sub" / ".." / "a")
    assert len(files) == 1


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_that_a_link_and_its_target_are_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "link").symlink_to("a")
    assert with_file(with_file((), tmp_path / "a"), tmp_path / "link") == (str(tmp_path / "a"),)


def test_that_at_most_ten_are_kept(tmp_path: Path) -> None:
    files: tuple[str, ...] = ()
    for number in range(15):
        files = with_file(files, tmp_path / f"{number}")
    assert len(files) == MAXIMUM_FILES
    assert Path(files[0]).name == "14"


def test_that_a_file_can_be_forgotten(tmp_path: Path) -> None:
    files = with_file(with_file((), tmp_path / "a"), tmp_path / "b")
    assert [Path(file).name for file in without_file(files, tmp_path / "b")] == ["a"]


@pytest.mark.parametrize("stored", [None, 3, "", [None, 3, "\0", ""], {}])
def test_that_foreign_things_in_the_store_are_left_out(stored: object) -> None:
    assert from_stored(stored) == ()


def test_that_a_stored_list_keeps_its_order_and_a_single_text_is_a_list(tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a", "b")]
    assert from_stored(files) == tuple(files)
    assert from_stored(files[0]) == (files[0],)
