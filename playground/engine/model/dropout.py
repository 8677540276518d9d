"""Dropout whose random numbers come from a generator of its own."""

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Silences each element with the chance `p` while training, and makes up for it in scale.

    Any shape. In eval mode, or at `p` 0, the input is returned as it is. `p`, in 0..1 with 1
    left out, can be changed between two steps. Unlike `torch.nn.Dropout` it leaves the global
    random state alone.

    Source: Srivastava et al. 2014, in the inverted form of
    https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html.
    """

    def __init__(self, p: float = 0.0) -> None:
        super().__init__()
        self.p = p
        self._generator = torch.Generator()

    @property
    def generator(self) -> torch.Generator:
        """Where the random numbers come from; another one after a change of device."""
        return self._generator

    def seed(self, seed: int, device: torch.device) -> None:
        """Start the random numbers at `seed`; they are drawn on `device`."""
        if self._generator.device != device:
            self._generator = torch.Generator(device)
        self._generator.manual_seed(seed)

    def forward(self, inputs: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return inputs
        kept = torch.empty_like(inputs).bernoulli_(1.0 - self.p, generator=self._generator)
        return inputs * kept / (1.0 - self.p)

    def extra_repr(self) -> str:
        return f"p={self.p:g}"
