"""Data ready for training: split, turned into input features, scaled, as tensors on the CPU."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import torch

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE, DatasetRow
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.input_features import InputFeatures, ordered_features
from playground.engine.data.precision import precision_notes
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import IntArray, RawData
from playground.engine.data.scaling import Scaling as Scaling
from playground.engine.data.scaling import apply_scaling, fit_scaling, identity_scaling
from playground.engine.data.splitting import split, split_notes
from playground.engine.settings.relevant import read_alike
from playground.engine.spec.run import DataSpec, TableFile, Task


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """What a run trains on.

    Attributes:
        spec: by which they were read or drawn, split and scaled.
        raw: the data in their own units, as they were read or drawn.
        input_features: keys of INPUT_FEATURES that turn the raw inputs into the network's; empty
            where the raw inputs are taken as they are.
        input_scaling: of the input features, fitted on the training part.
        target_scaling: of each target of a regression, fitted on the training part.
        train, validation: int64 `[rows]` numbers of rows, in a fixed order.
        inputs: float32 `[rows, network inputs]`, after features and scaling, all rows.
        targets: float32 `[rows, targets]`, scaled, for regression; else int64 `[rows]` of class
            numbers.
    """

    spec: DataSpec
    raw: RawData
    input_features: tuple[str, ...]
    input_scaling: Scaling
    target_scaling: Scaling
    train: IntArray
    validation: IntArray
    inputs: torch.Tensor
    targets: torch.Tensor

    @property
    def task(self) -> Task:
        return self.raw.task

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.raw.class_names)

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each input of the network is: the key of a feature, or a column of the data."""
        return self.input_features or self.raw.feature_names

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person: on the reading, on numbers and on the split."""
        spec, parts = self.spec, (self.train, self.validation)
        is_fine = spec.standardise and not (
            self.input_scaling.exact.any() or self.target_scaling.exact.any()
        )
        coarse = () if is_fine else precision_notes(self.raw, standardise=spec.standardise)
        return (*self.raw.notes, *coarse, *split_notes(self.raw, spec.validation_fraction, *parts))


ReadTable = Callable[[TableFile, DataSpec, Progress], RawData]
"""Reads a table of one's own: `read_here`, or `table_reader.read_apart`."""


def read_here(table: TableFile, spec: DataSpec, progress: Progress) -> RawData:
    """Read a table on this very thread."""
    from playground.engine.data.table.read import read_table

    return read_table(table, spec, progress)


def build_dataset(
    spec: DataSpec,
    table: TableFile | None = None,
    progress: Progress = silent,
    read: ReadTable = read_here,
    known: Dataset | None = None,
) -> Dataset:
    """Read or draw the data of `spec`, split, compute input features and scale.

    Args:
        read: how a table is read; beside a window, by a process of its own.
        known: what was built of the same table before. Nothing is read again that `spec` reads
            alike, and nothing built again that was built by this very `spec`.

    Raises:
        InputError: the data cannot be used; the sentence says why and where.
        Cancelled: `progress` raised it.
    """
    if known is not None and known.spec == spec:
        return known
    row = cast(DatasetRow, index.row("datasets", spec.source))
    if known is not None and read_alike(known.spec, spec):
        raw = known.raw
    else:
        raw = _read(row, spec, table, progress, read)
    progress(0.9, _("Splitting"))
    train, validation = split(raw, spec.validation_fraction, spec.seed)
    progress(0.92, _("Scaling"))
    features = ordered_features(spec.features) if row.planar else ()
    inputs, input_scaling = _inputs(raw, features, train, spec.standardise)
    targets, target_scaling = _targets(raw, train, spec.standardise)
    progress(1.0, _("Data prepared"))
    return Dataset(
        spec=spec,
        raw=raw,
        input_features=features,
        input_scaling=input_scaling,
        target_scaling=target_scaling,
        train=train,
        validation=validation,
        inputs=inputs,
        targets=targets,
    )


def _read(
    row: DatasetRow,
    spec: DataSpec,
    table: TableFile | None,
    report: Progress,
    read: ReadTable,
) -> RawData:
    raw: RawData
    if row.key != TABLE:
        report(0.0, _("Preparing {source}").format(source=_(row.label)))
        raw = row.load()(spec)
    elif table is None:
        raise InputError(_("data.source asks for a table, but none was given; open one."))
    else:
        raw = read(table, spec, part_of(report, 0.0, 0.9))
    _check(raw)
    return raw


def _check(raw: RawData) -> None:
    rows, columns = raw.inputs.shape
    if columns == 0:
        raise InputError(
            _("There is no input column; give at least one column the role of a feature.")
        )
    if rows < 1:
        raise InputError(_("There is no usable row; give at least one to learn from."))
    if raw.task != "regression" and len(raw.class_names) < 2:
        raise InputError(
            _("{target} has only one class; classification needs at least 2.").format(
                target=raw.target_label
            )
        )


def _inputs(
    raw: RawData, features: tuple[str, ...], train: IntArray, standardise: bool
) -> tuple[torch.Tensor, Scaling]:
    numbers = torch.from_numpy(raw.inputs)
    inputs: torch.Tensor = InputFeatures(features)(numbers.to(torch.float32, copy=True))
    _require_finite(inputs, features or raw.feature_names)
    if not standardise:
        return inputs, identity_scaling(inputs.shape[1])
    # What is computed of points in the plane is computed in float32, in an exported model too.
    exact = None if features else numbers
    scaling = fit_scaling(inputs, train, exact)
    scaled = apply_scaling(inputs, scaling, exact)
    _require_finite(scaled, features or raw.feature_names)
    return scaled, scaling


def _targets(raw: RawData, train: IntArray, standardise: bool) -> tuple[torch.Tensor, Scaling]:
    if raw.task != "regression":
        return torch.from_numpy(raw.targets).to(torch.int64, copy=True), identity_scaling(1)
    exact = torch.from_numpy(raw.target_columns)
    targets = exact.to(torch.float32, copy=True)
    _require_finite(targets, raw.target_names)
    if not standardise:
        return targets, identity_scaling(targets.shape[1])
    scaling = fit_scaling(targets, train, exact)
    return apply_scaling(targets, scaling, exact), scaling


def _require_finite(values: torch.Tensor, names: tuple[str, ...]) -> None:
    # A sum is finite only if all of its terms are, and takes no memory for a mask.
    if bool(torch.isfinite(values.sum(dtype=torch.float64))):
        return
    for column, name in enumerate(names):
        bad = torch.nonzero(~torch.isfinite(values[:, column]))
        if len(bad):
            raise InputError(
                _(
                    "{column} has a number in row {row} that is too large for float32 "
                    "(above about 3e38) or not finite; correct it or leave the column out."
                ).format(column=name, row=int(bad[0]) + 1)
            )
