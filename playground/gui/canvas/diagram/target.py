"""What can be pointed at in the diagram, and the way from one to the next. Knows no Qt."""

from dataclasses import dataclass

from playground.gui.canvas.diagram.layout import DiagramLayout


@dataclass(frozen=True, slots=True)
class Neuron:
    """One tile of the diagram, by its column and row."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the diagram, by its gap and the rows after and before it."""

    gap: int
    after: int
    before: int


Target = Neuron | Edge


def tile_of(layout: DiagramLayout, target: Target) -> tuple[float, float, float]:
    """Left, top and side of the tile of a neuron, or of the neuron after an edge."""
    neuron = target if isinstance(target, Neuron) else Neuron(target.gap + 1, target.after)
    return layout.places[neuron.column].tile(neuron.row)


def target_at(layout: DiagramLayout, x: float, y: float, *, with_edges: bool) -> Target | None:
    """What is at a point: a tile before an edge."""
    tile = layout.tile_at(x, y)
    if tile is not None:
        return Neuron(*tile)
    edge = layout.edge_at(x, y) if with_edges else None
    return Edge(*edge) if edge is not None else None


def nearest(layout: DiagramLayout, neuron: Neuron) -> Neuron:
    """The neuron itself, or the nearest one there is."""
    column = min(max(neuron.column, 0), len(layout.places) - 1)
    last = len(layout.places[column].tops) - 1
    return Neuron(column, min(max(neuron.row, 0), last))


def walked(layout: DiagramLayout, neuron: Neuron, right: int, down: int) -> Neuron:
    """The neuron one step further; among pixels side by side the next one of those."""
    place = layout.places[neuron.column]
    row, across = divmod(neuron.row, place.across)
    if down:
        below = neuron.row + down * place.across
        return Neuron(neuron.column, below if 0 <= below < len(place.tops) else neuron.row)
    if 0 <= across + right < place.across:
        return Neuron(neuron.column, neuron.row + right)
    column = min(max(neuron.column + right, 0), len(layout.places) - 1)
    if column == neuron.column:
        return neuron
    beside = layout.places[column].across
    return nearest(layout, Neuron(column, row * beside + (beside - 1 if right < 0 else 0)))


def edges_of(layout: DiagramLayout, neuron: Neuron) -> list[Edge]:
    """The edges that arrive at a neuron, and then those that leave it, from the top down."""
    column, row = neuron.column, neuron.row
    edges: list[Edge] = []
    if column > 0:
        before = range(len(layout.places[column - 1].tops))
        edges += [Edge(column - 1, row, other) for other in before]
    if column < len(layout.places) - 1:
        after = range(len(layout.places[column + 1].tops))
        edges += [Edge(column, other, row) for other in after]
    return edges


def next_edge(
    layout: DiagramLayout, neuron: Neuron, edge: Edge | None, *, forward: bool
) -> Edge | None:
    """The edge of a neuron that follows `edge`, or precedes it; None beyond the last."""
    edges: list[Edge | None] = [None, *edges_of(layout, neuron)]
    number = edges.index(edge) if edge in edges else 0
    following = number + (1 if forward else -1)
    return edges[following] if 0 < following < len(edges) else None
