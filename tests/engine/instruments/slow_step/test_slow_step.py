"""A run whose steps are gone through slowly is the run that nobody watched, bit for bit."""

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.frames.frame import FrameSlot
from playground.engine.instruments.slow_step import slow_step
from playground.engine.instruments.slow_step.slow_step import SlowStep
from playground.engine.instruments.slow_step.values import Focus, StepView, Wish
from playground.engine.instruments.slow_step.walk import Walk
from playground.engine.loss_log.log import LossLog
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.spec.edit import Edit
from playground.engine.spec.run import RunSpec
from tests.engine.instruments.slow_step.steps import Changes, spec_of, trainer_of


class Watched:
    """A prepared runner without a thread, and the slow step that looks at it."""

    def __init__(self, spec: RunSpec) -> None:
        self.log = LossLog()
        self.runner = Runner(self.log, FrameSlot(), lambda _event: None)
        self.runner.load(spec)
        self.slow = SlowStep()
        self.obey()

    def obey(self) -> None:
        worker = self.runner._worker
        while not worker.mailbox.is_empty or worker.state == "running":
            worker.guarded(worker.work_once)

    def look(self, phase: int, focus: Focus | None = None) -> StepView:
        answers: list[StepView] = []
        refusals: list[str] = []
        wish = Wish(phase, focus or Focus())
        self.runner.inspect(
            lambda session: self.slow.look(session.trainer, wish), answers.append, refusals.append
        )
        self.obey()
        assert refusals == []
        return answers[0]

    def take(self, steps: int) -> None:
        self.runner.step(steps)
        self.obey()

    @property
    def state(self) -> RunState:
        return self.runner.run_state()

    def close(self) -> None:
        self.runner.close()
        self.runner.work()


def require_same(one: Watched, other: Watched) -> None:
    """Losses, weights, optimizer, generators, place and rules are the same, bit for bit."""
    for mine, others in zip(one.log.records(), other.log.records(), strict=True):
        assert np.array_equal(mine.loss, others.loss) and np.array_equal(mine.step, others.step)
        np.testing.assert_allclose(mine.epoch, others.epoch)
    states = one.state, other.state
    first, second = (state.training for state in states)
    assert (first.step, first.place, first.plateau) == (second.step, second.place, second.plateau)
    assert states[0].stop == states[1].stop
    for name, weight in first.weights.items():
        assert torch.equal(weight, second.weights[name])
    for name, kept in first.optimizer.items():
        for key, value in kept.items():
            if isinstance(value, torch.Tensor):
                assert torch.equal(value, second.optimizer[name][key])
    assert all(map(torch.equal, first.generators, second.generators))


KINDS: dict[str, Changes] = {
    "eager": {"training.stepper": "eager"},
    "scripted": {"training.stepper": "auto"},
    "dropout": {"training.stepper": "eager", "network.dropout": 0.3},
    "dropout scripted": {"network.dropout": 0.3, "training.optimizer": "sgd"},
    "clipped": {"training.gradient_clip": 0.1, "training.l1": 0.001, "training.warmup": 50},
    "lbfgs": {
        "training.optimizer": "lbfgs",
        "training.batch_size": 0,
        "training.learning_rate": 0.05,
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_run_goes_on_as_if_its_slow_steps_had_not_been_watched(kind: str) -> None:
    spec = spec_of(KINDS[kind])
    watched, plain = Watched(spec), Watched(spec)
    try:
        watched.take(40)
        phases = len(watched.look(0).phases)
        for k in range(phases):
            for phase in (*range(k + 1), *range(k, -1, -1), phases - 1, k):
                assert watched.look(phase, Focus(row=phase, neuron=1)).phase == phase
            if k % 3 == 0:  # undone: looked at once more, and taken with all the others
                watched.slow.forget()
            else:
                watched.take(1)
        watched.take(200)
        plain.take(watched.log.steps)
        assert watched.log.steps == 240 + phases - len(range(0, phases, 3))
        require_same(watched, plain)
    finally:
        watched.close()
        plain.close()


def test_that_what_is_shown_is_what_the_run_then_does() -> None:
    watched = Watched(spec_of({"network.dropout": 0.2}))
    try:
        for _ in range(60):
            assert watched.look(0).phase == 0
            watched.look(99)
            walk = watched.slow._walk
            assert walk is not None
            watched.take(1)
            assert np.float32(walk.loss) == watched.log.records()[0].loss[-1]
            for name, weight in watched.state.weights.items():
                assert torch.equal(walk.tensors(name)["after"], weight)
    finally:
        watched.close()


def test_that_a_step_in_the_middle_is_saved_as_it_stood_before() -> None:
    watched, plain = Watched(spec_of()), Watched(spec_of())
    try:
        for each in (watched, plain):
            each.take(3)
        watched.look(99)
        assert watched.state.training.step == 3
        require_same(watched, plain)
    finally:
        watched.close()
        plain.close()


def test_that_an_edit_or_a_setting_shows_at_the_same_phase_and_a_step_at_the_first() -> None:
    watched = Watched(spec_of({"training.optimizer": "sgd"}))
    try:
        before = watched.look(99)
        edit = Edit("weights", "layers.0.weight", np.array([0]), np.array([0.75]))
        watched.runner.edit((edit,))
        after = watched.look(before.phase)
        assert after.phase == before.phase
        assert any(line.startswith("z₁ = 0.75·x₁") for line in watched.look(2).lines)
        slower = settings.write(watched.state.spec, "training.learning_rate", 0.125)
        watched.runner.change(slower)
        assert any("0.125·" in line for line in watched.look(before.phase).lines)
        watched.take(1)
        following = watched.look(before.phase)
        assert (following.phase, following.step) == (0, before.step + 1)
    finally:
        watched.close()


def test_that_only_some_rows_of_a_huge_batch_are_kept_and_any_can_be_asked_for() -> None:
    trainer = trainer_of({"data.samples": 100_000, "training.batch_size": 0}, steps=1)
    slow = SlowStep()
    view = slow.look(trainer, Wish(4, Focus(row=50_000), first=60_000))
    assert view.rows.batch > 50_000 and view.rows.first == 60_000
    assert len(view.rows.inputs) <= 128
    assert isinstance(slow._walk, Walk)
    kept = slow._walk.rows
    assert 50_000 in range(kept.start, kept.stop)
    far = slow.look(trainer, Wish(4, Focus(row=3)))
    assert far.focus.row == 3 and slow._walk.rows.start <= 3
    last = slow.look(trainer, Wish(99, Focus(row=10**9)))
    assert last.focus.row == last.rows.batch - 1


def test_that_twelve_wide_layers_are_told_by_their_largest_terms() -> None:
    trainer = trainer_of({"network.hidden": (1024,) * 12}, steps=0)
    view = SlowStep().look(trainer, Wish(4))
    assert "more)" in view.lines[1] and len(view.lines[1]) < 200
    assert len(view.choices.neurons) == 1024 and len(view.choices.sources) == 1025


def test_that_what_the_memory_does_not_hold_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lacks(_walk: Walk) -> None:
        raise RuntimeError("not enough memory")

    monkeypatch.setattr(Walk, "_take_forward", lacks)
    slow, trainer = SlowStep(), trainer_of()
    with pytest.raises(InputError, match="not enough memory"):
        slow.look(trainer, Wish(3))
    monkeypatch.undo()
    assert slow.look(trainer, Wish(3)).phase == 3


def test_that_weights_that_are_no_numbers_are_shown_as_such() -> None:
    trainer = trainer_of()
    with torch.no_grad():
        trainer.network.linear_layers()[0].weight.fill_(float("nan"))
    slow = SlowStep()
    assert any("nan" in line for line in slow.look(trainer, Wish(2)).lines)
    last = slow.look(trainer, Wish(99))
    assert "gradient is not a number" in last.told and np.isnan(last.weights.values[0, 1])
    assert all(slow.look(trainer, Wish(phase)).lines for phase in range(len(last.phases)))


def test_that_a_step_nobody_would_wait_for_is_refused_in_a_sentence_before_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slow_step, "MOST_PRODUCTS", 16 * 35 - 1)
    slow, trainer = SlowStep(), trainer_of()
    assert sum(weight.numel() for weight in trainer.network.parameters()) == 35
    with pytest.raises(InputError, match="16 rows through 35 weights"):
        slow.look(trainer, Wish(3))
    assert slow._walk is None
    monkeypatch.undo()
    assert slow.look(trainer, Wish(3)).phase == 3
