"""A report as one HTML file that needs no other: styles and pictures are inside."""

import base64
from html import escape

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from playground.gui.reports.content import Picture, Report, Section, Table

_STYLE = """
body { font-family: system-ui, sans-serif; color: #202124; background: #ffffff;
       max-width: 900px; margin: 32px auto; padding: 0 16px; line-height: 1.45; }
h1 { margin-bottom: 0; } h2 { margin-top: 32px; border-bottom: 1px solid #dadce0; }
.subtitle, figcaption { color: #5f6368; }
table { border-collapse: collapse; margin: 8px 0 16px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 16px 4px 0; border-bottom: 1px solid #e8eaed;
         vertical-align: top; }
thead th { border-bottom: 2px solid #dadce0; } tbody th { font-weight: normal; color: #5f6368; }
figure { display: inline-block; margin: 8px 16px 8px 0; vertical-align: top; }
img { max-width: 100%; border: 1px solid #e8eaed; }
@media print { body { margin: 0; } h2, figure, tr { break-inside: avoid; } }
"""


def to_html(report: Report) -> str:
    """The report as the text of a file; every text is escaped."""
    body = "".join(map(_section, report.sections))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">'
        '\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(report.title)}</h1>\n<p class="subtitle">{escape(report.subtitle)}</p>\n'
        f"{body}</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    parts = [f"<h2>{escape(section.heading)}</h2>\n"]
    parts += [f"<p>{escape(sentence)}</p>\n" for sentence in section.sentences]
    parts += map(_table, section.tables)
    parts += map(_picture, section.pictures)
    return "".join(parts)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>\n"
        for name, *cells in table.rows
    )
    header = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    return f"<table>\n{header}<tbody>\n{rows}</tbody>\n</table>\n"


def _picture(picture: Picture) -> str:
    content = base64.b64encode(_png(picture.image)).decode("ascii")
    caption = escape(picture.caption)
    return (
        f'<figure><img src="data:image/png;base64,{content}" width="{picture.width}" '
        f'alt="{caption}"><figcaption>{caption}</figcaption></figure>\n'
    )


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
