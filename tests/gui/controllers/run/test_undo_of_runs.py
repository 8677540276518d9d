"""Undo and redo bring back what a run had learned before whatever threw it away."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.engine.run.events import RunLeft
from playground.engine.run.left_runs import MOST_BYTES
from playground.engine.run.past import past as past_module
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.edit import Edit
from playground.engine.spec.run import RunSpec, TableFile
from playground.engine.training.schedule_factors import Plateau
from tests.gui.controllers.run.desk import Desk
from tests.runs_alike import Stood, differences

RATE = "training.learning_rate"
SPEC = settings.parse_all(
    defaults_for("circle"),
    (
        "training.optimizer=adam",
        "network.dropout=0.1",
        "training.schedule=plateau",
        "training.patience=50",
        "training.epochs=0",
    ),
)
Do = Callable[[Desk], object]


def edit(path: str, value: object) -> Do:
    return lambda desk: desk.document.edit(path, value)


DESTRUCTIVE: dict[str, Do] = {
    "a layer is added": edit("network.hidden", (4, 2, 3)),
    "neurons are removed": edit("network.hidden", (2, 2, 3)),
    "the activation": edit("network.activation", "relu"),
    "other data": lambda desk: desk.document.choose_source("spiral"),
    "the optimizer": edit("training.optimizer", "adamw"),
    "reset": lambda desk: desk.run.reset(),
    "the loss": edit("training.loss", "hinge"),
    "a feature is switched on": edit("data.features", ("x1", "x2", "x1_x2")),
    "noise": edit("data.noise", 0.2),
    "the split": edit("data.validation_fraction", 0.5),
    "best weights": lambda desk: desk.run.restore_best(),
    "a seed": edit("network.seed", 7),
    "the bias": edit("network.bias", False),
    "the initialiser": edit("network.initialiser", "kaiming_normal"),
    "a regression": lambda desk: desk.document.choose_source("sine"),
    "momentum": edit("training.optimizer", "sgd"),
    "the data's seed": edit("data.seed", 11),
    "no standardising": edit("data.standardise", False),
    "another order of the rows": edit("training.seed", 5),
    "the last layer is removed": edit("network.hidden", (2,)),
}


@pytest.fixture
def make_desk(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    monkeypatch.setattr(past_module, "AT_ONCE", 1000.0)  # a state is kept after every chunk
    desks: list[Desk] = []

    def make(spec: RunSpec = SPEC, undo_bytes: int = MOST_BYTES) -> Desk:
        desks.append(Desk(spec, undo_bytes))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()
    del qapp


MakeDesk = Callable[..., Desk]


def do_all(desk: Desk) -> list[Stood]:
    """Do all of it with training before each; how the run stood before each."""
    before: list[Stood] = []
    for number, do in enumerate(DESTRUCTIVE.values()):
        desk.train(13 + number)
        before.append(desk.look())
        do(desk)
        desk.document.end_gesture()
        desk.obey()
    desk.train(21)
    return before


def otherwise_trained(one: Stood, other: Stood) -> list[str]:
    """Where both have not learned the same, however long that took."""
    states = [dataclasses.replace(stood.state, seconds=0.0) for stood in (one, other)]
    curves = ("train.recent", "validation.recent")
    losses = [{name: stood.losses[name] for name in curves} for stood in (one, other)]
    return differences(states[0], states[1]) + differences(losses[0], losses[1])


def test_that_twenty_steps_are_undone_and_redone_bit_for_bit(make_desk: MakeDesk) -> None:
    desk, never_left = make_desk(), make_desk()
    before, last = do_all(desk), desk.look()
    for stood in reversed(before):
        desk.undo()
        assert not differences(desk.look(), stood)
    assert not desk.document.can_undo
    for stood in before[1:]:
        desk.redo()
        assert not differences(desk.look(), stood)
    desk.redo()
    assert not differences(desk.look(), last)
    assert not desk.document.can_redo
    do_all(never_left)
    for each in (desk, never_left):
        each.train(50)
    assert not otherwise_trained(desk.look(), never_left.look())


@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_that_training_goes_on_after_undo_as_if_nothing_had_been(
    make_desk: MakeDesk, name: str
) -> None:
    desk, never_left = make_desk(), make_desk()
    for each in (desk, never_left):
        each.train(41)
    DESTRUCTIVE[name](desk)
    desk.obey()
    desk.train(17)
    desk.undo()
    for each in (desk, never_left):
        each.train(50)
    assert not otherwise_trained(desk.look(), never_left.look())


def test_that_what_is_learned_on_one_side_stays_there(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.train(10)
    desk.document.edit("network.hidden", (3,))
    desk.obey()
    for _ in range(3):
        desk.train(7)
        there = desk.look()
        desk.undo()
        desk.train(5)
        here = desk.look()
        desk.redo()
        assert not differences(desk.look(), there)
        desk.undo()
        assert not differences(desk.look(), here)
        desk.redo()
    assert (there.step, here.step) == (31, 25)


def test_that_a_change_while_it_trains_keeps_nothing_and_its_undo_takes_nothing(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.train(20)
    for rate in (0.1, 0.2, 0.3):
        desk.document.edit(RATE, rate, gesture=RATE)
        desk.train(1)
    assert desk.run._left.size == 0
    desk.train(10)
    before = desk.look()
    desk.undo()
    after = desk.look()
    assert after.state.spec == SPEC
    assert not differences(after.state.training, before.state.training)
    assert not differences(after.losses, before.losses)


def test_that_at_the_start_nothing_is_kept_and_undo_starts_afresh(make_desk: MakeDesk) -> None:
    desk = make_desk()
    start = desk.look()
    for do in ("a layer is added", "other data", "reset", "the split"):
        DESTRUCTIVE[do](desk)
        desk.document.end_gesture()
        desk.obey()
    assert desk.run._left.size == 0
    desk.train(30)
    while desk.document.can_undo:
        desk.undo()
    assert not differences(desk.look(), start)


def test_that_weights_set_by_hand_at_the_start_come_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.run.edit((Edit("weights", "layers.0.bias", np.array([1]), np.array([0.5])),), None)
    before = desk.look()
    desk.document.edit("network.hidden", (3,))
    desk.undo()
    assert not differences(desk.look(), before)
    assert before.state.weights["layers.0.bias"][1] == 0.5


def test_that_a_drag_is_one_step_and_brings_back_what_stood_before_it(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.train(20)
    before = desk.look()
    for units in (3, 2, 5, 6):
        desk.document.edit("network.hidden", (units, 2), gesture="units")
        desk.train(2)
    desk.undo()
    assert not differences(desk.look(), before)
    assert not desk.document.can_undo


def test_that_reset_and_new_seed_and_best_weights_are_named(make_desk: MakeDesk) -> None:
    desk = make_desk()
    words = []
    for do in (desk.run.reset, desk.run.restore_best):
        desk.train(50)
        do()
        desk.obey()
        words.append(desk.document.undo_words)
    assert words == ["Reset", "Best weights"]


def test_that_a_reset_of_nothing_is_no_step(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.document.edit(RATE, 0.5)
    desk.undo()
    desk.run.reset()
    desk.obey()
    assert not desk.document.can_undo
    assert desk.document.can_redo


def test_that_weights_that_cannot_be_restored_are_no_step_and_leave_redo(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.document.edit(RATE, 0.5)
    desk.undo()
    desk.run.restore_best()
    desk.obey()
    assert desk.said[-1].startswith("There are no best weights yet")
    assert not desk.document.can_undo
    assert desk.document.redo_words == "Learning rate"
    assert not desk.document.modified


def test_that_the_oldest_runs_are_forgotten_where_memory_ends_and_that_is_said(
    make_desk: MakeDesk,
) -> None:
    probe = make_desk()
    probe.train(20)
    probe.document.edit("network.hidden", (3,))
    probe.obey()
    room = 4 * sum(left.size - left.size_of_past for left in probe.run._left._places.values())
    desk, sizes = make_desk(undo_bytes=room), []
    before: list[Stood] = []
    for seed in range(1, 9):
        desk.train(20)
        before.append(desk.look().without_past)
        desk.document.edit("network.seed", seed)
        desk.document.end_gesture()
        desk.obey()
        sizes.append(desk.run._left.size)
    assert max(sizes) <= room
    known = []
    while desk.document.can_undo:
        desk.said.clear()
        desk.undo()
        is_same = not differences(desk.look().without_past, before.pop())
        assert is_same != any("no longer kept; the network starts anew" in s for s in desk.said)
        known.append(is_same)
        assert desk.run._left.size <= room
    assert known == sorted(known, reverse=True)
    assert 3 <= sum(known) <= 5


def test_that_weights_no_longer_kept_leave_the_present_ones_where_they_fit(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(undo_bytes=1)
    desk.train(20)
    desk.document.edit("training.optimizer", "sgd")
    desk.obey()
    desk.train(5)
    before = desk.look()
    desk.undo()
    assert not differences(desk.look().state.weights, before.state.weights)
    assert "the present ones stay. Undo keeps up to 0 MiB" in " ".join(desk.said)


def test_that_another_schedule_forgets_plateaus_and_undo_and_redo_bring_them_back(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.train(70)
    before = desk.look()
    assert before.state.training.plateau != Plateau()
    desk.document.edit("training.schedule", "cosine")
    desk.obey()
    assert desk.look().state.training.plateau == Plateau()
    desk.train(9)
    after = desk.look()
    desk.undo()
    assert not differences(desk.look(), before)
    desk.redo()
    assert not differences(desk.look(), after)


def test_that_redo_brings_back_the_plateaus_that_undo_left(make_desk: MakeDesk) -> None:
    desk = make_desk(settings.write(SPEC, "training.schedule", "constant"))
    desk.train(10)
    desk.document.edit("training.schedule", "plateau")
    desk.train(70)
    before = desk.look()
    assert before.state.training.plateau != Plateau()
    desk.undo()
    assert desk.look().step == before.step  # nothing but the settings was another before it
    desk.train(5)
    desk.redo()
    assert not differences(desk.look(), before)


def test_that_undo_and_redo_bring_back_the_past_of_either_run(make_desk: MakeDesk) -> None:
    desk = make_desk()
    for steps in (5, 20, 10):
        desk.train(steps)
    before = desk.look()
    assert {0, 5, 25} <= {state.step for state in before.past}
    desk.run.reset()
    desk.obey()
    assert not desk.look().past
    desk.train(7)
    desk.train(8)
    after = desk.look()
    assert {0, 7} <= {state.step for state in after.past}
    for _ in range(2):
        desk.undo()
        assert not differences(desk.look(), before)
        desk.redo()
        assert not differences(desk.look(), after)


def test_that_undo_at_once_while_the_other_run_is_prepared_keeps_the_past(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.train(5)
    desk.train(5)
    before = desk.look()
    desk.document.choose_source("moons")
    desk.document.undo()
    desk.document.redo()
    desk.undo()
    assert len(before.past) > 1
    assert not differences(desk.look(), before)


def test_that_one_can_go_on_from_the_past_that_undo_brought_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.train(12)
    expected = desk.look()
    desk.train(20)
    desk.document.edit("network.seed", 5)
    desk.obey()
    desk.undo()
    desk.run.look_back(12)
    desk.run.go_on_from_past()
    desk.obey()
    assert not otherwise_trained(desk.look(), expected)


def test_that_the_past_of_the_oldest_goes_before_any_weights(make_desk: MakeDesk) -> None:
    desk = make_desk()
    sizes: list[int] = []
    for seed in (1, 2, 3):
        for _ in range(6):
            desk.train(5)
        desk.document.edit("network.seed", seed)
        desk.document.end_gesture()
        desk.obey()
        sizes.append(desk.run._left.size - sum(sizes))
    tight = make_desk(undo_bytes=sum(sizes) - sizes[0] // 2)
    before: list[Stood] = []
    for seed in (1, 2, 3):
        for _ in range(6):
            tight.train(5)
        before.append(tight.look())
        tight.document.edit("network.seed", seed)
        tight.document.end_gesture()
        tight.obey()
    assert tight.run._left.size <= sum(sizes) - sizes[0] // 2
    tight.document.undo()
    tight.undo()
    assert not differences(tight.look(), before[1])
    tight.undo()
    found = tight.look()
    assert not found.past
    assert not differences(found, before[0].without_past)


def test_that_the_run_that_undo_leaves_is_told_of(make_desk: MakeDesk) -> None:
    desk = make_desk()
    left: list[int] = []
    desk.run.thread_of_training.reported.connect(
        lambda event: left.append(event.state.step) if isinstance(event, RunLeft) else None
    )
    desk.train(20)
    desk.run.reset()
    desk.obey()
    desk.train(7)
    desk.undo()
    desk.redo()
    assert left == [20, 7, 20]


def test_that_a_class_painted_anew_starts_again_and_its_undo_does_not(make_desk: MakeDesk) -> None:
    points = tuple(f"{x} {y} {n}" for n in (1, 2) for x in (-1, 0, 1) for y in (n, n + 2))
    desk = make_desk(settings.write(defaults_for("painted_classes"), "data.points", points))
    desk.train(20)
    desk.document.edit("data.points", (*points, "2 2 1"))
    desk.document.end_gesture()
    desk.obey()
    assert desk.run._left.size == 0
    desk.train(5)
    before = desk.look()
    desk.document.edit("data.points", (*points, "2 2 1", "3 3 3"))
    desk.obey()
    assert desk.look().step == 0
    desk.train(4)
    desk.undo()
    assert not differences(desk.look(), before)
    desk.undo()
    assert not differences(desk.look().state.weights, before.state.weights)


def test_that_a_diverged_run_comes_back_paused_on_its_valid_weights(make_desk: MakeDesk) -> None:
    spec = settings.parse_all(
        defaults_for("hills"),
        ("training.optimizer=sgd", "training.learning_rate=10", "network.activation=relu"),
    )
    desk = make_desk(spec)
    desk.train(2000)
    before, states = desk.look(), [desk.run.state]
    desk.run.reset()
    desk.obey()
    desk.undo()
    states.append(desk.run.state)
    assert states == ["diverged", "paused"]
    assert not differences(desk.look().state.training, before.state.training)
    assert not differences(desk.look().losses, before.losses)


def test_that_undo_of_a_change_that_failed_brings_the_run_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.train(20)
    before = desk.look()
    desk.document.choose_table(TableFile("bad.csv", b"only one cell"), {})
    desk.obey()
    states = [desk.run.state]
    desk.undo()
    states.append(desk.run.state)
    assert not differences(desk.look(), before)
    desk.redo()
    assert [*states, desk.run.state] == ["failed", "paused", "failed"]


def test_that_what_was_saved_is_known_as_such_after_undo(make_desk: MakeDesk) -> None:
    desk, path = make_desk(), Path("a.playground")
    desk.train(50)
    desk.run.restore_best()
    desk.obey()
    assert desk.document.modified
    desk.document.mark_saved(path)
    desk.undo()
    assert desk.document.modified
    desk.redo()
    assert not desk.document.modified
    desk.run.reset()
    assert not desk.document.modified
    desk.undo()
    assert not desk.document.modified
