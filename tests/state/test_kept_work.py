"""Untitled work is kept apart, privately, and not for ever."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from playground.engine.common.atomic_file import make_private_folder
from playground.state.kept_work import MOST, KeptWork

NOON = datetime(2026, 1, 31, 12, 0, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "untitled"


def keep(work: KeptWork, now: datetime, content: bytes = b"") -> Path:
    path = work.next_path(now)
    make_private_folder(path.parent)
    path.write_bytes(content)
    return path


def test_that_nothing_is_kept_at_first_and_no_folder_made(folder: Path) -> None:
    work = KeptWork(folder)
    work.tidy()
    assert not work.by_name()
    assert not folder.exists()


def test_that_the_newest_stands_first_by_its_date(folder: Path) -> None:
    work = KeptWork(folder)
    first = keep(work, NOON)
    second = keep(work, NOON + timedelta(microseconds=1))
    third = keep(work, NOON + timedelta(days=1))
    assert dict(work.by_name()) == {
        "2026-02-01 12:00:00": third,
        "2026-01-31 12:00:00": second,
        "2026-01-31 12:00:00 (2)": first,
    }
    assert list(work.by_name().values()) == [third, second, first]


def test_that_the_oldest_make_room(folder: Path) -> None:
    work = KeptWork(folder)
    paths = [keep(work, NOON + timedelta(seconds=number)) for number in range(MOST + 3)]
    work.forget_oldest()
    assert list(work.by_name().values()) == paths[:2:-1]


def test_that_two_windows_never_share_a_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = KeptWork(folder).next_path(NOON)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert KeptWork(folder).next_path(NOON) != one


def test_that_what_an_earlier_version_kept_is_taken_in(folder: Path) -> None:
    folder.parent.mkdir()
    earlier = folder.parent / "last.playground"
    earlier.write_bytes(b"earlier")
    work = KeptWork(folder)
    work.tidy()
    (kept,) = work.by_name().values()
    assert kept.read_bytes() == b"earlier"
    assert not earlier.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_the_folder_is_private(folder: Path) -> None:
    keep(KeptWork(folder), NOON)
    assert folder.stat().st_mode & 0o777 == 0o700
