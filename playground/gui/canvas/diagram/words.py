"""What is said of a neuron or an edge: in the label beside it, and to a screen reader."""

from collections.abc import Sequence
from dataclasses import replace

from playground.engine.common.language import _, ngettext
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
    n = column.units
    if column.kind == "inputs":
        words = ngettext("{n} input", "{n} inputs", n) if n else _("Inputs")
    else:
        words = ngettext("{n} output", "{n} outputs", n) if n else _("Outputs")
    return words.format(n=count_text(n))


def units_text(units: int) -> str:
    """`1 unit`, `4 units`."""
    return ngettext("{n} neuron", "{n} neurons", units).format(n=count_text(units))


def layers_text(layers: int) -> str:
    """`1 hidden layer`, `3 hidden layers`."""
    return ngettext("{n} hidden layer", "{n} hidden layers", layers).format(n=count_text(layers))


def layer_name(columns: Sequence[Column], column: int) -> str:
    """`hidden layer 1`, `inputs`, `outputs`."""
    match columns[column].kind:
        case "hidden":
            return _("hidden layer {number}").format(number=column)
        case "inputs":
            return _("inputs")
        case _:
            return _("outputs")


def layer_heading(columns: Sequence[Column], column: int) -> str:
    """What stands above all neurons of a layer: `Hidden layer 1: all 300 neurons`."""
    n = columns[column].units
    match columns[column].kind:
        case "hidden":
            words = ngettext(
                "Hidden layer {number}: {n} neuron", "Hidden layer {number}: all {n} neurons", n
            )
        case "inputs":
            words = ngettext("Inputs: {n}", "Inputs: all {n}", n)
        case _:
            words = ngettext("Outputs: {n}", "Outputs: all {n}", n)
    return words.format(number=column, n=count_text(n))


def show_all_text(columns: Sequence[Column], column: int) -> str:
    """What a button does that shows all neurons of a layer."""
    n = columns[column].units
    match columns[column].kind:
        case "hidden":
            words = ngettext(
                "Show the {n} neuron of hidden layer {number}",
                "Show all {n} neurons of hidden layer {number}",
                n,
            )
        case "inputs":
            words = ngettext("Show the {n} input", "Show all {n} inputs", n)
        case _:
            words = ngettext("Show the {n} output", "Show all {n} outputs", n)
    return words.format(number=column, n=count_text(n))


def neuron_name(columns: Sequence[Column], column: int, row: int) -> str:
    """`hidden 1, neuron 3`, `input x₁`, `output blue`."""
    return number_name(columns, column, columns[column].shown[row])


def number_name(columns: Sequence[Column], column: int, number: int) -> str:
    """The same for a neuron that need not be shown."""
    own = columns[column]
    if own.kind == "hidden":
        return _("hidden {layer}, neuron {number}").format(layer=column, number=number + 1)
    name = own.names[number] if number < len(own.names) else str(number + 1)
    words = _("input {name}") if own.kind == "inputs" else _("output {name}")
    return words.format(name=name)


def spoken(columns: Sequence[Column], picture: NetworkPicture | None, target: Target) -> str:
    """What a screen reader says: `hidden 1, neuron 3, bias 0.42, 4 inputs`."""
    if isinstance(target, Edge):
        return ", ".join(edge_lines(columns, picture, target.gap, target.after, target.before))
    column, row = target.column, target.row
    parts = [neuron_name(columns, column, row)]
    bias = _bias(picture.layers[column], row) if picture else None
    if bias is not None:
        parts.append(_bias_text(bias))
    if column:
        parts.append(end_heading(replace(columns[column - 1], kind="inputs")))
    return ", ".join(parts)


def ends_text(columns: Sequence[Column]) -> str:
    """`2 inputs, 3 hidden layers, 1 output`."""
    hidden = layers_text(len(columns) - 2)
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
        lines.append(_bias_text(bias))
    levels, reach = layer.maps[row], float(layer.reach[row]) / (255 - ZERO)
    low, high = ((float(end) - ZERO) * reach for end in (levels.min(), levels.max()))
    ends = {"low": output_text(low), "high": output_text(high)}
    lines.append(_("range {low} to {high}").format(**ends))
    if layer.kind == "hidden":
        share = percent_text(float(layer.quiet[row]))
        lines.append(_("dead or saturated for {share} of the rows").format(share=share))
    if layer.muted is not None and layer.muted[row]:
        lines.append(_("muted: its output counts as zero"))
    if layer.frozen is not None and layer.frozen[row]:
        lines.append(_("frozen: its weights do not change"))
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
    words = _edge_text(picture.request.edges if picture else "weights", number)
    lines = [words, edge_name(columns, gap, after, before)]
    if picture is not None:
        numbers = columns[gap + 1].shown[after], columns[gap].shown[before]
        lines += _closer_lines(picture, Place(gap + 1, *numbers))
    if layer is not None and layer.frozen_edges is not None and layer.frozen_edges[after, before]:
        lines.append(_("frozen: it does not change"))
    return lines


def _closer_lines(picture: NetworkPicture, place: Place) -> list[str]:
    """Gradient and last update, where they were asked for."""
    closely = picture.closely
    if closely is None or closely.place != place:
        return []
    of_edge, shown = place.before is not None, picture.request.edges
    gradient = output_text(closely.gradient)
    lines = []
    if of_edge and shown != "weights":
        lines.append(_edge_text("weights", output_text(closely.weight)))
    if not of_edge:
        lines.append(_("gradient norm {number}").format(number=gradient))
    elif shown != "gradients":
        lines.append(_edge_text("gradients", gradient))
    if closely.update is not None:
        lines.append(_("last update {number}").format(number=output_text(closely.update)))
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
    lines = [_edge_text(kind, output_text(float(matrix.values[cell]))), " → ".join(ends)]
    if matrix.block != (1, 1):
        high, wide = map(count_text, matrix.block)
        words = (
            _("strongest weight in a block of {rows} × {columns} neurons")
            if kind == "weights"
            else _("strongest gradient in a block of {rows} × {columns} neurons")
        )
        lines.append(words.format(rows=high, columns=wide))
    return lines


def _edge_text(kind: Edges, number: str) -> str:
    words = _("weight {number}") if kind == "weights" else _("gradient {number}")
    return words.format(number=number)


def _bias_text(bias: float) -> str:
    return _("bias {number}").format(number=output_text(bias))


def _bias(layer: LayerPicture, row: int) -> float | None:
    return None if layer.bias is None else float(layer.bias[row])
