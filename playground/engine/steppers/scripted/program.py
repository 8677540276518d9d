"""The program that runs the steps of a chunk: its text, its compilation, its tensors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import torch
from torch import Generator, Tensor

from playground.engine.steppers.measurements import Measurements
from playground.engine.steppers.scripted.calls import Step
from playground.engine.steppers.scripted.capture import Recording
from playground.engine.steppers.scripted.losses import padded_rows
from playground.engine.steppers.scripted.source import Body
from playground.engine.steppers.scripted.storage import FlatState
from playground.engine.steppers.scripted.unit import compiled, place_tensors

_RESULTS = 1 << 18
"""Numbers that the steps of one segment may leave behind, about."""

_RUN = """
def run(inputs: List[Tensor], targets: List[Tensor], shuffles: List[int], sources: List[Generator],
        starts: List[int], counts: List[int], rests: List[int], tensors: List[List[Tensor]],
        results: List[Tensor], counter: List[Tensor], numbers: List[Tensor], copies: List[Tensor],
        losses: Tensor, rates: List[float], options: List[float], measures: List[int],
        measured: List[Tensor], rows: List[Tensor], kept: List[Tensor], lowest: float,
        target: float, waiting: int, patience: int{generators}) -> Tuple[int, List[float]]:
{opening}
    step = 0.0
    for number in counter:
        step = float(number)
    done = 0
    going = True
    found: List[float] = []
    for s in range(len(starts)):
        X = inputs[s]
        Y = targets[s]
        start = starts[s]
        if shuffles[s] > 0:
            order = torch.randperm(X.size(0), generator=sources[s])
            X = X.index_select(0, order)
            Y = Y.index_select(0, order)
{segment}
    for number in counter:
        number.add_(float(done))
    # Every parameter has its own copy of the numbers that the update counts.
    for number, copy in zip(numbers, copies):
        copy.copy_(number)
    return done, found
"""

_STEPS = """
count = {count}
if count > 0:
    xs = X.narrow(0, start, count * {size}).split({size})
    ys = Y.narrow(0, start, count * {size}).split({size})
    first = done
    for j in range(count):
        x = xs[j]
        y = ys[j]
        z = {prefix}Z[j]
        lr = rates[done]
        step = step + 1.0
{body}
        done += 1
    n = done - first
    if n > 0:
        o = {prefix}R.narrow(0, 0, n)
{losses}
    start = start + count * {size}
"""

_STOP = """
    if not going:
        break
"""

_MEASURE = "def measure(tensors: List[Tensor], x: Tensor, y: Tensor, z: Tensor) -> float:"

_MEASURING = """
if measures[s] > 0:
    # What comes after a loss that is not finite does not count.
    if not bool(torch.isfinite(losses.narrow(0, 0, done)).all()):
        break
    loss = measure(measured, rows[0], rows[1], rows[2])
    found.append(loss)
    waiting = waiting + 1
    if loss < lowest:
        lowest = loss
        waiting = 0
        kept[1].copy_(kept[0])
    if loss <= target or waiting >= patience:
        break
"""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Steps in a row within one epoch.

    Attributes:
        inputs: of the epoch, or of the dataset where `order` is there.
        source: what the order of the rows is drawn from, where they are yet to be shuffled.
        start: the first row.
        count: how many whole batches follow.
        rest: rows of a smaller last batch after them, or 0.
    """

    inputs: Tensor
    targets: Tensor
    source: Generator | None
    start: int
    count: int
    rest: int

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return self.count + (self.rest > 0)


class Program:
    """Steps over batches of one size, and over one smaller last batch if there is one.

    Attributes:
        rest: rows in a smaller last batch, or 0.
        longest: how many whole batches a segment may have.
        generators: how many it draws random numbers from.
        text: of TorchScript.
        measures: whether it can measure the validation loss.
    """

    def __init__(
        self, full: Recording, rest: Recording | None, options: Sequence[str], loss: Step | None
    ) -> None:
        """Write and compile it.

        Args:
            full, rest: a step over a whole batch, and over the smaller one.
            options: the numbers that it reads before each chunk.
            loss: what works out the validation loss.
        """
        self.rest = rest.size if rest else 0
        self.options = tuple(options)
        self._recordings = [full, *([rest] if rest else [])]
        self._bodies = [Body(each.step, p) for each, p in zip(self._recordings, "ab", strict=False)]
        self._measuring = None if loss is None else Body(loss, "e")
        self.longest = max(1, min(1024, _RESULTS // max(1, math.prod(full.result))))
        self.generators = len(self._bodies[0].generators)
        self.measures = loss is not None
        self.text = self._source()
        self._unit = compiled(self.text)

    def bind(self, state: FlatState, validation: tuple[Tensor, Tensor] | None) -> "Bound":
        """The program at work on these weights and this state.

        Args:
            validation: the rows on which it measures, if it does.
        """
        roles = state.tensors()

        def tensors(body: Body) -> list[Tensor]:
            return place_tensors(body, {n: roles[role] for n, role in body.step.roles.items()})

        lengths = (self.longest, 1)
        with torch.inference_mode():
            results = [
                padded_rows(n, r.result) for n, r in zip(lengths, self._recordings, strict=False)
            ]
            measuring: list[list[Tensor]] = [[], [], []]
            if self._measuring is not None and validation is not None:
                best = torch.zeros_like(state.weights)
                rows = [*validation, torch.zeros(())]
                measuring = [tensors(self._measuring), rows, [state.weights, best]]
            steps = [tensors(body) for body in self._bodies]
        return Bound(self._unit, steps, results, state, measuring)

    def _source(self) -> str:
        opening = [f"{name} = options[{n}]" for n, name in enumerate(self.options)]
        for place, (body, prefix) in enumerate(zip(self._bodies, "ab", strict=False)):
            opening += [f"{prefix}T = tensors[{place}]", *body.opening(f"{prefix}T")]
            opening += [f"{prefix}R = results[{place}]", f"{prefix}Z = {prefix}R.unbind(0)"]
        segment = "".join(self._steps(place) for place in range(len(self._bodies)))
        run = _RUN.format(
            generators="".join(f", g{number}: Generator" for number in range(self.generators)),
            opening=_block(opening, 1),
            segment=_block([segment, _MEASURING if self.measures else ""], 2),
        )
        if self._measuring is None:
            return run
        return self._measuring.as_function(_MEASURE, "return float(z)") + run

    def _steps(self, place: int) -> str:
        recording, size = self._recordings[place], self._recordings[place].size
        losses = ["losses.narrow(0, first, n).copy_(o)"]
        if recording.rows is not None:
            # The loss of each element is that of outputs and targets in the same shape.
            losses = [
                f"t = Y.narrow(0, start, n * {size}).view(o.size())",
                f"losses.narrow(0, first, n).copy_({recording.rows})",
            ]
        text = _STEPS.format(
            count=("counts[s]", "rests[s]")[place],
            size=size,
            prefix="ab"[place],
            body=_block(self._bodies[place].lines, 2),
            losses=_block(losses, 2),
        )
        is_guarded = any(each.step.guards for each in self._recordings)
        return text + (_STOP if is_guarded else "")


class Bound:
    """A program with all its tensors.

    Attributes:
        state: what it works on.
    """

    def __init__(
        self,
        unit: Any,  # noqa: ANN401 - functions of TorchScript
        tensors: list[list[Tensor]],
        results: list[Tensor],
        state: FlatState,
        measuring: Sequence[list[Tensor]],
    ) -> None:
        """Hold what the program is called with.

        Args:
            tensors: of the steps.
            results: room for what steps leave behind.
            measuring: tensors of the function `measure`; its rows, and where their loss is left;
                the weights, and room for the best of them. Empty lists where it cannot measure.
        """
        self._unit = unit
        self._tensors = tensors
        self._results = results
        self._measuring = measuring
        self.state = state
        counter = state.state.get("step")
        self._counter = [] if counter is None else [counter]
        self._unused = Generator()

    def run(
        self,
        segments: Sequence[Segment],
        rates: list[float],
        options: list[float],
        generators: Sequence[Generator],
        due: list[bool],
        measurements: Measurements,
    ) -> tuple[Tensor, list[float]]:
        """Run the steps of all segments, one after another, without the GIL.

        Args:
            rates: the learning rate of each step.
            options: the program's options, in its order.
            due: after which segments the validation loss is measured.
            measurements: what the weights must better to be kept, and where the run ends; left as
                they are.

        Returns:
            The loss of each step; fewer than asked for where a decision of the optimizer would
            fall otherwise than when it was recorded, or where the run ends by what was measured.
            And what was measured.
        """
        losses = torch.empty(len(rates))
        with torch.inference_mode():
            done, found = self._unit.run(
                *self._lists(segments),
                self._tensors,
                self._results,
                self._counter,
                [number for number, _ in self.state.copies],
                [copy for _, copy in self.state.copies],
                losses,
                rates,
                options,
                [int(each) for each in due],
                *self._measuring,
                measurements.best,
                measurements.target,
                measurements.waiting,
                measurements.patience,
                *generators,
            )
        return losses if done == len(rates) else losses[:done], found

    def _lists(self, segments: Sequence[Segment]) -> tuple[list[Any], ...]:
        """The segments as the program takes them: a list for each of its first arguments."""
        return (
            [segment.inputs for segment in segments],
            [segment.targets for segment in segments],
            [int(segment.source is not None) for segment in segments],
            [segment.source or self._unused for segment in segments],
            [segment.start for segment in segments],
            [segment.count for segment in segments],
            [int(segment.rest > 0) for segment in segments],
        )

    def measure(self) -> float:
        """The validation loss with the weights as they are."""
        tensors, rows, _ = self._measuring
        with torch.inference_mode():
            loss: float = self._unit.measure(tensors, *rows)
        return loss

    @property
    def best(self) -> Tensor:
        """The flat weights that `run` kept last."""
        return self._measuring[2][1]


def _block(lines: Sequence[str], depth: int) -> str:
    return indent("\n".join(lines), "    " * depth)
