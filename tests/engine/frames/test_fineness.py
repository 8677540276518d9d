"""Pictures are as fine as there is time for, and do not flicker between two sizes."""

from playground.engine.frames.fineness import MOST_SECONDS, Fineness


def _settled(seconds_per_cell: float, wanted: int, sides: int = 2) -> list[int]:
    fineness, grids = Fineness(), []
    for _ in range(60):
        grids.append(fineness.along(wanted, sides))
        cells = grids[-1] ** sides
        fineness.note(cells, seconds_per_cell * cells)
    return grids


def test_that_what_is_quick_is_as_fine_as_it_is_wanted() -> None:
    assert set(_settled(1e-7, 100)) == {100}


def test_that_what_is_slow_becomes_coarser_until_it_is_in_time_and_stays_so() -> None:
    grids = _settled(2e-6, 100)
    assert grids[0] == 100
    assert len(set(grids[5:])) == 1
    assert grids[-1] ** 2 * 2e-6 <= 1.3 * MOST_SECONDS
    assert grids[-1] >= 25


def test_that_nothing_is_coarser_than_can_be_recognised() -> None:
    assert _settled(1e-3, 100)[-1] == 25
    assert _settled(1e-3, 12)[-1] == 12


def test_that_one_slow_picture_changes_nothing() -> None:
    fineness = Fineness()
    for _ in range(20):
        fineness.note(fineness.along(100, 2) ** 2, 0.002)
    fineness.note(100**2, 0.1)
    assert fineness.along(100, 2) == 100


def test_that_it_becomes_finer_again_where_there_is_time() -> None:
    fineness = Fineness()
    for _ in range(20):
        fineness.note(fineness.along(100, 2) ** 2, 0.02)
    assert fineness.along(100, 2) < 100
    for _ in range(60):
        cells = fineness.along(100, 2) ** 2
        fineness.note(cells, 1e-7 * cells)
    assert fineness.along(100, 2) == 100
