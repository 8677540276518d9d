"""All tensors of a run between two steps, under the names that PyTorch gives them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from torch import Tensor, nn

from playground.engine.instruments.tensors.entry import Axis, Counted, Entry, Group, Origin
from playground.engine.instruments.tensors.next_batch import NextBatch, working_modules
from playground.engine.model.mute import Mute
from playground.engine.training.trainer import Trainer

Get = Callable[[], Tensor]


class TensorsOfRun:
    """The tensors of a trainer between two steps; see `TensorSource`.

    Gradients are those that the last step left; where there are none, those that the next step
    will work out. Activations are of the next step.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._network = trainer.network
        self._next = NextBatch(trainer)
        modules = working_modules(self._network)
        self._modules = modules
        self._places = {f"layers.{name}": place for place, (name, _) in enumerate(modules)}
        self._layers = _layers(modules)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for entry, _ in self._all.values())

    def tensor(self, key: str) -> Tensor:
        return self._all[key][1]()

    @cached_property
    def _all(self) -> dict[str, tuple[Entry, Get]]:
        rooms = (
            self._parameters(),
            self._gradients(),
            self._optimizer(),
            self._buffers(),
            self._batch(),
            self._activations(),
        )
        return {entry.key: (entry, get) for room in rooms for entry, get in room}

    # --- by group ------------------------------------------------------------------------------

    def _parameters(self) -> Iterator[tuple[Entry, Get]]:
        for name, weight in self._network.named_parameters():
            code = self._code(name)
            yield self._of_weight("parameters", name, "", code, weight), _given(weight)

    def _gradients(self) -> Iterator[tuple[Entry, Get]]:
        for name, weight in self._network.named_parameters():
            left, code = weight.grad, f"{self._code(name)}.grad"
            like = weight.detach() if left is None else left
            origin: Origin = "next_step" if left is None else "last_step"
            entry = self._of_weight("gradients", name, ".grad", code, like, origin)
            yield entry, self._upcoming_gradient(name) if left is None else _given(left)

    def _upcoming_gradient(self, name: str) -> Get:
        return lambda: self._next.gradients[name]

    def _optimizer(self) -> Iterator[tuple[Entry, Get]]:
        state = self._trainer.optimizer.state
        for name, weight in self._network.named_parameters():
            if weight not in state:  # asking for it would make it
                continue
            for path, tensor in _tensors_in(state[weight]):
                code = f"optimizer.state[{self._code(name)}]{path}"
                tail = "." + path.strip("[]").replace('"', "").replace("][", ".")
                yield self._of_weight("optimizer", name, tail, code, tensor), _given(tensor)

    def _buffers(self) -> Iterator[tuple[Entry, Get]]:
        for name, buffer in self._network.named_buffers():
            yield self._of_weight("buffers", name, "", self._code(name), buffer), _given(buffer)
        for name, buffer in self._trainer.learner.loss.named_buffers():
            code = f"loss_fn.{name}"
            yield _entry("buffers", f"loss.{name}", name, code, buffer), _given(buffer)

    def _batch(self) -> Iterator[tuple[Entry, Get]]:
        following, device, rows = self._next, str(self._trainer.device), self._rows
        inputs, targets = self._trainer.batches.data
        names = self._trainer.dataset.input_names
        for name, place, like in (("inputs", 0, inputs), ("targets", 1, targets)):
            axes = [Axis("rows", rows[0])]
            if like.dim() == 2:
                across: Counted = "outputs" if place else "inputs"
                axes.append(Axis(across, like.shape[1], () if place else names))
            yield (
                Entry(
                    key=f"batch/{name}",
                    group="batch",
                    name=name,
                    code=name,
                    shape=(rows[0], *like.shape[1:]),
                    dtype=_dtype(like),
                    device=device,
                    requires_grad=False,
                    axes=tuple(axes),
                    origin="next_step",
                    rows=rows,
                ),
                _row_part(following, place),
            )

    def _activations(self) -> Iterator[tuple[Entry, Get]]:
        device, rows, units = str(self._trainer.device), self._rows, self._network.inputs
        is_short = self._trainer.spec.training.precision == "amp"
        count = len(self._modules)
        for place, (_, module) in enumerate(self._modules):
            units = module.out_features if isinstance(module, nn.Linear) else units
            layer, is_last = self._layers[place]
            entry = Entry(
                key=f"activations/{place}",
                group="activations",
                name=f"{place}: {type(module).__name__}",
                code="model(inputs)" if place == count - 1 else f"model[:{place + 1}](inputs)",
                shape=(rows[0], units),
                dtype=self._next_dtype(place) if is_short else "float32",
                device=device,
                requires_grad=True,
                axes=(Axis("rows", rows[0]), Axis("outputs" if is_last else "neurons", units)),
                layer=layer,
                is_last=is_last,
                origin="next_step",
                rows=rows,
            )
            yield entry, self._output(place)
        yield self._loss(device, rows)

    def _loss(self, device: str, rows: tuple[int, int]) -> tuple[Entry, Get]:
        entry = Entry(
            key="activations/loss",
            group="activations",
            name="loss",
            code="loss_fn(model(inputs), targets)",
            shape=(),
            dtype="float32",
            device=device,
            requires_grad=True,
            origin="next_step",
            rows=rows,
        )
        return entry, lambda: self._next.losses[0]

    def _output(self, place: int) -> Get:
        return lambda: self._next.outputs[place]

    def _next_dtype(self, place: int) -> str:
        return _dtype(self._next.outputs[place])

    # --- names ---------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> tuple[int, int]:
        return self._next.used, self._next.whole

    def _code(self, name: str) -> str:
        module, _, last = name.rpartition(".")
        return f"model[{self._places[module]}].{last}"

    def _of_weight(
        self,
        group: Group,
        name: str,
        tail: str,
        code: str,
        tensor: Tensor,
        origin: Origin = "now",
    ) -> Entry:
        """What is said of a parameter, or of what belongs to it."""
        module, _, last = name.rpartition(".")
        place = self._places[module]
        layer, is_last = self._layers[place]
        entry = _entry(group, f"{name}{tail}", f"{place}.{last}{tail}", code, tensor)
        return replace(
            entry,
            axes=self._axes(name, tensor),
            layer=layer,
            is_last=is_last,
            origin=origin,
            rows=self._rows if origin == "next_step" else (0, 0),
        )

    def _axes(self, name: str, tensor: Tensor) -> tuple[Axis, ...]:
        """What its dimensions mean, where they are those of a parameter or a buffer."""
        owner = self._network.get_submodule(name.rpartition(".")[0])
        shape, (layer, is_last) = tuple(tensor.shape), self._layers_of(name)
        if isinstance(owner, Mute):
            return (Axis("neurons", shape[0]),)
        if not isinstance(owner, nn.Linear):
            return _vector(shape)
        units = owner.out_features
        kind: Counted = "outputs" if is_last else "neurons"
        names = self._trainer.dataset.input_names if layer == 1 else ()
        if shape == (units,):
            return (Axis(kind, units),)
        if shape == (units, owner.in_features):
            return Axis(kind, units), Axis("inputs", owner.in_features, names)
        return _vector(shape, sum(w.numel() for w in self._network.parameters()))

    def _layers_of(self, name: str) -> tuple[int, bool]:
        return self._layers[self._places[name.rpartition(".")[0]]]


def _vector(shape: tuple[int, ...], weights: int = -1) -> tuple[Axis, ...]:
    """A vector that belongs to no neurons: one number for each weight, or some numbers."""
    if len(shape) != 1:
        return ()
    return (Axis("weights" if shape[0] == weights else "numbers", shape[0]),)


def _layers(modules: list[tuple[str, nn.Module]]) -> list[tuple[int, bool]]:
    """Of each module, the number of its Linear and whether that is the last."""
    numbers, number = [], 0
    for _, module in modules:
        number += isinstance(module, nn.Linear)
        numbers.append(number)
    return [(layer, layer == number) for layer in numbers]


def _entry(group: Group, key: str, name: str, code: str, tensor: Tensor) -> Entry:
    return Entry(
        key=f"{group}/{key}",
        group=group,
        name=name,
        code=code,
        shape=tuple(tensor.shape),
        dtype=_dtype(tensor),
        device=str(tensor.device),
        requires_grad=tensor.requires_grad,
    )


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _given(tensor: Tensor) -> Get:
    return lambda: tensor


def _row_part(following: NextBatch, place: int) -> Get:
    return lambda: following.rows[place]


def _tensors_in(state: dict[str, Any]) -> Iterator[tuple[str, Tensor]]:
    """What an optimizer keeps for a parameter, with the brackets that lead there."""
    for name, value in state.items():
        if isinstance(value, Tensor):
            yield f'["{name}"]', value
        elif isinstance(value, list):
            parts = [(n, part) for n, part in enumerate(value) if isinstance(part, Tensor)]
            yield from ((f'["{name}"][{n}]', part) for n, part in parts)
