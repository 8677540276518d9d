"""A network's parameters as NumPy arrays, for pictures: each call of torch from Python lets go of
the interpreter's lock, and beside a window that paints it may take milliseconds to come back."""

import numpy as np
import numpy.typing as npt
from torch import nn

Array = npt.NDArray[np.float32]


class WeightArrays:
    """On the CPU they are views, which follow training; from elsewhere they are fetched anew."""

    def __init__(self, network: nn.Module) -> None:
        self._parameters = dict(network.named_parameters())
        self._views: dict[str, tuple[int, Array]] = {}

    def __getitem__(self, name: str) -> Array:
        """The parameter with this name, as it is now; not to be written to."""
        parameter = self._parameters[name]
        if parameter.device.type != "cpu":
            fetched: Array = parameter.detach().cpu().numpy()
            return fetched
        place = parameter.data_ptr()
        kept = self._views.get(name)
        if kept is None or kept[0] != place:
            kept = self._views[name] = (place, parameter.detach().numpy())
        return kept[1]
