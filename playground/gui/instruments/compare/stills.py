"""Pictures of two runs on the same axes, and of their difference: worked out on a lane."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.engine.common.language import _
from playground.engine.frames.frame import Bounds, DataPicture, Picture
from playground.gui.pictures.kept_stills import KeptStills
from playground.state.history.record import RunRecord

if TYPE_CHECKING:
    from playground.engine.frames.still import Still
    from playground.engine.instruments.run_copy import RunCopy

    Side = RunRecord | RunCopy
    """A run of the history, or a copy of the present one."""

MOST_POINTS = 100
OVER_A_PICTURE = ("surface", "curve", "pca")


@dataclass(frozen=True, slots=True)
class Ask:
    """What two pictures are to be like.

    Attributes:
        grid: points along each side.
        bounds: the part of the plane; None for all that either run's data need.
        target: the name of the target that is shown, of several.
    """

    grid: int
    bounds: Bounds | None = None
    target: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two pictures of a kind, each with the data of its run, and the first less the second.

    Attributes:
        refusal: why the two cannot be compared, in a sentence; then there are no pictures.
    """

    data: tuple[DataPicture, ...] = ()
    pictures: tuple[Picture, ...] = ()
    difference: Picture | None = None
    refusal: str = ""


class Stills:
    """Makes such pictures, and keeps what is dear to make.

    Every method belongs to one thread, which is not the window's.
    """

    def __init__(self) -> None:
        self._kept = KeptStills()
        self._present: Still | None = None
        self._alike: tuple[tuple[DataPicture, ...], tuple[DataPicture, ...]] = (), ()

    def pair(self, sides: tuple[Side, Side], ask: Ask) -> Pair:
        """What both runs predict.

        Raises:
            InputError: the data of one of them cannot be read, or its weights were dropped.
        """
        from playground.engine.frames.contrast import contrast
        from playground.engine.frames.pictures import of_target

        stills = [self._still(side) for side in sides]
        whole = tuple(still.data for still in stills)
        if refusal := why_not(*whole):
            return Pair(refusal=refusal)
        names = whole[0].target_names
        number = names.index(ask.target) if ask.target in names else 0
        data = self._on_same_axes(whole, number)
        grid = min(still.grid_within(ask.grid) for still in stills)
        view, bounds = data[0].views[0], ask.bounds or data[0].bounds
        drawn = [still.picture(view, grid, bounds) for still in stills]
        target = data[0].target_number
        pictures = tuple(of_target(one, target) for one in drawn if one is not None)
        if len(pictures) < len(sides):
            return Pair(refusal=_("There is no picture that shows what these runs predict."))
        return Pair(data, pictures, contrast(*pictures))

    def _still(self, side: Side) -> Still:
        return self._kept.of(side) if isinstance(side, RunRecord) else self._of_copy(side)

    def _on_same_axes(self, whole: tuple[DataPicture, ...], number: int) -> tuple[DataPicture, ...]:
        """As `on_same_axes`; the same objects for the same data."""
        of, known = self._alike
        is_known = len(of) == len(whole) and all(map(operator.is_, of, whole))
        if not is_known or (known[0].target_number or 0) != number:
            self._alike = whole, on_same_axes(*(one.of_target(number) for one in whole))
        return self._alike[1]

    def _of_copy(self, copy: RunCopy) -> Still:
        from playground.engine.frames.still import Still

        still = self._present
        if still is None or still.spec != copy.spec or still.dataset is not copy.dataset:
            still = self._present = Still(copy.spec, copy.dataset, copy.state)
        else:
            still.stand_on(copy.state)
        return still


def why_not(one: DataPicture, other: DataPicture) -> str:
    """Why predictions on these data cannot be compared, in a sentence; empty where they can."""
    if one.task != other.task:
        return _("These runs learn different tasks: their predictions cannot be compared.")
    if one.class_names != other.class_names:
        return _("These runs tell different classes apart: their predictions cannot be compared.")
    if one.target_names != other.target_names:
        return _("These runs predict different targets: their predictions cannot be compared.")
    if one.axes != other.axes or one.views[:1] != other.views[:1]:
        return _("These runs learn from different inputs: their predictions have no common axes.")
    return ""


def on_same_axes(*data: DataPicture) -> tuple[DataPicture, ...]:
    """The same data with the same part of the plane, and the same scale of targets."""
    lows = [min(one.bounds[n] for one in data) for n in (0, 2)]
    highs = [max(one.bounds[n] for one in data) for n in (1, 3)]
    bounds = (lows[0], highs[0], lows[1], highs[1])
    span = _common_range(data)
    return tuple(replace(_sampled(one), bounds=bounds, target_range=span) for one in data)


def _sampled(data: DataPicture) -> DataPicture:
    """Fewer points over a picture that is small: more would hide it."""
    if data.views[0] not in OVER_A_PICTURE:
        return data
    some = np.linspace(0, len(data.points) - 1, min(len(data.points), MOST_POINTS)).astype(np.int64)
    rows = data.rows and replace(data.rows, drawn=data.rows.drawn[some])
    parts = {name: getattr(data, name)[some] for name in ("points", "targets", "validation")}
    return replace(data, rows=rows, **parts)


def _common_range(data: tuple[DataPicture, ...]) -> tuple[float, float] | None:
    from playground.gui.plots.predictions.surface_plot import levels

    ranges = {one.target_range for one in data}
    if len(ranges) == 1 and None not in ranges:
        return data[0].target_range
    return levels(np.concatenate([one.targets for one in data]))
