"""How a race stands, in sentences."""

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import grouped
from playground.engine.race.leading import LOSS, Lead
from playground.engine.race.standing import Beginning, LaneStanding, Standing
from playground.engine.run.events import State
from playground.gui.widgets.metric_texts import metric_name, metric_texts
from playground.gui.widgets.number_text import loss_text

_MARKS: dict[State, str] = {
    "done": N_("done at {step}"),
    "stopped": N_("stopped at {step}"),
    "diverged": N_("diverged at {step}"),
    "failed": N_("failed at {step}"),
}
_BEGINNINGS: dict[Beginning, str] = {
    "same": N_("Both started from the same weights."),
    "shapes": N_("The networks differ in shape: both started from the same seed."),
    "drawn": N_("The initial weights differ, as chosen for the variant."),
}
PAUSES = N_("Training in the window is paused during the race.")


def mark_words(lane: LaneStanding, *, leads: bool) -> str:
    """What stands beside the name of a lane."""
    if lane.state in _MARKS:
        return _(_MARKS[lane.state]).format(step=grouped(lane.step))
    return _("leads") if leads else ""


def standing_words(standing: Standing, step: int, lead: Lead | None, names: tuple[str, str]) -> str:
    """Where the race is, and who leads by what."""
    if standing.state == "failed":
        return ""
    if standing.state == "preparing":
        return _("Preparing the race…")
    place = _("Step {step}.").format(step=grouped(step))
    return f"{place} {lead_words(lead, names) if lead else ''}".rstrip()


def more_words(standing: Standing) -> str:
    """Why a lane ended, what both started from, and what becomes of the window's run."""
    if standing.state in ("failed", "preparing"):
        return ""
    reasons = [lane.reason for lane in standing.lanes if lane.state in ("diverged", "failed")]
    pauses = _(PAUSES) if standing.state == "running" else ""
    return " ".join(part for part in (*reasons, _(_BEGINNINGS[standing.beginning]), pauses) if part)


def lead_words(lead: Lead, names: tuple[str, str]) -> str:
    """Who leads, and by what."""
    if lead.lane is None:
        return _("Both are level.")
    if lead.key == LOSS:
        texts = tuple(map(loss_text, lead.values))
        what = _("validation loss") if lead.of_validation else _("training loss")
    else:
        texts = metric_texts(lead.key, *lead.values)
        what = metric_name(lead.key)
    words = _("{name} leads: {what} {own} against {other}.")
    own, other = texts[lead.lane], texts[1 - lead.lane]
    return words.format(name=names[lead.lane], what=what, own=own, other=other)
