"""The runs that are compared, as columns: the present one first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playground.engine.common.language import _
from playground.engine.spec.parameter import Choice
from playground.gui.forms.combo import OwnName
from playground.gui.plots.base.run_colours import run_colour
from playground.gui.theme import Colours
from playground.state.history.comparison import Comparison
from playground.state.history.differences import Told
from playground.state.history.record import RunRecord

PRESENT = "present"
"""The key of the present run."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One run.

    Attributes:
        words: what it is called, in the language spoken.
        told: what it is set to.
        record: None for the present one.
    """

    key: str
    words: str
    colour: str
    told: Told = field(repr=False)
    record: RunRecord | None = None


def columns_of(comparison: Comparison, colours: Colours) -> tuple[Column, ...]:
    """The present run, and those that it is compared with."""
    words = comparison.present_words
    name = _("Present run ({settings})").format(settings=words) if words else _("Present run")
    present = Column(PRESENT, name, colours.train, comparison.present)
    others = (
        Column(
            run.record.key,
            run.words,
            run_colour(colours, run.place, is_pinned=run.is_pinned),
            (run.record.spec, run.record.table),
            run.record,
        )
        for run in comparison.runs
    )
    return (present, *others)


def entries_of(columns: Sequence[Column]) -> list[Choice]:
    """What a combo box offers of them."""
    return [OwnName(column.key, column.words) for column in columns]
