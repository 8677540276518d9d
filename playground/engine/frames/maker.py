"""Makes what views show of a run: pictures of the data, and frames of the network at one moment."""

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import (
    Array,
    Bounds,
    Confusion,
    Curve,
    DataPicture,
    FrameRequest,
    Labels,
    Measures,
    Parity,
    Picture,
    Surface,
    View,
)
from playground.engine.model.whole_model import WholeModel, whole_model
from playground.engine.spec.run import INPUT_FEATURES
from playground.engine.steppers.scripted.forward import FusedForward
from playground.engine.training.metrics import confusion_matrix, measure
from playground.engine.training.trainer import Part, Trainer

SHOWN_POINTS = 5000
MEASURE_SHARE = 0.1
PARITY_POINTS = 2000
MARGIN = 0.08
PLANAR_AXES = tuple(choice.label for choice in INPUT_FEATURES[:2])


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The plane of the first two principal components of the standardised inputs.

    Attributes:
        mean, deviation: of the raw inputs, float64 `[features]`.
        components: float64 `[2, features]`, orthonormal rows.
        explained: the part of the variance along each.
    """

    mean: np.ndarray
    deviation: np.ndarray
    components: np.ndarray
    explained: tuple[float, float]

    def project(self, inputs: np.ndarray) -> np.ndarray:
        """Raw inputs `[rows, features]` to coordinates `[rows, 2]`."""
        coordinates: np.ndarray = ((inputs - self.mean) / self.deviation) @ self.components.T
        return coordinates

    def lift(self, coordinates: np.ndarray) -> np.ndarray:
        """Coordinates `[rows, 2]` to the raw inputs of the plane through the mean."""
        inputs: np.ndarray = coordinates @ self.components * self.deviation + self.mean
        return inputs


def principal_plane(inputs: np.ndarray) -> Plane:
    """The plane that shows most of the variance of raw inputs `[rows, features]`.

    Source: Jolliffe, Principal Component Analysis (2002), chapter 1: the eigenvectors of the
    covariance with the largest eigenvalues.
    """
    deviation = inputs.std(axis=0)
    deviation[deviation == 0] = 1.0
    mean = inputs.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov((inputs - mean) / deviation, rowvar=False))
    components = directions[:, :-3:-1].T
    # An eigenvector's sign is arbitrary: let the largest part point up, on every machine.
    largest = np.abs(components).argmax(axis=1)
    components = components * np.sign(components[[0, 1], largest])[:, None]
    first, second = (float(part) for part in variances[:-3:-1] / variances.sum())
    return Plane(mean, deviation, components, (first, second))


def _bounds(x: np.ndarray, y: np.ndarray) -> Bounds:
    def widened(values: np.ndarray) -> tuple[float, float]:
        low, high = float(values.min()), float(values.max())
        margin = (high - low) * MARGIN or 1.0
        return low - margin, high + margin

    return (*widened(x), *widened(y))


def _views(dataset: Dataset) -> tuple[View, ...]:
    features = dataset.raw.inputs.shape[1]
    rest: tuple[View, ...]
    rest = ("parity",) if dataset.task == "regression" else ("confusion",)
    if features == 1:
        return ("curve", *rest)
    if features == 2:
        return ("surface", *rest)
    return (*rest, "pca")


class FrameMaker:
    """Makes the frames of one run's data and network, on the worker's thread."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._plane: Plane | None = None
        self._whole: WholeModel | None = None
        self._forward: FusedForward | None = None
        self._cells: tuple[object, torch.Tensor] | None = None
        self._network: torch.nn.Module | None = None
        self._measured_at = -1.0
        self._measure_cost = 0.0
        self._measures: tuple[Measures, Measures | None] | None = None
        self._predicted: dict[Part, Array] = {}
        self._of_measures: dict[View, Picture] = {}
        self._shown = self._choose_shown()

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
            notes=raw.notes,
            points=points.astype(np.float32),
            targets=targets.astype(np.float32),
            validation=validation[shown],
            axes=axes,
            bounds=bounds,
            views=_views(self.dataset),
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

    def picture(self, trainer: Trainer, request: FrameRequest) -> Picture | None:
        """What the request asked for, as the network stands; None where it does not apply."""
        if request.view is None or request.view not in _views(self.dataset):
            return None
        if request.view == "confusion" or request.view == "parity":
            return self._of_the_last_measures(request.view)
        bounds = request.bounds or self.data_picture.bounds
        if request.view == "curve":
            x = np.linspace(bounds[0], bounds[1], request.grid, dtype=np.float32)
            return Curve(x, self.predict(trainer, x[:, None]))
        return self._surface(trainer, request.view, bounds, request.grid)

    def predict(self, trainer: Trainer, inputs: np.ndarray) -> Array:
        """What the whole model makes of raw inputs `[rows, features]`, in shown units."""
        return self._answer(trainer, self._scaled(trainer, inputs))

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

    def forget_network(self) -> None:
        """The trainer's network was replaced or moved."""
        self._whole = None
        self._forward = None
        self._cells = None
        self._measures = None
        self._of_measures.clear()

    def _whole_model(self, trainer: Trainer) -> WholeModel:
        if self._whole is None or self._network is not trainer.network:
            self.forget_network()
            self._network = trainer.network
            self._whole = whole_model(self.dataset, trainer.network, trainer.form).to(
                trainer.device
            )
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

    def _surface(
        self, trainer: Trainer, view: Literal["surface", "pca"], bounds: Bounds, grid: int
    ) -> Surface:
        self._whole_model(trainer)
        place = (view, bounds, grid)
        if self._cells is None or self._cells[0] != place:
            self._cells = (place, self._scaled(trainer, self._cells_of(view, bounds, grid)))
        values = self._answer(trainer, self._cells[1])
        return Surface(view, values.reshape(grid, grid, -1), bounds)

    def _cells_of(self, view: View, bounds: Bounds, grid: int) -> np.ndarray:
        x = np.linspace(bounds[0], bounds[1], grid)
        y = np.linspace(bounds[2], bounds[3], grid)
        cells = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        return self.plane().lift(cells) if view == "pca" else cells

    def _part(self, part: Part) -> np.ndarray:
        return self.dataset.train if part == "train" else self.dataset.validation

    def _of_the_last_measures(self, view: Literal["confusion", "parity"]) -> Picture:
        """The same object as long as nothing was measured: a view need not draw it again."""
        if view not in self._of_measures:
            made = self._confusion() if view == "confusion" else self._parity()
            self._of_measures[view] = made
        return self._of_measures[view]

    def _parity(self) -> Parity:
        def pairs(part: Part) -> tuple[Array, Array]:
            rows, predicted = self._part(part), self._predicted.get(part, _NO_ROWS)
            some = np.linspace(0, len(rows) - 1, min(len(rows), PARITY_POINTS)).astype(np.int64)
            targets: Array = self.dataset.raw.targets[rows[some]].astype(np.float32)
            return targets, predicted[some, 0]

        return Parity(*pairs("train"), *pairs("validation"))

    def _confusion(self) -> Confusion:
        def count(part: Part) -> Labels:
            targets = self.dataset.raw.targets[self._part(part)].astype(np.int64)
            predicted = self._predicted.get(part, _NO_ROWS)
            return confusion_matrix(targets, predicted.argmax(axis=1), self.dataset.classes)

        return Confusion(count("train"), count("validation"))

    def _measure(self, trainer: Trainer, part: Part) -> Measures:
        loss, outputs = trainer.evaluate(part)
        predicted: Array = self._whole_model(trainer).shown(outputs).cpu().numpy()
        self._predicted[part] = predicted
        shown = predicted[:, 0] if self.dataset.task == "regression" else predicted.argmax(axis=1)
        targets = self.dataset.raw.targets[self._part(part)]
        return Measures(loss, measure(self.dataset.task, targets, shown, self.dataset.classes))


_NO_ROWS: Array = np.empty((0, 1), np.float32)


def _square(bounds: Bounds, planar: bool) -> Bounds:
    """Planar problems live on [-6, 6]²; what lies outside is shown too."""
    if not planar:
        return bounds
    reach = max(6.0, *(abs(bound) for bound in bounds))
    return (-reach, reach, -reach, reach)
