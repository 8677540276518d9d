"""What is said of a neuron or an edge: in the label beside it, and to a screen reader."""

from collections.abc import Sequence
from dataclasses import replace

from playground.engine.frames.network import (
    ZERO,
    Edges,
    LayerPicture,
    MatrixPicture,
    NetworkPicture,
    Place,
)
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.target import Edge, Target
from playground.gui.widgets.number_text import NOTHING, count_text, output_text, percent_text


def end_heading(column: Column) -> str:
    """`7 inputs`, `1 output`; `Inputs` before they are known."""
    noun = column.kind.removesuffix("s")
    if not column.units:
        return column.kind.capitalize()
    return f"{count_text(column.units)} {noun}{'' if column.units == 1 else 's'}"


def layer_name(columns: Sequence[Column], column: int) -> str:
    """`hidden 1`, `inputs`, `outputs`."""
    kind = columns[column].kind
    return f"hidden {column}" if kind == "hidden" else kind


def neuron_name(columns: Sequence[Column], column: int, row: int) -> str:
    """`hidden 1, neuron 3`, `input x₁`, `output blue`."""
    return number_name(columns, column, columns[column].shown[row])


def number_name(columns: Sequence[Column], column: int, number: int) -> str:
    """The same for a neuron that need not be shown."""
    own = columns[column]
    if own.kind == "hidden":
        return f"hidden {column}, neuron {number + 1}"
    name = own.names[number] if number < len(own.names) else str(number + 1)
    return f"{own.kind.removesuffix('s')} {name}"


def spoken(columns: Sequence[Column], picture: NetworkPicture | None, target: Target) -> str:
    """What a screen reader says: `hidden 1, neuron 3, bias 0.42, 4 inputs`."""
    if isinstance(target, Edge):
        return ", ".join(edge_lines(columns, picture, target.gap, target.after, target.before))
    column, row = target.column, target.row
    parts = [neuron_name(columns, column, row)]
    bias = _bias(picture.layers[column], row) if picture else None
    if bias is not None:
        parts.append(f"bias {output_text(bias)}")
    if column:
        parts.append(end_heading(replace(columns[column - 1], kind="inputs")))
    return ", ".join(parts)


def ends_text(columns: Sequence[Column]) -> str:
    """`2 inputs, 3 hidden layers, 1 output`."""
    layers = len(columns) - 2
    hidden = f"{count_text(layers)} hidden layer{'' if layers == 1 else 's'}"
    return f"{end_heading(columns[0])}, {hidden}, {end_heading(columns[-1])}"


def edge_name(columns: Sequence[Column], gap: int, after: int, before: int) -> str:
    """`input x₁ → hidden 1, neuron 3`."""
    return f"{neuron_name(columns, gap, before)} → {neuron_name(columns, gap + 1, after)}"


def lines_of(
    columns: Sequence[Column], picture: NetworkPicture | None, target: Target
) -> list[str]:
    """What the label at a neuron or an edge says."""
    if isinstance(target, Edge):
        return edge_lines(columns, picture, target.gap, target.after, target.before)
    return neuron_lines(columns, picture, target.column, target.row)


def neuron_lines(
    columns: Sequence[Column], picture: NetworkPicture | None, column: int, row: int
) -> list[str]:
    """The name, and what is known of the neuron as it stands."""
    lines = [neuron_name(columns, column, row)]
    if picture is None:
        return lines
    place = Place(column, columns[column].shown[row])
    return lines + neuron_facts(picture.layers[column], row) + _closer_lines(picture, place)


def neuron_facts(layer: LayerPicture, row: int) -> list[str]:
    """What is known of a neuron as it stands."""
    lines = []
    bias = _bias(layer, row)
    if bias is not None:
        lines.append(f"bias {output_text(bias)}")
    levels, reach = layer.maps[row], float(layer.reach[row]) / (255 - ZERO)
    low, high = ((float(end) - ZERO) * reach for end in (levels.min(), levels.max()))
    lines.append(f"range {output_text(low)} to {output_text(high)}")
    if layer.kind == "hidden":
        lines.append(f"dead or saturated for {percent_text(float(layer.quiet[row]))} of the rows")
    if layer.muted is not None and layer.muted[row]:
        lines.append("muted: its output counts as zero")
    if layer.frozen is not None and layer.frozen[row]:
        lines.append("frozen: its weights stay as they are")
    return lines


def edge_lines(
    columns: Sequence[Column], picture: NetworkPicture | None, gap: int, after: int, before: int
) -> list[str]:
    """The two ends of an edge, and its number."""
    layer = picture.layers[gap + 1] if picture else None
    if picture is None or layer is None or layer.edges is None:
        number = NOTHING
    else:
        number = output_text(float(layer.edges[after, before]))
    kind = picture.request.edges.removesuffix("s") if picture else "weight"
    lines = [f"{kind} {number}", edge_name(columns, gap, after, before)]
    if picture is not None:
        numbers = columns[gap + 1].shown[after], columns[gap].shown[before]
        lines += _closer_lines(picture, Place(gap + 1, *numbers))
    if layer is not None and layer.frozen_edges is not None and layer.frozen_edges[after, before]:
        lines.append("frozen: it stays as it is")
    return lines


def _closer_lines(picture: NetworkPicture, place: Place) -> list[str]:
    """Gradient and last update, where they were asked for."""
    closely = picture.closely
    if closely is None or closely.place != place:
        return []
    of_edge = place.before is not None
    lines = []
    if of_edge and picture.request.edges != "weights":
        lines.append(f"weight {output_text(closely.weight)}")
    if not of_edge or picture.request.edges != "gradients":
        lines.append(
            f"{'' if of_edge else 'length of the '}gradient {output_text(closely.gradient)}"
        )
    if closely.update is not None:
        lines.append(f"last update {output_text(closely.update)}")
    return lines


def matrix_lines(
    columns: Sequence[Column],
    matrix: MatrixPicture,
    kind: Edges,
    gap: int,
    cell: tuple[int, int],
) -> list[str]:
    """The number of a cell, whose edge it is, and of how many it is the strongest."""
    before, after = (int(numbers[cell]) for numbers in (matrix.before, matrix.after))
    ends = (number_name(columns, gap, before), number_name(columns, gap + 1, after))
    noun = kind.removesuffix("s")
    lines = [f"{noun} {output_text(float(matrix.values[cell]))}", " → ".join(ends)]
    high, wide = matrix.block
    if (high, wide) != (1, 1):
        lines.append(f"the strongest {noun} of a block of {high} × {wide} neurons")
    return lines


def _bias(layer: LayerPicture, row: int) -> float | None:
    return None if layer.bias is None else float(layer.bias[row])
