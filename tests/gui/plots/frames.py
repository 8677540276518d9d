"""Data and frames made by hand: a live plot is tested without training."""

import numpy as np

from playground.engine.data.raw import Column
from playground.engine.frames.frame import DataPicture, Frame, Measures, Picture
from playground.engine.frames.pictures import Surface
from playground.engine.spec.run import Task


def data_picture(
    task: Task = "two_classes",
    *,
    variables: int = 2,
    classes: int = 2,
    rows: int = 40,
    validation: bool = True,
    views: tuple[str, ...] = ("surface", "confusion"),
    axes: tuple[str, ...] = ("x₁", "x₂"),
    target_name: str = "target",
) -> DataPicture:
    """Points in the square [-6, 6]² or on its lower side."""
    generator = np.random.default_rng(0)
    points = generator.uniform(-5, 5, (rows, variables)).astype(np.float32)
    regression = task == "regression"
    targets = points[:, 0] / 5 if regression else np.arange(rows) % classes
    parts = np.arange(rows) % 5 == 0 if validation else np.zeros(rows, np.bool_)
    return DataPicture(
        task=task,
        columns=tuple(Column(axis) for axis in axes[:variables]),
        target_names=(target_name,),
        class_names=() if regression else tuple(f"class {number}" for number in range(classes)),
        notes=(),
        points=points,
        targets=targets.astype(np.float32),
        validation=parts,
        axes=axes,
        bounds=(-6.0, 6.0, -6.0, 6.0) if variables == 2 else (-6.0, 6.0, -1.5, 1.5),
        views=views,
        train_rows=int((~parts).sum()),
        validation_rows=int(parts.sum()),
    )


def frame(picture: Picture | None) -> Frame:
    """A frame that shows `picture`."""
    return Frame(1, 10, 1.0, 0.1, 100.0, 0.03, Measures(0.5, {}), None, picture)


def left_right_surface(grid: int = 25, view: str = "surface") -> Surface:
    """Class 0 on the left, class 1 on the right, over [-6, 6]²."""
    positive = np.linspace(0, 1, grid, dtype=np.float32)
    rows = np.broadcast_to(positive, (grid, grid))
    values = np.stack([1 - rows, rows], axis=-1)
    return Surface("pca" if view == "pca" else "surface", values, (-6.0, 6.0, -6.0, 6.0))
