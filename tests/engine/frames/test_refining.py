"""A picture is worked out bit by bit, as finely as it was wanted, and is the same as at once."""

from collections.abc import Iterator

import numpy as np
import pytest

from playground.engine.data.dataset import build_dataset
from playground.engine.frames import refining
from playground.engine.frames.frame import FrameRequest, Picture
from playground.engine.frames.pictures import Curve, Surface
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for


@pytest.fixture
def session() -> Iterator[Session]:
    spec = defaults_for("circle")
    session = Session(spec, build_dataset(spec.data), None)
    session.advance(30, LossLog())
    yield session
    session.close()


def _all(session: Session, request: FrameRequest) -> list[Picture | None]:
    session.frames.picture(session.trainer, FrameRequest(request.view, 10, request.bounds))
    bits = session.frames.refine(session.trainer, request)
    return list(bits) if bits is not None else []


def test_that_the_picture_made_bit_by_bit_is_the_one_made_at_once(session: Session) -> None:
    request = FrameRequest("surface", 90, (-2.0, 3.0, -1.0, 4.0))
    at_once = session.frames.picture(session.trainer, request)
    finer = _all(session, request)
    last = finer[-1]
    assert isinstance(last, Surface) and isinstance(at_once, Surface)
    assert finer.count(None) > 1
    assert last.bounds == at_once.bounds
    assert last.values.shape == (90, 90, 2)
    np.testing.assert_allclose(last.values, at_once.values, atol=1e-6)


def test_that_a_plane_of_components_is_made_bit_by_bit() -> None:
    spec = defaults_for("iris")
    session = Session(spec, build_dataset(spec.data), None)
    request = FrameRequest("pca", 60)
    at_once = session.frames.picture(session.trainer, request)
    last = _all(session, request)[-1]
    assert isinstance(last, Surface) and isinstance(at_once, Surface)
    np.testing.assert_allclose(last.values, at_once.values, atol=1e-6)
    session.close()


def test_that_a_curve_is_made_bit_by_bit() -> None:
    spec = defaults_for("sine")
    session = Session(spec, build_dataset(spec.data), None)
    last = _all(session, FrameRequest("curve", 300))[-1]
    assert isinstance(last, Curve)
    assert last.y.shape == (300, 1)
    session.close()


def test_that_what_is_as_fine_as_it_was_wanted_is_not_made_anew(session: Session) -> None:
    request = FrameRequest("surface", 20)
    session.frames.picture(session.trainer, request)
    assert session.frames.refine(session.trainer, request) is None
    assert session.frames.refine(session.trainer, FrameRequest("confusion", 90)) is None


def test_that_a_large_network_is_drawn_more_coarsely_than_was_wanted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refining, "MOST_VALUES", 2 * 50 * 50)
    last = _all(session, FrameRequest("surface", 100))[-2:]
    assert [p.values.shape[0] for p in last if isinstance(p, Surface)] == [50]


def test_that_what_takes_far_too_long_is_given_up(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refining, "OVERTIME", -1.0)
    assert set(_all(session, FrameRequest("surface", 90))) == {None}
