"""What the network is given of a point in the plane, as TensorFlow Playground offers it."""

import torch

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.parameter import require_known
from playground.engine.spec.run import INPUT_FEATURES

_KEYS = tuple(choice.key for choice in INPUT_FEATURES)


def ordered_features(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen features, once each, in the order in which they were chosen.

    Raises:
        InputError: there is none, or one is unknown.
    """
    for key in keys:
        require_known(key, _KEYS, "data.features")
    if not keys:
        raise InputError(_("data.features is empty; switch on at least one input feature."))
    return tuple(dict.fromkeys(keys))


class InputFeatures(torch.nn.Module):
    """Computes input features of points; can be scripted.

    Input: raw inputs, float32 `[batch, 2]`. Output: float32 `[batch, len(keys)]`, in the order of
    `keys`. Without keys, an input `[batch, any]` is returned as it is.

    Raises:
        InputError: on construction, if a key is unknown.
    """

    keys: list[str]

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        for key in keys:
            require_known(key, _KEYS, "data.features")
        self.keys = list(keys)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if len(self.keys) == 0:
            return inputs
        # Contiguous, so that sin takes the same path whatever the batch size.
        x1 = inputs[:, 0].contiguous()
        x2 = inputs[:, 1].contiguous()
        columns: list[torch.Tensor] = []
        for key in self.keys:
            if key == "x1":
                columns.append(x1)
            elif key == "x2":
                columns.append(x2)
            elif key == "x1_squared":
                columns.append(x1 * x1)
            elif key == "x2_squared":
                columns.append(x2 * x2)
            elif key == "x1_x2":
                columns.append(x1 * x2)
            elif key == "sin_x1":
                columns.append(torch.sin(x1))
            else:
                columns.append(torch.sin(x2))
        return torch.stack(columns, dim=1)
