"""What the network is given of a point in the plane."""

import io
import warnings

import pytest
import torch

from playground.engine.common.errors import InputError
from playground.engine.data.input_features import InputFeatures, ordered_features
from playground.engine.spec.run import INPUT_FEATURES

ALL = tuple(choice.key for choice in INPUT_FEATURES)


@pytest.fixture
def points() -> torch.Tensor:
    return 12 * torch.rand(103, 2, generator=torch.Generator().manual_seed(0)) - 6


def scripted(module: torch.nn.Module) -> torch.jit.ScriptModule:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        script: torch.jit.ScriptModule = torch.jit.script(module)
        return script


def test_that_the_seven_features_are_what_their_names_say(points: torch.Tensor) -> None:
    x, y = points[:, 0], points[:, 1]
    expected = torch.stack((x, y, x**2, y**2, x * y, x.sin(), y.sin()), dim=1)
    torch.testing.assert_close(InputFeatures(ALL)(points), expected)


def test_that_features_come_in_the_order_of_the_keys(points: torch.Tensor) -> None:
    features = InputFeatures(("sin_x2", "x1"))(points)
    torch.testing.assert_close(features, torch.stack((points[:, 1].sin(), points[:, 0]), dim=1))


@pytest.mark.parametrize("width", [1, 2, 30])
def test_that_without_keys_inputs_of_any_width_pass_unchanged(width: int) -> None:
    inputs = torch.randn(4, width, generator=torch.Generator().manual_seed(1))
    assert InputFeatures(())(inputs) is inputs
    assert torch.equal(scripted(InputFeatures(()))(inputs), inputs)


@pytest.mark.parametrize("keys", [*((key,) for key in ALL), ALL])
def test_that_the_scripted_module_survives_a_file_and_equals_the_live_one(
    keys: tuple[str, ...], points: torch.Tensor
) -> None:
    module = InputFeatures(keys)
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(scripted(module), file)
        file.seek(0)
        loaded: torch.jit.ScriptModule = torch.jit.load(file)  # type: ignore[no-untyped-call]
    assert torch.equal(loaded(points), module(points))


@pytest.mark.parametrize("batch", [1, 2, 7, 16])
def test_that_the_batch_size_changes_no_bit(batch: int, points: torch.Tensor) -> None:
    module = InputFeatures(ALL)
    pieces = torch.cat(
        [module(points[first : first + batch]) for first in range(0, len(points), batch)]
    )
    assert torch.equal(pieces, module(points))


def test_that_an_unknown_feature_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'x1_squared'"):
        InputFeatures(("x1_square",))
    with pytest.raises(InputError, match="did you mean 'sin_x1'"):
        ordered_features(("x1", "sinx1"))


def test_that_no_feature_at_all_is_refused_by_the_name_of_its_setting() -> None:
    with pytest.raises(InputError, match=r"data\.features is empty"):
        ordered_features(())


def test_that_features_keep_the_order_in_which_they_were_chosen_once_each() -> None:
    assert ordered_features(("sin_x1", "x2", "x1", "x2")) == ("sin_x1", "x2", "x1")
