"""Data that a person painted: the points of `data.points`, where they were put."""

from collections.abc import Callable

import numpy as np

from playground.engine.common.errors import InputError, NotEnoughData
from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.data.raw import Column, FloatArray, RawData
from playground.engine.data.synthetic import CLASS, TWO_CLASSES
from playground.engine.spec.points import REACH, read_points
from playground.engine.spec.run import DataSpec, Task

MAXIMUM_CLASSES = 10
LARGEST_VALUE = 1.0
"""Values of a painted surface lie between −LARGEST_VALUE and LARGEST_VALUE."""
NUMBERED = N_("class {n}")
_PLANE = (-REACH, REACH, -REACH, REACH)


def painted(spec: DataSpec) -> RawData:
    """The painted points of `spec`, as those of its source are read.

    Raises:
        NotEnoughData: there are too few of them to learn from.
        InputError: `data.points` holds something else.
    """
    raw = painted_so_far(spec)
    lacking = shortage(raw)
    if lacking:
        raise NotEnoughData(lacking)
    return raw


def painted_so_far(spec: DataSpec) -> RawData:
    """The points that are painted, be they too few to learn from.

    Raises:
        InputError: `data.points` holds something else.
    """
    return _KINDS[spec.source](spec)


def as_table(spec: DataSpec) -> str:
    """The painted points as comma-separated text: a line of names, then a line for each point.

    Raises:
        InputError: `data.points` holds something else.
    """
    raw = painted_so_far(spec)
    rows = [text.split() for text in spec.points]
    if raw.class_names:
        rows = [[*row[:2], raw.class_names[int(float(row[2])) - 1]] for row in rows]
    names = [*raw.feature_names, raw.target_name]
    return "".join(",".join(line) + "\n" for line in (names, *rows))


def shortage(raw: RawData) -> str:
    """What painted data lack for a training, as a sentence; empty where they lack nothing."""
    if raw.task == "regression":
        if len(raw.targets) >= 2:
            return ""
        return _("Paint at least two points in the prediction plot first.")
    present = np.unique(raw.targets)
    if len(present) >= 2:
        return ""
    if not len(present):
        return _("Paint points of two classes in the prediction plot first.")
    only = raw.class_labels[int(present[0])]
    return _("All painted points are of class {name}; paint some of another class too.").format(
        name=only
    )


def _classes(spec: DataSpec) -> RawData:
    """Points in the plane, each of a class counted from 1."""
    places = _places(spec, 3)
    numbers = places[:, 2]
    wrong = (numbers != numbers.round()) | (numbers < 1) | (numbers > MAXIMUM_CLASSES)
    rule = _(
        "data.points: point {index} is {point}; its class must be a whole number from 1 to {most}."
    )
    _require(spec, wrong, rule, str(MAXIMUM_CLASSES))
    count = max(2, int(numbers.max(initial=0)))
    names = TWO_CLASSES if count == 2 else tuple(NUMBERED.format(n=n + 1) for n in range(count))
    task: Task = "two_classes" if count == 2 else "more_classes"
    targets = numbers.astype(np.int64) - 1
    return RawData(
        task=task,
        columns=_columns("x1", "x2"),
        inputs=places[:, :2],
        targets=targets,
        target_names=(CLASS,),
        class_names=names,
        plane=_PLANE,
        names_are_ours=True,
    )


def _surface(spec: DataSpec) -> RawData:
    """Points in the plane, each with a value."""
    places = _places(spec, 3)
    wrong = np.abs(places[:, 2]) > LARGEST_VALUE
    rule = _(
        "data.points: point {index} is {point}; its value must lie between −{most} and {most}."
    )
    _require(spec, wrong, rule, number(LARGEST_VALUE))
    return RawData(
        task="regression",
        columns=_columns("x1", "x2"),
        inputs=places[:, :2],
        targets=places[:, 2],
        target_names=("y",),
        plane=_PLANE,
        target_range=(-LARGEST_VALUE, LARGEST_VALUE),
    )


def _curve(spec: DataSpec) -> RawData:
    """Points over one variable."""
    places = _places(spec, 2)
    inputs, targets = places[:, :1], places[:, 1]
    return RawData("regression", _columns("x"), inputs, targets, ("y",), plane=_PLANE)


_KINDS: dict[str, Callable[[DataSpec], RawData]] = {
    "painted_classes": _classes,
    "painted_surface": _surface,
    "painted_curve": _curve,
}


def _places(spec: DataSpec, width: int) -> FloatArray:
    """float64 `[points, width]`."""
    places = np.array(read_points(spec.points), np.float64)
    if not len(places):
        return np.empty((0, width))
    if places.shape[1] != width:
        raise InputError(
            _(
                "data.points: a point of {source} has {width} numbers, not {found}; choose other "
                "data, or paint again."
            ).format(source=spec.source, width=width, found=places.shape[1])
        )
    return places


def _require(spec: DataSpec, wrong: np.typing.NDArray[np.bool_], rule: str, most: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(rule.format(index=row + 1, point=repr(spec.points[row]), most=most))


def _columns(*names: str) -> tuple[Column, ...]:
    """Columns that stay the same while points come and go."""
    return tuple(Column(name, minimum=-REACH, maximum=REACH) for name in names)
