"""Makes what views show of a run: pictures of the data, and frames of the network at one moment."""

import dataclasses
import time
from collections.abc import Hashable, Iterator

import numpy as np
import torch

from playground.engine.catalogue.datasets import pixels_of
from playground.engine.data.dataset import Dataset
from playground.engine.frames.fineness import Fineness
from playground.engine.frames.frame import Array, FrameRequest, Measures, Picture
from playground.engine.frames.last_update import LastUpdate
from playground.engine.frames.network import NetworkPicture
from playground.engine.frames.network_painter import NetworkPainter
from playground.engine.frames.neuron_map import make_neuron_map
from playground.engine.frames.pictures import PICTURES, PictureRow
from playground.engine.frames.refining import Draw, refine
from playground.engine.frames.subject import Subject
from playground.engine.model.whole_model import WholeModel
from playground.engine.spec.run import INPUT_FEATURES
from playground.engine.training.trainer import Trainer

MEASURE_SHARE = 0.1


class FrameMaker:
    """Makes the frames of one run's data and network, on the worker's thread.

    Attributes:
        data_picture: the data as views draw them.
        fineness: knows how long a picture of this network takes.
        last_update: how far the last step moved what is looked at closely.
    """

    def __init__(self, dataset: Dataset, fineness: Fineness | None = None) -> None:
        self.fineness = fineness or Fineness()
        self._subject = Subject(dataset)
        self._whole: WholeModel | None = None
        self._painter: NetworkPainter | None = None
        self._cells: tuple[Hashable, torch.Tensor] | None = None
        self._measured_at = -1.0
        self._measured_step = 0
        self._measure_cost = 0.0
        self._measures: tuple[Measures, Measures | None] | None = None
        self._of_measures: dict[str, Picture] = {}
        self.last_update = LastUpdate()
        self._drawn_grid = 0
        self._fitting = tuple(row for row in PICTURES if row.fits(dataset.raw))
        self._pixels = pixels_of(dataset.spec.source)
        self.data_picture = self._subject.scene.picture(
            dataset.validation, dataset.notes, self._pixels
        )

    def measures(
        self, trainer: Trainer, request: FrameRequest, *, fresh: bool
    ) -> tuple[Measures, Measures | None]:
        """Loss and metrics of both parts, of this moment if `fresh`, or if the request needs it.

        While training, at most a tenth of the time goes here.
        """
        self._notice(trainer)
        now = time.perf_counter()
        row = self._row(request.view)
        wanted = request.numbers or (row is not None and row.followed)
        due = wanted and now - self._measured_at >= self._measure_cost / MEASURE_SHARE
        if self._measures is None or fresh or due:
            validation = len(self._subject.dataset.validation) > 0
            self._of_measures.clear()
            self._measures = (
                self._subject.measure(trainer, "train"),
                self._subject.measure(trainer, "validation") if validation else None,
            )
            self._measured_step = trainer.step_number
            self._measured_at = time.perf_counter()
            self._measure_cost = self._measured_at - now
        return self._measures

    def last_measures(self, trainer: Trainer, most: float) -> tuple[Measures, Measures | None, int]:
        """Loss and metrics of both parts, and the step they are of.

        They are of this moment where measuring last took at most so many seconds, and else those.
        """
        is_cheap = self._measure_cost <= most
        both = self.measures(trainer, FrameRequest(numbers=False), fresh=is_cheap)
        return *both, self._measured_step

    def picture(
        self, trainer: Trainer, request: FrameRequest, *, stands: bool = True
    ) -> Picture | None:
        """What the request asked for, as the network stands; None where it does not apply.

        It is no finer than there is time for at once, beside training unless the run `stands`.
        """
        self._notice(trainer)
        if request.neuron is not None:
            return make_neuron_map(self._subject, trainer, request)
        row = self._row(request.view)
        if row is None:
            return None
        if row.draw is not None:
            return self._drawn(row.draw, trainer, request, stands=stands)
        if row.measure is not None and row.key not in self._of_measures:
            self._of_measures[row.key] = row.measure(self._subject)
        return self._of_measures[row.key]

    def _drawn(
        self, draw: Draw, trainer: Trainer, request: FrameRequest, *, stands: bool
    ) -> Picture:
        subject = self._subject
        bounds, sides = request.bounds or subject.scene.bounds, subject.sides
        grid = self._drawn_grid = self.fineness.along(request.grid, sides, stands=stands)
        began = time.perf_counter()
        cells = subject.predict_again(trainer, (bounds, grid), lambda: subject.cells(grid, bounds))
        picture = draw(cells, grid, bounds)
        self.fineness.note(grid**sides, time.perf_counter() - began)
        return picture

    def refine(self, trainer: Trainer, request: FrameRequest) -> Iterator[Picture | None] | None:
        """Make the picture anew that was made last, as finely as it was wanted; see `refine`.

        None where it is so already.
        """
        row = self._row(request.view) if request.neuron is None else None
        if row is None or row.draw is None or self._drawn_grid >= request.grid:
            return None
        bounds = request.bounds or self._subject.scene.bounds
        return refine(self._subject, trainer, row.draw, self._drawn_grid, request.grid, bounds)

    def _row(self, view: str | None) -> PictureRow | None:
        return next((row for row in self._fitting if row.key == view), None)

    def network_picture(
        self, trainer: Trainer, request: FrameRequest, *, fresh: bool
    ) -> NetworkPicture | None:
        """The network itself as it stands, if it was asked for."""
        if request.network is None:
            return None
        self._notice(trainer)
        if self._painter is None:
            whole = self._subject.whole(trainer)
            names = self._input_names(), self._ends()
            self._painter = NetworkPainter(trainer, whole, *names, self._pixels)
            self._painter.look_for_quiet(trainer)
        elif fresh:
            self._painter.look_for_quiet(trainer)
        grid = request.network.grid
        if self._cells is None or self._cells[0] != grid:
            inputs = self._subject.cells(grid, self._subject.scene.bounds)
            self._cells = (grid, self._subject.scaled(trainer, inputs))
        self.last_update.watch(request.network.closely)
        picture = self._painter.paint(trainer, request.network, self._cells[1], fresh=fresh)
        update = self.last_update.length
        closely = picture.closely and dataclasses.replace(picture.closely, update=update)
        return dataclasses.replace(picture, closely=closely)

    def _input_names(self) -> tuple[str, ...]:
        labels = {choice.key: choice.label for choice in INPUT_FEATURES}
        features = tuple(labels[key] for key in self._subject.dataset.input_features)
        return features or self._subject.dataset.raw.feature_names

    def _ends(self) -> tuple[str, ...]:
        raw = self._subject.dataset.raw
        return raw.class_labels or raw.target_labels

    def predict(self, trainer: Trainer, inputs: np.ndarray) -> Array:
        """What the whole model makes of raw inputs `[rows, features]`, in shown units."""
        return self._subject.predict(trainer, inputs)

    def place(self, inputs: np.ndarray) -> Array:
        """Where raw inputs `[rows, features]` lie in the picture of the data."""
        return self._subject.scene.place(inputs)

    def forget_measures(self) -> None:
        """The weights or the loss are others now: measure anew, however little time has passed."""
        self._measures = None
        self._of_measures.clear()

    def _notice(self, trainer: Trainer) -> None:
        """Let nothing stand that was made of another network."""
        whole = self._subject.whole(trainer)
        if whole is not self._whole:
            self._whole, self._painter, self._cells = whole, None, None
            self.forget_measures()
