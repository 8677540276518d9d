"""What every source of data hands on: numbers, names, and what was done to get them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.table.words import listed
from playground.engine.spec.names import write_names
from playground.engine.spec.parameter import parse_number
from playground.engine.spec.run import Task

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Outputs = npt.NDArray[np.floating[Any]]
"""float32; float64 for target units in which float32 is too coarse."""


_COARSE = 1e-6
"""The part of a column's range by which a text of it may differ from the number."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the values of a column were read from the texts of a table.

    Attributes:
        source: the column of the table.
        form: of a number its decimal mark, thousands mark, currency and unit; of a date its
            pattern; empty for texts.
        part: what of a date the values are, or nothing.
        origin: seconds since 1970 from which a date counts.
    """

    source: str = ""
    form: tuple[str, ...] = ()
    part: str = ""
    origin: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """An input as a person types it: a number, or one of some categories.

    Attributes:
        categories: empty for a number; else the known categories, one input feature each (one-hot).
        typical: what to start from and what fills a gap: the median, or the most frequent category.
        minimum, maximum: of the numbers seen; 0 and 1 for a category.
        reading: how a table writes it; means nothing where the data are no table.
    """

    name: str
    kind: Literal["number", "category"] = "number"
    categories: tuple[str, ...] = ()
    typical: str = "0"
    minimum: float = 0.0
    maximum: float = 1.0
    reading: Reading = Reading()

    @property
    def label(self) -> str:
        """The name as mathematics writes it, where it is a numbered x: `x1` is x₁."""
        number = self.name[1:]
        if self.name[:1] == "x" and number.isascii() and number.isdigit():
            return "x" + number.translate(_SUBSCRIPTS)
        return self.name

    def feature_names(self) -> tuple[str, ...]:
        """The names of the inputs this column becomes: `age`, or `colour=red`, `colour=blue`."""
        if self.kind == "number":
            return (self.name,)
        return tuple(f"{self.name}={category}" for category in self.categories)

    def encode(self, text: str) -> tuple[float, ...]:
        """The inputs that `text` stands for.

        Raises:
            InputError: it is no number, or none of the categories.
        """
        if self.kind == "number":
            return (parse_number(text, self.name),)
        if text not in self.categories:
            raise InputError(
                _("{column} has no category {text}; the known ones are {names}.").format(
                    column=self.name, text=repr(text), names=listed(self.categories, 8)
                )
            )
        return tuple(float(category == text) for category in self.categories)

    def text_of(self, values: Sequence[float]) -> str:
        """What a person would type for these inputs: `encode` makes the same float32 of it, or the
        same float64 where float32 is too coarse for the column."""
        if self.kind == "category":
            return self.categories[int(np.argmax(values))]
        number = float(values[0])
        whole = number.is_integer() and abs(number) < 1e15
        if whole:
            return f"{int(number)}"
        rounded = np.float32(number)
        is_near = abs(float(rounded) - number) <= _COARSE * (self.maximum - self.minimum)
        return str(rounded) if is_near else repr(number)


@dataclass(frozen=True, slots=True, eq=False)
class RawData:
    """Data before they are split and scaled, in their own units.

    Attributes:
        columns: the inputs as a person types them.
        inputs: float64 `[rows, features]`; categories are one-hot.
        targets: float64 `[rows]` for regression, `[rows, targets]` where there are several; else
            int64 `[rows]` of class numbers.
        target_names: of several targets only in regression.
        class_names: in the order of the class numbers; empty for regression.
        plane: what is shown of them, `x low, x high, y low, y high`, where that does not follow
            from the points.
        target_range: between which values targets can lie, where that is known beforehand.
        notes: sentences on what was guessed, dropped or filled, for the person.
        target_reading: how a table writes the target; means nothing where the data are no table.
        names_are_ours: the names of target and classes are words of ours, not of a table.
    """

    task: Task
    columns: tuple[Column, ...]
    inputs: FloatArray
    targets: FloatArray | IntArray
    target_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    plane: tuple[float, float, float, float] | None = None
    target_range: tuple[float, float] | None = None
    names_are_ours: bool = False
    target_reading: Reading = Reading()

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One name per column of `inputs`."""
        return tuple(name for column in self.columns for name in column.feature_names())

    @property
    def class_labels(self) -> tuple[str, ...]:
        """The names of the classes for the person; in files they are `class_names`."""
        return tuple(self._label(name) for name in self.class_names)

    @property
    def target_name(self) -> str:
        """The name of the target in files; of several, all of them as `data.target` has them."""
        names = self.target_names
        return names[0] if len(names) == 1 else write_names(names)

    @property
    def target_labels(self) -> tuple[str, ...]:
        """The names of the targets for the person; in files they are `target_names`."""
        return tuple(self._label(name) for name in self.target_names)

    @property
    def target_label(self) -> str:
        """What a sentence calls the target, or all of them."""
        return listed(self.target_labels, 8)

    @property
    def target_columns(self) -> FloatArray:
        """The targets of a regression, float64 `[rows, targets]`."""
        shape = (len(self.targets), len(self.target_names))
        return self.targets.astype(np.float64, copy=False).reshape(shape)

    def _label(self, name: str) -> str:
        if not self.names_are_ours:
            return name
        word, _space, number = name.rpartition(" ")
        numbered = word + " {n}"
        return _(numbered).format(n=number) if number.isdecimal() else _(name)
