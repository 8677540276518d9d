"""Pictures one after the other in one file, as GIF or APNG. Knows no Qt; loads Pillow when used."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, ngettext
from playground.engine.common.numbers import grouped, number

if TYPE_CHECKING:
    import threading

    from _typeshed import ReadableBuffer
    from PIL import Image

Pixels = npt.NDArray[np.uint8]
"""Red, green and blue, `[height, width, 3]`."""
Convert = Callable[[Pixels], "Image.Image"]
MOST_BYTES = 1_000_000_000
"""The memory that a recording may take."""
RATES = (5, 10, 20, 25, 50)
"""Pictures a second whose durations both formats can say exactly."""
_COLOURS = 255
_SAMPLES = 8
"""Pictures whose colours stand for those of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnimationFormat:
    """One row per format.

    Attributes:
        pillow: what Pillow calls it.
        converter: from all pictures to what makes Pillow's image of one of them.
        bytes_per_pixel: the memory that each pixel of each picture takes until the file is written.
    """

    key: str
    label: str
    suffix: str
    help: str
    pillow: str
    converter: Callable[[Sequence[Pixels]], Convert]
    bytes_per_pixel: int


def _to_few_colours(pictures: Sequence[Pixels]) -> Convert:
    """The same colours for all: choosing them for each picture would take ten times as long."""
    from PIL import Image

    chosen = np.linspace(0, len(pictures) - 1, min(_SAMPLES, len(pictures))).astype(int)
    samples = Image.fromarray(np.concatenate([pictures[number] for number in chosen]))
    palette = samples.quantize(_COLOURS, Image.Quantize.FASTOCTREE)
    plain = Image.Dither.NONE
    return lambda pixels: Image.fromarray(pixels).quantize(palette=palette, dither=plain)


def _to_all_colours(_pictures: Sequence[Pixels]) -> Convert:
    from PIL import Image

    return Image.fromarray


ANIMATION_FORMATS: tuple[AnimationFormat, ...] = (
    AnimationFormat(
        key="gif",
        label="GIF",
        suffix=".gif",
        help=N_("Plays everywhere, also in slides and chats; 255 colours."),
        pillow="GIF",
        converter=_to_few_colours,
        bytes_per_pixel=4,
    ),
    AnimationFormat(
        key="apng",
        label="APNG",
        suffix=".png",
        help=N_("All the colours of the screen; plays in browsers, but may stand still elsewhere."),
        pillow="PNG",
        converter=_to_all_colours,
        bytes_per_pixel=7,
    ),
)


def memory_for(form: AnimationFormat, width: int, height: int, pictures: int) -> int:
    """The bytes of memory that a recording takes.

    Raises:
        InputError: it would be too many; the sentence says how many pictures fit.
    """
    each = width * height * form.bytes_per_pixel
    if pictures * each > MOST_BYTES:
        raise InputError(_too_much(width, height, pictures, each))
    return pictures * each


def _too_much(width: int, height: int, pictures: int, each: int) -> str:
    """Why so many pictures cannot be recorded, of which each takes so many bytes."""
    sentence = ngettext(
        "{n} frame of {width} × {height} pixels would take {needed} GB of memory. A recording may "
        "take {allowed} GB, enough for {most} of them.",
        "{n} frames of {width} × {height} pixels would take {needed} GB of memory. A recording may "
        "take {allowed} GB, enough for {most} of them.",
        pictures,
    )
    return sentence.format(
        n=grouped(pictures),
        width=width,
        height=height,
        needed=number(pictures * each / 1e9, ".1f"),
        allowed=number(MOST_BYTES / 1e9, ".0f"),
        most=grouped(MOST_BYTES // each),
    )


class _Cancelled(Exception):
    """Nobody waits for the file any more."""


@dataclass(frozen=True, slots=True)
class _Images:
    """Pillow's images, made anew each time it goes through them: it keeps copies of its own."""

    pictures: Sequence[Pixels]
    convert: Convert
    stop: threading.Event

    def __iter__(self) -> Iterator[Image.Image]:
        for pixels in self.pictures:
            if self.stop.is_set():
                raise _Cancelled
            yield self.convert(pixels)


class _Stream(io.BytesIO):
    """A file in memory that breaks off once nobody wants it."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def write(self, data: ReadableBuffer, /) -> int:
        if self._stop.is_set():
            raise _Cancelled
        return super().write(data)


def save_animation(
    path: Path,
    pictures: Sequence[Pixels],
    form: AnimationFormat,
    per_second: int,
    stop: threading.Event,
) -> int | None:
    """Write pictures of one size, played over and over, whole or not at all.

    Args:
        per_second: one of RATES.
        stop: cancels it once it is set, from any thread.

    Returns:
        The size of the file in bytes; None where it was cancelled, and nothing was written.

    Raises:
        InputError: the file cannot be written.
    """
    convert, stream = form.converter(pictures), _Stream(stop)
    try:
        convert(pictures[0]).save(
            stream,
            form.pillow,
            save_all=True,
            append_images=_Images(pictures[1:], convert, stop),
            duration=1000 // per_second,
            loop=0,
            optimize=False,
        )
    except _Cancelled:
        return None
    write_atomically(path, lambda file: file.write(stream.getbuffer()))
    return stream.tell()
