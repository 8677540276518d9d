"""The data panel: what applies is shown, and choosing is announced."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.gui.forms.combo import Heading
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.panels.data_panel import DataPanel


def panel_of(qtbot: QtBot, source: str = "circle", task: str = "two_classes") -> DataPanel:
    panel = DataPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 640)
    panel.show_project(RunSpec(data=DataSpec(source=source)), task)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def source_of(panel: DataPanel) -> ChoiceEditor:
    editor = panel.findChild(ChoiceEditor, "data.source")
    assert editor is not None
    return editor


def visible(panel: DataPanel) -> set[str]:
    paths = [path for path in settings.fixed_parameters() if path.startswith("data.")]
    return {p for p in paths if (w := panel.findChild(QWidget, p)) and w.isVisible()}


def pick(panel: DataPanel, key: str) -> None:
    combo = source_of(panel).combo
    position = combo.findData(key)
    assert position >= 0
    combo.setCurrentIndex(position)
    combo.activated.emit(position)


def test_that_data_in_the_plane_offer_everything_that_applies(qtbot: QtBot) -> None:
    assert visible(panel_of(qtbot)) == {
        "data.source",
        "data.samples",
        "data.noise",
        "data.features",
        "data.validation_fraction",
        "data.standardise",
        "data.seed",
    }


def test_that_real_data_are_not_drawn_and_have_no_features_of_the_plane(qtbot: QtBot) -> None:
    shown = visible(panel_of(qtbot, "iris", "more_classes"))
    assert not shown & {"data.samples", "data.noise", "data.features"}
    assert "data.validation_fraction" in shown


def test_that_data_of_a_fixed_size_offer_no_number_of_samples(qtbot: QtBot) -> None:
    shown = visible(panel_of(qtbot, "line", "regression"))
    assert "data.samples" not in shown
    assert "data.noise" in shown


def test_that_sources_stand_under_the_headings_of_their_kinds(qtbot: QtBot) -> None:
    entries = source_of(panel_of(qtbot)).combo.entries()
    headings = [entry.label for entry in entries if isinstance(entry, Heading)]
    kinds = ["Two classes", "Several classes", "Regression", "Paint your own", "Real data"]
    assert headings == kinds
    keys = [entry.key for entry in entries if not isinstance(entry, Heading)]
    assert set(keys) == {row.key for row in index.rows("datasets")} - {TABLE}


def test_that_choosing_data_is_announced_once_and_not_as_an_edit(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    with qtbot.assertNotEmitted(panel.edited), qtbot.waitSignal(panel.source_chosen) as chosen:
        pick(panel, "spiral")
    assert chosen.args == ["spiral"]


def test_that_walking_down_the_sources_asks_for_no_file(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    combo = source_of(panel).combo
    chosen: list[str] = []
    panel.source_chosen.connect(chosen.append)
    with qtbot.assertNotEmitted(panel.open_table_requested):
        for _ in range(combo.count() + 5):
            QTest.keyClick(combo, Qt.Key.Key_Down)
    known = {row.key for row in index.rows("datasets")} - {TABLE}
    assert set(chosen) == known - {"circle"}


def test_that_a_table_is_offered_by_its_name_with_its_import_settings(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_table("vendas.csv")
    panel.show_project(RunSpec(data=DataSpec(source=TABLE)), "regression")
    assert source_of(panel).combo.currentText() == "vendas.csv"
    button = next(b for b in panel.findChildren(QPushButton) if "Import" in b.text())
    assert button.isVisible()
    with qtbot.waitSignal(panel.import_settings_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.show_project(RunSpec(), "two_classes")
    assert not button.isVisible()


def test_that_notes_are_folded_until_asked_for_and_shown_as_they_stand(
    qtbot: QtBot,
) -> None:
    panel = panel_of(qtbot)
    panel.set_notes(["Column <b>x</b> is ignored.", "2 rows were dropped."])
    notes = next(n for n in panel.findChildren(QLabel) if "dropped" in n.text())
    assert not notes.isVisible()
    (fold,) = (b for b in panel.findChildren(QToolButton) if "were read" in b.text())
    fold.click()
    assert notes.isVisible()
    assert notes.textFormat() == Qt.TextFormat.PlainText
    panel.set_notes([])
    assert not notes.isVisible()
    assert not fold.isVisible()


def test_that_showing_a_run_fills_every_value_without_a_signal(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    spec = settings.parse_all(
        RunSpec(), ["data.noise=25%", "data.samples=80", "data.features=x1,sin_x1"]
    )
    with (
        qtbot.assertNotEmitted(panel.edited),
        qtbot.assertNotEmitted(panel.finished),
        qtbot.assertNotEmitted(panel.source_chosen),
    ):
        panel.show_project(spec, "two_classes")
    for path in ("data.noise", "data.samples", "data.features"):
        assert panel.editor(path).value() == settings.read(spec, path)


def test_that_an_edit_carries_its_path(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    with qtbot.waitSignal(panel.edited) as edit, qtbot.waitSignal(panel.finished) as end:
        panel.editor("data.standardise").set_value(False)
        panel.editor("data.standardise").reset()
    assert edit.args == ["data.standardise", True]
    assert end.args == ["data.standardise"]


@pytest.mark.usefixtures("any_font")
def test_that_nothing_is_wider_than_the_panel(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_table("a_table_with_a_very_long_name_indeed_2025.csv")
    panel.show_project(RunSpec(data=DataSpec(source=TABLE)), "regression")
    panel.resize(panel.minimumSizeHint().width(), 640)
    content = panel.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= panel.viewport().width() == content.width()
