"""How the network is trained: the settings `training.*`."""

from dataclasses import dataclass

from playground.engine.common.language import N_
from playground.engine.spec.parameter import Choice, Value, setting

Options = tuple[tuple[str, Value], ...]
"""What an optimizer, loss, schedule or dataset adds, as sorted (name, value); only what was set."""


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """Loss, optimizer, schedule, regularisation, stop rules and device."""

    loss: str = setting(
        N_("Loss"),
        "choice",
        "cross_entropy",
        N_("The error that training minimises. Only losses that fit the task are offered."),
        catalogue="losses",
        effect="optimizer",
    )
    optimizer: str = setting(
        N_("Optimizer"),
        "choice",
        "adam",
        N_("How the gradients change the weights."),
        catalogue="optimizers",
        effect="optimizer",
    )
    learning_rate: float = setting(
        N_("Learning rate"),
        "number",
        0.01,
        N_(
            "How far each step goes. Too small, and learning is slow; too large, and it overshoots "
            "the minimum and diverges."
        ),
        minimum=1e-7,
        maximum=100.0,
        scale="logarithmic",
    )
    batch_size: int = setting(
        N_("Batch size"),
        "integer",
        10,
        N_(
            "How many rows each step uses. Small batches make frequent, noisy steps; the full "
            "batch follows the true gradient."
        ),
        minimum=1,
        maximum=10_000_000,
        scale="logarithmic",
        special=((0, N_("full batch")),),
    )
    epochs: int = setting(
        N_("Epochs"),
        "integer",
        0,
        N_("Stop after this many passes over the training set."),
        minimum=1,
        maximum=10_000_000,
        scale="logarithmic",
        special=((0, N_("no end")),),
    )
    l1: float = setting(
        "L1",
        "number",
        0.0,
        N_(
            "Adds the sum of the absolute weights to the error that training minimises. It drives "
            "weights towards zero; with “Exactly zero”, weights of little use become zero."
        ),
        minimum=0.0,
        maximum=10.0,
        scale="logarithmic",
        smallest=1e-6,
        formula="λ Σ|w|",
    )
    l1_form: str = setting(
        N_("L1 weights"),
        "choice",
        "gradient",
        N_("How close to zero L1 brings weights."),
        choices=(
            Choice(
                "gradient",
                N_("Near zero"),
                N_(
                    "The penalty is part of the loss, as usually written in PyTorch; weights of "
                    "little use oscillate around zero."
                ),
            ),
            Choice(
                "proximal",
                N_("Exactly zero"),
                N_(
                    "After each step, each weight moves by learning rate × λ towards zero and "
                    "stops there: weights of little use become zero."
                ),
            ),
        ),
    )
    l2: float = setting(
        "L2",
        "number",
        0.0,
        N_(
            "Adds half the sum of the squared weights to the error that training minimises, which "
            "keeps weights small."
        ),
        minimum=0.0,
        maximum=10.0,
        scale="logarithmic",
        smallest=1e-6,
        formula="λ/2 Σ w²",
    )
    gradient_clip: float = setting(
        N_("Gradient clipping"),
        "number",
        0.0,
        N_(
            "The largest gradient a step may follow, as the norm over all parameters; larger ones "
            "are scaled down."
        ),
        minimum=0.0,
        maximum=1000.0,
        scale="logarithmic",
        smallest=1e-3,
        special=((0.0, N_("off")),),
        formula="g · min(1, c / ‖g‖)",
    )
    schedule: str = setting(
        N_("Schedule"),
        "choice",
        "constant",
        N_("How the learning rate changes during training."),
        catalogue="schedules",
    )
    warmup: int = setting(
        N_("Warm-up"),
        "integer",
        0,
        N_(
            "Steps over which the learning rate first rises from near zero to where the schedule "
            "starts."
        ),
        minimum=1,
        maximum=1_000_000,
        scale="logarithmic",
        special=((0, N_("off")),),
        unit=N_("steps"),
    )
    seed: int = setting(
        N_("Training seed"),
        "integer",
        0,
        N_("The seed of the random numbers for shuffling and dropout."),
        minimum=0,
        maximum=2**31 - 1,
        effect="restart",
    )
    device: str = setting(
        N_("Device"),
        "text",
        "cpu",
        N_("Where the network is trained. Small networks are fastest on the CPU."),
    )
    stepper: str = setting(
        N_("Execution"),
        "choice",
        "auto",
        N_(
            "How the steps are executed. On the CPU, both ways give the same losses, bit for bit; "
            "on CUDA, “Fastest” rounds slightly differently."
        ),
        choices=(
            Choice("auto", N_("Fastest"), N_("Many steps at once, compiled, without Python.")),
            Choice("eager", N_("Step by step"), N_("Each step on its own, as in tutorials.")),
        ),
    )
    precision: str = setting(
        N_("Precision"),
        "choice",
        "float32",
        N_(
            "How precisely a step computes. Float32 repeats bit for bit; the others round more, "
            "for speed on large networks. Measuring and exporting stay in float32."
        ),
        choices=(
            Choice("float32", "Float32", N_("Every number with 24 significant bits.")),
            Choice(
                "tf32",
                "TF32",
                N_(
                    "On CUDA, matrix products round their factors to 11 significant bits; "
                    "elsewhere the same as float32."
                ),
            ),
            Choice(
                "amp",
                N_("Mixed, bfloat16"),
                N_(
                    "The network's matrix products with 8 significant bits; weights, loss and "
                    "optimizer stay in float32."
                ),
            ),
        ),
    )
    validate_every: int = setting(
        N_("Validate every"),
        "integer",
        1,
        N_("Epochs between two measurements of the validation loss."),
        minimum=1,
        maximum=10_000,
        scale="logarithmic",
        unit=N_("epochs"),
    )
    target_loss: float = setting(
        N_("Target loss"),
        "number",
        0.0,
        N_(
            "Stop once the loss (of validation, or of training without a validation set) is at or "
            "below this."
        ),
        minimum=0.0,
        maximum=1e9,
        scale="logarithmic",
        smallest=1e-9,
        special=((0.0, N_("off")),),
    )
    patience: int = setting(
        N_("Patience"),
        "integer",
        0,
        N_(
            "Stop early after this many measurements of the validation loss without improvement, "
            "and restore the best weights."
        ),
        minimum=1,
        maximum=1_000_000,
        scale="logarithmic",
        special=((0, N_("off")),),
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
