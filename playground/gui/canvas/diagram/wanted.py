"""What a diagram needs of the network to be painted."""

from playground.engine.frames.network import Edges, NetworkRequest
from playground.gui.canvas.diagram.heat_maps import dense_gaps, wanted_matrices
from playground.gui.canvas.diagram.layout import MOST_SHOWN, DiagramLayout, Room

_GRID, _CURVE_GRID = 32, 64


def wanted_picture(
    layout: DiagramLayout, room: Room, edges: Edges, *, curves: bool, as_lines: bool
) -> NetworkRequest:
    """The picture that is to come next: curves take few numbers, and show each of them.

    Args:
        as_lines: of dense bundles the strongest edges are drawn, instead of heat maps of all.
    """
    grid = _CURVE_GRID if curves else _GRID
    matrices = wanted_matrices(layout, () if as_lines else dense_gaps(layout.columns))
    return NetworkRequest(grid, MOST_SHOWN, edges, room.most_pictures, matrices=matrices)
