"""The loss landscape: its directions, its losses, and the path of a run, against plain PyTorch."""

import copy
import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pytest
import torch
from torch import nn

from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.instruments.landscape import (
    LossMap,
    Probe,
    bounds_around,
    first_map,
    refined,
)
from playground.engine.instruments.plane import (
    Plane,
    Vector,
    filter_normalised,
    form_of,
    path_plane,
    random_plane,
    vector_of,
)
from playground.engine.instruments.run_copy import copy_of
from playground.engine.instruments.weight_path import MOST, Seen, WeightPath, see
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.edits import make_edits
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def xor() -> Dataset:
    return build_dataset(DataSpec(source="xor", samples=60))


def trained(
    data: Dataset, steps: int = 30, values: Mapping[str, object] = MappingProxyType({})
) -> Trainer:
    spec = settings.write_all(RunSpec(data=data.spec), {"network.hidden": (4, 3), **values})
    trainer = Trainer(spec, data, CPU)
    for _ in range(steps):
        trainer.step()
    return trainer


def never() -> bool:
    return False


def measured(probe: Probe, plane: Plane, sizes: int = 2) -> LossMap:
    shown = first_map(plane, (-1.0, 1.0, -1.0, 1.0))
    for _ in range(sizes):
        finer = refined(probe, shown, never)
        assert finer is not None
        shown = finer
    return shown


def test_that_each_neuron_s_direction_is_as_long_as_its_weights() -> None:
    weight, direction = torch.randn(5, 3), torch.randn(5, 3)
    scaled = filter_normalised(direction, weight)
    for row, (drawn, own) in enumerate(zip(direction, weight, strict=True)):
        assert torch.allclose(scaled[row], drawn / drawn.norm() * own.norm(), atol=1e-6)


def test_that_a_kernel_counts_as_one_filter_and_a_bias_gets_no_direction() -> None:
    kernels = torch.randn(2, 3, 3, 3)
    scaled = filter_normalised(torch.randn(2, 3, 3, 3), kernels)
    assert torch.allclose(scaled[1].norm(), kernels[1].norm())
    assert not filter_normalised(torch.randn(4), torch.randn(4)).any()


def test_that_a_seed_gives_the_same_directions_and_another_seed_others(xor: Dataset) -> None:
    network = trained(xor).network
    one, same, other = (random_plane(network, 0, seed) for seed in (3, 3, 4))
    assert np.array_equal(one.across, same.across)
    assert np.array_equal(one.up, same.up)
    assert not np.array_equal(one.across, other.across)


def test_that_weights_of_zero_have_no_directions(xor: Dataset) -> None:
    network = trained(xor, 0, values={"network.initialiser": "zeros"}).network
    with torch.no_grad():
        for weight in network.parameters():
            weight.zero_()
    with pytest.raises(InputError, match="All weights are zero"):
        random_plane(network, 0, 0)


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_that_the_loss_of_a_place_is_that_of_plain_pytorch(xor: Dataset, dropout: float) -> None:
    trainer = trained(xor, values={"network.dropout": dropout, "training.l2": 0.1})
    plane = random_plane(trainer.network, trainer.step_number, 1)
    shown = measured(Probe(copy_of(trainer)), plane)
    by_hand = copy.deepcopy(trainer.network).eval()
    inputs, targets = trainer.parts["train"]
    for row, up in enumerate(np.linspace(-1, 1, 9)):
        for column, across in enumerate(np.linspace(-1, 1, 9)):
            moved = [
                part + float(across) * one + float(up) * other
                for part, one, other in zip(
                    trainer.network.parameters(),
                    parts_of(plane.across, by_hand),
                    parts_of(plane.up, by_hand),
                    strict=True,
                )
            ]
            with torch.no_grad():
                for own, value in zip(by_hand.parameters(), moved, strict=True):
                    own.copy_(value)
                loss = nn.functional.cross_entropy(by_hand(inputs), targets).item()
            assert shown.values[row, column] == pytest.approx(loss, rel=1e-4)


def parts_of(vector: Vector, network: nn.Module) -> list[torch.Tensor]:
    sizes = [weight.numel() for weight in network.parameters()]
    split = torch.split(torch.from_numpy(vector), sizes)
    return [p.view_as(w) for p, w in zip(split, network.parameters(), strict=True)]


def test_that_the_centre_of_the_map_is_the_training_loss_of_the_run(xor: Dataset) -> None:
    trainer = trained(xor)
    shown = measured(Probe(copy_of(trainer)), random_plane(trainer.network, 0, 0), 1)
    assert shown.values[2, 2] == pytest.approx(trainer.evaluate("train")[0], rel=1e-6)


def test_that_a_muted_neuron_stays_muted_on_the_map(xor: Dataset) -> None:
    trainer = trained(xor)
    trainer.mute({"layers.0.weight": torch.tensor([True, False, False, False])})
    shown = measured(Probe(copy_of(trainer)), random_plane(trainer.network, 0, 0), 1)
    assert shown.values[2, 2] == pytest.approx(trainer.evaluate("train")[0], rel=1e-6)


def test_that_a_finer_map_keeps_the_places_of_the_coarser_one(xor: Dataset) -> None:
    trainer = trained(xor)
    probe, plane = Probe(copy_of(trainer)), random_plane(trainer.network, 0, 0)
    coarse, fine = (measured(probe, plane, sizes) for sizes in (2, 3))
    assert (coarse.size, fine.size) == (9, 17)
    assert np.array_equal(fine.values[::2, ::2], coarse.values)
    assert np.isfinite(fine.values).all()


def test_that_measuring_stops_where_it_is_cancelled_and_at_the_finest(xor: Dataset) -> None:
    trainer = trained(xor)
    probe, plane = Probe(copy_of(trainer)), random_plane(trainer.network, 0, 0)
    assert refined(probe, first_map(plane, (-1, 1, -1, 1)), lambda: True) is None
    finest = LossMap(plane, (-1, 1, -1, 1), np.zeros((129, 129)))
    assert finest.finer is None
    assert refined(probe, finest, never) is None


def test_that_a_loss_that_is_not_finite_is_nan_on_the_map(xor: Dataset) -> None:
    trainer = trained(xor, values={"network.activation": "relu"})
    plane = random_plane(trainer.network, 0, 0)
    shown = refined(Probe(copy_of(trainer)), first_map(plane, (-1e25, 1e25, -1e25, 1e25)), never)
    assert shown is not None
    assert np.isnan(shown.values[0, 0])
    assert np.isfinite(shown.values[2, 2])


def test_that_measuring_leaves_the_run_bit_for_bit_as_it_was(xor: Dataset) -> None:
    trainer, other = (trained(xor, values={"network.dropout": 0.2}) for _ in range(2))
    generator = torch.get_rng_state()
    see(trainer, None)
    measured(Probe(copy_of(trainer, optimizer=False)), random_plane(trainer.network, 0, 0))
    assert torch.equal(torch.get_rng_state(), generator)
    assert [trainer.step().item() for _ in range(20)] == [other.step().item() for _ in range(20)]


def test_that_of_very_many_rows_some_thousand_are_measured() -> None:
    data = build_dataset(DataSpec(source="xor", samples=5000))
    probe = Probe(copy_of(trained(data, 0)))
    assert (probe.rows, probe.of) == (2000, 3500)


def test_that_a_place_is_found_again_though_the_directions_are_oblique(xor: Dataset) -> None:
    plane = random_plane(trained(xor).network, 0, 0)
    place = plane.place_of(plane.at(0.7, -0.4))
    assert (place.across, place.up) == pytest.approx((0.7, -0.4), abs=1e-5)
    assert place.outside < 1e-2
    assert plane.place_of(plane.centre).outside == 0.0


def test_that_the_part_outside_is_the_sine_of_the_angle_with_the_plane() -> None:
    one, two, three = np.eye(3, dtype=np.float32)
    plane = Plane(np.zeros(3, np.float32), one, two, (("w", (3,)),), "random", 0)
    place = plane.place_of(3 * one + 4 * three)
    assert (place.across, place.up, place.outside) == pytest.approx((3.0, 0.0, 4 / 5))


def test_that_the_directions_of_a_path_are_its_principal_components(xor: Dataset) -> None:
    trainer, path = trained(xor, 0), []
    for _ in range(60):
        trainer.step()
        path.append(vector_of(trainer.network))
    centre = vector_of(trainer.network)
    plane = path_plane(path, form_of(trainer.network), centre, 60)
    ways = (np.stack(path) - centre).astype(np.float64)
    _, spread, turns = np.linalg.svd(ways, full_matrices=False)
    assert abs(float(turns[0] @ plane.across)) == pytest.approx(1.0, abs=1e-4)
    assert abs(float(turns[1] @ plane.up)) == pytest.approx(1.0, abs=1e-4)
    shares = spread**2 / (spread**2).sum()
    assert plane.shares == pytest.approx(tuple(shares[:2]), abs=1e-3)


def test_that_a_path_that_leads_nowhere_is_refused(xor: Dataset) -> None:
    network = trained(xor).network
    centre, form = vector_of(network), form_of(network)
    for path in ([], [centre], [centre + 1, centre + 2]):
        with pytest.raises(InputError, match="two directions"):
            path_plane(path, form, centre, 0)


def test_that_a_map_of_a_path_holds_the_whole_path(xor: Dataset) -> None:
    network = trained(xor).network
    centre = vector_of(network)
    plane = path_plane(_spread(centre), form_of(network), centre, 0)
    left, right, bottom, top = bounds_around(plane, [(0.0, 1.0), (8.0, -1.0)], 1.0)
    assert left < 0 < 8 < right
    assert bottom < -1 < 1 < top


def _spread(centre: Vector) -> list[Vector]:
    drawn = np.random.default_rng(0).normal(size=(4, len(centre))).astype(np.float32)
    return [centre + way for way in drawn]


def test_that_the_edits_of_a_place_give_the_network_its_weights(xor: Dataset) -> None:
    trainer = trained(xor)
    plane, before = random_plane(trainer.network, 0, 0), vector_of(trainer.network)
    back = make_edits(trainer, plane.edits(0.5, 0.25))
    assert np.array_equal(vector_of(trainer.network), plane.at(0.5, 0.25))
    make_edits(trainer, back)
    assert np.array_equal(vector_of(trainer.network), before)


def seen(step: int, size: int = 3) -> Seen:
    return Seen(step, (("w", (size,)),), np.full(size, step, np.float32))


def test_that_a_path_is_thinned_out_evenly_and_keeps_both_ends() -> None:
    path = WeightPath()
    for step in range(5000):
        path.add(seen(step))
    assert MOST / 4 < len(path.steps) <= MOST
    assert path.steps[0] == 0
    assert path.steps[-1] > 4900
    gaps = np.diff(path.steps)
    assert gaps.max() <= 8 * max(1, gaps.min()) or gaps.max() < 200


def test_that_a_path_of_large_networks_takes_bounded_memory() -> None:
    path = WeightPath()
    for step in range(12):
        path.add(seen(step, 16 << 20))
    assert sum(weights.nbytes for weights in path.weights) <= 128 << 20


def test_that_a_path_begins_anew_after_a_reset_and_with_another_network() -> None:
    path = WeightPath()
    assert [path.add(seen(step)) for step in (0, 5, 9)] == [False] * 3
    assert path.add(seen(0))
    assert path.steps == [0]
    assert path.add(seen(4, 7))
    assert [len(weights) for weights in path.weights] == [7]


def test_that_weights_that_stand_still_or_are_not_finite_are_no_part_of_a_path() -> None:
    path = WeightPath()
    path.add(seen(3))
    path.add(seen(3))
    path.add(Seen(4, (("w", (3,)),), np.full(3, math.nan, np.float32), is_finite=False))
    assert path.steps == [3]
    path.add(Seen(3, (("w", (3,)),), np.ones(3, np.float32)))
    assert path.steps == [3, 3]


def test_that_looking_at_another_network_gives_no_place(xor: Dataset) -> None:
    trainer, other = trained(xor), trained(xor, values={"network.hidden": (5,)})
    plane = random_plane(trainer.network, 0, 0)
    assert see(trainer, plane).place is not None
    assert see(other, plane).place is None


def test_that_measuring_other_weights_does_not_move_those_of_the_run(xor: Dataset) -> None:
    trainer = trained(xor)
    before = vector_of(trainer.network)
    Probe(copy_of(trainer)).loss_at(np.zeros_like(before))
    assert np.array_equal(vector_of(trainer.network), before)
