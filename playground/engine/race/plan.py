"""What a race starts from, and the two sessions that are made of it."""

from dataclasses import dataclass, field

import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.dataset import Dataset
from playground.engine.data.progress import silent
from playground.engine.race.standing import Beginning
from playground.engine.run.load import History
from playground.engine.run.session import Session
from playground.engine.spec.run import RunSpec, TableFile
from playground.engine.training.state import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What a race starts from; both lanes read the same data, which nobody writes to.

    Attributes:
        specs: of the present settings and of the variant, whose data are the same.
        state: what both go on from, trained by the first spec; None for the start.
        losses: as `LossLog.to_arrays` wrote them of the run up to there.
    """

    specs: tuple[RunSpec, RunSpec]
    dataset: Dataset = field(repr=False)
    table: TableFile | None = field(default=None, repr=False)
    state: RunState | None = field(default=None, repr=False)
    losses: History | None = field(default=None, repr=False)


def sessions_of(plan: Plan) -> tuple[Session, Session]:
    """A session for each lane, which share nothing but the data.

    From the start, each stands as a run of its own spec would. From a state, the second lane stands
    as a run does whose settings are changed there: it keeps the weights, and what the optimizer
    remembers unless another one takes over.

    Raises:
        InputError: one of the specs cannot be trained on these data, or not from there.
    """
    first = _session(plan, plan.specs[0])
    try:
        return first, _session_of_variant(plan)
    except BaseException:
        first.close()
        raise


def beginning_of(first: Session, second: Session) -> Beginning:
    """Whether both begin with the same weights, and else why not."""
    one, other = first.trainer.weights(), second.trainer.weights()
    if _shapes(one) != _shapes(other):
        return "shapes"
    is_same = all(torch.equal(weight, other[name]) for name, weight in one.items())
    return "same" if is_same else "drawn"


def _session(plan: Plan, spec: RunSpec) -> Session:
    session = Session(spec, plan.dataset, plan.table)
    if plan.state is not None:
        session.return_to(plan.state)
    return session


def _session_of_variant(plan: Plan) -> Session:
    spec, variant = plan.specs
    if plan.state is None:
        return _session(plan, variant)
    session = _session(plan, spec)
    if session.change(variant, silent) is not None:
        session.close()
        raise InputError(_("This difference acts only at the start: start the race from step 0."))
    return session


def _shapes(weights: Weights) -> dict[str, torch.Size]:
    return {name: weight.shape for name, weight in weights.items()}
