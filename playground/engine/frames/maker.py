"""Makes what views show of a run: pictures of the data, and frames of the network at one moment."""

import time
from collections.abc import Callable, Hashable

import numpy as np
import torch

from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import (
    Array,
    Bounds,
    DataPicture,
    FrameRequest,
    Measures,
    Picture,
)
from playground.engine.frames.network import NetworkPicture
from playground.engine.frames.network_painter import NetworkPainter
from playground.engine.frames.pictures import PICTURES, PictureRow
from playground.engine.frames.plane import Plane, principal_plane
from playground.engine.model.whole_model import WholeModel, whole_model
from playground.engine.spec.run import INPUT_FEATURES
from playground.engine.steppers.scripted.forward import FusedForward
from playground.engine.training.metrics import measure
from playground.engine.training.trainer import Part, Trainer

SHOWN_POINTS = 5000
MEASURE_SHARE = 0.1
MARGIN = 0.08
PLANAR_AXES = tuple(choice.label for choice in INPUT_FEATURES[:2])


def _bounds(x: np.ndarray, y: np.ndarray) -> Bounds:
    def widened(values: np.ndarray) -> tuple[float, float]:
        low, high = float(values.min()), float(values.max())
        margin = (high - low) * MARGIN or 1.0
        return low - margin, high + margin

    return (*widened(x), *widened(y))


class FrameMaker:
    """Makes the frames of one run's data and network, on the worker's thread."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._plane: Plane | None = None
        self._whole: WholeModel | None = None
        self._forward: FusedForward | None = None
        self._kept: tuple[Hashable, torch.Tensor] | None = None
        self._painter: NetworkPainter | None = None
        self._cells: tuple[Hashable, torch.Tensor] | None = None
        self._made_for: tuple[object, ...] = ()
        self._measured_at = -1.0
        self._measure_cost = 0.0
        self._measures: tuple[Measures, Measures | None] | None = None
        self._predicted: dict[Part, Array] = {}
        self._of_measures: dict[str, Picture] = {}
        self._shown = self._choose_shown()
        self._fitting = tuple(row for row in PICTURES if row.fits(dataset))

        self.data_picture = self._make_data_picture()
        """The data as views draw them; more than a few thousand rows are an even sample."""

    def _make_data_picture(self) -> DataPicture:
        raw, shown = self.dataset.raw, self._shown
        points, axes = self._points(raw.inputs[shown])
        targets = raw.targets[shown]
        if points.shape[1] == 1:
            bounds = _bounds(points[:, 0], targets)
        else:
            bounds = _square(_bounds(points[:, 0], points[:, 1]), self._is_planar())
        validation = np.zeros(len(raw.inputs), np.bool_)
        validation[self.dataset.validation] = True
        return DataPicture(
            task=raw.task,
            columns=raw.columns,
            target_name=raw.target_name,
            class_names=raw.class_names,
            notes=self.dataset.notes,
            points=points.astype(np.float32),
            targets=targets.astype(np.float32),
            validation=validation[shown],
            axes=axes,
            bounds=bounds,
            views=tuple(row.key for row in self._fitting),
            train_rows=len(self.dataset.train),
            validation_rows=len(self.dataset.validation),
        )

    def measures(
        self, trainer: Trainer, *, fresh: bool, wanted: bool = True
    ) -> tuple[Measures, Measures | None]:
        """Loss and metrics of both parts; while training, at most a tenth of the time goes here."""
        now = time.perf_counter()
        wait = self._measure_cost / MEASURE_SHARE
        due = wanted and now - self._measured_at >= wait
        if self._measures is None or fresh or due:
            validation = len(self.dataset.validation) > 0
            self._of_measures.clear()
            self._measures = (
                self._measure(trainer, "train"),
                self._measure(trainer, "validation") if validation else None,
            )
            self._measured_at = time.perf_counter()
            self._measure_cost = self._measured_at - now
        return self._measures

    def wants_measures(self, request: FrameRequest) -> bool:
        """Whether what is asked for is worth a measurement."""
        row = self._row(request.view)
        return request.numbers or (row is not None and row.followed)

    def picture(self, trainer: Trainer, request: FrameRequest) -> Picture | None:
        """What the request asked for, as the network stands; None where it does not apply."""
        row = self._row(request.view)
        if row is None:
            return None
        if not row.measured:
            return row.make(self, trainer, request)
        if row.key not in self._of_measures:
            self._of_measures[row.key] = row.make(self, trainer, request)
        return self._of_measures[row.key]

    def _row(self, view: str | None) -> PictureRow | None:
        return next((row for row in self._fitting if row.key == view), None)

    def network_picture(
        self, trainer: Trainer, request: FrameRequest, *, fresh: bool
    ) -> NetworkPicture | None:
        """The network itself as it stands, if it was asked for."""
        if request.network is None:
            return None
        whole = self._whole_model(trainer)
        if self._painter is None:
            self._painter = NetworkPainter(trainer, whole, self._input_names(), self._ends())
            self._painter.look_for_quiet(trainer)
        elif fresh:
            self._painter.look_for_quiet(trainer)
        grid, bounds = request.network.grid, self.data_picture.bounds
        if self._cells is None or self._cells[0] != grid:
            self._cells = (grid, self._scaled(trainer, self._plane_of(grid, bounds)))
        return self._painter.paint(trainer, request.network, self._cells[1], fresh=fresh)

    def _plane_of(self, grid: int, bounds: Bounds) -> np.ndarray:
        """Raw inputs all over the plane, or along the line, in which the data are drawn."""
        x = np.linspace(bounds[0], bounds[1], grid, dtype=np.float32)
        if self.dataset.raw.inputs.shape[1] == 1:
            return x[:, None]
        y = np.linspace(bounds[2], bounds[3], grid, dtype=np.float32)
        return self.lift(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))

    def _input_names(self) -> tuple[str, ...]:
        labels = {choice.key: choice.label for choice in INPUT_FEATURES}
        features = tuple(labels[key] for key in self.dataset.input_features)
        return features or self.dataset.raw.feature_names

    def _ends(self) -> tuple[str, ...]:
        return self.dataset.raw.class_names or (self.dataset.raw.target_name,)

    def predict(self, trainer: Trainer, inputs: np.ndarray) -> Array:
        """What the whole model makes of raw inputs `[rows, features]`, in shown units."""
        return self._answer(trainer, self._scaled(trainer, inputs))

    def predict_again(
        self, trainer: Trainer, place: Hashable, inputs: Callable[[], np.ndarray]
    ) -> Array:
        """`predict` for inputs that are the same as long as `place` is: they are scaled once."""
        self._whole_model(trainer)  # forgets the inputs of another network
        if self._kept is None or self._kept[0] != place:
            self._kept = (place, self._scaled(trainer, inputs()))
        return self._answer(trainer, self._kept[1])

    def _scaled(self, trainer: Trainer, inputs: np.ndarray) -> torch.Tensor:
        rows = torch.from_numpy(np.ascontiguousarray(inputs, np.float32)).to(trainer.device)
        with torch.no_grad():
            return self._whole_model(trainer).scaled(rows).contiguous()

    def _answer(self, trainer: Trainer, scaled: torch.Tensor) -> Array:
        whole, network = self._whole_model(trainer), trainer.network

        def answer(rows: torch.Tensor) -> torch.Tensor:
            was_training = network.training
            whole.eval()
            try:
                return whole.answer(rows)
            finally:
                network.train(was_training)

        if self._forward is None:
            self._forward = FusedForward(answer, list(network.parameters()))
        with torch.no_grad():
            on_cpu = trainer.device.type == "cpu"
            output = self._forward(scaled) if on_cpu else answer(scaled)
        shown: Array = output.cpu().numpy()
        return shown

    def forget_measures(self) -> None:
        """The weights or the loss are others now: measure anew, however little time has passed."""
        self._measures = None
        self._of_measures.clear()

    def _whole_model(self, trainer: Trainer) -> WholeModel:
        made_for = (trainer.network, trainer.form, trainer.device)
        if self._whole is None or self._made_for != made_for:
            self._made_for = made_for
            self._forward, self._kept = None, None
            self._painter, self._cells = None, None
            self.forget_measures()
            whole = whole_model(self.dataset, trainer.network, trainer.form)
            self._whole = whole.to(trainer.device)
        return self._whole

    def _choose_shown(self) -> np.ndarray:
        rows = len(self.dataset.raw.inputs)
        if rows <= SHOWN_POINTS:
            return np.arange(rows)
        return np.linspace(0, rows - 1, SHOWN_POINTS).astype(np.int64)

    def _is_planar(self) -> bool:
        return bool(self.dataset.input_features)

    def _points(self, inputs: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
        names = PLANAR_AXES if self._is_planar() else self.dataset.raw.feature_names
        if inputs.shape[1] <= 2:
            return inputs, names if inputs.shape[1] == 2 else (*names, self.dataset.raw.target_name)
        plane = self.plane()
        axes = tuple(
            f"component {number} ({part:.0%} of the variance)"
            for number, part in enumerate(plane.explained, 1)
        )
        return plane.project(inputs), axes

    def plane(self) -> Plane:
        """The plane of the PCA picture; worked out once."""
        if self._plane is None:
            self._plane = principal_plane(self.dataset.raw.inputs[self._shown])
        return self._plane

    def lift(self, points: np.ndarray) -> np.ndarray:
        """Points `[rows, 2]` of the plane in which the data are drawn, as raw inputs."""
        return points if self.dataset.raw.inputs.shape[1] == 2 else self.plane().lift(points)

    def rows(self, part: Part) -> np.ndarray:
        """The numbers of the rows of one part."""
        return self.dataset.train if part == "train" else self.dataset.validation

    def predicted(self, part: Part) -> Array:
        """What was predicted for them when they were measured last; empty before."""
        return self._predicted.get(part, _NO_ROWS)

    def _measure(self, trainer: Trainer, part: Part) -> Measures:
        loss, outputs = trainer.evaluate(part)
        predicted: Array = self._whole_model(trainer).shown(outputs).cpu().numpy()
        self._predicted[part] = predicted
        shown = predicted[:, 0] if self.dataset.task == "regression" else predicted.argmax(axis=1)
        targets = self.dataset.raw.targets[self.rows(part)]
        return Measures(loss, measure(self.dataset.task, targets, shown, self.dataset.classes))


_NO_ROWS: Array = np.empty((0, 1), np.float32)


def _square(bounds: Bounds, planar: bool) -> Bounds:
    """Planar problems live on [-6, 6]²; what lies outside is shown too."""
    if not planar:
        return bounds
    reach = max(6.0, *(abs(bound) for bound in bounds))
    return (-reach, reach, -reach, reach)
