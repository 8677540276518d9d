"""Where the tiles of a whole layer stand in a grid that is scrolled. Knows no Qt."""

from dataclasses import dataclass

from playground.gui.canvas.diagram.layout import Column, DiagramLayout, Place

_GAP, _MARGIN = 8, 12


@dataclass(frozen=True, slots=True)
class Grid:
    """So many tiles in rows, of which a window of this size sees a part.

    Attributes:
        line: the height of the number below each tile.
        offset: how far it is scrolled down.
    """

    units: int
    side: int
    width: int
    height: int
    line: int
    offset: int = 0

    @property
    def across(self) -> int:
        """How many tiles stand side by side."""
        return max((self.width - 2 * _MARGIN + _GAP) // (self.side + _GAP), 1)

    @property
    def pitch(self) -> int:
        """The distance from one row to the next."""
        return self.side + self.line + _GAP // 2

    @property
    def whole_height(self) -> int:
        """The height of all rows."""
        return -(-self.units // self.across) * self.pitch + _MARGIN

    @property
    def first(self) -> int:
        """The number of the first tile of which something is seen."""
        return min(max(self.offset - _MARGIN, 0) // self.pitch * self.across, self.units - 1)

    @property
    def count(self) -> int:
        """How many tiles there are from there to the lower end of the window."""
        rows = -(-self.height // self.pitch) + 1
        return min(rows * self.across, self.units - self.first)

    def tile(self, number: int) -> tuple[int, int]:
        """Left and top of a tile in the window."""
        row, column = divmod(number, self.across)
        left = _MARGIN + column * (self.side + _GAP)
        return left, _MARGIN // 2 + row * self.pitch - self.offset

    def number(self, column: int, row: int) -> int:
        """Which neuron is at a place of `layout`."""
        return self.first + row * self.across + column

    def place(self, number: int) -> tuple[int, int]:
        """The column and the row of a neuron in `layout`."""
        row, column = divmod(number - self.first, self.across)
        return column, row

    def layout(self) -> DiagramLayout:
        """The tiles that are seen as columns of a diagram without edges."""
        columns, places = [], []
        for start in range(self.first, self.first + min(self.across, self.count)):
            shown = range(start, self.first + self.count, self.across)
            tops = tuple(float(self.tile(number)[1]) for number in shown)
            places.append(Place(float(self.tile(start)[0]), float(self.side), tops))
            columns.append(Column("hidden", self.units, tuple(shown)))
        return DiagramLayout(tuple(columns), tuple(places), self.width, self.height)
