"""What the person prefers: changed in one place, remembered, told to whoever goes by it."""

import dataclasses
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from playground.engine.spec.parameter import Value
from playground.gui.process.store import Store
from playground.state.preferences import Preferences, parameters


class Preferring(QObject):
    """The preferences of the program, kept by `store`.

    Signals:
        changed: the names of those that are others now, as a frozenset.
    """

    changed = Signal(object)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self.values = store.preferences

    def choose(self, values: Mapping[str, Value]) -> None:
        """Prefer these, by name, from now on and at later starts.

        Raises:
            InputError: one of them cannot be; nothing changes.
        """
        known = parameters()
        checked = {name: known[name].check(value) for name, value in values.items()}
        before, after = self.values, dataclasses.replace(self.values, **checked)  # type: ignore[arg-type]
        self._store.preferences = self.values = after
        names = [name for name in known if getattr(before, name) != getattr(after, name)]
        if names:
            self.changed.emit(frozenset(names))

    def reset(self) -> None:
        """Prefer everything as at the first start."""
        start = Preferences()
        self.choose({name: getattr(start, name) for name in parameters()})
