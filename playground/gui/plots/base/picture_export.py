"""A plot as a picture: to the clipboard, or to a PNG, SVG or PDF file."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QSaveFile, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.engine.common.errors import InputError

FORMATS = {".png": "PNG picture", ".svg": "SVG drawing", ".pdf": "PDF document"}
SCALE = 2.0
"""Pixels of a PNG per pixel of the screen."""


def picture_image(widget: QWidget) -> QImage:
    """The widget as an image, twice as fine as on the screen."""
    image = QImage(widget.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    widget.render(image)
    return image


def picture_bytes(widget: QWidget, suffix: str) -> bytes:
    """The widget as the content of a file.

    Raises:
        InputError: there is no such format.
    """
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise InputError(f"A picture cannot be saved as {suffix!r}; it can be {known}.")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if suffix == ".png":
        picture_image(widget).save(buffer, "PNG")  # type: ignore[call-overload]
    elif suffix == ".svg":
        _write_svg(widget, buffer)
    else:
        _write_pdf(widget, buffer)
    return bytes(buffer.data().data())


def save_bytes(path: str, content: bytes) -> None:
    """Write a file whole or not at all: an earlier one stays until the new one is complete.

    Raises:
        InputError: it could not be written, or is a folder or a device.
    """
    # QSaveFile would put its file in the place of a device.
    if Path(path).exists() and not Path(path).is_file():
        raise InputError(f"{path} could not be written: it is no ordinary file.")
    file = QSaveFile(path)
    # A full disk shows itself only in the count: commit() returns True all the same.
    if file.open(QIODevice.OpenModeFlag.WriteOnly):
        if file.write(content) == len(content) and file.flush() and file.commit():
            return
        file.cancelWriting()
    raise InputError(f"{path} could not be written: {file.errorString()}.")


def _write_svg(widget: QWidget, buffer: QBuffer) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    _render(widget, generator, widget.size())


def _write_pdf(widget: QWidget, buffer: QBuffer) -> None:
    writer = QPdfWriter(buffer)
    size = QSizeF(widget.size()) * 0.75  # 96 pixels or 72 points to the inch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    _render(widget, writer, QSize(writer.width(), writer.height()))


def _render(widget: QWidget, device: QSvgGenerator | QPdfWriter, size: QSize) -> None:
    painter = QPainter(device)
    painter.scale(size.width() / widget.width(), size.height() / widget.height())
    widget.render(painter, QPoint(0, 0))
    painter.end()
