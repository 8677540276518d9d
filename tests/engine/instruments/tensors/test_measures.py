"""Norm, range, zeros, histogram, heat map and cells, against NumPy."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.engine.common.errors import InputError
from playground.engine.instruments.tensors.heat import heat_map
from playground.engine.instruments.tensors.look import answer
from playground.engine.instruments.tensors.measures import MOST, histogram, measure
from playground.engine.instruments.tensors.question import (
    MOST_CELLS,
    Answer,
    Picture,
    Question,
)
from playground.engine.instruments.tensors.reading import cells_of
from playground.engine.instruments.tensors.sheet import FOLD, LONG, Part, index_of, sheet_of
from playground.engine.instruments.tensors.writing import written
from tests.given_tensors import Given

LARGE = (4096, 4096)
DTYPES = (torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool)


def some(shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Tensor:
    numbers = torch.randn(shape, generator=torch.Generator().manual_seed(3)) * 3
    numbers[numbers.abs() < 0.5] = 0.0
    return numbers.to(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (4, 2), (3, 4, 5), (700, 900)])
def test_that_measures_are_those_of_numpy(shape: tuple[int, ...], dtype: torch.dtype) -> None:
    tensor = some(shape, dtype)
    plain = tensor.double().numpy()
    found = measure(tensor)
    assert found.norm == pytest.approx(np.sqrt((plain**2).sum()), rel=1e-12)
    assert (found.low, found.high) == (plain.min(), plain.max())
    assert found.zeros == pytest.approx((plain == 0).mean())
    assert (found.nans, found.infinite, found.looked) == (0, 0, plain.size)


def test_that_what_is_no_number_is_counted_and_leaves_the_range_alone() -> None:
    tensor = torch.tensor([1.0, math.nan, -2.0, math.inf, -math.inf, 0.0])
    found = measure(tensor)
    assert (found.nans, found.infinite, found.low, found.high) == (1, 2, -2.0, 1.0)
    assert math.isnan(measure(torch.tensor([math.nan])).low)
    assert measure(torch.tensor([math.inf, 1.0])).norm == math.inf


def test_that_an_empty_tensor_measures_nothing() -> None:
    found = measure(torch.zeros(0, 3))
    assert (found.norm, found.looked) == (0.0, 0)
    assert math.isnan(found.low)


def test_that_of_a_large_tensor_a_sample_is_measured_and_said_so() -> None:
    tensor = some(LARGE)
    found = measure(tensor)
    assert found.looked <= MOST < tensor.numel()
    assert found.norm == pytest.approx(float(tensor.double().norm()), rel=1e-2)
    assert found.zeros == pytest.approx(float((tensor == 0).double().mean()), abs=1e-2)


@pytest.mark.parametrize("shape", [(1,), (4, 2), (50, 60)])
def test_that_a_histogram_is_that_of_numpy(shape: tuple[int, ...]) -> None:
    tensor = some(shape)
    found = histogram(tensor)
    counts, _ = np.histogram(tensor.double().numpy(), found.edges)
    assert np.array_equal(found.counts, counts)
    assert found.counts.sum() == tensor.numel()


def test_that_a_histogram_leaves_out_what_is_no_number() -> None:
    found = histogram(torch.tensor([1.0, 2.0, math.nan, math.inf]))
    assert (found.counts.sum(), found.left_out) == (2, 2)
    assert histogram(torch.tensor([math.nan])).counts.sum() == 0


@pytest.mark.parametrize("part", [Part(0, 0, 37, 53), Part(5, 11, 30, 40), Part(30, 50, 99, 99)])
def test_that_a_heat_map_shows_the_strongest_of_each_block(part: Part) -> None:
    tensor = some((37, 53))
    found = heat_map(tensor, part, 6, 9)
    (high, wide), inside = found.block, part.within(37, 53)
    assert found.values.shape[0] <= 6
    assert found.values.shape[1] <= 9
    for (down, across), value in np.ndenumerate(found.values):
        top, left = inside.top + down * high, inside.left + across * wide
        bottom, right = inside.top + inside.rows, inside.left + inside.columns
        block = tensor[top : min(top + high, bottom), left : min(left + wide, right)]
        assert abs(value) == float(block.abs().max())
        assert (block == value).any()


def test_that_a_heat_map_shows_a_number_that_is_none() -> None:
    tensor = some((40, 40))
    tensor[33, 7] = math.nan
    assert np.isnan(heat_map(tensor, Part(0, 0, 40, 40), 10, 10).values[8, 1])
    assert np.isnan(heat_map(tensor, Part(0, 0, 40, 40), 10, 10).values).sum() == 1


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (9,), (6, 8), (2, 3, 4), (LONG + 55,)])
def test_that_cells_are_the_numbers_at_their_index(
    shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    tensor = some(shape, dtype)
    rows, columns = sheet_of(shape)
    part = Part(max(rows - 3, 0), max(columns - 2, 0), 3, 2)
    found = cells_of(tensor, part)
    assert found.part.rows == min(3, rows)
    for (down, across), value in np.ndenumerate(found.values):
        index = index_of(shape, found.part.top + down, found.part.left + across)
        if index is None:
            assert np.isnan(value)
        else:
            assert value == float(tensor[index])


def test_that_a_long_vector_is_folded() -> None:
    assert sheet_of((LONG,)) == (LONG, 1)
    assert sheet_of((LONG + 1,)) == (LONG // FOLD + 1, FOLD)
    assert index_of((LONG + 1,), LONG // FOLD, 0) == (LONG,)
    assert index_of((LONG + 1,), LONG // FOLD, 1) is None


def memory_of(found: Answer) -> int:
    """Bytes of all arrays of an answer, with those that they are parts of."""
    assert found.cells is not None
    assert found.picture is not None
    assert found.histogram is not None
    arrays = (found.cells.values, found.picture.values, found.histogram.counts)
    return sum(max(array.nbytes, getattr(array.base, "nbytes", 0)) for array in arrays)


def test_that_a_large_tensor_never_crosses_threads_as_a_whole() -> None:
    source = Given(large=some(LARGE))
    question = Question(
        chosen="large",
        cells=Part(0, 0, *LARGE),
        picture=Picture(Part(0, 0, *LARGE), 300, 400),
        is_counted=True,
        measured=("large",),
    )
    found = answer(source, 0, question)
    assert memory_of(found) < 2_000_000 < source.tensor("large").nbytes
    assert found.cells is not None
    assert found.cells.values.size <= MOST_CELLS
    assert not np.shares_memory(found.cells.values, source.tensor("large").numpy())


def test_that_what_is_gone_is_left_out() -> None:
    found = answer(Given(a=some((2, 2))), 4, Question(chosen="b", cells=Part(0, 0, 2, 2)))
    assert (found.cells, found.measures, found.step) == (None, {}, 4)


def test_that_text_and_csv_read_back_equal() -> None:
    numbers = torch.tensor([[0.1, -1 / 3], [math.nan, math.inf]])
    text = written(Given(a=numbers), "a", "text")
    read = [[float(cell) for cell in line.split("\t")] for line in text.splitlines()]
    assert torch.equal(torch.tensor(read).nan_to_num(), numbers.nan_to_num())
    csv = written(Given(a=numbers), "a", "csv").splitlines()
    assert csv[0] == "0,1"
    assert csv[2] == "nan,inf"
    assert written(Given(a=torch.tensor([True, False])), "a", "text") == "True\nFalse\n"
    assert written(Given(a=torch.arange(3)), "a", "text") == "0\n1\n2\n"


def test_that_a_part_is_copied_and_what_is_too_large_is_refused() -> None:
    source = Given(large=some(LARGE))
    text = written(source, "large", "text", Part(4090, 1, 10, 2))
    assert [len(line.split("\t")) for line in text.splitlines()] == [2] * 6
    with pytest.raises(InputError, match="can be copied at once"):
        written(source, "large", "csv")
    with pytest.raises(InputError, match="no longer exists"):
        written(source, "small", "csv")
