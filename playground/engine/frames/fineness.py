"""How finely a picture is worked out at once: as finely as there is time for."""

MOST_SECONDS = 0.004
"""What one picture may take beside training; while the run stands, PATIENCE times that."""
PATIENCE = 1.5
PARTS = (1.0, 0.75, 0.5, 0.375, 0.25, 0.125)
"""The parts of the wanted cells along each side that are tried: few, for cells are kept scaled."""
COARSEST = 25
FIRST = 100
"""Cells along each side, at most, before it is known how long one takes."""
SURE = 1.3
"""By how much a picture must be too slow, or could be finer and still be in time, to change."""


class Fineness:
    """Learns from how long pictures took, each of so many cells in all."""

    def __init__(self) -> None:
        self._seconds_per_cell = 0.0
        self._part = 0

    def along(self, wanted: int, sides: int, *, stands: bool = False) -> int:
        """How many cells along each side, of those wanted.

        Args:
            sides: 2 for a surface, 1 for a curve.
            stands: nothing is trained meanwhile.
        """
        if not self._seconds_per_cell:
            return min(wanted, FIRST)
        most = MOST_SECONDS * (PATIENCE if stands else 1.0)
        while self._part < len(PARTS) - 1 and self._takes(wanted, sides) > SURE * most:
            self._part += 1
        while self._part > 0 and SURE * self._takes(wanted, sides, self._part - 1) < most:
            self._part -= 1
        return self._cells(wanted, self._part)

    def note(self, cells: int, seconds: float) -> None:
        """Take note of how long a picture took; a single slow one weighs little."""
        each = seconds / max(cells, 1)
        known = self._seconds_per_cell or each
        self._seconds_per_cell = 0.8 * known + 0.2 * min(each, 4.0 * known)

    def _takes(self, wanted: int, sides: int, part: int | None = None) -> float:
        cells = self._cells(wanted, self._part if part is None else part)
        return float(self._seconds_per_cell * cells**sides)

    def _cells(self, wanted: int, part: int) -> int:
        return max(round(wanted * PARTS[part]), min(wanted, COARSEST))
