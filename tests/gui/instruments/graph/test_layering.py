"""A graph in layers: every node in its column, edges that seldom cross, a straight main chain."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import isotonic_regression

from playground.gui.instruments.graph.layering import Spot, crossings, isotonic, layered

Graph = list[list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Every node but the first is used by one or more before it."""
    count = draw(st.integers(1, 14))
    inputs: Graph = [[] for _ in range(count)]
    for node in range(1, count):
        for user in draw(st.sets(st.integers(0, node - 1), min_size=1, max_size=3)):
            inputs[user].append(node)
    return inputs


def network(layers: int) -> Graph:
    """The nodes of a plain network: loss; for each layer the sum, the bias, the turned weight."""
    inputs: Graph = [[1], []]
    at = 1
    for number in range(layers):
        bias, turned, weight, before = (len(inputs) + n for n in range(4))
        is_last = number == layers - 1
        inputs[at] = [bias, turned] if is_last else [bias, before, turned]
        inputs += [[], [weight], []] if is_last else [[], [weight], [], []]
        at = before
    return inputs


def edges(columns: list[list[Spot]]) -> list[tuple[int, int]]:
    """Every edge from node to node, through all places where it passes."""
    found = []
    for spot in (spot for column in columns for spot in column if spot.node is not None):
        for below in spot.below:
            at = below
            while at.node is None:
                (at,) = at.below
            found.append((spot.node or 0, at.node))
    return found


@settings(deadline=None)
@given(graphs())
def test_that_every_node_and_every_edge_is_drawn_once(inputs: Graph) -> None:
    columns = layered(inputs, frozenset())
    nodes = [spot.node for column in columns for spot in column if spot.node is not None]
    assert sorted(nodes) == list(range(len(inputs)))
    wanted = [(node, after) for node, following in enumerate(inputs) for after in following]
    assert sorted(edges(columns)) == sorted(wanted)


@settings(deadline=None)
@given(graphs())
def test_that_all_lies_to_the_left_of_what_uses_it_and_nothing_overlaps(inputs: Graph) -> None:
    columns = layered(inputs, frozenset())
    for number, column in enumerate(columns):
        assert {spot.column for spot in column} == {number}
        assert all(below.column == number + 1 for spot in column for below in spot.below)
        rows = [spot.row for spot in column]
        assert min(rows) >= 0.0
        assert all(b - a > 1.0 - 1e-9 for a, b in itertools.pairwise(rows))


@settings(deadline=None)
@given(graphs())
def test_that_crossings_are_counted_as_one_would_by_hand(inputs: Graph) -> None:
    columns = layered(inputs, frozenset())
    count = 0
    for before, after in itertools.pairwise(columns):
        ends = [(n, after.index(end)) for n, spot in enumerate(before) for end in spot.below]
        pairs = itertools.combinations(ends, 2)
        count += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in pairs)
    assert crossings(columns) == count


@pytest.mark.parametrize("layers", [1, 3, 12])
def test_that_a_plain_network_has_no_crossing_few_rows_and_a_straight_chain(layers: int) -> None:
    inputs = network(layers)
    columns = layered(inputs, frozenset())
    assert crossings(columns) == 0
    assert max(spot.row for column in columns for spot in column) < 3.1
    chain = columns[0][0]
    while chain.below:
        chain = max(chain.below, key=lambda spot: spot.reach)
        assert chain.row == pytest.approx(columns[0][0].row, abs=0.01)


def test_that_a_leaf_can_be_drawn_once_for_each_use() -> None:
    inputs = [[1, 2], [3], [1, 3], []]
    columns = layered(inputs, frozenset({3}))
    places = [spot.column for column in columns for spot in column if spot.node == 3]
    assert sorted(places) == [2, 3]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=12))
def test_that_the_places_are_those_of_an_isotonic_regression(pairs: list[tuple[int, int]]) -> None:
    wanted, weights = (np.array(part, dtype=float) for part in zip(*pairs, strict=True))
    expected = isotonic_regression(wanted, sample_weight=weights)
    assert isotonic(list(wanted), list(weights)) == pytest.approx(expected)
