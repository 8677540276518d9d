"""A run that was left as a record of the history."""

from __future__ import annotations

import time
import uuid
from types import MappingProxyType
from typing import TYPE_CHECKING

from playground.engine.loss_log.thinning import thinned
from playground.state.history.record import Measured, RunRecord

if TYPE_CHECKING:
    from playground.engine.frames.frame import Measures
    from playground.engine.run.events import RunLeft


def record_of(left: RunLeft, *, name: str = "", thumbnail: bytes = b"") -> RunRecord:
    """The record of a run, which ended just now; takes its time.

    Args:
        thumbnail: a PNG of its predictions.
    """
    from playground.engine.checkpoint.payload import HISTORY, to_payload
    from playground.engine.loss_log.log import LossLog

    state = left.state
    payload = to_payload(state, LossLog()) if state.weights else {}
    payload.pop(HISTORY, None)
    return RunRecord(
        key=uuid.uuid4().hex,
        spec=state.spec,
        table=left.table,
        name=name,
        ended=time.time(),
        seconds=state.seconds,
        steps=state.step,
        epochs=state.epoch,
        outcome="paused" if left.outcome == "running" else left.outcome,
        train=measured(left.train),
        validation=measured(left.validation),
        measured_step=left.measured_step,
        losses=MappingProxyType(thinned(left.losses)),
        payload=MappingProxyType(payload),
        thumbnail=thumbnail,
    )


def measured(measures: Measures | None) -> Measured | None:
    """Loss and metrics as a record holds them."""
    if measures is None:
        return None
    return Measured(measures.loss, MappingProxyType(dict(measures.metrics)))
