"""How the network is trained: the settings `training.*`."""

from dataclasses import dataclass

from playground.engine.spec.parameter import Choice, Value, setting

Options = tuple[tuple[str, Value], ...]
"""What an optimizer, loss, schedule or dataset adds, as sorted (name, value); only what was set."""


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """Loss, optimizer, schedule, regularisation, stop rules and device."""

    loss: str = setting(
        "Loss",
        "choice",
        "cross_entropy",
        "What is made small. Only losses that fit the task are offered.",
        catalogue="losses",
        effect="optimizer",
    )
    optimizer: str = setting(
        "Optimizer",
        "choice",
        "adam",
        "How the gradients move the weights.",
        catalogue="optimizers",
        effect="optimizer",
    )
    learning_rate: float = setting(
        "Learning rate",
        "number",
        0.01,
        "How far each step goes. Too small learns slowly; too large jumps over the valley and "
        "diverges.",
        minimum=1e-7,
        maximum=100.0,
        scale="logarithmic",
    )
    batch_size: int = setting(
        "Batch size",
        "integer",
        10,
        "How many rows each step sees. Small batches step often and noisily; the full batch "
        "follows the true gradient.",
        minimum=1,
        maximum=10_000_000,
        scale="logarithmic",
        special=((0, "full batch"),),
    )
    epochs: int = setting(
        "Epochs",
        "integer",
        0,
        "Stop after so many passes over the training part.",
        minimum=1,
        maximum=10_000_000,
        scale="logarithmic",
        special=((0, "no end"),),
    )
    l1: float = setting(
        "L1",
        "number",
        0.0,
        "Adds the sum of the weights' magnitudes to what is made small: drives weights towards "
        "zero, and those that are of little use to exactly zero where that is chosen.",
        minimum=0.0,
        maximum=10.0,
        scale="logarithmic",
        smallest=1e-6,
        formula="λ Σ|w|",
    )
    l1_form: str = setting(
        "L1 weights",
        "choice",
        "gradient",
        "How near to zero L1 brings weights.",
        choices=(
            Choice(
                "gradient",
                "Near zero",
                "The penalty is part of the loss, as one writes it by hand in PyTorch; weights of "
                "little use hop around zero.",
            ),
            Choice(
                "proximal",
                "Exactly zero",
                "After each step, each weight moves by learning rate × λ towards zero, and one "
                "that would be carried across becomes zero: weights of little use go.",
            ),
        ),
    )
    l2: float = setting(
        "L2",
        "number",
        0.0,
        "Adds half the sum of the squared weights to what is made small: keeps weights small.",
        minimum=0.0,
        maximum=10.0,
        scale="logarithmic",
        smallest=1e-6,
        formula="λ/2 Σ w²",
    )
    gradient_clip: float = setting(
        "Gradient clipping",
        "number",
        0.0,
        "The longest gradient a step may follow, as the norm over all parameters; longer ones "
        "are shortened.",
        minimum=0.0,
        maximum=1000.0,
        scale="logarithmic",
        smallest=1e-3,
        special=((0.0, "off"),),
        formula="g · min(1, c / ‖g‖)",
    )
    schedule: str = setting(
        "Schedule",
        "choice",
        "constant",
        "How the learning rate changes while training.",
        catalogue="schedules",
    )
    warmup: int = setting(
        "Warm-up",
        "integer",
        0,
        "Steps over which the learning rate first rises from near zero to where the schedule "
        "starts.",
        minimum=1,
        maximum=1_000_000,
        scale="logarithmic",
        special=((0, "off"),),
        unit="steps",
    )
    seed: int = setting(
        "Training seed",
        "integer",
        0,
        "Where the random numbers for shuffling and dropout start.",
        minimum=0,
        maximum=2**31 - 1,
        effect="restart",
    )
    device: str = setting(
        "Device",
        "text",
        "cpu",
        "Where the network trains. Small networks are fastest on the CPU.",
    )
    stepper: str = setting(
        "Steps",
        "choice",
        "auto",
        "How the steps are run. On the CPU both ways give the same losses, bit for bit; on "
        "CUDA the fast way rounds a little differently.",
        choices=(
            Choice("auto", "As fast as can be", "Many steps at once, without Python."),
            Choice("eager", "One by one", "Each step by itself, as tutorials do."),
        ),
    )
    precision: str = setting(
        "Precision",
        "choice",
        "float32",
        "How exactly a step computes. Float32 is exact and repeats bit for bit; the others "
        "round more, for speed on large networks. Measuring and exporting stay in float32.",
        choices=(
            Choice("float32", "Float32", "Every number with 24 significant bits."),
            Choice(
                "tf32",
                "TF32",
                "On CUDA, matrix products round their factors to 11 significant bits; "
                "elsewhere the same as float32.",
            ),
            Choice(
                "amp",
                "Mixed, bfloat16",
                "The network's matrix products with 8 significant bits; weights, loss and "
                "optimizer stay in float32.",
            ),
        ),
    )
    validate_every: int = setting(
        "Validate every",
        "integer",
        1,
        "Epochs between two measurements of the validation loss.",
        minimum=1,
        maximum=10_000,
        scale="logarithmic",
        unit="epochs",
    )
    target_loss: float = setting(
        "Target loss",
        "number",
        0.0,
        "Stop once the loss (validation, or training where there is no validation part) is at "
        "or below this.",
        minimum=0.0,
        maximum=1e9,
        scale="logarithmic",
        smallest=1e-9,
        special=((0.0, "off"),),
    )
    patience: int = setting(
        "Patience",
        "integer",
        0,
        "Stop early after so many measurements of the validation loss without a better one, and "
        "take back the best weights.",
        minimum=1,
        maximum=1_000_000,
        scale="logarithmic",
        special=((0, "off"),),
    )
    options: Options = ()

    @property
    def penalty(self) -> float:
        """The λ of an L1 that is part of the loss."""
        return self.l1 if self.l1_form == "gradient" else 0.0

    @property
    def shrinkage(self) -> float:
        """The λ of an L1 that makes weights exactly zero."""
        return self.l1 if self.l1_form == "proximal" else 0.0
