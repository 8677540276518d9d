"""The whole way from raw inputs to what a person is shown, as one module."""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.data.input_features import InputFeatures
from playground.engine.data.scaling import ExactScaling, Scaling
from playground.engine.model.dropout import Dropout
from playground.engine.model.loss_forms import Head
from playground.engine.model.network import Network

_is_tracing: Callable[[], bool] = torch.jit.is_tracing  # type: ignore[attr-defined]
"""Named here, because TorchScript would read mypy's comment as a type."""


class WholeModel(nn.Module):
    """Raw inputs to target units or class probabilities; can be scripted and traced.

    Input: `[batch, features]`, as the data have them, in any kind of number. Output: float32
    `[batch, targets]` in target units for regression (float64 where float32 is too coarse for
    them), `[batch, classes]` probabilities else. There is no dropout in it.

    Raises:
        ValueError: when called, if the input has another shape.
    """

    columns: int
    input_mean: Tensor
    input_deviation: Tensor
    target_mean: Tensor
    target_deviation: Tensor

    def __init__(
        self,
        columns: int,
        features: InputFeatures,
        input_scaling: Scaling,
        layers: nn.Sequential,
        head: Head,
        target_scaling: Scaling,
    ) -> None:
        super().__init__()
        self.columns = columns
        self.exact_inputs = ExactScaling(input_scaling)
        self.features = features
        self.layers = layers
        self.head = head
        self.exact_targets = ExactScaling(target_scaling)
        self.register_buffer("input_mean", _row(input_scaling.rounded.mean))
        self.register_buffer("input_deviation", _row(input_scaling.rounded.deviation))
        self.register_buffer("target_mean", _row(target_scaling.rounded.mean))
        self.register_buffer("target_deviation", _row(target_scaling.rounded.deviation))

    def forward(self, inputs: Tensor) -> Tensor:
        # A trace holds what was done with one input, and so no questions.
        if not (_is_tracing() or (inputs.dim() == 2 and inputs.shape[1] == self.columns)):
            raise ValueError(
                f"The model takes numbers of shape [rows, {self.columns}], as its data had them, "
                f"and was given {list(inputs.shape)}."
            )
        return self.answer(self.scaled(inputs))

    def scaled(self, inputs: Tensor) -> Tensor:
        """What the network gets: float32 `[batch, network inputs]`, on the model's device; the
        weights play no part."""
        rounded = self.exact_inputs(inputs).to(self.input_mean.device)
        features: Tensor = self.features(rounded)
        return (features - self.input_mean) / self.input_deviation

    def answer(self, scaled: Tensor) -> Tensor:
        """What the model makes of inputs that were scaled already."""
        return self.shown(self.layers(scaled))

    def shown(self, outputs: Tensor) -> Tensor:
        """What a person reads, of the network's outputs."""
        return self.exact_targets.undone(self.shown_in_float32(outputs))

    def shown_in_float32(self, outputs: Tensor) -> Tensor:
        """`shown`, but for what is done in float64."""
        shown: Tensor = self.head(outputs)
        return shown * self.target_deviation + self.target_mean


def whole_model(
    dataset: Dataset, network: Network, form: LossForm, *, share: bool = True
) -> WholeModel:
    """The whole model of `network`, on its device, in eval mode.

    Args:
        share: the layers are the network's own, so that the model follows the training. Otherwise
            they are copies, and the network's training is not seen.
    """
    layers = [layer for layer in network.layers if not isinstance(layer, Dropout)]
    model = WholeModel(
        len(dataset.raw.feature_names),
        InputFeatures(dataset.input_features),
        dataset.input_scaling,
        nn.Sequential(*(layers if share else copy.deepcopy(layers))),
        Head(form.head),
        dataset.target_scaling,
    )
    return model.to(network.linear_layers()[0].weight.device).eval()


def _row(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.asarray(values, np.float32).reshape(1, -1).copy())
