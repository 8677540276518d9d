"""What a report says, as plain data: headings, tables, sentences and pictures."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as texts; the first of each row names it.

    Attributes:
        header: over the columns; empty where they need none.
    """

    rows: Rows
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the sentence below it.

    Attributes:
        width: in pixels of the screen; the image may have several for each.
    """

    image: QImage
    caption: str
    width: int


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands below it, in this order."""

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, in one language.

    Attributes:
        language: its key as HTML writes it: `pt-BR`.
        subtitle: when it was written, and of what.
    """

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
