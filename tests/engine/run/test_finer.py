"""While a run stands its picture becomes finer, and gives way at once to whatever is asked for."""

from collections.abc import Callable

import numpy as np

from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.frames.pictures import Surface
from playground.engine.run.pictures import FINEST
from playground.engine.spec.edit import Edit
from tests.engine.run.test_runner import Recorded, spec_of

FINE = 2 * FINEST
REQUEST = FrameRequest("surface", FINE)


def _loaded() -> Recorded:
    recorded = Recorded()
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    return recorded


def _once(recorded: Recorded) -> Frame | None:
    worker = recorded.runner._worker
    worker.guarded(worker.work_once)
    return recorded.runner.frames.take()


def _all_frames(recorded: Recorded) -> list[Frame]:
    worker, frames = recorded.runner._worker, []
    while worker.is_busy() or not worker.mailbox.is_empty:
        frame = _once(recorded)
        frames += [frame] if frame is not None else []
    return frames


def _grid(frame: Frame) -> int:
    assert isinstance(frame.picture, Surface)
    return len(frame.picture.values)


def test_that_a_picture_comes_at_once_and_then_as_finely_as_it_was_wanted() -> None:
    recorded = _loaded()
    recorded.runner.ask(REQUEST)
    frames = _all_frames(recorded)
    assert _grid(frames[0]) <= FINEST
    assert _grid(frames[-1]) == FINE
    assert [frame.is_provisional for frame in frames] == [True] * (len(frames) - 1) + [False]
    assert {frame.request for frame in frames} == {REQUEST}
    assert [_grid(frame) for frame in frames] == sorted(_grid(frame) for frame in frames)


def test_that_what_was_made_finely_stays_when_other_inputs_are_asked_about() -> None:
    recorded = _loaded()
    recorded.runner.ask(REQUEST)
    fine = _all_frames(recorded)[-1]
    recorded.runner.ask(FrameRequest("surface", FINE, inputs=(1.0, 2.0)))
    frames = _all_frames(recorded)
    assert [frame.picture for frame in frames] == [fine.picture]
    assert frames[0].output is not None
    assert not frames[0].is_provisional


def test_that_inputs_typed_meanwhile_are_answered_and_the_picture_goes_on() -> None:
    recorded = _loaded()
    recorded.runner.ask(REQUEST)
    for _ in range(3):
        _once(recorded)
    other = FrameRequest("surface", FINE, inputs=(1.0, 2.0))
    recorded.runner.ask(other)
    answer = _once(recorded)
    assert answer is not None and answer.output is not None
    last = _all_frames(recorded)[-1]
    assert _grid(last) == FINE
    assert (last.request, last.output is not None) == (other, True)


def test_that_a_command_is_obeyed_between_two_bits_and_ends_them() -> None:
    recorded = _loaded()
    recorded.runner.ask(REQUEST)
    for _ in range(3):
        _once(recorded)
    recorded.runner.run()
    _once(recorded)
    assert recorded.last.state == "running"
    assert recorded.runner.log.steps > 0
    assert not recorded.runner._worker._pictures.can_be_finer


def test_that_a_step_an_edit_and_other_settings_make_the_picture_anew() -> None:
    recorded = _loaded()
    runner = recorded.runner
    recorded.runner.ask(REQUEST)
    shown = [_all_frames(recorded)[-1]]
    edit = Edit("weights", "layers.0.weight", np.array([0]), np.array([3.0]))
    changes: list[Callable[[], None]] = [
        runner.step,
        lambda: runner.edit((edit,)),
        lambda: runner.change(spec_of("circle", "network.hidden=3")),
        runner.reset,
    ]
    for change in changes:
        change()
        runner.ask(REQUEST)
        frames = _all_frames(recorded)
        assert frames[0].is_provisional
        assert _grid(frames[-1]) == FINE
        shown.append(frames[-1])
    pictures = [frame.picture for frame in shown]
    assert len(set(map(id, pictures))) == len(pictures)


def test_that_a_running_network_is_shown_once_and_no_finer_than_at_once() -> None:
    recorded = _loaded()
    recorded.runner.pace(1000.0)
    recorded.runner.run()
    recorded.obey(3)
    recorded.runner.ask(REQUEST)
    frames = [frame for frame in (_once(recorded) for _ in range(20)) if frame is not None]
    assert len(frames) == 1
    assert _grid(frames[0]) <= FINEST
    assert not frames[0].is_provisional
