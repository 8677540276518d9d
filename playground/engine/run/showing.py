"""A frame of a network that stands somewhere in a run, whatever leads it there."""

import numpy as np

from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.training.trainer import Trainer


def frame_of(
    run: int, trainer: Trainer, frames: FrameMaker, request: FrameRequest, *, fresh: bool
) -> Frame:
    """What the request asks for, and the numbers of the moment; nothing of how fast it goes."""
    train, validation = frames.measures(trainer, request, fresh=fresh)
    inputs, has_numbers = request.inputs, fresh or request.numbers
    features = trainer.dataset.raw.inputs.shape[1]
    fits = inputs is not None and len(inputs) == features
    rows = np.array([inputs], np.float64) if fits and has_numbers else None
    output = frames.predict(trainer, rows)[0] if rows is not None else None
    return Frame(
        run=run,
        step=trainer.step_number,
        epoch=trainer.epoch,
        seconds=0.0,
        steps_per_second=0.0,
        learning_rate=trainer.learning_rate,
        train=train,
        validation=validation,
        picture=frames.picture(trainer, request, stands=fresh),
        output=output,
        place=frames.place(rows)[0] if rows is not None else None,
        network=frames.network_picture(trainer, request, fresh=fresh),
        has_numbers=has_numbers,
        request=request,
        device=str(trainer.device),
    )
