"""What a view shows of a run at one moment, as numpy: values that may cross threads."""

import threading
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import Column
from playground.engine.frames.network import NetworkPicture, NetworkRequest, Place
from playground.engine.spec.run import Task

Array = npt.NDArray[np.floating[Any]]
"""float32; float64 for units of the data in which float32 is too coarse."""
Labels = npt.NDArray[np.int64]
Bounds = tuple[float, float, float, float]
"""x minimum, x maximum, y minimum, y maximum, in the units of the data."""
MARGIN = 0.08


def widened(values: Array) -> tuple[float, float]:
    """The lowest and the highest value with a margin around them."""
    low, high = float(values.min()), float(values.max())
    margin = (high - low) * MARGIN or 1.0
    return low - margin, high + margin


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows of the data in their own units; nobody writes to them.

    Attributes:
        inputs: float64 `[rows, features]`.
        targets: `[rows]`, `[rows, targets]` where there are several, in target units, or class
            numbers.
        validation: bool `[rows]`, True for rows of the validation part.
        drawn: int64 `[shown]`, the numbers of the rows that are drawn as points.
    """

    inputs: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float64] | Labels
    validation: npt.NDArray[np.bool_]
    drawn: Labels

    def truth(self, number: int) -> Array:
        """What is true of a row, by its number: the targets, or the number of the class."""
        return np.atleast_1d(self.targets[number]).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class DataPicture:
    """The data of a run as views draw them; made once each time the data change.

    Attributes:
        points: float64 `[shown, 1]` for one variable, `[shown, 2]` for two (raw inputs), and the
            first two principal components of the standardised inputs for more.
        target_names: of one target, or of all that are predicted at once.
        targets: float64 `[shown]` in target units, or class numbers; `[shown, targets]` where there
            are several.
        validation: bool `[shown]`, True for points of the validation part.
        axes: names of the axes of `points`, with units or explained variance.
        bounds: a margin around the points; for one variable y bounds the targets.
        target_number: which of several targets these are the data of; see `of_target`.
        target_range: between which values targets can lie, where that is known beforehand.
        rows: the data themselves, where they are at hand.
        pixels: rows and columns of the pictures that the inputs are the pixels of, if they are.
        views: the keys of the pictures that can be shown, the fitting one first.
    """

    task: Task
    columns: tuple[Column, ...]
    target_names: tuple[str, ...]
    class_names: tuple[str, ...]
    notes: tuple[str, ...]
    points: Array
    targets: Array
    validation: npt.NDArray[np.bool_]
    axes: tuple[str, ...]
    bounds: Bounds
    views: tuple[str, ...]
    train_rows: int
    validation_rows: int
    target_range: tuple[float, float] | None = None
    rows: Rows | None = None
    pixels: tuple[int, int] | None = None
    target_number: int | None = None

    @property
    def target_name(self) -> str:
        """The name of the target; of several, of the first."""
        return self.target_names[0]

    @property
    def target_spans(self) -> tuple[float, ...]:
        """From the lowest value of each target to the highest."""
        if not len(self.targets):
            return (0.0,) * len(self.target_names)
        return tuple(float(span) for span in np.atleast_1d(np.ptp(self.targets, axis=0)))

    @property
    def target_span(self) -> float:
        """The same of the first target."""
        return self.target_spans[0]

    def of_target(self, number: int) -> "DataPicture":
        """The data of one of several targets alone; these where there is only one."""
        if len(self.target_names) == 1:
            return self
        targets, name = self.targets[:, number], self.target_names[number]
        axes, bounds = self.axes, self.bounds
        if self.points.shape[1] == 1:
            axes, bounds = (axes[0], name), (*bounds[:2], *widened(targets))
        own = replace(self, target_names=(name,), targets=targets, target_number=number)
        return replace(own, axes=axes, bounds=bounds)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What axes and outputs stand for: a picture that fits these data fits others alike."""
        return self.task, self.axes, self.target_names, self.class_names


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """What a window wants to see next.

    Attributes:
        view: which picture, by its key among PICTURES; None for none.
        grid: points along each side of a surface, or along a curve.
        bounds: the part of the plane; None for the data's own.
        inputs: raw inputs `[features]` whose prediction is wanted; None for none.
        network: how the network itself is wanted; None for not at all.
        neuron: whose map is wanted in the place of the view.
        numbers: whether losses and metrics are to be of this very moment; else they may be of an
            earlier one, for a frame whose picture alone is shown.
    """

    view: str | None = None
    grid: int = 100
    bounds: Bounds | None = None
    inputs: tuple[float, ...] | None = None
    network: NetworkRequest | None = None
    neuron: Place | None = None
    numbers: bool = True


class Picture(Protocol):
    """What one view draws of a network at one moment."""

    @property
    def view(self) -> str:
        """The key of its kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """The loss and the metrics of one part, over all its rows, by key of METRICS.

    Attributes:
        by_target: the metrics of each of several targets by its name, in their order; `metrics` are
            then their means. Empty where there is one.
    """

    loss: float
    metrics: dict[str, float]
    by_target: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment of a run.

    Attributes:
        epoch: passes over the training part so far, with its fraction.
        seconds: spent training, pauses left out.
        output: the prediction for the request's inputs: `[targets]` in target units, or `[classes]`
            probabilities.
        place: where these inputs lie in a picture of the data: `[1]` or `[2]`.
        picture: what the request asked for, or None.
        has_numbers: whether losses and metrics are of this moment.
        device, stepper: where the network lies, and how its steps are run.
        stepper_reason: why they are taken singly, where they are and could be faster.
        last_epoch: where the run will end or pause; None where it has no end.
        best_step: of the lowest validation loss, whose weights are kept; None where there are none,
            or it is not known.
        rows_per_second: training rows seen, each as often as it was seen.
        network: the network itself, if it was asked for.
        request: what it answers.
        at_halt: whether this is a place at which the run waits to be looked at.
        pace: steps a second that a slow start has come to; None without one, and once it is over.
        is_provisional: whether the same frame follows with a finer picture.
        past: the step that was asked for, where this is of a moment that the run has left behind.
    """

    run: int
    step: int
    epoch: float
    seconds: float
    steps_per_second: float
    learning_rate: float
    train: Measures
    validation: Measures | None
    picture: Picture | None = None
    output: Array | None = None
    place: Array | None = None
    has_numbers: bool = True
    device: str = ""
    stepper: str = ""
    stepper_reason: str = ""
    epochs_per_second: float = 0.0
    rows_per_second: float = 0.0
    last_epoch: float | None = None
    best_step: int | None = None
    network: NetworkPicture | None = None
    at_halt: bool = False
    request: FrameRequest | None = None
    pace: float | None = None
    is_provisional: bool = False
    past: int | None = None

    @property
    def is_past(self) -> bool:
        """Whether the run has left this moment behind, and gone on from it."""
        return self.past is not None


class FrameSlot:
    """Holds at most one request and at most one frame: a slow window never queues work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._request: FrameRequest | None = None
        self._frame: Frame | None = None

    def ask(self, request: FrameRequest) -> None:
        """Ask for a frame; a later request replaces one that was not taken up."""
        with self._lock:
            self._request = request

    @property
    def waiting(self) -> FrameRequest | None:
        """The request that was not taken up yet, if there is one."""
        return self._request

    def pending(self) -> FrameRequest | None:
        """Take up the request, if there is one (the worker's side)."""
        with self._lock:
            request, self._request = self._request, None
            return request

    def put(self, frame: Frame) -> None:
        """Leave a frame, in place of one nobody took (the worker's side)."""
        with self._lock:
            self._frame = frame

    def take(self) -> Frame | None:
        """Take the frame away, if there is one (the window's side)."""
        with self._lock:
            frame, self._frame = self._frame, None
            return frame
