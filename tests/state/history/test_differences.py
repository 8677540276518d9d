"""What tells runs apart is said by their settings, and by nothing that only came along."""

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec, TableFile
from playground.state.history.differences import NOTHING, value_of, varying, words_of


def a_run(*assignments: str, source: str = "circle") -> RunSpec:
    return settings.parse_all(defaults_for(source), assignments)


def words(one: RunSpec, *others: RunSpec) -> str:
    return words_of((one, None), [(other, None) for other in others])


def test_that_a_choice_is_told_by_itself_and_a_number_with_its_name() -> None:
    sgd, adam = a_run("training.optimizer=sgd"), a_run("training.optimizer=adam")
    assert (words(sgd, adam), words(adam, sgd)) == ("SGD", "Adam")
    fast, slow = a_run("training.learning_rate=0.1"), a_run("training.learning_rate=0.01")
    assert words(fast, slow) == "Learning rate 0.1"
    assert words(slow, fast) == "Learning rate 0.01"


def test_that_what_another_optimizer_brings_counts_once_it_was_set() -> None:
    adam = a_run("training.optimizer=adam")
    plain = a_run("training.optimizer=sgd")
    pushed = a_run("training.optimizer=sgd", "training.momentum=0.9")
    assert words(plain, adam) == "SGD"
    assert words(pushed, adam) == "SGD, Momentum 0.9"
    rows = varying([(adam, None), (pushed, None)])
    assert set(rows) == {"training.optimizer", "training.momentum"}
    assert value_of((adam, None), "training.momentum") == NOTHING


def test_that_switches_lists_and_parts_of_a_hundred_are_words() -> None:
    one = a_run("network.bias=false", "network.hidden=8,8", "data.validation_fraction=0.5")
    other = a_run("network.bias=true", "network.hidden=4,2", "data.validation_fraction=0.3")
    assert words(one, other) == "Validation set 50 %, Hidden layers 8, 8, Bias: off"


def test_that_of_many_differences_the_first_are_told_and_the_rest_counted() -> None:
    one = a_run("data.noise=0.1", "network.hidden=8", "training.batch_size=20", "training.l2=0.01")
    assert words(one, a_run()) == "Noise 10 %, Hidden layers 8, Batch size 20 and 1 more"


def test_that_a_setting_that_means_nothing_for_the_data_is_left_out() -> None:
    noisy = settings.write(defaults_for("iris"), "data.noise", 0.3)
    assert words(noisy, defaults_for("iris")) == ""
    assert "data.noise" not in varying([(noisy, None)], every=True)


def test_that_runs_alike_are_told_nothing_but_all_settings_can_be_listed() -> None:
    told = [(a_run(), None), (a_run(), None)]
    assert varying(told) == {}
    every = varying(told, every=True)
    assert {"training.optimizer", "training.learning_rate", "network.hidden"} <= set(every)
    assert "data.encoding" not in every


def test_that_another_table_is_told_by_its_name() -> None:
    spec = settings.write(RunSpec(), "data.source", "table")
    one, other = TableFile("old.csv", b"a,b\n1,2\n"), TableFile("new.csv", b"a,b\n3,4\n")
    assert words_of((spec, one), [(spec, other)]) == "old.csv"
