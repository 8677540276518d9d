"""What keeps several columns from being predicted at once."""

from collections.abc import Sequence

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.table.columns.kinds import NumberCells, Settled, missing
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import shorten

MAXIMUM_TARGETS = 100


def problem_of_several(table: TextTable, targets: Sequence[Settled], task: str) -> str:
    """Why these columns cannot be the targets together, in a sentence; empty where they can, or
    where there is only one."""
    if len(targets) < 2:
        return ""
    if len(targets) > MAXIMUM_TARGETS:
        sentence = _("There are {n} targets; at most {most} can be predicted at once.")
        return sentence.format(n=grouped(len(targets)), most=MAXIMUM_TARGETS)
    if task != "regression":
        return _(
            "Several targets can be predicted only by regression; choose one target, or the task "
            "regression."
        )
    return next(filter(None, (_no_number(table, target) for target in targets)), "")


def _no_number(table: TextTable, target: Settled) -> str:
    if isinstance(target.cells, NumberCells) or missing(target.cells).all():
        return ""
    row = int(np.flatnonzero(~missing(target.cells))[0])
    sentence = _(
        "{place}: {text} is not a number, and each of several targets has to hold numbers; correct "
        "it, or leave {column} out of the targets."
    )
    return sentence.format(
        place=table.place(row, target.name),
        text=repr(shorten(str(table.columns[target.name][row]))),
        column=repr(shorten(target.name)),
    )
