"""What a window wishes to see of a slow step, and what it is shown. Knows no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
MOST_ROWS, MOST_WEIGHTS = 128, 256
"""So many rows of a batch, and weights of a layer, are handed over at once."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A row of the batch, and a neuron or a weight of a layer.

    Attributes:
        row: of the batch, from 0.
        layer: from 0; that of the phase where the phase is about one.
        neuron: of the layer, from 0.
        source: of the weights that arrive at the neuron, from 0; the last is the bias.
    """

    row: int = 0
    layer: int = 0
    neuron: int = 0
    source: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a window wants to see.

    Attributes:
        phase: number of the phase; beyond the last one it is the last.
        first: the first row of the batch in the table's window.
        first_weight: the first weight of the layer in the window of theirs.
    """

    phase: int = 0
    focus: Focus = field(default_factory=Focus)
    first: int = 0
    first_weight: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of a batch.

    Attributes:
        batch: how many the batch has.
        columns: what the inputs are called.
        widths: how many targets, outputs and losses a row has.
        first: the number of the first that is here, from 0.
        inputs: float64 `[rows, inputs]`, as the network takes them; of many inputs the first.
        targets: float64 `[rows, targets]`.
        outputs: float64 `[rows, outputs]`; None before the forward pass.
        losses: float64 `[rows]`; None before the loss.
    """

    batch: int
    columns: tuple[str, ...]
    widths: tuple[int, int, int]
    first: int
    inputs: Numbers
    targets: Numbers
    outputs: Numbers | None
    losses: Numbers | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, and a sentence on what stands in it."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Some weights of the layer told of: neuron by neuron, the bias of each after its weights.

    Attributes:
        count: how many the layer has.
        sources: how many arrive at each neuron, with the bias.
        columns: of the table.
        first: the number of the first that is here, from 0.
        names: of those that are here: `w₁₂⁽¹⁾`.
        widest: the longest name in the layer.
        values: float64 `[weights, columns]`.
        known: bool `[weights, columns]`; False of what the step has not come to, or does not have.
    """

    count: int
    sources: int
    columns: tuple[Column, ...]
    first: int
    names: tuple[str, ...]
    widest: str
    values: Numbers
    known: npt.NDArray[np.bool_]

    def place_of(self, number: int) -> tuple[int, int]:
        """The neuron and the source of a weight by its number in the table."""
        return divmod(number, self.sources)

    def number_of(self, focus: Focus) -> int:
        """The number in the table of the weight that is told of."""
        return focus.neuron * self.sources + focus.source


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be told of.

    Attributes:
        layers: what each is called.
        neurons: of the layer that is told of.
        inputs: how many inputs it has.
        sources: the weights of the neuron with what arrives through each, the bias last if there
            is one: `w₁₂ (x₂)`.
    """

    layers: tuple[str, ...]
    neurons: tuple[str, ...]
    inputs: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What a picture of the network shows of a phase, for the row and the neuron told of.

    Attributes:
        column: of the picture, which is at work: 0 for the inputs; -1 for none.
        numbers: by column, one for each neuron, float64 `[units]`: what it gives in the forward
            pass, and δ in the backward pass.
        neuron: of the column at work, the one told of; -1 for none.
        edges: of those that arrive at this neuron, float64 `[units before]`: weights, their
            gradients, or how they have moved; None where none are told.
    """

    column: int = -1
    numbers: Mapping[int, Numbers] = field(default_factory=dict)
    neuron: int = -1
    edges: Numbers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StepView:
    """A moment of a slow step.

    Attributes:
        step: number of the step, from 1.
        phases: what each is called.
        kinds: the kind of each, and the number of the layer it is about, or -1.
        phase: number of the one that is shown.
        focus: what is told of, as far as it is there.
        choices: what else could be.
        code, lit: lines of PyTorch, and which of them are lit, the running one first.
        lines: sentences and formulas with the numbers put in.
        told: of these lines, the one on the weight alone; empty where there is none.
        rows: some of the batch.
        weights: some of the layer.
        marks: what a picture of the network shows of it.
    """

    step: int
    phases: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    phase: int
    focus: Focus
    choices: Choices
    code: tuple[str, ...]
    lit: tuple[int, ...]
    lines: tuple[str, ...]
    told: str
    rows: Rows
    weights: Weights
    marks: Marks
