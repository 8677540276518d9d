"""What happens in a phase, in sentences and formulas with the numbers put in."""

from __future__ import annotations

import math

from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.backward_lines import backward_lines
from playground.engine.instruments.slow_step.focus import Names, place_of
from playground.engine.instruments.slow_step.forward_lines import forward_lines
from playground.engine.instruments.slow_step.optimizer_lines import update_lines
from playground.engine.instruments.slow_step.phases import Phase
from playground.engine.instruments.slow_step.reckoning import plain
from playground.engine.instruments.slow_step.values import Focus
from playground.engine.instruments.slow_step.walk import Walk

MOST_EVALUATIONS = 8


def lines_of(walk: Walk, phase: Phase, focus: Focus, names: Names) -> list[str]:
    """The lines of a phase that `walk` has reached, with the row it has kept."""
    match phase.kind:
        case "batch":
            return _batch_lines(walk, focus, names)
        case "zero_grad":
            return _zero_lines(walk, focus, names)
        case "forward":
            return [*forward_lines(walk, focus, names), *_precision_lines(walk)]
        case "loss":
            return _loss_lines(walk, focus)
        case "backward":
            return backward_lines(walk, focus, names)
        case "clip":
            return _clip_lines(walk, focus, names)
        case "step":
            return _step_lines(walk, focus, names)


def _batch_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    rows = len(walk.recipe.inputs)
    words = ngettext(
        "This step learns from {n} row of the training set.",
        "This step learns from {n} rows of the training set, the next ones in the order of this "
        "epoch.",
        rows,
    )
    inputs = walk.recipe.inputs[focus.row]
    shown = ", ".join(
        f"{names.source(0, n)} = {plain(float(inputs[n]))}" for n in range(min(len(inputs), 8))
    )
    more = ", …" if len(inputs) > 8 else ""
    row = _("Row {row}: {inputs}").format(row=grouped(focus.row + 1), inputs=shown + more)
    return [words.format(n=grouped(rows)), row]


def _zero_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    name, place = place_of(walk, focus)
    old, own = walk.weight(name, *place).forgotten, names.weight(walk, focus)
    sentence = _("PyTorch adds up gradients, so those of the previous step are cleared first.")
    if old is None:
        return [sentence, _("{weight} has no gradient yet.").format(weight=own)]
    return [sentence, f"{own}.grad: {plain(old)} → None"]


def _precision_lines(walk: Walk) -> list[str]:
    if walk.recipe.precision != "amp":
        return []
    return [_("The network runs in bfloat16, which keeps about three digits.")]


def _loss_lines(walk: Walk, focus: Focus) -> list[str]:
    recipe, rows = walk.recipe, len(walk.recipe.inputs)
    kind = type(recipe.criterion).__name__
    row = next((row for row in LOSSES if row.target.endswith(f":{kind}")), None)
    label = f"{_(row.label)}: {_(row.formula)}" if row else kind
    own = plain(float(walk.row_losses(focus.row, 1)[0]))
    lines = [
        label,
        _("Loss of row {row}: {loss}").format(row=grouped(focus.row + 1), loss=own),
        ngettext(
            "L = {loss}, the loss of the only row", "L = {loss}, the mean over {n} rows", rows
        ).format(loss=plain(walk.loss), n=grouped(rows)),
    ]
    return lines + _penalty_lines(walk)


def _penalty_lines(walk: Walk) -> list[str]:
    recipe = walk.recipe
    if recipe.l1 == 0.0 and recipe.l2 == 0.0:
        return []
    weights = [w.detach().double() for w in recipe.network.parameters() if w.dim() > 1]
    first = recipe.l1 * sum(float(w.abs().sum()) for w in weights)
    second = recipe.l2 / 2.0 * sum(float(w.square().sum()) for w in weights)
    symbols = ["L"] + ["λ₁·Σ|w|"] * (recipe.l1 != 0.0) + ["λ₂/2·Σw²"] * (recipe.l2 != 0.0)
    values = [walk.loss] + [first] * (recipe.l1 != 0.0) + [second] * (recipe.l2 != 0.0)
    numbers = " + ".join(plain(value) for value in values)
    formula = f"{' + '.join(symbols)} = {numbers} = {plain(walk.objective)}"
    return [_("With the penalties, training minimises {formula}").format(formula=formula)]


def _clip_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    recipe, lines = walk.recipe, []
    name, place = place_of(walk, focus)
    numbers, own = walk.weight(name, *place), names.weight(walk, focus)
    if recipe.frozen:
        lines.append(_("The gradient of frozen weights is set to 0."))
    if recipe.clip > 0.0:
        fields = {"norm": plain(walk.length), "limit": plain(recipe.clip)}
        if walk.length > recipe.clip:
            words = _(
                "The gradient of all weights together has norm {norm}, above {limit}: it is scaled "
                "down to {limit}."
            )
        else:
            words = _(
                "The gradient of all weights together has norm {norm}, not above {limit}: it stays "
                "as it is."
            )
        lines.append(words.format(**fields))
    before, after = plain(numbers.gradient), plain(numbers.prepared)
    return [*lines, f"{own}.grad: {before} → {after}"]


def _step_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    recipe, kind = walk.recipe, type(walk.recipe.optimizer).__name__
    name, place = place_of(walk, focus)
    numbers, own = walk.weight(name, *place), names.weight(walk, focus)
    row = next((row for row in OPTIMIZERS if row.target.endswith(f":{kind}")), None)
    change = f"{plain(numbers.before)} → {plain(numbers.after)}"
    moved = f"(Δ = {plain(numbers.after - numbers.before)})"
    title = f"{_(row.label) if row else kind}: {own} {change}  {moved}"
    gradient = f"g = dL/d{own} = {plain(numbers.prepared)}"
    formula = [] if row is None else [_(row.formula)]
    if math.isnan(numbers.prepared) and not walk.recipe.has_closure:
        words = _("The gradient is not a number, so the weight is not one either after the step.")
        return [title, gradient, words]
    told, _value = update_lines(kind, walk.options, numbers, recipe.shrinkage)
    return [title, gradient, *(told or [*formula, *_whole_lines(walk)])]


def _whole_lines(walk: Walk) -> list[str]:
    """What is true of an optimizer whose formula is for no weight alone."""
    if not walk.recipe.has_closure:
        return [_("The update of a weight depends on all weights of its layer.")]
    losses = [plain(loss) for loss in walk.losses[:MOST_EVALUATIONS]]
    more = " …" if len(walk.losses) > MOST_EVALUATIONS else ""
    n = len(walk.losses)
    words = ngettext(
        "L-BFGS computed the loss and its gradient {n} time in this step: {losses}",
        "L-BFGS computed the loss and its gradient {n} times in this step: {losses}",
        n,
    )
    return [words.format(n=grouped(n), losses=" → ".join(losses) + more)]
