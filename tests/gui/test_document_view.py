"""An edit redraws the views that show it, and these show what the document has."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from playground.engine.catalogue import index
from playground.engine.settings.relevant import POINTS, READING
from playground.engine.spec.network import own_activation, own_dropout
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import TableFile
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import NumberEditor
from playground.gui.forms.form import SettingsForm
from playground.gui.forms.slider import ParameterSlider
from playground.gui.main_window import MainWindow
from playground.gui.panels.predict_panel import PredictPanel
from playground.gui.plots.predictions.painting.class_buttons import ClassButtons
from playground.state import project as projects
from playground.state.project import is_view
from tests.other_values import another

MakeWindow = Callable[..., MainWindow]

SHOWN_BY = (
    ("data", "show_project"),
    ("training", "show_project"),
    ("network", "show_network"),
    ("speed", "set_value"),
    ("loss", "set_options"),
    ("predictions", "set_options"),
    ("predict", "set_texts"),
)
"""Each view of the window, and what is called to renew it."""


class Renewals:
    """Notes which views of a window are renewed, and which editors are told a value."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self._views: list[str] = []
        self._editors: list[str] = []
        for view, method in SHOWN_BY:
            panel = getattr(window.space, view)
            monkeypatch.setattr(panel, method, partial(self._note, view, getattr(panel, method)))
        tell = SettingsForm.set_value

        def told(form: SettingsForm, path: str, value: Value) -> None:
            self._editors.append(path)
            tell(form, path, value)

        monkeypatch.setattr(SettingsForm, "set_value", told)

    def _note(self, view: str, show: Callable[..., None], *values: object) -> None:
        self._views.append(view)
        show(*values)

    def taken(self) -> list[str]:
        """The views since the last time, in the order of the table above."""
        views, self._views = self._views, []
        return sorted(views, key=[view for view, _ in SHOWN_BY].index)

    def editors(self) -> list[str]:
        """The editors since the last time."""
        editors, self._editors = self._editors, []
        return editors


@pytest.fixture
def still(make_window: MakeWindow) -> MainWindow:
    """A window whose engine never reports, so that only edits renew anything."""
    return make_window(start=False)


@pytest.fixture
def renewals(still: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Renewals:
    return Renewals(still, monkeypatch)


@pytest.mark.parametrize(
    ("path", "value", "views", "editors"),
    [
        ("training.learning_rate", 0.125, ["training"], ["training.learning_rate"]),
        ("training.momentum", 0.5, ["training"], ["training.momentum"]),
        ("training.seed", 5, ["training"], ["training.seed"]),
        ("network.seed", 5, ["training"], ["network.seed"]),
        ("network.hidden", (5, 3), ["network"], []),
        ("network.dropout", 0.25, ["network"], []),
        ("data.noise", 0.25, ["data"], ["data.noise"]),
        ("data.features", ("x1",), ["data", "network"], ["data.features"]),
        ("view.speed", 10.0, ["speed"], []),
        ("view.smoothing", 0.25, ["loss"], []),
        ("view.loss_axis_logarithmic", True, ["loss"], []),
        ("view.discretise", True, ["predictions"], []),
        ("view.predict_inputs", ("1", "2"), ["predict"], []),
    ],
)
def test_that_an_edit_renews_the_views_that_show_it_and_undo_the_same(
    still: MainWindow,
    renewals: Renewals,
    path: str,
    value: Value,
    views: list[str],
    editors: list[str],
) -> None:
    document = still.document
    document.edit("training.optimizer", "sgd")
    renewals.taken(), renewals.editors()
    before = document.read(path)
    back = partial(document.edit, path, before) if is_view(path) else document.undo
    again = partial(document.edit, path, value) if is_view(path) else document.redo
    for act in (partial(document.edit, path, value), back, again):
        act()
        assert (renewals.taken(), renewals.editors()) == (views, editors)


def test_that_another_loss_is_offered_where_it_is_shown(
    still: MainWindow, renewals: Renewals
) -> None:
    still.document.edit("training.loss", "hinge")
    assert renewals.taken() == ["training", "network"]
    assert set(renewals.editors()) >= {"training.loss", "training.learning_rate", "network.seed"}


@pytest.mark.parametrize(
    "change",
    [
        lambda window: window.document.choose_source("sine"),
        lambda window: window.document.choose_table(TableFile("a.csv", b"x,y\n1,2\n"), {}),
        lambda window: window.show_document(),
        lambda window: window.editing.edit("training.learning_rate", -1.0),
    ],
    ids=["another source", "a table", "everything", "an edit that is refused"],
)
def test_that_other_data_and_what_is_refused_show_everything(
    still: MainWindow, renewals: Renewals, change: Callable[[MainWindow], None]
) -> None:
    still.document.edit_all({"view.smoothing": 0.25, "view.predict_inputs": ("1",)})
    still.space.loss.set_options("epoch", True, 0.5)
    renewals.taken()
    change(still)
    assert renewals.taken() == [view for view, _ in SHOWN_BY]


def test_that_a_drag_leaves_the_title_and_the_menu_alone_after_its_first_event(
    still: MainWindow,
) -> None:
    still.document.edit("training.learning_rate", 0.125, gesture="drag")
    changes: list[object] = []
    for key in ("undo", "redo"):
        still.actions_by_key[key].changed.connect(lambda: changes.append("an action"))
    still.windowTitleChanged.connect(changes.append)
    watcher = ModifiedWatcher(changes)
    still.installEventFilter(watcher)
    for rate in (0.25, 0.5):
        still.document.edit("training.learning_rate", rate, gesture="drag")
    assert changes == []
    still.document.undo()
    assert "an action" in changes


class ModifiedWatcher(QObject):
    """Notes when a window is told that it is modified, or no longer."""

    def __init__(self, changes: list[object]) -> None:
        super().__init__()
        self._changes = changes

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ModifiedChange:
            self._changes.append("modified")
        return False


def test_that_its_own_edit_comes_back_to_an_editor_without_touching_it(
    still: MainWindow,
) -> None:
    rate, noise = (
        still.findChild(NumberEditor, path) for path in ("training.learning_rate", "data.noise")
    )
    assert rate is not None and rate.slider is not None and noise is not None
    noise.field.setText("half ty")
    shown: list[object] = []
    rate.field.textChanged.connect(shown.append)
    rate.slider.valueChanged.connect(shown.append)
    QTest.keyClick(rate.slider, Qt.Key.Key_Right)
    assert len(shown) == 2
    assert still.document.read("training.learning_rate") == rate.value()
    assert noise.field.text() == "half ty"


OTHER: dict[str, Value] = {
    "data.source": "spiral",
    "view.predictions": "confusion",
    "view.predict_inputs": ("1", "2"),
}
"""Values that the first example's window can show, where the declaration alone does not say."""


def paths_of(window: MainWindow) -> list[str]:
    """The settings that controls show: how a table is read stands in a dialog, points in a plot."""
    hidden = (*READING, *POINTS)
    return [path for path in projects.parameters(window.document.project) if path not in hidden]


def shown(window: MainWindow, path: str) -> object:
    """What the control of a setting shows."""
    cards = window.space.network._canvas.cards
    if path == "network.hidden":
        return tuple(card.units for card in cards)
    if path == "network.layer_activations":
        keys = [card._activation.key().replace("as_common", "") for card in cards]
        return tuple(keys) if any(keys) else ()
    if path == "network.layer_dropouts":
        texts = [card._dropout.text().replace("as above", "") for card in cards]
        return tuple(texts) if any(texts) else ()
    if path == "view.ease_in":
        return window.actions_by_key["ease_in"].isChecked()
    match window.findChild(QWidget, path):
        case Editor() as editor:
            return editor.value()
        case QComboBox() as combo:
            return combo.currentData()
        case QCheckBox() as box:
            return box.isChecked()
        case ParameterSlider() as slider:
            return slider.number()
        case PredictPanel() as panel:
            return panel.texts()
        case ClassButtons() as buttons:
            return buttons.chosen()
        case nothing:
            raise AssertionError(f"{path} is shown by {nothing}")


def expect_shown(window: MainWindow, after: str) -> None:
    """Every control shows what the document has."""
    document = window.document
    for path in paths_of(window):
        value: object = document.read(path)
        if path == "network.layer_activations" and value:
            layers = range(len(document.project.run.network.hidden))
            value = tuple(own_activation(document.project.run.network, n) for n in layers)
        if path == "network.layer_dropouts" and value:
            layers = range(len(document.project.run.network.hidden))
            value = tuple(own_dropout(document.project.run.network, n) for n in layers)
        if path != "view.predict_inputs" or value:
            assert shown(window, path) == value, f"{path} {after}"


def walk(window: MainWindow, path: str) -> None:
    """Change a setting, take it back and do it again, and leave it as it was."""
    document = window.document
    before = document.read(path)
    parameter = projects.parameters(document.project)[path]
    value = OTHER.get(path, another(parameter, before))
    back = partial(document.edit, path, before) if is_view(path) else document.undo
    again = partial(document.edit, path, value) if is_view(path) else document.redo
    for act, words in (
        (partial(document.edit, path, value), "edited"),
        (back, "undone"),
        (again, "redone"),
        (back, "undone again"),
    ):
        act()
        expect_shown(window, f"after {path} was {words}")


@pytest.mark.parametrize("section", ["data", "network", "training", "view"])
def test_that_every_setting_is_shown_as_it_stands_after_edit_undo_and_redo(
    window: MainWindow, section: str
) -> None:
    for path in paths_of(window):
        if path.startswith(f"{section}."):
            walk(window, path)


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        ("training.optimizer", "optimizers"),
        ("training.loss", "losses"),
        ("training.schedule", "schedules"),
    ],
)
def test_that_whatever_a_choice_adds_is_shown_as_it_stands(
    window: MainWindow, choice: str, kind: str
) -> None:
    for row in index.rows(kind):
        window.document.edit(choice, row.key)
        expect_shown(window, f"after {choice} became {row.key}")
        for parameter in row.parameters:
            walk(window, f"training.{parameter.name}")
        window.document.undo()
        expect_shown(window, f"after {choice} was {row.key}")
