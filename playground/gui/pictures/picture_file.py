"""A drawing as the content of a PNG, SVG or PDF file."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.gui.pictures.drawing import Drawing, drawing_image

FORMATS = {".png": N_("PNG picture"), ".svg": N_("SVG drawing"), ".pdf": N_("PDF document")}
SCALE = 2.0
"""Pixels of a PNG per pixel of the screen."""


def picture_bytes(drawing: Drawing, suffix: str) -> bytes:
    """The drawing as the content of a file.

    Raises:
        InputError: there is no such format.
    """
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        sentence = _("A picture cannot be saved as {suffix}; use one of {known}.")
        raise InputError(sentence.format(suffix=repr(suffix), known=known))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if suffix == ".png":
        drawing_image(drawing, SCALE).save(buffer, "PNG")  # type: ignore[call-overload]
    elif suffix == ".svg":
        _write_svg(drawing, buffer)
    else:
        _write_pdf(drawing, buffer)
    return bytes(buffer.data().data())


def _write_svg(drawing: Drawing, buffer: QBuffer) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_dots_per_inch())
    generator.setSize(drawing.size)
    generator.setViewBox(QRect(QPoint(0, 0), drawing.size))
    _paint(drawing, generator)


def _write_pdf(drawing: Drawing, buffer: QBuffer) -> None:
    writer = QPdfWriter(buffer)
    writer.setResolution(_dots_per_inch())
    size = QSizeF(drawing.size) * 72 / _dots_per_inch()
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    _paint(drawing, writer)


def _dots_per_inch() -> int:
    """What the screen takes for an inch: letters then have their places as they have there."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _paint(drawing: Drawing, device: QSvgGenerator | QPdfWriter) -> None:
    painter = QPainter(device)
    drawing.paint(painter)
    painter.end()
