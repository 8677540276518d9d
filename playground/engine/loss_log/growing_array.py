"""An array that grows by doubling, up to a limit."""

import numpy as np
import numpy.typing as npt

FIRST_CAPACITY = 1024


class Growing:
    """`rows` numbers in each of at most `limit` columns; memory is taken as it is needed."""

    def __init__(self, rows: int, limit: int, dtype: type[np.floating]) -> None:
        self.limit = limit
        self.size = 0
        self.data = np.empty((rows, min(limit, FIRST_CAPACITY)), dtype)

    @property
    def view(self) -> npt.NDArray[np.floating]:
        """The columns so far, `[rows, size]`; not a copy."""
        return self.data[:, : self.size]

    def reserve(self, size: int) -> None:
        """Make room for `size` columns, at most `limit`."""
        capacity = self.data.shape[1]
        if size > capacity:
            room = min(self.limit, max(size, 2 * capacity))
            grown = np.empty((len(self.data), room), self.data.dtype)
            grown[:, : self.size] = self.data[:, : self.size]
            self.data = grown

    def push(self, column: tuple[float, ...]) -> None:
        """Add one column."""
        self.reserve(self.size + 1)
        self.data[:, self.size] = column
        self.size += 1

    def replace(self, columns: npt.NDArray[np.floating]) -> None:
        """Hold these columns alone, `[rows, columns]`, of memory of their own."""
        self.size = 0
        self.extend(columns)

    def extend(self, columns: npt.NDArray[np.floating]) -> None:
        """Add `[rows, more]`; together no more than `limit`."""
        size = self.size + columns.shape[1]
        self.reserve(size)
        self.data[:, self.size : size] = columns
        self.size = size
