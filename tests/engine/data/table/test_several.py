"""Several columns of a table are predicted at once."""

import numpy as np
import pytest

from playground.engine.common.errors import InputError
from playground.engine.data.table.plan import MAXIMUM_TARGETS
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

TEXT = 'x,"height, m",kind,mass\n1,2.5,a,70\n2,3.5,b,\n3,5,a,90\n4,4.5,b,100\n5,6,a,80\n'


def table(text: str = TEXT) -> TableFile:
    return TableFile("t.csv", text.encode())


def test_that_targets_come_in_the_order_in_which_they_are_named() -> None:
    raw = read_table(table(), DataSpec(target=("mass", "height, m")))
    assert raw.task == "regression"
    assert (raw.target_names, raw.target_name) == (("mass", "height, m"), 'mass,"height, m"')
    assert raw.targets.tolist() == [[70, 2.5], [90, 5], [100, 4.5], [80, 6]]
    assert raw.feature_names == ("x", "kind=a", "kind=b")
    assert any("1 of 5 rows left out" in note for note in raw.notes)


def test_that_a_single_target_stays_a_plain_column() -> None:
    raw = read_table(table(), DataSpec(target=("mass",)))
    assert raw.targets.shape == (4,)
    np.testing.assert_array_equal(raw.target_columns[:, 0], raw.targets)


def test_that_few_whole_numbers_are_no_classes_beside_another_target() -> None:
    rows = "\n".join(f"{row},{row % 2},{row * 0.5}" for row in range(30))
    file = table(f"x,y,z\n{rows}")
    assert read_table(file, DataSpec(target=("y",))).task == "two_classes"
    raw = read_table(file, DataSpec(target=("y", "z")))
    assert (raw.task, raw.class_names, raw.targets.shape) == ("regression", (), (30, 2))


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (
            DataSpec(target=("mass", "kind")),
            (
                "t.csv, line 2, column 'kind': 'a' is not a number, but the target of a "
                "regression has to be; correct it, or choose another target or task."
            ),
        ),
        (
            DataSpec(target=("mass", "x"), task="two_classes"),
            (
                "Several targets can be predicted only by regression; choose one target, or the "
                "task regression."
            ),
        ),
        (
            DataSpec(target=("mass", "height")),
            (
                "data.target: t.csv has no column 'height'; write a name with a comma in double "
                'quotation marks: "height, m".'
            ),
        ),
        (
            DataSpec(target=("mass", "x"), ignore=("x",)),
            "Column 'x' cannot be both the target and ignored.",
        ),
    ],
)
def test_that_targets_that_do_not_go_together_are_refused(spec: DataSpec, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(table(), spec)
    assert str(caught.value).startswith(sentence)
    assert sentence in preview_table(table(), spec).problems


def test_that_an_input_has_to_be_left() -> None:
    with pytest.raises(InputError, match="is left as an input; choose fewer targets"):
        read_table(table("a,b\n1,2.5\n2,3\n3,4\n"), DataSpec(target=("a", "b")))


def test_that_a_constant_among_the_targets_is_refused() -> None:
    with pytest.raises(InputError, match="target column 'b': there is nothing to learn"):
        read_table(table("a,b,c\n1,7,2.5\n2,7,1\n3,7,4\n"), DataSpec(target=("c", "b")))


def test_that_there_are_at_most_so_many_targets() -> None:
    names = tuple(f"y{number}" for number in range(MAXIMUM_TARGETS + 1))
    rows = (",".join(f"{row * 0.5 + n}" for n in range(len(names) + 1)) for row in range(3))
    file = table("\n".join([",".join(("x", *names)), *rows]))
    with pytest.raises(InputError, match="There are 101 targets; at most 100"):
        read_table(file, DataSpec(target=names))
    assert read_table(file, DataSpec(target=names[1:])).targets.shape == (3, MAXIMUM_TARGETS)


def test_that_a_preview_shows_every_target() -> None:
    preview = preview_table(table(), DataSpec(target=("mass", "height, m")))
    assert (preview.targets, preview.target) == (("mass", "height, m"), "mass")
    roles = {column.name: column.role for column in preview.columns}
    assert roles == {"x": "feature", "height, m": "target", "kind": "feature", "mass": "target"}
