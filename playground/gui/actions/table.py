"""The table of actions, one row each: adding an action is adding a row to its menu. Knows no Qt."""

from playground.gui.actions.row import ActionRow
from playground.gui.actions.rows import edit, file, help_, training, view

ACTIONS: tuple[ActionRow, ...] = (*file.ROWS, *edit.ROWS, *training.ROWS, *view.ROWS, *help_.ROWS)
