"""The values of what a catalogue row adds to the settings."""

from playground.engine.catalogue.row import Row
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import Options


def row_options(row: Row, options: Options) -> dict[str, Value]:
    """Each parameter of `row` with what was set in `options`, or else its default.

    Options of other rows are left aside.

    Raises:
        InputError: a value has another type, or lies outside the bounds.
    """
    given = dict(options)
    return {
        p.name: p.called(f"training.{p.name}").check(given.get(p.name, p.default))
        for p in row.parameters
    }
