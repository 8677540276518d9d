"""The bends between two layers. One row each; adding one is adding a row."""

from playground.engine.catalogue.row import Row

ACTIVATIONS: tuple[Row, ...] = (
    Row(
        key="tanh",
        label="Tanh",
        help="An S from −1 to 1; smooth, and flat far from zero.",
        formula="(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
        source="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html",
        target="torch.nn:Tanh",
    ),
)
