"""From a `NetworkSpec` to a multilayer perceptron."""

import copy
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Generator, Tensor, nn

from playground.engine.catalogue import index
from playground.engine.model.dropout import Dropout
from playground.engine.model.mute import Mute
from playground.engine.spec.network import NetworkSpec, hidden_activations, hidden_dropouts


class Network(nn.Module):
    """A multilayer perceptron: `layers` in the order in which the signal passes them.

    Each hidden layer is a Linear, its activation and a Dropout, with a Mute before it where some of
    its neurons are muted; the last layer is a Linear, with an activation where the loss asks for
    one. A Mute takes no number, so that weights keep their names.

    Input: float32 `[batch, inputs]`; output: float32 `[batch, outputs]`.
    """

    def __init__(self, layers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.Sequential(OrderedDict(_named(layers)))

    def forward(self, inputs: Tensor) -> Tensor:
        output: Tensor = self.layers(inputs)
        return output

    def linear_layers(self) -> list[nn.Linear]:
        """The hidden layers' linear maps in order, then the output layer's."""
        return [layer for layer in self.layers if isinstance(layer, nn.Linear)]

    @property
    def inputs(self) -> int:
        """How many inputs the network takes."""
        return self.linear_layers()[0].in_features

    @property
    def outputs(self) -> int:
        """How many outputs the network gives."""
        return self.linear_layers()[-1].out_features

    @property
    def has_dropout(self) -> bool:
        """Whether some units are silenced while training."""
        return any(layer.p > 0.0 for layer in self.dropouts())

    def set_dropout(self, chances: Sequence[float]) -> None:
        """Silence the units of each hidden layer with its chance from the next step on."""
        for layer, p in zip(self.dropouts(), chances, strict=True):
            layer.p = p

    def seed_dropout(self, seeds: Sequence[int], device: torch.device) -> None:
        """Start the random numbers of each dropout, first layer first; `seeds` has one for each."""
        for layer, seed in zip(self.dropouts(), seeds, strict=True):
            layer.seed(seed, device)

    def dropout_states(self) -> list[Tensor]:
        """Where the random numbers of each dropout stand, uint8, first layer first."""
        return [layer.generator.get_state() for layer in self.dropouts()]

    def return_dropouts_to(self, states: Sequence[Tensor]) -> None:
        """Put back what `dropout_states` gave; what another kind of device drew is left aside."""
        for layer, state in zip(self.dropouts(), states, strict=False):
            if state.shape == layer.generator.get_state().shape:
                layer.generator.set_state(state)

    def muted(self) -> dict[str, Tensor]:
        """Which neurons of hidden layers are muted, by the name of their weight: bool."""
        found, name = {}, ""
        for number, layer in self.layers.named_children():
            if isinstance(layer, nn.Linear):
                name = f"layers.{number}.weight"
            elif isinstance(layer, Mute):
                found[name] = layer.muted
        return found

    def with_muted(self, masks: Mapping[str, Tensor]) -> "Network":
        """A network of the same layers, in which these neurons and no others are muted.

        Args:
            masks: as `muted` gives them.
        """
        layers: list[nn.Module] = []
        due: Tensor | None = None
        for number, layer in self.layers.named_children():
            if isinstance(layer, nn.Linear):
                due = masks.get(f"layers.{number}.weight")
            elif isinstance(layer, Mute):
                continue
            elif isinstance(layer, Dropout) and due is not None and due.any():
                layers.append(Mute(due.to(self.linear_layers()[0].weight.device, copy=True)))
            layers.append(layer)
        return Network(layers).train(self.training)

    def dropouts(self) -> list[Dropout]:
        """The dropout after each hidden layer, in order."""
        return [layer for layer in self.layers if isinstance(layer, Dropout)]


def _named(layers: Sequence[nn.Module]) -> Iterator[tuple[str, nn.Module]]:
    number = 0
    for layer in layers:
        if isinstance(layer, Mute):
            yield f"{number - 1}_mute", layer
        else:
            yield str(number), layer
            number += 1


def build_network(
    spec: NetworkSpec, inputs: int, outputs: int, output_activation: str = ""
) -> Network:
    """Build the network with its initial weights, on the CPU.

    The weights follow from `spec.seed` alone; the global random state is neither read nor moved.

    Args:
        output_activation: key of an activation after the last layer, or empty.

    Raises:
        InputError: an activation or the initialiser is unknown.
    """
    generator = torch.Generator().manual_seed(spec.seed)
    layers: list[nn.Module] = []
    size = inputs
    kinds = zip(spec.hidden, hidden_activations(spec), hidden_dropouts(spec), strict=True)
    for units, activation, dropout in kinds:
        layers += [_linear(spec, size, units, generator), build_activation(activation)]
        layers.append(Dropout(dropout))
        size = units
    layers.append(_linear(spec, size, outputs, generator))
    if output_activation:
        layers.append(build_activation(output_activation))
    return Network(layers)


def build_activation(key: str) -> nn.Module:
    """The activation with this key.

    Raises:
        InputError: there is none.
    """
    activation: nn.Module = index.row("activations", key).load()()
    return activation


@torch.no_grad()
def carry_weights(
    old: Network,
    new: Network,
    columns: Sequence[int | None] | None = None,
    ids: tuple[Sequence[int], Sequence[int]] | None = None,
) -> None:
    """Copy every weight whose place still exists from `old` into `new`, in place.

    The output layer meets the output layer; of matrices of different size the common upper left
    block is copied. Learned slopes (PReLU) go along.

    Args:
        columns: for each input of `new` the number of the same input of `old`, or None where it
            is new. Left out, inputs meet by their number.
        ids: of the hidden layers of both, which meet where these are the same. Left out, they meet
            by their number; where one was removed or added between the others, which their sizes
            tell, those after it meet the layers that they were.
    """
    fresh = new.linear_layers()[0].weight.clone()
    *old_hidden, old_output = _places(old)
    *new_hidden, new_output = _places(new)
    for number, other in _meeting(_sizes(old_hidden), _sizes(new_hidden), ids):
        _copy_blocks(old_hidden[number], new_hidden[other])
    _copy_blocks(old_output, new_output)
    if columns is not None:
        _carry_columns(old.linear_layers()[0].weight, new.linear_layers()[0].weight, fresh, columns)


def carried_masks(
    old: Network,
    new: Network,
    masks: Mapping[str, Tensor],
    columns: Sequence[int | None] | None = None,
    ids: tuple[Sequence[int], Sequence[int]] | None = None,
) -> dict[str, Tensor]:
    """The masks of `new` that mark the weights which `carry_weights` takes from masked ones.

    Args:
        masks: of `old`, by the names of its parameters: bool, of their shapes.
        columns, ids: as for `carry_weights`.

    Returns:
        Masks with at least one True, on the device of `old`.
    """
    if not masks:
        return {}
    marked, carried = _marks(old, masks), _marks(new, {}).to(old.linear_layers()[0].weight.device)
    carry_weights(marked, carried, columns, ids)
    found = {name: mark.detach() > 0.0 for name, mark in carried.named_parameters()}
    return {name: mask for name, mask in found.items() if bool(mask.any())}


def carried_mutes(
    old: Network,
    new: Network,
    columns: Sequence[int | None] | None = None,
    ids: tuple[Sequence[int], Sequence[int]] | None = None,
) -> dict[str, Tensor]:
    """Which neurons of `new` are muted because those of `old` are whose weights they take.

    Args:
        columns, ids: as for `carry_weights`.
    """
    weights = dict(old.named_parameters())
    rows = {n: mask[:, None].expand_as(weights[n]) for n, mask in old.muted().items()}
    masks = carried_masks(old, new, rows, columns, ids)
    return {name: mask.any(dim=1) for name, mask in masks.items()}


def _marks(network: Network, masks: Mapping[str, Tensor]) -> Network:
    """A copy with 1 for each masked weight, and 0 for all others."""
    marks = copy.deepcopy(network)
    for name, weight in marks.named_parameters():
        weight.data.copy_(masks[name]) if name in masks else weight.data.zero_()
    return marks


def _linear(spec: NetworkSpec, inputs: int, outputs: int, generator: Generator) -> nn.Linear:
    # skip_init, because the constructor would draw from the global generator.
    layer = nn.utils.skip_init(  # type: ignore[no-untyped-call]
        nn.Linear, inputs, outputs, bias=spec.bias
    )
    assert isinstance(layer, nn.Linear)
    index.row("initialisers", spec.initialiser).load()(layer.weight, layer.bias, generator)
    return layer


def _places(network: Network) -> list[dict[str, Tensor]]:
    """The tensors of each layer, hidden ones first, by what they are."""
    places: list[dict[str, Tensor]] = []
    for layer in network.layers:
        if isinstance(layer, nn.Linear):
            places.append(dict(layer.named_parameters()))
        else:
            places[-1] |= {f"activation.{name}": p for name, p in layer.named_parameters()}
    return places


def _sizes(places: Sequence[Mapping[str, Tensor]]) -> list[int]:
    return [len(place["weight"]) for place in places]


def _meeting(
    before: list[int], after: list[int], ids: tuple[Sequence[int], Sequence[int]] | None
) -> list[tuple[int, int]]:
    """The numbers of the hidden layers that meet."""
    old, new = ids or (range(len(before)), range(len(after)))
    if [*old[: len(new)]] == [*new[: len(old)]]:  # nothing but numbers tells them apart
        numbers = [[*range(len(before))], [*range(len(after))]]
        change = _one_layer_apart(before, after)
        if change is not None:
            del max(numbers, key=len)[change]
        return [*zip(*numbers, strict=False)]
    return [(n, other) for n, one in enumerate(old) for other, id_ in enumerate(new) if one == id_]


def _one_layer_apart(before: list[int], after: list[int]) -> int | None:
    """The number of the one layer that only the longer of both has; of alike ones, the last."""
    shorter, longer = sorted((before, after), key=len)
    if len(longer) != len(shorter) + 1:
        return None
    numbers = range(len(longer) - 1, -1, -1)
    return next((n for n in numbers if longer[:n] + longer[n + 1 :] == shorter), None)


def _copy_blocks(before: dict[str, Tensor], after: dict[str, Tensor]) -> None:
    for name in before.keys() & after.keys():
        source, target = before[name], after[name]
        block = tuple(slice(min(sizes)) for sizes in zip(source.shape, target.shape, strict=True))
        target[block] = source[block].to(target.device)


def _carry_columns(old: Tensor, new: Tensor, fresh: Tensor, columns: Sequence[int | None]) -> None:
    rows = min(len(old), len(new))
    for column, before in enumerate(columns):
        source = fresh[:, column] if before is None else old[:, before].to(new.device)
        new[:rows, column] = source[:rows]
