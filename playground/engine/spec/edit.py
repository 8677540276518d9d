"""What a hand does to a network while it stands between two steps, as values; knows no torch."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import number

Subject = Literal["weights", "frozen", "muted"]
LARGEST_WEIGHT = 1e6
"""The largest size of a weight that a person can set."""


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """Other values for some numbers that belong to one tensor of a network.

    Attributes:
        subject: the weights themselves; whether they are frozen; or whether the neurons whose
            incoming weights the tensor holds are muted.
        name: of a parameter of the network, such as `layers.0.weight`.
        places: int64 `[n]`, in the flattened tensor; numbers of neurons where they are muted.
        values: float64 `[n]`, 0 or 1 where they say yes or no; None for the initial weights.
    """

    subject: Subject
    name: str
    places: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64] | None


Edits = tuple[Edit, ...]


def require_weights(edits: Edits) -> None:
    """Refuse what a person cannot mean; what was there before comes back whatever it was.

    Raises:
        InputError: a value is no finite number, or too large for a weight.
    """
    for edit in edits:
        if edit.subject == "weights" and edit.values is not None:
            bad = edit.values[~(np.abs(edit.values) <= LARGEST_WEIGHT)]
            if len(bad):
                sentence = _("{name} must lie between {low} and {high}, not {value}.")
                largest = number(LARGEST_WEIGHT, ",.0f")
                raise InputError(
                    sentence.format(
                        name=edit.name, low=f"−{largest}", high=largest, value=number(bad[0])
                    )
                )


@dataclass(frozen=True, slots=True)
class LayerNames:
    """What the weights of one layer are called.

    Attributes:
        title: of the layer, such as `hidden 1`.
        rows, columns: of its neurons and of what arrives at each of them.
        weight, bias: the names of its parameters; no bias where that is empty.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    weight: str
    bias: str
