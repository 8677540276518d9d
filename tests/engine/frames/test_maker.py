"""What is made anew for a picture, and what is not."""

import pytest

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.pictures import PICTURES, Confusion, Parity, PictureRow
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for


@pytest.mark.parametrize(
    ("source", "view", "kind"), [("iris", "confusion", Confusion), ("diabetes", "parity", Parity)]
)
def test_that_a_picture_of_measures_is_made_once_for_each_measurement(
    source: str, view: str, kind: type
) -> None:
    spec = defaults_for(source)
    session = Session(spec, build_dataset(spec.data), None)
    request = FrameRequest(view, numbers=False)
    first = session.frame(1, request, fresh=True).picture
    session.advance(3, LossLog())
    maker = session.frames
    kept = maker.picture(session.trainer, request)
    assert isinstance(first, kind)
    assert kept is first
    after = session.frame(1, request, fresh=True).picture
    assert isinstance(after, kind)
    assert after is not first
    session.close()


def test_that_other_weights_are_counted_anew() -> None:
    spec = defaults_for("iris")
    session = Session(spec, build_dataset(spec.data), None)
    request = FrameRequest("confusion", numbers=False)
    before = session.frame(1, request, fresh=False).picture
    session.frames.forget_measures()
    after = session.frame(1, request, fresh=False).picture
    assert after is not before
    session.close()


@pytest.mark.parametrize("row", PICTURES, ids=lambda row: row.key)
def test_that_a_picture_is_made_of_the_data_it_fits_and_says_its_kind(row: PictureRow) -> None:
    made = 0
    for source in ("line", "circle", "diabetes", "iris"):
        spec = defaults_for(source)
        session = Session(spec, build_dataset(spec.data), None)
        picture = session.frame(1, FrameRequest(row.key, 12), fresh=True).picture
        assert (picture is not None) == row.fits(session.dataset.raw)
        if picture is not None:
            assert picture.view == row.key
            made += 1
        session.close()
    assert made


@pytest.mark.parametrize(("source", "sides"), [("line", 1), ("circle", 2), ("iris", 2)])
def test_that_the_inputs_of_a_row_lie_where_its_point_is_drawn(source: str, sides: int) -> None:
    spec = defaults_for(source)
    session = Session(spec, build_dataset(spec.data), None)
    data = session.frames.data_picture
    assert data.rows is not None
    for point in (0, len(data.points) - 1):
        inputs = data.rows.inputs[data.rows.drawn[point]]
        frame = session.frame(1, FrameRequest(inputs=tuple(inputs.tolist())), fresh=True)
        assert frame.place is not None
        assert frame.place.shape == (sides,)
        assert frame.place == pytest.approx(data.points[point], abs=1e-4)
    session.close()


def test_that_all_rows_are_at_hand_with_their_targets_and_parts() -> None:
    spec = defaults_for("digits")
    dataset = build_dataset(spec.data)
    session = Session(spec, dataset, None)
    data = session.frames.data_picture
    assert data.rows is not None
    assert data.pixels == (8, 8)
    assert data.rows.inputs is dataset.raw.inputs
    assert data.rows.validation.nonzero()[0].tolist() == sorted(dataset.validation.tolist())
    session.close()
