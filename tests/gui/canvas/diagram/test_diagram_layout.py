"""Where everything in the network's picture stands, without Qt."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.gui.canvas.diagram.columns import first_shown
from playground.gui.canvas.diagram.layout import (
    LARGEST,
    SMALLEST,
    Column,
    DiagramLayout,
    Room,
    fit_diagram,
    least_size,
)

ROOM = Room(900, 500, left=40, right=60)
UNITS = st.lists(st.integers(1, 1024), max_size=12)


def columns_of(inputs: int, hidden: list[int], outputs: int) -> tuple[Column, ...]:
    return (
        Column("inputs", inputs, first_shown(inputs)),
        *[Column("hidden", units, first_shown(units)) for units in hidden],
        Column("outputs", outputs, first_shown(outputs)),
    )


def laid_out(*sizes: int, room: Room = ROOM) -> DiagramLayout:
    first, *hidden, last = sizes
    return fit_diagram(columns_of(first, hidden, last), room)


@given(st.integers(1, 64), UNITS, st.integers(1, 10), st.integers(200, 2000), st.integers(150, 900))
def test_that_nothing_overlaps_or_leaves_the_picture(
    inputs: int, hidden: list[int], outputs: int, width: int, height: int
) -> None:
    room = Room(width, height, left=40, right=60)
    columns = columns_of(inputs, hidden, outputs)
    layout = fit_diagram(columns, room)
    least = least_size(columns, room)
    wide, high = (max(given, needed) for given, needed in zip((width, height), least, strict=True))
    for before, after in pairwise(layout.places):
        assert after.x - before.x - before.side >= 16
    for column, place in zip(columns, layout.places, strict=True):
        assert all(below - above >= place.side for above, below in pairwise(place.tops))
        assert place.tops[0] >= room.header - 1
        end = place.bottom + (room.line if column.left_out else 0)
        assert end <= high - room.footer + 1
    assert layout.places[0].x >= room.left
    assert layout.places[-1].x + layout.places[-1].side + room.right <= wide


def test_that_tiles_are_as_large_as_the_room_allows() -> None:
    assert laid_out(2, 4, 2, 1).places[0].side == LARGEST
    assert SMALLEST < laid_out(7, 8, 6, 4, 1).places[0].side < LARGEST
    assert laid_out(2, *[12] * 12, 1, room=Room(300, 200)).places[0].side == SMALLEST


def test_that_many_layers_fit_once_their_headings_are_numbers_alone() -> None:
    room = Room(553, 292, left=40, right=60)
    layout = laid_out(4, *[32] * 12, 2, room=room)
    assert layout.width <= room.width
    assert layout.places[1].side >= SMALLEST


def test_that_headings_keep_their_width_as_long_as_the_smallest_tiles_fit() -> None:
    layout = laid_out(2, *[8] * 6, 1, room=Room(560, 400, left=20, heading=52))
    middles = [place.middle for place in layout.places[1:-1]]
    assert all(after - before >= 51 for before, after in pairwise(middles))


@pytest.mark.parametrize("zoom", [0.25, 0.5, 2.0, 4.0])
def test_that_zoom_makes_tiles_larger_and_smaller_than_what_fits(zoom: float) -> None:
    columns = columns_of(2, [128, 64], 10)
    room = Room(900 * max(zoom, 1), 500 * max(zoom, 1), zoom=zoom)
    least = least_size(columns, Room(900, 500)), least_size(columns, room)
    if zoom > 1:
        assert (
            fit_diagram(columns, room).places[1].side
            > 1.6 * laid_out(2, 128, 64, 10).places[1].side
        )
    else:
        assert least[1][0] < least[0][0]
        assert least[1][1] < least[0][1]


def test_that_a_single_output_is_larger_than_the_neurons() -> None:
    places = laid_out(7, 8, 6, 4, 1).places
    assert places[-1].side > 2 * places[1].side


def test_that_a_wide_layer_says_how_many_are_left_out() -> None:
    assert laid_out(2, 128, 1).columns[1].left_out == 116


def test_that_a_tile_is_found_by_its_place() -> None:
    layout = laid_out(2, 4, 2, 1)
    place = layout.places[1]
    assert layout.tile_at(place.middle, place.tops[3] + 1) == (1, 3)
    assert layout.tile_at(place.x - 1, place.tops[3] + 1) is None
    assert layout.gap_at(place.x - 1) == 0
    assert layout.gap_at(place.middle) is None


@pytest.mark.parametrize("edge", [(0, 0, 0), (0, 3, 1), (1, 1, 2), (2, 0, 1)])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_that_an_edge_is_found_anywhere_along_its_curve(
    edge: tuple[int, int, int], part: float
) -> None:
    layout = laid_out(2, 4, 2, 1)
    gap, after, before = edge
    leaving, arriving = layout.ends(gap)
    start = layout.places[gap].x + layout.places[gap].side
    middle = (start + layout.places[gap + 1].x) / 2
    ends = (start, middle, middle, layout.places[gap + 1].x)
    heights = (leaving[before], leaving[before], arriving[after, before], arriving[after, before])
    weights = ((1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3)
    x, y = (
        sum(w * c for w, c in zip(weights, corners, strict=True)) for corners in (ends, heights)
    )
    found = layout.edge_at(x, y)
    assert found is not None
    assert found[0] == gap
    # Where edges lie upon each other any of them may be meant; in the middle they are apart.
    assert part != 0.5 or found == edge


def test_that_far_from_all_edges_there_is_none() -> None:
    layout = laid_out(1, 1, 1)
    gap_middle = layout.places[1].x - 10
    assert layout.edge_at(gap_middle, 60) is None
    assert layout.edge_at(layout.places[0].middle, 60) is None
