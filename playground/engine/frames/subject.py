"""What pictures are made of: the data of a run, and what its network makes of them."""

from collections.abc import Callable, Hashable
from functools import partial

import numpy as np
import torch

from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import Array, Bounds, Measures
from playground.engine.frames.scene import Scene
from playground.engine.model.whole_model import WholeModel, whole_model
from playground.engine.steppers.scripted.forward import FusedForward
from playground.engine.training.metrics import measure, measure_each
from playground.engine.training.trainer import Part, Trainer


class Subject:
    """The data of one run and the network of its trainer as it stands, on the worker's thread.

    Attributes:
        scene: where the points of the data are drawn.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._whole: WholeModel | None = None
        self._forward: FusedForward | None = None
        self._kept: tuple[Hashable, torch.Tensor] | None = None
        self._made_for: tuple[object, ...] = ()
        self._predicted: dict[Part, Array] = {}
        self.scene = Scene(dataset.raw, planar=bool(dataset.input_features))

    def predict(self, trainer: Trainer, inputs: np.ndarray) -> Array:
        """What the whole model makes of raw inputs `[rows, features]`, in shown units."""
        return self._answer(trainer, self.scaled(trainer, inputs))

    def predict_again(
        self, trainer: Trainer, place: Hashable, inputs: Callable[[], np.ndarray]
    ) -> Array:
        """`predict` for inputs that are the same as long as `place` is: they are scaled once."""
        return self._answer(trainer, self.scaled_again(trainer, place, inputs))

    def scaled_again(
        self, trainer: Trainer, place: Hashable, inputs: Callable[[], np.ndarray]
    ) -> torch.Tensor:
        """`scaled` for inputs that are the same as long as `place` is."""
        self.whole(trainer)  # forgets the inputs of another network
        if self._kept is None or self._kept[0] != place:
            self._kept = (place, self.scaled(trainer, inputs()))
        return self._kept[1]

    def scaled(self, trainer: Trainer, inputs: np.ndarray) -> torch.Tensor:
        """What the network gets of raw inputs `[rows, features]`, on its device."""
        rows = torch.from_numpy(np.ascontiguousarray(inputs))
        with torch.no_grad():
            return self.whole(trainer).scaled(rows).contiguous()

    def whole(self, trainer: Trainer) -> WholeModel:
        """The whole model; another object for another network, loss or device."""
        made_for = (trainer.network, trainer.learner.form, trainer.device)
        if self._whole is None or self._made_for != made_for:
            self._made_for = made_for
            self._forward, self._kept = None, None
            whole = whole_model(self.dataset, trainer.network, trainer.learner.form)
            self._whole = whole.to(trainer.device)
        return self._whole

    @property
    def sides(self) -> int:
        """2 where the data are drawn in a plane, 1 along a line."""
        return min(len(self.dataset.raw.feature_names), 2)

    def cells(self, grid: int, bounds: Bounds, some: slice = slice(None)) -> np.ndarray:
        """Raw inputs all over a part of the plane, first along x, or along the line of one
        variable: `grid` places along each side.

        Args:
            some: which of them, by their numbers.
        """
        x = np.linspace(bounds[0], bounds[1], grid)
        if self.sides == 1:
            return x[some, None]
        y = np.linspace(bounds[2], bounds[3], grid)
        row, column = np.divmod(np.arange(*some.indices(grid * grid)), grid)
        points = np.stack([x[column], y[row]], axis=-1)
        return points if self.dataset.raw.inputs.shape[1] == 2 else self.scene.plane.lift(points)

    def rows(self, part: Part) -> np.ndarray:
        """The numbers of the rows of one part."""
        return self.dataset.train if part == "train" else self.dataset.validation

    def predicted(self, part: Part) -> Array:
        """What was predicted for them when they were measured last; empty before."""
        return self._predicted.get(part, _NO_ROWS)

    def measure(self, trainer: Trainer, part: Part) -> Measures:
        """Loss and metrics of one part, as the network stands."""
        loss, outputs = trainer.evaluate(part)
        predicted: Array = self.whole(trainer).shown(outputs).cpu().numpy()
        self._predicted[part] = predicted
        raw, targets = self.dataset.raw, self.dataset.raw.targets[self.rows(part)]
        metrics = measure(raw.task, targets, predicted, self.dataset.classes)
        if len(raw.target_names) == 1:
            return Measures(loss, metrics)
        each = measure_each(targets, predicted)
        return Measures(loss, metrics, dict(zip(raw.target_labels, each, strict=True)))

    def predict_singly(self, trainer: Trainer, inputs: np.ndarray) -> Array:
        """`predict` for a number of rows that will not come again: nothing is prepared for it."""
        scaled = self.scaled(trainer, inputs)
        with torch.no_grad():
            output = self._evaluated(trainer, scaled).cpu()
        shown: Array = self.whole(trainer).exact_targets.undone(output).numpy()
        return shown

    def _answer(self, trainer: Trainer, scaled: torch.Tensor) -> Array:
        whole, answer = self.whole(trainer), partial(self._evaluated, trainer)
        if self._forward is None:
            self._forward = FusedForward(answer, list(trainer.network.parameters()))
        with torch.no_grad():
            on_cpu = trainer.device.type == "cpu"
            output = self._forward(scaled) if on_cpu else answer(scaled)
        shown: Array = whole.exact_targets.undone(output.cpu()).numpy()
        return shown

    def _evaluated(self, trainer: Trainer, rows: torch.Tensor) -> torch.Tensor:
        """What a person reads but for what is done in float64."""
        whole, network = self.whole(trainer), trainer.network
        was_training = network.training
        whole.eval()
        try:
            return whole.shown_in_float32(whole.layers(rows))
        finally:
            network.train(was_training)


_NO_ROWS: Array = np.empty((0, 1), np.float32)
