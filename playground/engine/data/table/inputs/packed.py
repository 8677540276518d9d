"""Many texts in two arrays, which a process can hand to another at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import IntArray

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class PackedTexts:
    """Texts `[rows]`, each read when somebody asks for it.

    Attributes:
        content: all of them, one behind the other, in UTF-8.
        ends: int64 `[rows + 1]`, where each begins, and behind it the next.
    """

    content: npt.NDArray[np.uint8]
    ends: IntArray

    def __len__(self) -> int:
        return len(self.ends) - 1

    def of_rows(self, rows: IntArray) -> list[str]:
        """The texts of some rows, an empty one for a row below 0."""
        starts = np.where(rows < 0, 0, self.ends[rows])
        ends = np.where(rows < 0, 0, self.ends[rows + 1])
        if not len(rows):
            return []
        first = int(starts.min())
        content = self.content[first : int(ends.max())].tobytes()
        places = zip((starts - first).tolist(), (ends - first).tolist(), strict=True)
        return [content[start:end].decode("utf-8", "replace") for start, end in places]

    def __getitem__(self, row: int) -> str:
        return bytes(self.content[self.ends[row] : self.ends[row + 1]]).decode("utf-8", "replace")


def packed(texts: "pa.Array") -> PackedTexts:
    """The texts of an array without nulls."""
    _valid, offsets, content = texts.buffers()
    count = len(texts) + 1
    ends = np.frombuffer(offsets, np.int32, count, 4 * texts.offset).astype(np.int64)
    whole = np.empty(0, np.uint8) if content is None else np.frombuffer(content, np.uint8)
    return PackedTexts(whole[ends[0] : ends[-1]], ends - ends[0])
