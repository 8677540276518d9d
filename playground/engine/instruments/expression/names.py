"""The names of the functions of expressions, to be read without torch."""

FUNCTIONS = (
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "relu",
    "abs",
    "sum",
    "mean",
    "max",
    "matmul",
)
"""What a person can call, as `exp(x)` or `x.exp()`."""
BACKWARD = "backward"
