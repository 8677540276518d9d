"""A picture is written whole or not at all."""

import sys
from pathlib import Path

import pytest

from playground.engine.common.errors import InputError
from playground.gui.pictures.picture_offer import write_bytes
from tests.gui.pictures.full_disk import no_file_above


def test_that_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "picture.png"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder"):
        write_bytes(str(folder), b"x")
    assert folder.is_dir()


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        write_bytes(str(tmp_path / "nowhere" / "picture.png"), b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX's")
def test_that_a_disk_without_room_is_said_and_the_earlier_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "picture.png"
    target.write_bytes(b"earlier")
    with no_file_above(1000), pytest.raises(InputError, match="the disk is full"):
        write_bytes(str(target), b"x" * 100_000)
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]
