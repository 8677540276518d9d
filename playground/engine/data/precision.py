"""Says where float32, in which networks compute, cannot tell the numbers of a column apart."""

from collections.abc import Iterator

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import FloatArray, RawData
from playground.engine.data.rounding import told_apart
from playground.engine.data.table.words import shorten


def precision_notes(raw: RawData, *, standardise: bool) -> tuple[str, ...]:
    """A sentence or two for each column of numbers that float32 is too coarse for.

    Args:
        standardise: whether the numbers are scaled, which is done in float64.
    """
    if standardise:
        inputs = _(
            "They are scaled in float64, and an exported model has to be given float64; to use "
            "float32 with it, subtract a constant from the column or change its unit."
        )
        target = _("They are scaled in float64, and an exported model answers in float64.")
    else:
        inputs = _(
            "The network receives them as float32: switch data.standardise on, subtract a constant "
            "from the column or change its unit."
        )
        target = _(
            "The network learns them as float32: switch data.standardise on, subtract a constant "
            "from the column or change its unit."
        )
    return tuple(_notes(raw, inputs, target))


def _notes(raw: RawData, of_input: str, of_target: str) -> Iterator[str]:
    for name, values in _number_columns(raw):
        yield from _note(name, values, of_input)
    if raw.task == "regression":
        for label, values in zip(raw.target_labels, raw.target_columns.T, strict=True):
            yield from _note(label, values, of_target)


def _note(name: str, values: FloatArray, what_follows: str) -> Iterator[str]:
    found = told_apart(values)
    if found is not None:
        different, left = found
        note = ngettext(
            "In float32, the {n} different numbers of {column} all become the same.",
            "In float32, the {n} different numbers of {column} become only {left}.",
            left,
        ).format(n=grouped(different), column=repr(shorten(name)), left=grouped(left))
        yield f"{note} {what_follows}"


def _number_columns(raw: RawData) -> Iterator[tuple[str, FloatArray]]:
    place = 0
    for column in raw.columns:
        if column.kind == "number":
            yield column.name, raw.inputs[:, place]
        place += len(column.feature_names())
