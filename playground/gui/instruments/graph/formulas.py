"""What the operations of torch do with a gradient on the way back: formulas, not translated.

`∇` is the gradient by the result, `∂x` what is passed on to the operand x.
Source: https://github.com/pytorch/pytorch/blob/main/tools/autograd/derivatives.yaml.
"""

from collections.abc import Mapping

_PASSED_ON = "∂x = ∇"

FORMULAS: Mapping[str, str] = {
    "AddmmBackward0": "bias + mat1 @ mat2:  ∂bias = Σ ∇,  ∂mat1 = ∇ @ mat2ᵀ,  ∂mat2 = mat1ᵀ @ ∇",
    "MmBackward0": "x @ w:  ∂x = ∇ @ wᵀ,  ∂w = xᵀ @ ∇",
    "MvBackward0": "w @ x:  ∂w = ∇ ⊗ x,  ∂x = wᵀ @ ∇",
    "DotBackward0": "a · b:  ∂a = ∇ · b,  ∂b = ∇ · a",
    "TBackward0": "∂x = ∇ᵀ",
    "AddBackward0": "a + b:  ∂a = ∇,  ∂b = ∇",
    "SubBackward0": "a − b:  ∂a = ∇,  ∂b = −∇",
    "RsubBackward1": "a − x:  ∂x = −∇",
    "NegBackward0": "∂x = −∇",
    "MulBackward0": "a · b:  ∂a = ∇ · b,  ∂b = ∇ · a",
    "DivBackward0": "a / b:  ∂a = ∇ / b,  ∂b = −∇ · a / b²",
    "PowBackward0": "xⁿ:  ∂x = ∇ · n · xⁿ⁻¹",
    "PowBackward1": "xⁿ:  ∂x = ∇ · n · xⁿ⁻¹,  ∂n = ∇ · xⁿ · ln x",
    "ExpBackward0": "eˣ:  ∂x = ∇ · result",
    "LogBackward0": "ln x:  ∂x = ∇ / x",
    "SinBackward0": "sin x:  ∂x = ∇ · cos x",
    "CosBackward0": "cos x:  ∂x = −∇ · sin x",
    "TanhBackward0": "tanh x:  ∂x = ∇ · (1 − result²)",
    "SigmoidBackward0": "σ(x):  ∂x = ∇ · result · (1 − result)",
    "ReluBackward0": "max(0, x):  ∂x = ∇ · [x > 0]",
    "LeakyReluBackward0": "∂x = ∇ · ([x > 0] + slope · [x ≤ 0])",
    "PreluKernelBackward0": "∂x = ∇ · ([x > 0] + a · [x ≤ 0]),  ∂a = ∇ · min(0, x)",
    "SiluBackward0": "x · σ(x):  ∂x = ∇ · σ(x) · (1 + x · (1 − σ(x)))",
    "SoftplusBackward0": "ln(1 + eˣ):  ∂x = ∇ · σ(x)",
    "SqrtBackward0": "√x:  ∂x = ∇ / (2 · result)",
    "AbsBackward0": "|x|:  ∂x = ∇ · sign x",
    "SumBackward0": "Σ x:  ∂x = ∇",
    "SumBackward1": "Σ x:  ∂x = ∇",
    "MeanBackward0": "Σ x / n:  ∂x = ∇ / n",
    "MeanBackward1": "Σ x / n:  ∂x = ∇ / n",
    "MaxBackward1": "max x:  ∂x = ∇ · [x = max] / count",
    "MaximumBackward0": "∂a = ∇ · [a > b] + ½ ∇ · [a = b],  ∂b = ∇ · [a < b] + ½ ∇ · [a = b]",
    "ClampBackward1": "∂x = ∇ · [min ≤ x ≤ max]",
    "LogSoftmaxBackward0": "x − ln Σ eˣ:  ∂x = ∇ − exp(result) · Σ ∇",
    "SoftmaxBackward0": "∂x = result · (∇ − Σ ∇ · result)",
    "NllLossBackward0": "−Σ x[target] / n:  ∂x = −∇ / n  (x[target])",
    "MseLossBackward0": "Σ (x − y)² / n:  ∂x = ∇ · 2 (x − y) / n",
    "BinaryCrossEntropyWithLogitsBackward0": "∂x = ∇ · (σ(x) − y) / n",
    "MaskedFillBackward0": "∂x = ∇ · [¬mask]",
    "StackBackward0": "∂x = ∇[x]",
    "CatBackward0": "∂x = ∇[x]",
    "ViewBackward0": _PASSED_ON,
    "ReshapeAliasBackward0": _PASSED_ON,
    "ToCopyBackward0": _PASSED_ON,
    "SqueezeBackward0": _PASSED_ON,
}
"""By the operation's name; of those that are not here nothing is said."""
