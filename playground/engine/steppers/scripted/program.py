"""The program that runs the steps of a chunk: its text, its compilation, its tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor

from playground.engine.steppers.scripted.calls import Step
from playground.engine.steppers.scripted.capture import Recording
from playground.engine.steppers.scripted.losses import padded_rows
from playground.engine.steppers.scripted.measure import NOTHING, Measuring, Watched, watched
from playground.engine.steppers.scripted.source import Body, BodyWriter
from playground.engine.steppers.scripted.storage import FlatState
from playground.engine.steppers.scripted.unit import compiled, place_tensors
from playground.engine.steppers.watch import Watch

_RESULTS = 1 << 18
"""Numbers that the steps of one segment may leave behind, about."""

_HEAD = """
def run(inputs: List[Tensor], targets: List[Tensor], shuffles: List[int], sources: List[Generator],
        starts: List[int], counts: List[int], rests: List[int], tensors: List[List[Tensor]],
        results: List[Tensor], counter: List[Tensor], numbers: List[Tensor], copies: List[Tensor],
        losses: Tensor, rates: List[float], options: List[float], measures: List[int],
        watched: List[Tensor], rows: List[Tensor], kept: List[Tensor], lowest: float,
        target: float, waiting: int, patience: int{generators}) -> Tuple[int, List[float]]:
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
        size: rows in a batch.
        rest: rows in a smaller last batch, or 0.
        longest: how many whole batches a segment may have.
        measuring: how it measures the validation loss, if it can.
    """

    def __init__(
        self,
        full: Recording,
        rest: Recording | None,
        options: Sequence[str],
        measuring: Measuring | None = None,
    ) -> None:
        self.size = full.size
        self.measuring = measuring
        self.rest = rest.size if rest else 0
        self.options = tuple(options)
        self._recordings = [full, *([rest] if rest else [])]
        pairs = zip(self._recordings, "ab", strict=False)
        self._bodies = [BodyWriter(recording.step, prefix).body for recording, prefix in pairs]
        numbers = max(1, torch.Size(full.result).numel())
        self.longest = max(1, min(1024, _RESULTS // numbers))
        self.generators = _generators(self._bodies)
        self.text = self._source()
        self._unit = compiled(self.text)

    def bind(self, state: FlatState, validation: tuple[Tensor, Tensor] | None = None) -> "Bound":
        """The program at work on these weights and this state.

        Args:
            validation: the rows on which it measures, if it does.
        """
        with torch.inference_mode():
            tensors = [
                _tensors(recording.step, body, state)
                for recording, body in zip(self._recordings, self._bodies, strict=True)
            ]
            lengths = (self.longest, 1)
            results = [
                padded_rows(n, r.result) for n, r in zip(lengths, self._recordings, strict=False)
            ]
            watched = self._watched(state, validation)
        return Bound(self._unit, tensors, results, state, watched)

    def _watched(self, state: FlatState, validation: tuple[Tensor, Tensor] | None) -> Watched:
        if self.measuring is None or validation is None:
            return NOTHING
        step, body = self.measuring.step, self.measuring.body
        return watched(_tensors(step, body, state), validation, state.weights)

    def _source(self) -> str:
        names = [f"g{number}: Generator" for number in range(self.generators)]
        lines = [_HEAD.format(generators="".join(f", {name}" for name in names)).rstrip()]
        lines += _indented(self._opening(), 1)
        lines += _indented(["for s in range(len(starts)):"], 1)
        lines += _indented(
            [
                "X = inputs[s]",
                "Y = targets[s]",
                "start = starts[s]",
                "if shuffles[s] > 0:",
                "    order = torch.randperm(X.size(0), generator=sources[s])",
                "    X = X.index_select(0, order)",
                "    Y = Y.index_select(0, order)",
            ],
            2,
        )
        for place, body in enumerate(self._bodies):
            lines += _indented(self._loop(place, body), 2)
        if self.measuring is not None:
            lines += _indented(self.measuring.after_segment, 2)
        text = "\n".join([*lines, *_indented(self._closing(), 1)])
        return text if self.measuring is None else f"{self.measuring.text}\n{text}"

    def _opening(self) -> list[str]:
        lines = [f"{name} = options[{n}]" for n, name in enumerate(self.options)]
        for place, (body, prefix) in enumerate(zip(self._bodies, "ab", strict=False)):
            lines.append(f"{prefix}T = tensors[{place}]")
            lines += [f"{prefix}{n} = {prefix}T[{n}]" for n in range(len(body.tensors))]
            lines += body.before
            lines.append(f"{prefix}Z = results[{place}].unbind(0)")
        lines += ["step = 0.0", "for number in counter:", "    step = float(number)"]
        return [*lines, "done = 0", "going = True", "found: List[float] = []"]

    def _loop(self, place: int, body: Body) -> list[str]:
        prefix = "ab"[place]
        size = str(self.size) if place == 0 else str(self.rest)
        head = ["count = counts[s]"]
        if place == 1:
            head = [f"start = start + counts[s] * {self.size}", "count = rests[s]"]
        return [
            *head,
            "if count > 0:",
            f"    xs = X.narrow(0, start, count * {size}).split({size})",
            f"    ys = Y.narrow(0, start, count * {size}).split({size})",
            "    first = done",
            "    for j in range(count):",
            *_indented(["x = xs[j]", "y = ys[j]", f"z = {prefix}Z[j]"], 2),
            *_indented(["lr = rates[done]", "step = step + 1.0", *body.lines, "done += 1"], 2),
            *_indented(self._losses(place, size), 1),
            *(["    if not going:", "        break"] if self._guarded else []),
        ]

    def _closing(self) -> list[str]:
        """Every parameter has its own copy of the numbers that the update counts."""
        return [
            "for number in counter:",
            "    number.add_(float(done))",
            "for number, copy in zip(numbers, copies):",
            "    copy.copy_(number)",
            "return done, found",
            "",
        ]

    def _losses(self, place: int, size: str) -> list[str]:
        rows = self._recordings[place].rows
        lines = ["n = done - first", f"o = results[{place}].narrow(0, 0, n)"]
        if rows is None:
            return [*lines, "losses.narrow(0, first, n).copy_(o)"]
        lines.append(f"t = Y.narrow(0, start, n * {size}).view(o.size())")
        loss = f"{rows.text}.reshape([n, -1]).mean(1)"
        return [
            "if done > first:",
            *_indented([*lines, f"losses.narrow(0, first, n).copy_({loss})"], 1),
        ]

    @property
    def _guarded(self) -> bool:
        return any(recording.step.guards for recording in self._recordings)


_NOTHING_WATCHED = Watch(every=1)


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
        watched: Watched,
    ) -> None:
        self._unit = unit
        self._watched = watched
        self._tensors = tensors
        self._results = results
        self.state = state
        counter = state.state.get("step")
        self._counter = [] if counter is None else [counter]
        self._copies = state.copies
        self._unused = Generator()

    def run(
        self,
        segments: Sequence[Segment],
        rates: list[float],
        options: list[float],
        generators: Sequence[Generator],
        measures: Sequence[bool] = (),
        watch: Watch = _NOTHING_WATCHED,
    ) -> tuple[Tensor, list[float]]:
        """Run the steps of all segments, one after another, without the GIL.

        Args:
            rates: the learning rate of each step.
            options: the program's options, in its order.
            measures: after which segments the validation loss is measured; none, if left out.
            watch: what the weights must better to be kept, and where the run ends; left as it is.

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
                [number for number, _ in self._copies],
                [copy for _, copy in self._copies],
                losses,
                rates,
                options,
                [int(due) for due in measures] or [0] * len(segments),
                self._watched.tensors,
                self._watched.rows,
                self._watched.kept,
                watch.best,
                watch.target,
                watch.waiting,
                watch.patience,
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
        with torch.inference_mode():
            loss: float = self._unit.measure(self._watched.tensors, *self._watched.rows)
        return loss

    @property
    def kept(self) -> Tensor:
        """The flat weights that `run` kept last."""
        return self._watched.kept[1]


def _tensors(step: Step, body: Body, state: FlatState) -> list[Tensor]:
    tensors = state.tensors()
    lasting = {storage: tensors[role] for storage, role in step.roles.items()}
    return place_tensors(body.tensors, step, lasting)


def _generators(bodies: Sequence[Body]) -> int:
    lines = [line for body in bodies for line in body.lines]
    return sum(any(f"generator=g{n})" in line for line in lines) for n in range(64))


def _indented(lines: Sequence[str], depth: int) -> list[str]:
    return ["    " * depth + line for line in lines]
