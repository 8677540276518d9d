"""A report as a PDF of A4 pages."""

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableFormat,
)

from playground.gui.reports.content import Picture, Report, Section, Table

_DOTS = 300
"""Per inch: text is as sharp as on a printed page."""
_MARGIN = 18.0
"""Millimetres."""
_POINTS = 10.0
_WIDEST = 640
"""Pixels of the screen that the text is wide."""
_INCH = 96.0


def to_pdf(report: Report) -> bytes:
    """The report as the content of a file."""
    turns = QEventLoop()  # on any thread: without one, the timers of a document complain
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(report.title)
    writer.setResolution(_DOTS)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    to_document(report).print_(writer)
    del writer, turns  # the writer writes the end of the file
    return bytes(buffer.data().data())


def to_document(report: Report) -> QTextDocument:
    """The report as Qt lays it out."""
    return _Page(report).document


class _Page:
    """Puts a report into a text document, from its beginning to its end."""

    def __init__(self, report: Report) -> None:
        self.document = QTextDocument()
        font = QFont("sans-serif")
        font.setPointSizeF(_POINTS)
        self.document.setDefaultFont(font)
        self.document.setPageSize(QSizeF(_WIDEST, _WIDEST * 1.414))
        self.document.setDocumentMargin(0)
        self._cursor = QTextCursor(self.document)
        self._write(report.title, 1.8, bold=True)
        self._write(report.subtitle, 1.0, before=2.0)
        self._has_pictures = False
        for section in report.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        # Qt would leave the heading of a picture that does not fit at the foot of a page.
        breaks = bool(section.pictures) and self._has_pictures
        self._has_pictures |= bool(section.pictures)
        self._write(section.heading, 1.3, bold=True, before=18.0, breaks=breaks)
        for sentence in section.sentences:
            self._write(sentence, 1.0, before=4.0)
        for table in section.tables:
            self._table(table)
        for picture in section.pictures:
            self._picture(picture)

    def _write(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        before: float = 0.0,
        breaks: bool = False,
    ) -> None:
        form, block = QTextCharFormat(), QTextBlockFormat()
        if breaks:
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        form.setFontPointSize(_POINTS * size)
        form.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        block.setTopMargin(before)
        block.setHeadingLevel(2 if bold else 0)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        if self.document.isEmpty():
            self._cursor.setBlockFormat(block)
        else:
            self._cursor.insertBlock(block)
        self._cursor.insertText(text, form)

    def _table(self, table: Table) -> None:
        rows = (table.header, *table.rows) if table.header else table.rows
        if not rows:
            return
        form = QTextTableFormat()
        form.setBorder(0.5)
        form.setBorderCollapse(True)
        form.setCellPadding(3)
        form.setTopMargin(6)
        form.setHeaderRowCount(1 if table.header else 0)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        made = self._cursor.insertTable(len(rows), max(map(len, rows)), form)
        bold, plain = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                is_head = bool(table.header) and y == 0
                made.cellAt(y, x).firstCursorPosition().insertText(cell, bold if is_head else plain)

    def _picture(self, picture: Picture) -> None:
        name = f"picture/{id(picture)}"
        kept = QImage(picture.image)
        kept.setDevicePixelRatio(1.0)
        self.document.addResource(QTextDocument.ResourceType.ImageResource, name, kept)
        form = QTextImageFormat()
        form.setName(name)
        form.setWidth(min(picture.width, _WIDEST))
        self._write("", 1.0, before=8.0)
        self._cursor.insertImage(form)
        self._write(picture.caption, 0.9)
