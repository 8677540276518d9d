"""No text of a slow step is outside the mechanism of languages, in any phase of any recipe."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.engine.catalogue.row import Row
from playground.gui.instruments.slow_step.panel import SlowStepPanel
from playground.gui.main_window import MainWindow
from playground.gui.panels.training_panel import losses_for
from tests.gui.instruments.saying import OF_FORMULAS, painted, said, shown, spec_of
from tests.gui.runs import train_for
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
PATIENCE = 30_000


@pytest.fixture(autouse=True)
def _pseudo(spoken: Callable[..., None]) -> None:
    spoken(PSEUDO, PseudoTranslations())


def walked(panel: SlowStepPanel, qtbot: QtBot, line: str) -> Iterator[str]:
    """Each phase of the step, once its code has this line; the names are those of the code."""
    panel.looking.ask()
    qtbot.waitUntil(lambda: line in panel.code.toPlainText(), timeout=PATIENCE)
    view = panel._view
    assert view is not None
    for number in range(len(view.phases)):
        panel.jump(number)
        qtbot.waitUntil(lambda number=number: is_at(panel, number), timeout=PATIENCE)  # type: ignore[misc]
        yield panel.code.toPlainText()


def is_at(panel: SlowStepPanel, number: int) -> bool:
    view = panel._view
    return not panel.looking.is_asked and view is not None and view.phase == number


def slow_step_of(window: MainWindow, qtbot: QtBot) -> SlowStepPanel:
    """Before it stands at the step it says that it waits."""
    panel = shown(window, "slow_step", SlowStepPanel)
    assert said(window, panel) == []
    panel.begin()
    qtbot.waitUntil(lambda: is_at(panel, 0), timeout=PATIENCE)
    return panel


@pytest.mark.parametrize("row", index.rows("optimizers"), ids=lambda row: row.key)
def test_that_each_phase_is_told_in_the_language_with_each_optimizer(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    key, target = row.key, row.target
    more = ("network.dropout=0.5", "training.gradient_clip=0.1", "training.l2=0.01")
    window = make_window(spec_of("circle", f"training.optimizer={key}", *more))
    train_for(window, qtbot, 2)
    panel = slow_step_of(window, qtbot)
    for _code in walked(panel, qtbot, target.split(":")[1]):
        assert said(window, panel, *OF_FORMULAS) == []
    with painted(window, monkeypatch, panel, *OF_FORMULAS, panel.code.toPlainText()):
        panel.table.selectRow(1)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        *(("circle", key) for key in losses_for("two_classes")),
        *(("rings", key) for key in losses_for("more_classes")),
        *(("line", key) for key in losses_for("regression")),
    ],
)
def test_that_each_phase_is_told_in_the_language_with_each_loss(
    make_window: MakeWindow, qtbot: QtBot, source: str, key: str
) -> None:
    window = make_window(spec_of(source, f"training.loss={key}", "training.l1=0.01"))
    panel = slow_step_of(window, qtbot)
    for _code in walked(panel, qtbot, "criterion"):
        assert said(window, panel, *OF_FORMULAS) == []


@pytest.mark.parametrize("row", index.rows("activations"), ids=lambda row: row.key)
def test_that_each_activation_is_told_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, row: Row
) -> None:
    name = row.target.split(":")[1]
    window = make_window(spec_of("circle", f"network.activation={row.key}"))
    panel = slow_step_of(window, qtbot)
    for _code in walked(panel, qtbot, "criterion"):
        assert said(window, panel, *OF_FORMULAS, name, name.lower()) == []


def test_that_a_step_of_a_run_that_trains_is_offered_in_the_language(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    panel = slow_step_of(window, qtbot)
    window.run.train()
    qtbot.waitUntil(lambda: panel._pages.currentIndex() == 0, timeout=PATIENCE)
    assert said(window, panel, *OF_FORMULAS) == []
    window.run.pause()
