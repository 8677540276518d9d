"""What an instrument may use of the window, and what the window asks of an instrument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from playground.gui.controllers.appearance import Appearance
    from playground.gui.controllers.files.file_controller import FileController
    from playground.gui.controllers.history.history_keeper import HistoryKeeper
    from playground.gui.controllers.history.other_projects import OtherProjects
    from playground.gui.controllers.run.handover import Carried
    from playground.gui.controllers.run.hands import Hands
    from playground.gui.controllers.run.run_controller import RunController
    from playground.gui.instruments.spotlight import Spotlight
    from playground.gui.process.store import Store
    from playground.state.document import Document
    from playground.state.history.comparison import Comparison
    from playground.state.history.history import History


class Bench(Protocol):
    """The parts of a window that instruments work with; `MainWindow` is one."""

    document: Document
    history: History
    keeper: HistoryKeeper
    store: Store
    comparison: Comparison
    other_projects: OtherProjects
    run: RunController
    files: FileController
    hands: Hands
    appearance: Appearance
    spotlight: Spotlight
    carried: dict[str, Carried]
    """What an earlier window has left here, by the key of the instrument that takes it up."""

    @property
    def leaving(self) -> SignalInstance:
        """Another window takes this one's place: put what is to go on there into the dict that it
        carries, as `carried` there."""

    @property
    def closing(self) -> SignalInstance:
        """The window is about to stop everything: let go of every thread of your own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRow:
    """One instrument.

    Attributes:
        key: its dock is `dock.KEY`; never changes.
        title: of its dock; English, looked up where it is shown.
        make: builds its widget, when it is first seen. The widget looks at nothing while it is
            hidden, and forgets what it hears once it is deleted.
    """

    key: str
    title: str
    make: Callable[[Bench, QWidget], QWidget]
