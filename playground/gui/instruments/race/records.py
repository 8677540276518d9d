"""Both lanes of a race as runs of a history."""

from __future__ import annotations

import time
import uuid

from playground.engine.frames.frame import Measures
from playground.engine.run.events import RunLeft
from playground.state.history.record import Measured, RunRecord


def records_of(both: tuple[RunLeft, RunLeft], names: tuple[str, str]) -> list[RunRecord]:
    """A record of each lane, named by what differs; their states are encoded on this thread."""
    return [_record(left, name) for left, name in zip(both, names, strict=True)]


def _record(left: RunLeft, name: str) -> RunRecord:
    from playground.engine.checkpoint.payload import HISTORY, to_payload
    from playground.engine.loss_log.log import LossLog

    state = left.state
    payload = to_payload(state, LossLog())
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
        train=_measured(left.train),
        validation=_measured(left.validation) if left.validation is not None else None,
        measured_step=left.measured_step,
        losses=left.losses,
        payload=payload,
    )


def _measured(measures: Measures) -> Measured:
    return Measured(measures.loss, dict(measures.metrics))
