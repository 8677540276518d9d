"""A file is replaced whole or not at all."""

import os
from pathlib import Path

import pytest

from playground.engine.common import atomic_file
from playground.engine.common.atomic_file import replacing, require_writable
from playground.engine.common.errors import InputError


def test_that_the_new_file_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"earlier")
    with replacing(path) as temporary:
        temporary.write_bytes(b"new")
        assert path.read_bytes() == b"earlier"
    assert path.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["model.pt"]


def test_that_a_failure_keeps_the_earlier_file_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"earlier")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["model.pt"]


def test_that_a_full_disk_keeps_the_earlier_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"earlier")
    with (
        pytest.raises(InputError, match=r"model\.pt.*the disk is full"),
        replacing(path),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"new")
    assert path.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["model.pt"]


def test_that_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.pt", tmp_path / "link.pt"
    target.write_bytes(b"earlier")
    link.symlink_to(target)
    with replacing(link) as temporary:
        temporary.write_bytes(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_that_a_good_place_is_left_as_it_was(tmp_path: Path) -> None:
    require_writable(tmp_path / "model.pt")
    assert [path.name for path in tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".", "is a folder"),
        ("missing/model.pt", "does not exist"),
        ("file/model.pt", "does not exist"),
        ("x" * 300 + ".pt", "cannot be written"),
    ],
)
def test_that_a_bad_place_is_refused_in_a_sentence(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=words):
        require_writable(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device file")
def test_that_a_device_is_not_replaced_by_a_file() -> None:
    with pytest.raises(InputError, match="not an ordinary file"):
        require_writable(Path("/dev/null"))


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no open file")
def test_that_a_file_swept_away_before_it_is_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, sweeps = atomic_file._hold, iter([True])

    def hold_late(descriptor: int, *, wait: bool = False) -> None:
        if wait and next(sweeps, False):
            atomic_file.sweep(tmp_path)
        hold(descriptor, wait=wait)

    monkeypatch.setattr(atomic_file, "_hold", hold_late)
    path = tmp_path / "work.playground"
    atomic_file.write_atomically(path, lambda stream: stream.write(b"work"), atomic_file.PRIVATE)
    assert next(sweeps, None) is None
    assert path.read_bytes() == b"work"
    assert path.stat().st_mode & 0o777 == atomic_file.PRIVATE
    assert list(tmp_path.iterdir()) == [path]
