"""The settings said to apply to data are those that change them."""

import dataclasses

import numpy as np
import pytest

from playground.engine.catalogue.datasets import DATASETS, TABLE
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.relevant import READING, applying, read_alike

CHANGES: dict[str, object] = {
    "data.samples": 40,
    "data.noise": 0.4,
    "data.features": ("x1",),
    "data.standardise": False,
    "data.validation_fraction": 0.5,
    "data.sheet": "2",
}


POINTS = {
    "painted_classes": tuple(f"{x / 4} {x % 3} {x % 2 + 1}" for x in range(20)),
    "painted_surface": tuple(f"{x / 4} {x % 3} {x / 20}" for x in range(20)),
    "painted_curve": tuple(f"{x / 4} {x % 3}" for x in range(20)),
}


@pytest.mark.parametrize("source", [row.key for row in DATASETS if row.key != TABLE])
@pytest.mark.parametrize("path", CHANGES)
def test_that_a_setting_applies_exactly_where_it_changes_the_data(source: str, path: str) -> None:
    start: dict[str, object] = {"data.noise": 0.1, "data.standardise": True}
    start["data.points"] = POINTS.get(source, ())
    spec = settings.write_all(defaults_for(source), start)
    before = build_dataset(spec.data)
    after = build_dataset(settings.write(spec, path, CHANGES[path]).data)
    same = (
        np.array_equal(before.raw.inputs, after.raw.inputs)
        and np.array_equal(before.raw.targets, after.raw.targets)
        and before.inputs.shape == after.inputs.shape
        and before.inputs.equal(after.inputs)
        and np.array_equal(before.train, after.train)
    )
    assert same == (path not in applying(source))


def test_that_reading_applies_to_a_table_alone() -> None:
    assert set(READING) < applying(TABLE)
    assert not any(applying(row.key) & set(READING) for row in DATASETS if row.key != TABLE)


@pytest.mark.parametrize("path", sorted(applying(TABLE)))
def test_that_a_table_is_read_alike_unless_a_setting_of_its_reading_differs(path: str) -> None:
    one = defaults_for(TABLE)
    values = {"data.target": ("x",), "data.seed": 1, "data.source": "iris", **CHANGES}
    choices = settings.parameters(one)[path].choices
    values |= {"data.most_categories": 7, "data.skip_lines": 2, "data.footer_lines": 2}
    values |= {"data.date_parts": ("year",), "data.comment": "%"}
    values = {path: choices[-1].key if choices else ("x",)} | values
    other = settings.write(one, path, values[path])
    is_read_otherwise = path in (*READING, "data.source")
    assert other != one
    assert read_alike(one.data, other.data) == (not is_read_otherwise)


def test_that_what_is_drawn_is_never_said_to_be_read() -> None:
    assert not read_alike(defaults_for("iris").data, defaults_for("iris").data)


def test_that_every_setting_of_data_applies_to_something() -> None:
    fields = {f"data.{field.name}" for field in dataclasses.fields(defaults_for("circle").data)}
    assert fields == applying("circle") | applying("painted_curve") | applying(TABLE)


def test_that_data_of_another_version_have_what_all_data_have() -> None:
    assert applying("unknown") == applying("circle") & applying("iris") & applying(TABLE)
