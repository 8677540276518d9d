"""Where values lie on a slider, for every number the playground has."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.catalogue import index
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.slider_offers import scale_for
from playground.gui.forms.slider_scale import NearOneScale, SliderScale, TrackScale


def _numbers() -> dict[str, Parameter]:
    added = {
        f"{kind}.{row.key}.{parameter.name}": parameter
        for kind in ("optimizers", "losses", "schedules")
        for row in index.rows(kind)
        for parameter in row.parameters
    }
    every = settings.fixed_parameters() | added
    return {path: p for path, p in every.items() if p.kind in ("number", "integer")}


NUMBERS = _numbers()
SCALES = {path: scale for path, p in NUMBERS.items() if (scale := scale_for(p)) is not None}


def scale_of(path: str) -> TrackScale:
    scale = SCALES[path]
    assert scale is not None
    return scale


@pytest.mark.parametrize("path", SCALES)
def test_that_every_place_on_every_slider_is_a_value_within_bounds(path: str) -> None:
    for step in range(101):
        value = SCALES[path].value(step / 100)
        whole = NUMBERS[path].kind == "integer"
        NUMBERS[path].check(int(value) if whole else value)


@pytest.mark.parametrize("path", SCALES)
def test_that_arrows_walk_every_slider_from_end_to_end(path: str) -> None:
    scale = SCALES[path]
    value, last = scale.value(0.0), scale.value(1.0)
    for _ in range(400):
        if value == last:
            break
        further = scale.step(value, 1)
        assert scale.position(further) > scale.position(value)
        value = further
    assert value == last


@pytest.mark.parametrize("path", SCALES)
def test_that_walking_back_returns_to_the_start_of_every_slider(path: str) -> None:
    scale = SCALES[path]
    value = scale.step(scale.value(1.0), -400)
    assert value == scale.value(0.0)
    assert scale.step(scale.value(1.0), -60, page=True) == scale.value(0.0) or value == 0


@pytest.mark.parametrize("path", SCALES)
def test_that_the_ticks_of_every_slider_are_labelled_and_lie_on_the_track(path: str) -> None:
    ticks = SCALES[path].ticks()
    assert len([tick for tick in ticks if tick.label]) >= 2
    assert all(0 <= tick.position <= 1 for tick in ticks)


@pytest.mark.parametrize("path", SCALES)
def test_that_the_default_of_every_slider_has_a_place(path: str) -> None:
    default = NUMBERS[path].default
    assert isinstance(default, (int, float))
    assert 0 <= SCALES[path].position(default) <= 1


def test_that_seeds_are_typed_and_not_slid() -> None:
    for path in ("data.seed", "network.seed", "training.seed"):
        assert path not in SCALES


def test_that_the_learning_rate_is_labelled_by_its_decades() -> None:
    scale = scale_of("training.learning_rate")
    labels = [tick.label for tick in scale.ticks()]
    assert labels == ["10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1", "10"]
    assert scale.value(0.5) == 0.01
    assert scale.position(1e-7) == 0
    assert scale.position(100) == 1


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("training.batch_size", "full batch"),
        ("training.epochs", "no end"),
        ("training.patience", "off"),
        ("training.gradient_clip", "off"),
    ],
)
def test_that_a_named_value_that_means_without_limit_stands_at_the_end(
    path: str, label: str
) -> None:
    scale = scale_of(path)
    assert scale.value(1.0) == 0
    assert scale.position(0) == 1
    assert scale.ticks()[0].label == label


@pytest.mark.parametrize(
    ("path", "label"),
    [("training.l1", "0"), ("training.warmup", "off"), ("training.target_loss", "off")],
)
def test_that_nothing_at_all_stands_at_the_start(path: str, label: str) -> None:
    scale = scale_of(path)
    assert scale.value(0.0) == 0
    assert scale.position(0) == 0
    assert (scale.ticks()[0].position, scale.ticks()[0].label) == (0, label)


def test_that_percentages_are_marked_in_per_cent() -> None:
    labels = [tick.label for tick in scale_of("data.noise").ticks()]
    assert labels == ["0", "10", "20", "30", "40", "50"]
    assert scale_of("data.noise").step(0.3, 1) == 0.31


def test_that_momentum_walks_evenly_towards_one() -> None:
    scale = NearOneScale()
    assert [tick.label for tick in scale.ticks()] == ["0", "0.9", "0.99", "0.999", "0.9999"]
    assert [tick.position for tick in scale.ticks()] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert scale.step(0.0, 1) == 0.3
    assert scale.step(0.9, 1, page=True) == 0.99
    assert scale.step(0.9, -1, page=True) == 0.0


def test_that_arrows_take_round_numbers_on_a_logarithm() -> None:
    scale = scale_of("training.learning_rate")
    assert scale.step(0.01, 1) == 0.015
    assert scale.step(0.0123, 1) == 0.015
    assert scale.step(0.01, -1) == 0.007
    assert scale.step(0.01, 1, page=True) == 0.1
    assert scale_of("training.batch_size").step(1, 1) == 2


@given(st.floats(-4, 4), st.floats(0.5, 6), st.booleans(), st.floats(0, 1), st.floats(0, 1))
def test_that_order_on_the_track_is_order_of_values(
    start: float, decades: float, logarithmic: bool, one: float, other: float
) -> None:
    scale = SliderScale(10**start, 10 ** (start + decades), logarithmic, whole=False)
    low, high = sorted((one, other))
    assert scale.value(low) <= scale.value(high)
    assert scale.low <= scale.value(low) <= scale.high


@given(st.floats(0, 1))
def test_that_a_place_and_its_value_agree_within_the_rounding(position: float) -> None:
    scale = SliderScale(1e-5, 10.0, logarithmic=True, whole=False)
    value = scale.value(position)
    assert math.isclose(value, scale.value(scale.position(value)))
    assert scale.position(value) == pytest.approx(position, abs=0.01)
