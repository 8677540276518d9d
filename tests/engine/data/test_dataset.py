"""Data as a run gets them."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.engine.catalogue.datasets import DATASETS, TABLE, DatasetRow
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset, build_dataset, read_here
from playground.engine.data.input_features import InputFeatures
from playground.engine.data.progress import Cancelled, Progress
from playground.engine.data.raw import Column, FloatArray, RawData
from playground.engine.data.table.read import load_table_file
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import DataSpec, TableFile

OWN = [row for row in DATASETS if row.key != TABLE and not row.painted]
FILE = TableFile("mine.csv", b"a,b\n1,2\n")


def table_of(raw: RawData, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table reader hand on `raw`, whatever the file."""
    monkeypatch.setattr("playground.engine.data.table.read.read_table", lambda *_: raw)


def raw_of(
    inputs: list[list[float]], targets: list[float], classes: tuple[str, ...] = ()
) -> RawData:
    array: FloatArray = np.array(inputs, dtype=np.float64).reshape(len(targets), -1)
    return RawData(
        task="more_classes" if classes else "regression",
        columns=tuple(Column(f"c{number}") for number in range(array.shape[1])),
        inputs=array,
        targets=np.array(targets, np.int64) if classes else np.array(targets, np.float64),
        target_names=("t",),
        class_names=classes,
    )


@pytest.mark.parametrize("row", OWN, ids=lambda row: row.key)
def test_that_every_source_is_ready_for_training_with_its_own_start(row: DatasetRow) -> None:
    spec = defaults_for(row.key).data
    dataset = build_dataset(spec)
    rows = len(dataset.raw.targets)
    assert dataset.task == row.task
    assert sorted([*dataset.train.tolist(), *dataset.validation.tolist()]) == list(range(rows))
    assert dataset.inputs.shape[0] == dataset.targets.shape[0] == rows
    assert dataset.inputs.dtype == torch.float32
    assert bool(torch.isfinite(dataset.inputs).all())
    if row.task == "regression":
        assert dataset.targets.shape == (rows, 1)
        assert dataset.targets.dtype == torch.float32
        assert dataset.classes == 0
    else:
        assert dataset.targets.shape == (rows,)
        assert dataset.targets.dtype == torch.int64
        assert dataset.classes == len(dataset.raw.class_names)
    if row.fixed_samples:
        assert rows == row.fixed_samples
    assert dataset.input_features == (spec.features if row.planar else ())


@pytest.mark.parametrize("source", ["circle", "sine", "digits"])
def test_that_the_training_part_alone_gives_mean_and_deviation(source: str) -> None:
    dataset = build_dataset(DataSpec(source=source, noise=0.1))
    train = dataset.inputs[torch.from_numpy(dataset.train)]
    deviation = train.std(dim=0, correction=0)
    torch.testing.assert_close(train.mean(dim=0), torch.zeros_like(deviation), atol=1e-4, rtol=0)
    torch.testing.assert_close(deviation, torch.where(deviation == 0, 0.0, 1.0), atol=1e-4, rtol=0)


def test_that_features_and_scaling_in_float32_give_the_inputs_bit_for_bit() -> None:
    spec = DataSpec(source="circle", features=("x1", "x1_x2", "sin_x2"))
    dataset = build_dataset(spec)
    raw = torch.from_numpy(dataset.raw.inputs).float()
    mean = torch.tensor(dataset.input_scaling.mean, dtype=torch.float32)
    deviation = torch.tensor(dataset.input_scaling.deviation, dtype=torch.float32)
    assert torch.equal(
        (InputFeatures(dataset.input_features)(raw) - mean) / deviation, dataset.inputs
    )


def test_that_scaled_targets_return_to_their_units() -> None:
    dataset = build_dataset(DataSpec(source="diabetes"))
    back = (
        dataset.targets[:, 0].numpy() * dataset.target_scaling.deviation
        + dataset.target_scaling.mean
    )
    np.testing.assert_allclose(back, dataset.raw.targets, rtol=1e-5)


def test_that_without_standardising_the_numbers_stay_as_they_are() -> None:
    dataset = build_dataset(DataSpec(source="diabetes", standardise=False))
    np.testing.assert_array_equal(dataset.inputs, dataset.raw.inputs.astype(np.float32))
    np.testing.assert_array_equal(
        dataset.targets[:, 0], np.asarray(dataset.raw.targets, dtype=np.float32)
    )
    assert dataset.input_scaling.mean.tolist() == [0.0] * 10
    assert dataset.target_scaling.deviation.tolist() == [1.0]


def test_that_building_never_changes_the_raw_data(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = raw_of([[1.0], [2.0], [3.0]], [1.0, 2.0, 3.0])
    table_of(raw, monkeypatch)
    build_dataset(DataSpec(source=TABLE), FILE)
    assert raw.inputs.tolist() == [[1.0], [2.0], [3.0]]
    assert raw.targets.tolist() == [1.0, 2.0, 3.0]


def test_that_the_same_spec_gives_the_same_bits() -> None:
    spec = DataSpec(source="spiral", noise=0.2, seed=9)
    first, again = build_dataset(spec), build_dataset(spec)
    assert torch.equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.train, again.train)


@pytest.mark.parametrize("source", ["spiral", "gauss", "sine", "rings"])
def test_that_noise_leaves_the_split_as_it_is(source: str) -> None:
    calm = build_dataset(DataSpec(source=source))
    noisy = build_dataset(DataSpec(source=source, noise=0.4))
    np.testing.assert_array_equal(calm.validation, noisy.validation)


def test_that_features_are_ignored_where_there_is_no_plane() -> None:
    dataset = build_dataset(DataSpec(source="iris", features=()))
    assert dataset.input_features == ()
    assert dataset.inputs.shape == (150, 4)


def test_that_a_plane_without_any_feature_is_refused() -> None:
    with pytest.raises(InputError, match=r"data\.features is empty"):
        build_dataset(DataSpec(source="circle", features=()))


def test_that_an_unknown_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'circle'"):
        build_dataset(DataSpec(source="cirle"))


def test_that_a_table_must_be_given_where_it_is_the_source() -> None:
    with pytest.raises(InputError, match="asks for a table, but none was given"):
        build_dataset(DataSpec(source=TABLE))


def test_that_no_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table_of(raw_of([[1.0]], [1.0]), monkeypatch)
    assert len(build_dataset(DataSpec(source=TABLE), FILE).train) == 1
    none = RawData("regression", (Column("c"),), np.zeros((0, 1)), np.zeros(0), ("t",))
    table_of(none, monkeypatch)
    with pytest.raises(InputError, match="There is no usable row"):
        build_dataset(DataSpec(source=TABLE), FILE)


def test_that_no_input_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = RawData("regression", (), np.zeros((5, 0)), np.zeros(5), ("t",))
    table_of(raw, monkeypatch)
    with pytest.raises(InputError, match="no input column"):
        build_dataset(DataSpec(source=TABLE), FILE)


def test_that_one_class_is_refused_by_the_name_of_the_target(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table_of(raw_of([[1.0], [2.0]], [0, 0], ("only",)), monkeypatch)
    with pytest.raises(InputError, match="t has only one class"):
        build_dataset(DataSpec(source=TABLE), FILE)


@pytest.mark.parametrize("value", [1e39, -1e300, float("inf"), float("nan")])
@pytest.mark.parametrize("standardise", [True, False])
def test_that_a_number_float32_cannot_hold_is_refused_by_column(
    value: float, standardise: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_of(raw_of([[1.0, 1.0], [2.0, value], [3.0, 1.0]], [1.0, 2.0, 3.0]), monkeypatch)
    with pytest.raises(InputError, match="c1 has a number in row 2"):
        build_dataset(DataSpec(source=TABLE, standardise=standardise), FILE)


def test_that_a_target_float32_cannot_hold_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table_of(raw_of([[1.0], [2.0]], [1.0, 1e40]), monkeypatch)
    with pytest.raises(InputError, match="t has a number in row 2"):
        build_dataset(DataSpec(source=TABLE), FILE)


def test_that_a_constant_column_becomes_zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    table_of(raw_of([[7.0, 1.0], [7.0, 2.0], [7.0, 3.0]], [1.0, 2.0, 3.0]), monkeypatch)
    dataset = build_dataset(DataSpec(source=TABLE), FILE)
    assert dataset.inputs[:, 0].tolist() == [0.0, 0.0, 0.0]


def test_that_too_few_rows_to_validate_are_said_and_all_train(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table_of(raw_of([[1.0], [2.0]], [1.0, 2.0]), monkeypatch)
    dataset = build_dataset(DataSpec(source=TABLE, validation_fraction=0.5), FILE)
    assert dataset.train.tolist() == [0, 1]
    assert dataset.notes == (
        "All 2 rows are used for training: there are too few to use some for validation.",
    )


def test_that_a_class_of_one_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = [[float(number)] for number in range(9)]
    table_of(raw_of(inputs, [0, 0, 0, 0, 1, 1, 1, 1, 2], ("red", "blue", "rare")), monkeypatch)
    dataset = build_dataset(DataSpec(source=TABLE), FILE)
    assert 8 in dataset.train
    assert dataset.notes == ("Class rare has a single row, which is used for training.",)


def test_that_progress_rises_to_the_end() -> None:
    seen: list[float] = []
    build_dataset(DataSpec(source="circle"), progress=lambda done, _: seen.append(done))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_that_a_cancellation_ends_the_work() -> None:
    def cancel(done: float, words: str) -> None:
        raise Cancelled(f"{words} {done}")

    with pytest.raises(Cancelled):
        build_dataset(DataSpec(source="circle"), progress=cancel)


def test_that_a_real_table_is_read_split_and_scaled() -> None:
    sizes = [number * number % 97 for number in range(40)]
    lines = [f"{size};{row % 3},5;{'yes' if row % 2 else 'no'}" for row, size in enumerate(sizes)]
    file = TableFile("mine.csv", "\n".join(["size;rate;bought", *lines]).encode())
    seen: list[float] = []
    dataset = build_dataset(DataSpec(source=TABLE), file, lambda done, _: seen.append(done))
    assert dataset.task == "two_classes"
    assert dataset.raw.feature_names == ("size", "rate")
    assert (len(dataset.train), len(dataset.validation)) == (28, 12)
    assert int(dataset.targets[torch.from_numpy(dataset.validation)].sum()) == 6
    assert float(dataset.inputs.abs().max()) < 3
    assert seen == sorted(seen)


def test_that_prepared_data_are_not_called_a_run_that_is_ready() -> None:
    # The network is built after this: the window still says "Preparing…" beside these words.
    said: list[tuple[float, str]] = []
    build_dataset(DataSpec(), progress=lambda *now: said.append(now))
    assert said[-1] == (1.0, "Data prepared")


class Reader:
    """Reads tables, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, table: TableFile, spec: DataSpec, progress: Progress) -> RawData:
        self.times += 1
        return read_here(table, spec, progress)


CASAS = DataSpec(source=TABLE, missing="fill")
READ_ALIKE = [
    dataclasses.replace(CASAS, validation_fraction=0.5),
    dataclasses.replace(CASAS, seed=3),
    dataclasses.replace(CASAS, standardise=False),
]
READ_OTHERWISE = [
    dataclasses.replace(CASAS, missing="drop"),
    dataclasses.replace(CASAS, target=("área",)),
    dataclasses.replace(CASAS, ignore=("bairro",)),
]


@pytest.fixture
def casas() -> TableFile:
    return load_table_file(Path(__file__).parents[2] / "data" / "casas.csv")


def same(one: Dataset, other: Dataset) -> bool:
    """Whether two datasets are the same numbers, whoever built them."""
    return (
        one.spec == other.spec
        and one.notes == other.notes
        and np.array_equal(one.raw.inputs, other.raw.inputs)
        and np.array_equal(one.raw.targets, other.raw.targets)
        and np.array_equal(one.train, other.train)
        and np.array_equal(one.validation, other.validation)
        and np.array_equal(one.input_scaling.mean, other.input_scaling.mean)
        and np.array_equal(one.target_scaling.deviation, other.target_scaling.deviation)
        and torch.equal(one.inputs, other.inputs)
        and torch.equal(one.targets, other.targets)
    )


@pytest.mark.parametrize("spec", READ_ALIKE)
def test_that_another_split_or_scaling_reads_no_table_again(
    spec: DataSpec, casas: TableFile
) -> None:
    reader = Reader()
    first = build_dataset(CASAS, casas, read=reader)
    again = build_dataset(spec, casas, read=reader, known=first)
    assert reader.times == 1
    assert again.raw is first.raw
    assert same(again, build_dataset(spec, casas))


@pytest.mark.parametrize("spec", READ_OTHERWISE)
def test_that_a_table_is_read_again_where_it_is_read_otherwise(
    spec: DataSpec, casas: TableFile
) -> None:
    reader = Reader()
    first = build_dataset(CASAS, casas, read=reader)
    again = build_dataset(spec, casas, read=reader, known=first)
    assert reader.times == 2
    assert same(again, build_dataset(spec, casas))


def test_that_the_same_data_are_not_built_again(casas: TableFile) -> None:
    first = build_dataset(CASAS, casas)
    assert build_dataset(dataclasses.replace(CASAS), casas, known=first) is first


@pytest.mark.parametrize("known", [DataSpec(source="circle"), CASAS, DataSpec(source="iris")])
def test_that_drawn_data_are_drawn_whatever_was_there_before(
    known: DataSpec, casas: TableFile
) -> None:
    spec = DataSpec(source="circle", noise=0.3, seed=1)
    before = build_dataset(known, casas)
    assert same(build_dataset(spec, casas, known=before), build_dataset(spec))
