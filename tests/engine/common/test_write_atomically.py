import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest

from playground.engine.common.atomic_file import (
    PRIVATE,
    replacing,
    scratch_folder,
    sweep,
    write_atomically,
)
from playground.engine.common.errors import InputError


class Writer:
    """Writes `content`, and fails after the first half where it was told to."""

    def __init__(self, content: bytes, failure: BaseException | None = None) -> None:
        self.content = content
        self.failure = failure

    def __call__(self, stream: BinaryIO) -> None:
        half = len(self.content) // 2
        stream.write(self.content[:half])
        stream.flush()
        if self.failure is not None:
            raise self.failure
        stream.write(self.content[half:])


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    path = tmp_path / "a.playground"
    path.write_bytes(b"earlier")
    return path


def assert_untouched(earlier: Path) -> None:
    assert earlier.read_bytes() == b"earlier"
    assert [*earlier.parent.iterdir()] == [earlier]


def test_that_a_new_file_and_a_replaced_one_hold_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.playground"
    for content in (b"first", b"second and longer", b""):
        write_atomically(path, Writer(content))
        assert path.read_bytes() == content
        assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "there is no permission"),
        (OSError(errno.EIO, "Input/output error"), r"\(Input/output error\)"),
    ],
)
def test_that_a_failing_write_leaves_the_earlier_file(
    earlier: Path, failure: OSError, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        write_atomically(earlier, Writer(b"half and half", failure))
    assert str(earlier) in str(caught.value)
    assert_untouched(earlier)


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), MemoryError(), ValueError("defect")])
def test_that_a_defect_or_an_interruption_passes_and_leaves_the_earlier_file(
    earlier: Path, failure: BaseException
) -> None:
    with pytest.raises(type(failure)):
        write_atomically(earlier, Writer(b"half and half", failure))
    assert_untouched(earlier)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_that_a_failing_flush_or_move_leaves_the_earlier_file(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(InputError, match="the disk is full"):
        write_atomically(earlier, Writer(b"new"))
    monkeypatch.undo()
    assert_untouched(earlier)


@pytest.mark.parametrize("number", [errno.EIO, errno.EINVAL])
def test_that_a_folder_that_cannot_be_flushed_is_said_where_it_should_be_possible(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fsync = os.fsync

    def fail_for_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    with contextlib.ExitStack() as expected:
        if number == errno.EIO:
            expected.enter_context(pytest.raises(InputError, match="was written, but may be lost"))
        write_atomically(earlier, Writer(b"new"))
    assert earlier.read_bytes() == b"new"


def test_that_the_content_reaches_the_disk_before_it_takes_the_place(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []
    fsync = os.fsync

    def watch(descriptor: int) -> None:
        seen.append(earlier.read_bytes())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    write_atomically(earlier, Writer(b"new"))
    assert seen == [b"earlier", b"new"]  # the file before the move, the folder after it


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_a_really_full_disk_is_named(earlier: Path) -> None:
    def write(_stream: BinaryIO) -> None:
        with Path("/dev/full").open("wb") as full:
            full.write(b"x" * 100_000)

    with pytest.raises(InputError, match="the disk is full"):
        write_atomically(earlier, write)
    assert_untouched(earlier)


def test_that_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere does not exist"):
        write_atomically(tmp_path / "nowhere" / "a.playground", Writer(b"new"))


def test_that_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_atomically(tmp_path, Writer(b"new"))


def test_that_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_atomically(tmp_path / ("n" * 300), Writer(b"new"))
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_a_protected_file_or_folder_is_respected(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_arguments: False)  # root may write anything
    with pytest.raises(InputError, match="protected"):
        write_atomically(earlier, Writer(b"new"))
    assert_untouched(earlier)


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_that_a_symbolic_link_stays_one(tmp_path: Path, earlier: Path) -> None:
    link = tmp_path / "link.playground"
    link.symlink_to(earlier.name)
    write_atomically(link, Writer(b"new"))
    assert link.is_symlink()
    assert earlier.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_the_permissions_of_the_earlier_file_are_kept(earlier: Path) -> None:
    earlier.chmod(0o640)
    write_atomically(earlier, Writer(b"new"))
    assert earlier.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_nobody_else_can_read_a_private_file_while_it_is_written(earlier: Path) -> None:
    modes: list[int] = []

    def write(_stream: BinaryIO) -> None:
        modes.extend(path.stat().st_mode & 0o777 for path in earlier.parent.glob(".playground-*"))

    earlier.chmod(0o600)
    write_atomically(earlier, write)
    fresh = earlier.with_name("fresh.playground")
    write_atomically(fresh, write, PRIVATE)
    assert modes == [0o600, 0o600]
    assert [path.stat().st_mode & 0o777 for path in (earlier, fresh)] == [0o600, 0o600]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_a_file_system_without_permissions_is_written(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_names: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    earlier.chmod(0o777)
    monkeypatch.setattr(os, "chmod", refuse)
    write_atomically(earlier, Writer(b"new"))
    assert earlier.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs locks on files")
def test_that_what_a_killed_process_left_is_cleared_away_and_what_is_written_is_not(
    earlier: Path,
) -> None:
    command = [sys.executable, "-c", KILLED, str(earlier), "write"]
    subprocess.run(command, check=False)
    (left,) = earlier.parent.glob(".playground-*")
    with replacing(earlier.with_name("other.playground")) as temporary:
        assert not left.exists()
        sweep(earlier.parent)
        assert temporary.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from playground.engine.common.atomic_file import write_atomically

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def write(stream):
    stream.write(b"half")
    stream.flush()
    if sys.argv[2] == "write":
        die()
    stream.write(b" and half")

if sys.argv[2] != "write":
    setattr(os, sys.argv[2], die)
write_atomically(Path(sys.argv[1]), write)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
def test_that_a_process_killed_while_saving_leaves_the_earlier_file(
    earlier: Path, moment: str
) -> None:
    command = [sys.executable, "-c", KILLED, str(earlier), moment]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert earlier.read_bytes() == b"earlier"
    write_atomically(earlier, Writer(b"new"))
    assert earlier.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_a_scratch_folder_is_private_and_goes_with_all_that_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(RuntimeError), scratch_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "inputs").write_bytes(b"numbers")
        sweep(tmp_path)  # as another process would
        assert (folder / "inputs").exists()
        raise RuntimeError
    assert not [*tmp_path.iterdir()]


def test_that_no_scratch_folder_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(InputError, match="temporary files"), scratch_folder():
        pass
