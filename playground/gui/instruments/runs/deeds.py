"""What can be done with the runs that are selected, one row each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

from playground.engine.common.language import N_
from playground.state.history.record import RunRecord

Records = Sequence[RunRecord]
STATE_GONE = N_(
    "The weights of this run gave way to newer runs: its settings can be restored, not its state."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing to do.

    Attributes:
        text, tip: English, looked up where they are shown.
        keys: without modifiers, while the table has the focus; the first is shown.
        fits: whether it can be done with these runs.
        is_button: whether it has a button of its own.
    """

    key: str
    text: str
    tip: str
    keys: tuple[Qt.Key, ...] = ()
    shown_key: str = ""
    fits: Callable[[Records], bool] = bool
    is_button: bool = False
    separated: bool = False


def _is_one(records: Records) -> bool:
    return len(records) == 1


def can_be_restored(records: Records) -> bool:
    """Whether this is a single run whose state is kept."""
    return _is_one(records) and bool(records[0].payload)


def _always(_records: Records) -> bool:
    return True


DEEDS: tuple[Deed, ...] = (
    Deed(
        key="restore",
        text=N_("&Restore"),
        tip=N_(
            "Make the selected run the present one, settings and weights, as it was left. The "
            "present run goes to the history; undo comes back to it."
        ),
        keys=(Qt.Key.Key_Return, Qt.Key.Key_Enter),
        shown_key="Return",
        fits=can_be_restored,
        is_button=True,
    ),
    Deed(
        key="restore_settings",
        text=N_("Restore &settings only"),
        tip=N_(
            "Set everything as in the selected run. The network goes on with what it has learned "
            "where it can."
        ),
        fits=_is_one,
    ),
    Deed(
        key="rename",
        text=N_("Re&name"),
        tip=N_("Give the selected run a name of your own."),
        shown_key="F2",
        fits=_is_one,
        separated=True,
    ),
    Deed(
        key="star",
        text=N_("S&tar"),
        tip=N_("Mark the selected runs, or take the mark away. Marked runs are kept longest."),
        keys=(Qt.Key.Key_S,),
        shown_key="S",
    ),
    Deed(
        key="tick",
        text=N_("&Compare"),
        tip=N_("Compare the selected runs with the present one, or compare them no more."),
        keys=(Qt.Key.Key_C,),
        shown_key="C",
    ),
    Deed(
        key="pin",
        text=N_("&Baseline"),
        tip=N_(
            "Compare every run with the selected one, which stays in sight; once more to end that."
        ),
        keys=(Qt.Key.Key_B,),
        shown_key="B",
        fits=_is_one,
        is_button=True,
    ),
    Deed(
        key="duplicate",
        text=N_("&Duplicate"),
        tip=N_("Add a copy of the selected run, to name and keep apart."),
        keys=(Qt.Key.Key_D,),
        shown_key="D",
        fits=_is_one,
        separated=True,
    ),
    Deed(
        key="delete",
        text=N_("D&elete"),
        tip=N_("Remove the selected runs from the history. This can be undone."),
        keys=(Qt.Key.Key_Delete,),
        shown_key="Del",
        is_button=True,
    ),
    Deed(
        key="export_csv",
        text=N_("Export as CS&V…"),
        tip=N_("Write the selected runs, or all, as a table: settings, losses and metrics."),
        fits=_always,
        separated=True,
    ),
    Deed(
        key="export_json",
        text=N_("Export as &JSON…"),
        tip=N_("Write the selected runs, or all, as JSON: settings, losses and metrics."),
        fits=_always,
    ),
)
