"""What a person can take hold of at a neuron or an edge, and the edits that it stands for. Knows
no Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.common.language import N_, _
from playground.engine.frames.network import NetworkPicture, Place
from playground.engine.spec.edit import Edit, Edits, LayerNames, Subject
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.target import Edge, Target
from playground.gui.canvas.diagram.words import edge_name, layer_name, neuron_name

Places = tuple[tuple[str, tuple[int, ...]], ...]
"""By the name of a parameter, numbers in the flattened tensor."""
BIAS, WEIGHT = N_("Bias"), N_("Weight")


@dataclass(frozen=True, slots=True)
class Handle:
    """A neuron or an edge that can be edited.

    Attributes:
        title: its name.
        quantity: what its number is, BIAS or WEIGHT; empty where it has none: a neuron without a
            bias.
        value: that number as it stands.
        number: where it stands.
        weights: all its weights: the one of an edge; those that arrive at a neuron, and its bias.
        is_frozen: whether they all are.
        names: of all weights of its layer.
        neuron: where it is muted; None for an edge or an output, which cannot be.
        is_muted: whether it is.
    """

    title: str
    quantity: str
    value: float
    number: Places
    weights: Places
    is_frozen: bool
    names: LayerNames
    neuron: Places | None = None
    is_muted: bool = False

    def set_number(self, value: float) -> Edits:
        """Give it another number."""
        return _edits("weights", self.number, value)

    def set_weights(self, value: float | None) -> Edits:
        """Give all its weights one value; None for those of the start."""
        return _edits("weights", self.weights, value)

    def freeze(self, frozen: bool) -> Edits:
        """Let its weights stay as they are, or learn again."""
        return _edits("frozen", self.weights, float(frozen))

    def mute(self, muted: bool) -> Edits:
        """Let its output count as zero, or count again."""
        return _edits("muted", self.neuron or (), float(muted))


def handle_of(
    columns: Sequence[Column], picture: NetworkPicture | None, target: Target
) -> Handle | None:
    """What can be taken hold of; None for an input, and before there is a picture."""
    number = target.gap + 1 if isinstance(target, Edge) else target.column
    if picture is None or number == 0 or not picture.layers[number].weight_name:
        return None
    layer, place = picture.layers[number], place_of(columns, target)
    units_before = columns[number - 1].units
    if isinstance(target, Edge):
        return _edge(columns, picture, target, place, units_before)
    row = target.row
    name, bias = layer.weight_name, layer.bias_name
    first = place.number * units_before
    weights: Places = ((name, tuple(range(first, first + units_before))),)
    has_bias = bias and layer.bias is not None
    own: Places = ((bias, (place.number,)),) if has_bias else ()
    return Handle(
        title=neuron_name(columns, number, row),
        quantity=BIAS if has_bias else "",
        value=float(layer.bias[row]) if layer.bias is not None else 0.0,
        number=own,
        weights=weights + own,
        is_frozen=layer.frozen is not None and bool(layer.frozen[row]),
        names=layer_names(columns, picture, number),
        neuron=((name, (place.number,)),) if layer.kind == "hidden" else None,
        is_muted=layer.muted is not None and bool(layer.muted[row]),
    )


def place_of(columns: Sequence[Column], target: Target) -> Place:
    """The numbers of what stands in a column and row of the diagram."""
    if isinstance(target, Edge):
        after, before = columns[target.gap + 1].shown, columns[target.gap].shown
        return Place(target.gap + 1, after[target.after], before[target.before])
    return Place(target.column, columns[target.column].shown[target.row])


def layer_names(columns: Sequence[Column], picture: NetworkPicture, number: int) -> LayerNames:
    """What the weights of a layer are called."""
    layer, own = picture.layers[number], columns[number]
    title = layer_name(columns, number) if own.kind == "hidden" else _("the output layer")
    bias = layer.bias_name if layer.bias is not None else ""
    rows, names = _unit_names(own), _unit_names(columns[number - 1])
    return LayerNames(title, rows, names, layer.weight_name, bias)


def _unit_names(column: Column) -> tuple[str, ...]:
    if len(column.names) == column.units:
        return column.names
    words = _("neuron {number}")
    return tuple(words.format(number=number + 1) for number in range(column.units))


def _edge(
    columns: Sequence[Column], picture: NetworkPicture, edge: Edge, place: Place, units_before: int
) -> Handle:
    layer = picture.layers[place.layer]
    assert place.before is not None
    at: Places = ((layer.weight_name, (place.number * units_before + place.before,)),)
    held = layer.frozen_edges
    return Handle(
        title=edge_name(columns, edge.gap, edge.after, edge.before),
        quantity=WEIGHT,
        value=_weight(picture, edge, place),
        number=at,
        weights=at,
        is_frozen=held is not None and bool(held[edge.after, edge.before]),
        names=layer_names(columns, picture, place.layer),
    )


def _weight(picture: NetworkPicture, edge: Edge, place: Place) -> float:
    """As it stands; not a number as long as edges show something else."""
    if picture.closely is not None and picture.closely.place == place:
        return picture.closely.weight
    edges = picture.layers[place.layer].edges
    is_shown = edges is not None and picture.request.edges == "weights"
    return float(edges[edge.after, edge.before]) if edges is not None and is_shown else math.nan


def _edits(subject: Subject, places: Places, value: float | None) -> Edits:
    return tuple(
        Edit(
            subject,
            name,
            np.array(numbers, np.int64),
            None if value is None else np.full(len(numbers), value, np.float64),
        )
        for name, numbers in places
    )
