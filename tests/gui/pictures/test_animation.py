"""Pictures become one file that plays them, whole or not at all."""

import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from playground.engine.common.errors import InputError
from playground.gui.pictures.animation import (
    ANIMATION_FORMATS,
    MOST_BYTES,
    RATES,
    AnimationFormat,
    Pixels,
    memory_for,
    save_animation,
)
from tests.gui.pictures.full_disk import no_file_above

WIDTH, HEIGHT, PICTURES = 90, 60, 12
EVERY_FORMAT = pytest.mark.parametrize("form", ANIMATION_FORMATS, ids=lambda form: form.key)


def sweep(number: int) -> Pixels:
    """Orange to blue over white, with a mark that moves on with each picture."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    part = np.linspace(0, 1, WIDTH - 20)[None, :, None]
    ends = np.array([232, 113, 10]), np.array([26, 115, 232])
    picture[10:40, 10:-10] = ends[0] + (ends[1] - ends[0]) * part
    picture[45:55, 5 * number : 5 * number + 5] = 31
    return picture


def written(
    folder: Path, form: AnimationFormat, count: int = PICTURES, per_second: int = 20
) -> Path:
    path = folder / f"run{form.suffix}"
    pictures = [sweep(number) for number in range(count)]
    size = save_animation(path, pictures, form, per_second, threading.Event())
    assert size == path.stat().st_size
    return path


def frames_of(path: Path) -> list[tuple[np.ndarray, float]]:
    with Image.open(path) as image:
        return [
            (np.asarray(frame.convert("RGB")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]


@EVERY_FORMAT
@pytest.mark.parametrize("per_second", RATES)
def test_that_every_picture_is_shown_for_its_time_in_its_order(
    tmp_path: Path, form: AnimationFormat, per_second: int
) -> None:
    frames = frames_of(written(tmp_path, form, per_second=per_second))
    assert len(frames) == PICTURES
    assert {duration for _, duration in frames} == {1000 / per_second}
    for number, (picture, _) in enumerate(frames):
        assert np.abs(picture.astype(int) - sweep(number)).max() <= 16


@EVERY_FORMAT
def test_that_a_file_plays_over_and_over(tmp_path: Path, form: AnimationFormat) -> None:
    with Image.open(written(tmp_path, form)) as image:
        assert image.info["loop"] == 0


def test_that_an_apng_keeps_every_colour(tmp_path: Path) -> None:
    frames = frames_of(written(tmp_path, ANIMATION_FORMATS[1]))
    assert all(np.array_equal(picture, sweep(n)) for n, (picture, _) in enumerate(frames))


@EVERY_FORMAT
def test_that_a_single_picture_is_a_file_too(tmp_path: Path, form: AnimationFormat) -> None:
    with Image.open(written(tmp_path, form, count=1)) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert getattr(image, "n_frames", 1) == 1


@EVERY_FORMAT
@pytest.mark.parametrize("asked", range(0, 40, 7))
def test_that_what_is_given_up_at_any_moment_leaves_nothing_behind(
    tmp_path: Path, form: AnimationFormat, asked: int
) -> None:
    class SoonSet(threading.Event):
        """Set once it was asked so many times."""

        def is_set(self) -> bool:
            nonlocal asked
            asked -= 1
            return asked < 0

    path = tmp_path / f"run{form.suffix}"
    path.write_bytes(b"earlier")
    pictures = [sweep(number) for number in range(PICTURES)]
    assert save_animation(path, pictures, form, 20, SoonSet()) is None
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


@EVERY_FORMAT
def test_that_a_bad_place_is_named(tmp_path: Path, form: AnimationFormat) -> None:
    with pytest.raises(InputError, match="nowhere"):
        written(tmp_path / "nowhere", form)


@EVERY_FORMAT
@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX's")
def test_that_a_disk_without_room_is_said_and_the_earlier_file_stays(
    tmp_path: Path, form: AnimationFormat
) -> None:
    path = tmp_path / f"run{form.suffix}"
    path.write_bytes(b"earlier")
    with no_file_above(1000), pytest.raises(InputError, match="the disk is full"):
        written(tmp_path, form)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


@EVERY_FORMAT
def test_that_too_much_memory_is_refused_with_what_fits(form: AnimationFormat) -> None:
    most = MOST_BYTES // (1280 * 800 * form.bytes_per_pixel)
    assert memory_for(form, 1280, 800, most) <= MOST_BYTES
    with pytest.raises(InputError, match=f"1280 × 800 pixels.*enough for {most} of them"):
        memory_for(form, 1280, 800, most + 1)
