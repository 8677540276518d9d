"""A source of tensors that a test or a benchmark makes."""

from torch import Tensor

from playground.engine.instruments.tensors.entry import Axis, Entry


class Given:
    """Tensors by their names, all of them parameters."""

    def __init__(self, **tensors: Tensor) -> None:
        self._tensors = tensors

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                key=key,
                group="parameters",
                name=key,
                code=key,
                shape=tuple(tensor.shape),
                dtype=str(tensor.dtype).removeprefix("torch."),
                device="cpu",
                requires_grad=False,
                axes=tuple(Axis("numbers", size) for size in tensor.shape),
            )
            for key, tensor in self._tensors.items()
        )

    def tensor(self, key: str) -> Tensor:
        return self._tensors[key]
