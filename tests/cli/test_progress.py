"""The line that tells how far a training has come."""

import io
from dataclasses import replace

import pytest

from playground.cli.progress import Goal, ProgressBar, clock, describe
from playground.engine.common.numbers import GROUP
from playground.engine.frames.frame import Frame, Measures


def a_frame(step: int = 50, epoch: float = 5.0, seconds: float = 10.0) -> Frame:
    return Frame(
        run=1,
        step=step,
        epoch=epoch,
        seconds=seconds,
        steps_per_second=12345.6,
        learning_rate=0.01,
        train=Measures(0.0123456, {}),
        validation=Measures(0.5, {}),
    )


def test_that_losses_rate_and_time_left_are_told() -> None:
    text = describe(a_frame(), Goal(epochs=20))
    assert "25%" in text
    assert "loss 0.01235 / 0.5" in text
    assert f"12{GROUP}346 steps/s" in text
    assert "0:30 left" in text


def test_that_what_was_done_before_does_not_count() -> None:
    goal = Goal(steps=60, from_step=40, from_seconds=8.0)
    assert goal.fraction(a_frame()) == 0.5
    assert "0:02 left" in describe(a_frame(), goal)


def test_that_without_an_end_the_time_spent_is_told() -> None:
    text = describe(a_frame(seconds=3725), Goal())
    assert "1:02:05 elapsed" in text
    assert "%" not in text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (61, "1:01"), (3600, "1:00:00")])
def test_that_time_is_told_as_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_that_a_dumb_terminal_gets_no_escape_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name, escapes in (("dumb", False), ("xterm", True)):
        terminal = Terminal()
        monkeypatch.setenv("TERM", name)
        monkeypatch.setattr("sys.stderr", terminal)
        bar = ProgressBar(Goal(epochs=20))
        bar.draw(a_frame())
        bar.clear()
        assert ("\x1b" in terminal.getvalue()) == escapes


def test_that_lines_are_plain_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bar = ProgressBar(Goal(epochs=20))
    bar.draw(a_frame())
    bar.clear()
    errors = capsys.readouterr().err
    assert errors.endswith("left\n")
    assert "\r" not in errors
    assert "\x1b" not in errors


def test_that_a_terminal_shows_one_line_that_is_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", terminal)
    bar = ProgressBar(Goal(epochs=20))
    bar.draw(a_frame())
    bar.clear()
    shown = terminal.getvalue()
    assert "\n" not in shown
    assert "steps/s" in shown
    assert shown.endswith("\r\x1b[K")


def test_that_a_log_gets_its_first_line_after_a_second_and_one_every_five_seconds() -> None:
    seconds = [0.0]
    bar = ProgressBar(Goal(epochs=20), lambda: seconds[0])
    shown_at = []
    for tick in range(165):
        seconds[0] = tick / 10
        if bar.is_due():
            shown_at.append(seconds[0])
    assert shown_at == [1.0, 6.0, 11.0, 16.0]


def test_that_one_step_a_second_is_no_plural() -> None:
    assert "1 step/s" in describe(replace(a_frame(), steps_per_second=0.6), Goal())
