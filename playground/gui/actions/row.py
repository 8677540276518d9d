"""What an action is: one row, with what it does. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playground.gui.controllers.appearance import Appearance
    from playground.gui.controllers.explaining import Explaining
    from playground.gui.controllers.files.export_controller import ExportController
    from playground.gui.controllers.files.file_controller import FileController
    from playground.gui.controllers.files.file_predictor import FilePredictor
    from playground.gui.controllers.history.other_projects import OtherProjects
    from playground.gui.controllers.language_choice import LanguageChoice
    from playground.gui.controllers.preferring import Preferring
    from playground.gui.controllers.recorder import Recorder
    from playground.gui.controllers.run.editing import Editing
    from playground.gui.controllers.run.hands import Hands
    from playground.gui.controllers.run.run_controller import RunController
    from playground.gui.controllers.window_dialogs import WindowDialogs
    from playground.gui.recovery.recovery import Recovery
    from playground.gui.reports.reporting import Reporting
    from playground.gui.workspace import Workspace
    from playground.state.document import Document
    from playground.state.history.history import History


class Commands(Protocol):
    """What a window offers its actions."""

    document: Document
    history: History
    run: RunController
    files: FileController
    recovery: Recovery
    exports: ExportController
    predictor: FilePredictor
    recorder: Recorder
    reporting: Reporting
    editing: Editing
    hands: Hands
    dialogs: WindowDialogs
    explaining: Explaining
    preferring: Preferring
    appearance: Appearance
    language: LanguageChoice
    other_projects: OtherProjects
    space: Workspace

    def close(self) -> bool:
        """Close the window, if the person does not mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submenu:
    """A menu of names that are read each time it opens.

    Attributes:
        empty: what stands there while there are none, translated where it is shown.
        checked: of names of which one is chosen, whether it is this one.
    """

    names: Callable[[Commands], Sequence[str]]
    pick: Callable[[Commands, str], object]
    empty: str = ""
    checked: Callable[[Commands, str], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One thing a person can do.

    Attributes:
        key: its name; the QAction's objectName is `action.` and this.
        text, menu, tooltip: its label, the menu it stands in, and in one sentence what it does; in
            English, and translated where they are shown.
        do: its handler, or the menu it opens.
        shortcuts: the first is shown; the others work too.
        separated: a line stands before it, in menu and toolbar.
        group: of the checkable actions of one group, one is checked.
        repeats: whether it is done again and again while its key is held.
        role: where macOS puts it, the name of a QAction.MenuRole.
        enabled, checked: whether it is so now; one without `checked` cannot be checked.
        text_now, icon_now: what it looks like now, where that changes; translated already.
    """

    key: str
    text: str
    menu: str
    tooltip: str
    do: Callable[[Commands], object] | Submenu
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    toolbar: bool = False
    separated: bool = False
    group: str = ""
    repeats: bool = True
    role: str = "TextHeuristicRole"
    enabled: Callable[[Commands], bool] | None = None
    checked: Callable[[Commands], bool] | None = None
    text_now: Callable[[Commands], str] | None = None
    icon_now: Callable[[Commands], str] | None = None
