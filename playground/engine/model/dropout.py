"""Dropout whose random numbers come from a generator of its own."""

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Silences each element with the chance `p` while training, and makes up for it in scale.

    Any shape. In eval mode, or at `p` 0, the input is returned as it is. `p`, in 0..1 with 1
    left out, can be changed between two steps. Unlike `torch.nn.Dropout` it leaves the global
    random state alone.

    Attributes:
        generator: where the random numbers come from; another one after a change of device.

    Source: Srivastava et al. 2014, in the inverted form of
    https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html.
    """

    def __init__(self, p: float = 0.0) -> None:
        super().__init__()
        self.p = p
        self.generator = torch.Generator()

    def seed(self, seed: int, device: torch.device) -> None:
        """Start the random numbers at `seed`; they are drawn on `device`."""
        if self.generator.device != device:
            self.generator = torch.Generator(device)
        self.generator.manual_seed(seed)

    def __deepcopy__(self, _memo: object) -> "Dropout":
        # A generator that Python copies is never let go of by PyTorch 2.13 (5 KB each).
        clone = Dropout(self.p).train(self.training)
        clone.generator = self.generator.clone_state()
        return clone

    def forward(self, inputs: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return inputs
        kept = torch.empty_like(inputs).bernoulli_(1.0 - self.p, generator=self.generator)
        return inputs * kept / (1.0 - self.p)

    def extra_repr(self) -> str:
        return f"p={self.p:g}"
