"""The table of plots, and what is made of it without a window."""

from playground.engine.frames.pictures import PICTURES
from playground.state.plots import PLOTS
from playground.state.view import parameters


def test_that_every_plot_can_be_chosen_and_saved() -> None:
    choices = parameters()["view.predictions"].choices
    assert [choice.key for choice in choices] == ["auto", *(row.key for row in PLOTS)]
    assert all(choice.help.endswith(".") for choice in choices)


def test_that_every_picture_the_engine_makes_is_drawn_by_a_plot() -> None:
    assert {row.picture for row in PLOTS} == {row.key for row in PICTURES}


def test_that_a_plot_has_its_own_name_where_a_number_is_predicted() -> None:
    names = {row.key: (row.name("two_classes"), row.name("regression")) for row in PLOTS}
    assert names["surface"] == ("Decision surface", "Fitted surface")
    assert names["pca"] == ("PCA (two components)", "PCA (two components)")
