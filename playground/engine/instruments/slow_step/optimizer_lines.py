"""The update of one weight by the optimizer's own formula, with its own numbers.

Each function follows the algorithm on the page of torch.optim of its optimizer
(https://docs.pytorch.org/docs/stable/optim.html), and ends with the new weight as `w`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.reckoning import Reckoning, plain
from playground.engine.instruments.slow_step.walk import WeightNumbers

Options = Mapping[str, Any]
Update = Callable[[Reckoning, Options, WeightNumbers], None]


def update_lines(
    name: str, options: Options, numbers: WeightNumbers, shrinkage: float = 0.0
) -> tuple[list[str], float]:
    """The lines, and the new weight by them; the weight itself where no formula is for one alone.

    Args:
        name: the class in torch.optim.
        shrinkage: the λ of an L1 that makes weights exactly zero.
    """
    if name not in _UPDATES or math.isnan(numbers.prepared):
        return [], numbers.after
    told = Reckoning(w=numbers.before, g=numbers.prepared, η=float(options["lr"]))
    _UPDATES[name](told, options, numbers)
    if shrinkage > 0.0:
        w = told.known["w"]
        told.known["λ₁"] = shrinkage
        value = math.copysign(max(abs(w) - told.known["η"] * shrinkage, 0.0), w)
        told.become("w", "sign({w})·max(|{w}| − {η}·{λ₁}, 0)", value)
    if numbers.is_frozen:
        told.lines = [_("frozen: w stays {value}").format(value=plain(numbers.before))]
        return told.lines, numbers.before
    return told.lines, told.known["w"]


def _decayed(told: Reckoning, options: Options, *, decoupled: bool = False) -> float:
    """The gradient with the optimizer's own weight decay, or the weight with it."""
    decay = float(options.get("weight_decay", 0.0))
    g, w, rate = (told.known[name] for name in ("g", "w", "η"))
    if decay != 0.0:
        told.known["λ"] = decay
        if decoupled:
            told.become("w", "(1 − {η}·{λ})·{w}", (1.0 - rate * decay) * w)
        else:
            g = told.become("g", "{g} + {λ}·{w}", g + decay * w)
    return g


def _kept(numbers: WeightNumbers, name: str, default: float = 0.0) -> float:
    value = numbers.state.get(name, default)
    return default if value is None else value


def _steps(told: Reckoning, numbers: WeightNumbers) -> float:
    told.known["t"] = _kept(numbers, "step") + 1.0
    return told.known["t"]


def _sgd(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, momentum, dampening = _decayed(told, options), options["momentum"], options["dampening"]
    way = "g"
    if momentum != 0.0:
        told.known |= {"μ": momentum, "τ": dampening}
        before = numbers.state.get("momentum_buffer")
        if before is None:
            v = told.become("v", "{g}", g)
        else:
            told.known["v"] = before
            form = "{μ}·{v} + (1 − {τ})·{g}" if dampening else "{μ}·{v} + {g}"
            v = told.become("v", form, momentum * before + (1.0 - dampening) * g)
        way = "v"
        if options["nesterov"]:
            told.let("d", "{g} + {μ}·{v}", g + momentum * v)
            way = "d"
    told.become(
        "w", f"{{w}} − {{η}}·{{{way}}}", told.known["w"] - told.known["η"] * told.known[way]
    )


def _moments(
    told: Reckoning, options: Options, numbers: WeightNumbers, g: float
) -> tuple[float, float]:
    first, second = options["betas"]
    told.known |= {"β₁": first, "β₂": second}
    told.known |= {"m": _kept(numbers, "exp_avg"), "v": _kept(numbers, "exp_avg_sq")}
    known = told.known
    m = told.become("m", "{β₁}·{m} + (1 − {β₁})·{g}", first * known["m"] + (1.0 - first) * g)
    v = told.become("v", "{β₂}·{v} + (1 − {β₂})·{g}²", second * known["v"] + (1.0 - second) * g * g)
    return m, v


def _adam(
    told: Reckoning, options: Options, numbers: WeightNumbers, *, decoupled: bool = False
) -> None:
    first, second = options["betas"]
    g = _decayed(told, options, decoupled=decoupled)
    t = _steps(told, numbers)
    m, v = _moments(told, options, numbers, g)
    m_hat = told.let("m′", "{m} / (1 − {β₁}^{t})", m / (1.0 - first**t))
    if options["amsgrad"]:
        told.known["vₘ"] = _kept(numbers, "max_exp_avg_sq")
        v = told.become("vₘ", "max({vₘ}, {v})", max(told.known["vₘ"], v))
        v_hat = told.let("v′", "{vₘ} / (1 − {β₂}^{t})", v / (1.0 - second**t))
    else:
        v_hat = told.let("v′", "{v} / (1 − {β₂}^{t})", v / (1.0 - second**t))
    known = told.known
    known["ε"] = options["eps"]
    step = known["η"] * m_hat / (math.sqrt(v_hat) + options["eps"])
    told.become("w", "{w} − {η}·{m′} / (√{v′} + {ε})", known["w"] - step)


def _adamw(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    _adam(told, options, numbers, decoupled=True)


def _nadam(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    first, second = options["betas"]
    g = _decayed(told, options, decoupled=options["decoupled_weight_decay"])
    t = _steps(told, numbers)
    m, v = _moments(told, options, numbers, g)
    known = told.known
    known |= {"ψ": options["momentum_decay"], "Πμ": _kept(numbers, "mu_product", 1.0)}
    now, following = (first * (1.0 - 0.5 * 0.96 ** (n * known["ψ"])) for n in (t, t + 1.0))
    told.let("μ", "{β₁}·(1 − 0.5·0.96^({t}·{ψ}))", now)
    told.let("μ⁺", "{β₁}·(1 − 0.5·0.96^(({t} + 1)·{ψ}))", following)
    product = told.become("Πμ", "{Πμ}·{μ}", known["Πμ"] * now)
    v_hat = told.let("v′", "{v} / (1 − {β₂}^{t})", v / (1.0 - second**t))
    m_hat = told.let(
        "m′",
        "{μ⁺}·{m} / (1 − {Πμ}·{μ⁺}) + (1 − {μ})·{g} / (1 − {Πμ})",
        following * m / (1.0 - product * following) + (1.0 - now) * g / (1.0 - product),
    )
    known["ε"] = options["eps"]
    step = known["η"] * m_hat / (math.sqrt(v_hat) + options["eps"])
    told.become("w", "{w} − {η}·{m′} / (√{v′} + {ε})", known["w"] - step)


def _radam(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    first, second = options["betas"]
    g = _decayed(told, options, decoupled=options["decoupled_weight_decay"])
    t = _steps(told, numbers)
    m, v = _moments(told, options, numbers, g)
    known = told.known
    m_hat = told.let("m′", "{m} / (1 − {β₁}^{t})", m / (1.0 - first**t))
    most = told.let("ρ∞", "2 / (1 − {β₂}) − 1", 2.0 / (1.0 - second) - 1.0)
    power = second**t
    rho = told.let(
        "ρ", "{ρ∞} − 2·{t}·{β₂}^{t} / (1 − {β₂}^{t})", most - 2.0 * t * power / (1.0 - power)
    )
    if rho <= 5.0:
        told.become("w", "{w} − {η}·{m′}", known["w"] - known["η"] * m_hat)
        return
    r = math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho))
    told.let("r", "√(({ρ} − 4)({ρ} − 2){ρ∞} / (({ρ∞} − 4)({ρ∞} − 2){ρ}))", r)
    known["ε"] = options["eps"]
    l_hat = math.sqrt(1.0 - power) / (math.sqrt(v) + options["eps"])
    told.let("l", "√(1 − {β₂}^{t}) / (√{v} + {ε})", l_hat)
    told.become("w", "{w} − {η}·{m′}·{r}·{l}", known["w"] - known["η"] * m_hat * r * l_hat)


def _adamax(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    first, second = options["betas"]
    g, t = _decayed(told, options), _steps(told, numbers)
    told.known |= {"β₁": first, "β₂": second, "ε": options["eps"]}
    told.known |= {"m": _kept(numbers, "exp_avg"), "u": _kept(numbers, "exp_inf")}
    known = told.known
    m = told.become("m", "{β₁}·{m} + (1 − {β₁})·{g}", first * known["m"] + (1.0 - first) * g)
    largest = max(second * known["u"], abs(g) + options["eps"])
    u = told.become("u", "max({β₂}·{u}, |{g}| + {ε})", largest)
    step = known["η"] / (1.0 - first**t) * m / u
    told.become("w", "{w} − {η} / (1 − {β₁}^{t})·{m} / {u}", known["w"] - step)


def _rmsprop(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, alpha = _decayed(told, options), options["alpha"]
    told.known |= {"α": alpha, "ε": options["eps"], "v": _kept(numbers, "square_avg")}
    known = told.known
    spread = told.become(
        "v", "{α}·{v} + (1 − {α})·{g}²", alpha * known["v"] + (1.0 - alpha) * g * g
    )
    root = "√{v}"
    if options["centered"]:
        known["ḡ"] = _kept(numbers, "grad_avg")
        mean = told.become("ḡ", "{α}·{ḡ} + (1 − {α})·{g}", alpha * known["ḡ"] + (1.0 - alpha) * g)
        spread, root = spread - mean * mean, "√({v} − {ḡ}²)"
    step = g / (math.sqrt(max(spread, 0.0)) + options["eps"])
    if options["momentum"] > 0.0:
        known |= {"μ": options["momentum"], "b": _kept(numbers, "momentum_buffer")}
        step = known["μ"] * known["b"] + step
        told.become("b", f"{{μ}}·{{b}} + {{g}} / ({root} + {{ε}})", step)
        told.become("w", "{w} − {η}·{b}", known["w"] - known["η"] * step)
    else:
        told.become("w", f"{{w}} − {{η}}·{{g}} / ({root} + {{ε}})", known["w"] - known["η"] * step)


def _adagrad(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, t = _decayed(told, options), _steps(told, numbers)
    told.known |= {"ε": options["eps"], "s": _kept(numbers, "sum"), "κ": options["lr_decay"]}
    known = told.known
    total = told.become("s", "{s} + {g}²", known["s"] + g * g)
    if known["κ"] != 0.0:
        told.become("η", "{η} / (1 + ({t} − 1)·{κ})", known["η"] / (1.0 + (t - 1.0) * known["κ"]))
    step = known["η"] * g / (math.sqrt(total) + known["ε"])
    told.become("w", "{w} − {η}·{g} / (√{s} + {ε})", known["w"] - step)


def _adadelta(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, rho = _decayed(told, options), options["rho"]
    told.known |= {"ρ": rho, "ε": options["eps"]}
    told.known |= {"v": _kept(numbers, "square_avg"), "u": _kept(numbers, "acc_delta")}
    known, eps = told.known, options["eps"]
    v = told.become("v", "{ρ}·{v} + (1 − {ρ})·{g}²", rho * known["v"] + (1.0 - rho) * g * g)
    delta = told.let(
        "Δ", "√({u} + {ε}) / √({v} + {ε})·{g}", math.sqrt(known["u"] + eps) / math.sqrt(v + eps) * g
    )
    told.become("u", "{ρ}·{u} + (1 − {ρ})·{Δ}²", rho * known["u"] + (1.0 - rho) * delta**2)
    told.become("w", "{w} − {η}·{Δ}", known["w"] - known["η"] * delta)


def _asgd(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, known = _decayed(told, options), told.known
    known |= {"λₐ": options["lambd"], "ηₜ": _kept(numbers, "eta", known["η"])}
    w = told.become("w", "(1 − {λₐ}·{ηₜ})·{w}", (1.0 - known["λₐ"] * known["ηₜ"]) * known["w"])
    told.become("w", "{w} − {ηₜ}·{g}", w - known["ηₜ"] * g)


def _rprop(told: Reckoning, options: Options, numbers: WeightNumbers) -> None:
    g, known = told.known["g"], told.known
    minus, plus = options["etas"]
    least, most = options["step_sizes"]
    known |= {"g′": _kept(numbers, "prev"), "Δ": _kept(numbers, "step_size", known["η"])}
    known |= {"Δₗ": least, "Δₕ": most, "η⁻": minus, "η⁺": plus}
    way = known["g′"] * g
    name, scale = ("η⁺", plus) if way > 0.0 else ("η⁻", minus)
    size = min(max(known["Δ"] * (scale if way else 1.0), least), most)
    if size != known["Δ"]:
        times = f"·{{{name}}}" if way else ""
        told.become("Δ", f"min(max({{Δ}}{times}, {{Δₗ}}), {{Δₕ}})", size)
    if way < 0.0:
        told.lines.append(_("The sign of the gradient has changed: g counts as 0 in this step."))
        g = known["g"] = 0.0
    sign = math.copysign(1.0, g) if g else 0.0
    told.become("w", "{w} − sign({g})·{Δ}", known["w"] - sign * known["Δ"])


_UPDATES: Mapping[str, Update] = MappingProxyType(
    {
        "SGD": _sgd,
        "Adam": _adam,
        "AdamW": _adamw,
        "NAdam": _nadam,
        "RAdam": _radam,
        "Adamax": _adamax,
        "RMSprop": _rmsprop,
        "Adagrad": _adagrad,
        "Adadelta": _adadelta,
        "ASGD": _asgd,
        "Rprop": _rprop,
    }
)
