"""Typing numbers, in every notation, and refusing what is none."""

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.numbers import describe, read_number, write_number
from playground.gui.forms.numeric_field import NumericField

FIXED = settings.fixed_parameters()
RATE = FIXED["training.learning_rate"]
NOISE = FIXED["data.noise"]
BATCH = FIXED["training.batch_size"]
SEED = FIXED["data.seed"]


@pytest.fixture
def brazil() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("pt_BR"))
    yield
    QLocale.setDefault(before)


def field_of(qtbot: QtBot, parameter: Parameter) -> tuple[NumericField, QLineEdit]:
    """A field in a window, and another one to go to."""
    window = QWidget()
    rows = QVBoxLayout(window)
    field, other = NumericField(parameter, window), QLineEdit(window)
    rows.addWidget(field)
    rows.addWidget(other)
    qtbot.addWidget(window, before_close_func=partial(_hold, window))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.setFocus()
    return field, other


def _hold(window: QWidget, _: object) -> None:
    """Keeps Python's window, and with it the fields in it, until the test has ended."""
    assert window is not None


def type_into(field: NumericField, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)


def scroll(field: QWidget, notches: int) -> bool:
    """Turn the wheel over the field; whether it took the event."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.wheelEvent(event)
    return event.isAccepted()


@pytest.mark.usefixtures("brazil")
@pytest.mark.parametrize("text", ["0.02", "0,02", "2e-2", " 0.02 ", ".02"])
def test_that_every_notation_is_the_same_number_in_brazil(qtbot: QtBot, text: str) -> None:
    field, _ = field_of(qtbot, RATE)
    type_into(field, text)
    with qtbot.waitSignals([field.edited, field.finished]):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.number() == 0.02
    assert field.text() == "0.02"


def test_that_nothing_is_taken_while_typing(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, RATE)
    with qtbot.assertNotEmitted(field.edited):
        type_into(field, "0.5")
    assert field.number() == 0.01


def test_that_leaving_the_field_takes_the_number(qtbot: QtBot) -> None:
    field, other = field_of(qtbot, RATE)
    type_into(field, "0.5")
    with qtbot.waitSignals([field.edited, field.finished]):
        other.setFocus()
    assert field.number() == 0.5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fast", "Learning rate must be a number, not 'fast'."),
        ("200", "Learning rate must lie between 1e-07 and 100, not 200."),
        ("nan", "Learning rate must be a finite number, not 'nan'."),
        ("1_0", "Learning rate must be a number, not '1_0'."),
        ("", "Learning rate must be a number, not ''."),
    ],
)
def test_that_a_bad_text_is_refused_with_one_sentence(
    qtbot: QtBot, text: str, sentence: str
) -> None:
    field, _ = field_of(qtbot, RATE)
    field.setText(text)
    with qtbot.assertNotEmitted(field.edited), qtbot.waitSignal(field.refused) as refusal:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert refusal.args == [sentence]
    assert field.problem() == sentence
    assert field.property("invalid")
    assert field.number() == 0.01


def test_that_escape_returns_to_the_number_before(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, RATE)
    type_into(field, "bad")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.01"
    assert field.problem() == ""
    assert not field.property("invalid")


def test_that_the_red_frame_goes_as_soon_as_the_text_is_right(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, RATE)
    type_into(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    type_into(field, "0.3")
    assert not field.property("invalid")


def test_that_the_same_number_from_outside_leaves_a_half_typed_text(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, RATE)
    type_into(field, "0.0")
    field.set_number(0.01)
    assert field.text() == "0.0"
    with qtbot.assertNotEmitted(field.edited):
        field.set_number(0.5)
    assert field.text() == "0.5"


@pytest.mark.parametrize("text", ["30", "30 %", "30%"])
def test_that_percentages_are_typed_in_per_cent(qtbot: QtBot, text: str) -> None:
    field, _ = field_of(qtbot, NOISE)
    type_into(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.number() == 0.3
    assert field.text() == "30 %"


def test_that_bounds_of_percentages_are_said_in_per_cent() -> None:
    with pytest.raises(InputError, match="Noise must lie between 0 and 50, not 60"):
        read_number(NOISE, "60")


@pytest.mark.parametrize("text", ["full batch", "Full Batch", "full", "0"])
def test_that_a_named_value_is_typed_by_its_name(qtbot: QtBot, text: str) -> None:
    field, _ = field_of(qtbot, BATCH)
    type_into(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.number() == 0
    assert field.text() == "full batch"


def test_that_the_wheel_passes_over_a_field_without_focus(qtbot: QtBot) -> None:
    field, other = field_of(qtbot, SEED)
    other.setFocus()
    assert not scroll(field, 1)
    assert field.number() == 0
    field.setFocus()
    assert scroll(field, 2)
    assert field.number() == 2


def test_that_arrows_step_within_bounds_and_end_as_one_gesture(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, SEED)
    with qtbot.waitSignal(field.finished):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.number() == 1
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert field.number() == 11
    field.set_number(0)
    with qtbot.assertNotEmitted(field.edited):
        QTest.keyClick(field, Qt.Key.Key_Down)


@pytest.mark.usefixtures("any_font")
def test_that_the_width_does_not_follow_the_number(qtbot: QtBot) -> None:
    field, _ = field_of(qtbot, RATE)
    width = field.width()
    for number in (1e-7, 0.0123456, 100.0):
        field.set_number(number)
        assert field.width() == width
        assert field.fontMetrics().horizontalAdvance(field.text()) < width - 8


@given(st.floats(1e-7, 100))
def test_that_what_is_written_is_read_back_to_six_digits(value: float) -> None:
    assert read_number(RATE, write_number(RATE, value)) == pytest.approx(value, rel=1e-5)


@given(st.integers(1, 10_000_000))
def test_that_whole_numbers_are_written_in_full(value: int) -> None:
    assert read_number(BATCH, write_number(BATCH, value)) == value


@given(st.text())
def test_that_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        value = read_number(NOISE, text)
    except InputError as error:
        assert str(error).startswith("Noise")
    else:
        assert 0 <= value <= 0.5


def test_that_small_numbers_are_written_shortly() -> None:
    assert write_number(RATE, 1e-5) == "1e-5"
    assert write_number(RATE, 0.1 + 0.2) == "0.3"


def test_that_the_tool_tip_says_effect_formula_and_bounds_as_plain_text() -> None:
    text = describe(FIXED["training.l1"])
    assert "λ Σ|w|" in text
    assert "between 0 and 10" in text
    assert "or full batch" in describe(BATCH)
