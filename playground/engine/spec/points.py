"""Painted points as a setting holds them: each a text of numbers, such as `1.25 -0.5 2`."""

import functools
import math
from collections.abc import Iterable, Sequence

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped, number

REACH = 6.0
"""Points are painted on the plane from −REACH to REACH, both ways."""
MAXIMUM_POINTS = 20_000

Place = tuple[float, ...]


def read_points(points: Sequence[str]) -> list[Place]:
    """The numbers of each point: two or three, as many as the others have.

    Raises:
        InputError: there are too many, or one is not two or three finite numbers, as many as the
            first one has, of which the first two lie on the plane.
    """
    if len(points) > MAXIMUM_POINTS:
        sentence = _("a painting holds at most {most} points, not {points}.")
        raise InputError(sentence.format(most=grouped(MAXIMUM_POINTS), points=grouped(len(points))))
    places = list(map(_place_of, points))
    if len(set(map(len, places))) > 1 or () in places:
        raise InputError(_first_wrong(points, places))
    return places


def write_points(places: Iterable[Sequence[float]]) -> tuple[str, ...]:
    """Points as a setting holds them, to three decimals."""
    # Adding zero takes the sign from a negative zero.
    return tuple(" ".join(f"{round(n, 3) + 0.0:g}" for n in place) for place in places)


# Each stroke makes a new painting of mostly the same points.
@functools.lru_cache(maxsize=2 * MAXIMUM_POINTS)
def _place_of(text: str) -> Place:
    """The numbers of a point; empty where it is none."""
    try:
        place = tuple(map(float, text.split()))
    except ValueError:
        return ()
    on_plane = all(map(math.isfinite, place)) and all(abs(n) <= REACH for n in place[:2])
    return place if on_plane and len(place) in (2, 3) else ()


def _first_wrong(points: Sequence[str], places: Sequence[Place]) -> str:
    width = len(places[0])
    row = next(row for row, place in enumerate(places) if len(place) != width or not place)
    if width:
        sentence = _(
            "point {number} is {text!r}; write {wanted} finite numbers with spaces between them, "
            "the first two between {low} and {high}."
        )
    else:
        sentence = _(
            "point {number} is {text!r}; write 2 or 3 finite numbers with spaces between them, "
            "the first two between {low} and {high}."
        )
    reach = number(REACH)
    return sentence.format(
        number=row + 1, text=points[row][:40], wanted=width, low=f"−{reach}", high=reach
    )
