"""Steps, epochs, rates, and what keeps training in check."""

from playground.engine.catalogue.glossary.term import Term
from playground.engine.common.language import N_

TRAINING: tuple[Term, ...] = (
    Term(
        key="step",
        label=N_("Step (update)"),
        text=N_("One update of all weights, from the gradients of one batch."),
        formula=N_("steps per epoch = rows ÷ batch size, rounded up"),
        code="optimizer.step()",
        places=("action.step", "status.step", "view.speed"),
        see=("batch", "epoch", "training_loop"),
    ),
    Term(
        key="epoch",
        label=N_("Epoch"),
        text=N_(
            "One pass over all training rows. Networks usually need many: watch the loss to see "
            "when more of them no longer help."
        ),
        code="for epoch in range(epochs):",
        paths=("training.epochs", "training.validate_every"),
        places=("action.step_epoch", "action.run_epochs", "status.epoch"),
        see=("step", "batch", "early_stopping"),
    ),
    Term(
        key="batch",
        label=N_("Batch and batch size"),
        text=N_(
            "The rows that one step learns from. Small batches give many noisy steps; the full "
            "batch gives one exact step per epoch."
        ),
        code="DataLoader(dataset, batch_size=10, shuffle=True)",
        paths=("training.batch_size",),
        see=("step", "epoch", "dataloader"),
    ),
    Term(
        key="learning_rate",
        label=N_("Learning rate"),
        text=N_(
            "How far each step goes against the gradient. Too small and learning takes for ever; "
            "too large and the loss jumps about or diverges."
        ),
        formula="w ← w − η · ∂L/∂w",
        code="torch.optim.SGD(model.parameters(), lr=0.03)",
        paths=("training.learning_rate",),
        see=("optimizer", "schedule", "divergence"),
    ),
    Term(
        key="schedule",
        label=N_("Learning-rate schedule"),
        text=N_(
            "A plan by which the learning rate changes while training: large steps first, small "
            "ones at the end."
        ),
        code="scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=100)",
        paths=("training.schedule",),
        see=("learning_rate", "warmup"),
    ),
    Term(
        key="warmup",
        label=N_("Warm-up"),
        text=N_(
            "The first steps, in which the learning rate rises from near zero, so that the first "
            "gradients, which say little, do no harm."
        ),
        code="torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.01, total_iters=100)",
        paths=("training.warmup",),
        see=("schedule", "learning_rate"),
    ),
    Term(
        key="momentum",
        label=N_("Momentum"),
        text=N_(
            "A part of the last step that is added to the next. It carries training through flat "
            "stretches and averages out the noise of small batches."
        ),
        formula="v ← μ·v + ∂L/∂w,  w ← w − η·v",
        code="torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9)",
        paths=("training.momentum", "training.nesterov", "training.dampening", "training.beta1"),
        see=("optimizer", "learning_rate"),
    ),
    Term(
        key="weight_decay",
        label=N_("Weight decay"),
        text=N_(
            "Every step also makes each weight a little smaller. Small weights make smooth "
            "functions, which memorise less."
        ),
        formula="w ← w − η·(∂L/∂w + λ·w)",
        code="torch.optim.AdamW(model.parameters(), weight_decay=0.01)",
        paths=("training.weight_decay",),
        see=("regularisation", "overfitting"),
    ),
    Term(
        key="regularisation",
        label=N_("L1 and L2 regularisation"),
        text=N_(
            "A penalty on large weights that is added to the loss. L1 makes useless weights zero, "
            "L2 makes all of them small."
        ),
        formula="L + λ₁·Σ|w| + λ₂/2·Σw²",
        code="loss = loss + l1 * sum(p.abs().sum() for p in model.parameters())",
        paths=("training.l1", "training.l1_form", "training.l2"),
        see=("weight_decay", "dropout", "overfitting"),
    ),
    Term(
        key="gradient_clipping",
        label=N_("Gradient clipping"),
        text=N_(
            "A gradient that is longer than the limit is shortened to it, so that one extreme "
            "batch cannot throw the weights far away."
        ),
        formula="g ← g · min(1, c / ‖g‖)",
        code="torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)",
        paths=("training.gradient_clip",),
        see=("gradient", "divergence"),
    ),
    Term(
        key="dropout",
        label=N_("Dropout"),
        text=N_(
            "In each training step, every hidden neuron is switched off with this probability, so "
            "that none relies on another. When predicting, all of them are on."
        ),
        formula="a ← a · m / (1 − p),  m ~ Bernoulli(1 − p)",
        code="nn.Dropout(p=0.2)",
        paths=("network.dropout", "network.layer_dropouts"),
        see=("overfitting", "regularisation"),
    ),
    Term(
        key="seed",
        label=N_("Seed"),
        text=N_(
            "The number that the random numbers are generated from. The same seed gives the same "
            "data, initial weights and order of the rows, so a run can be repeated exactly."
        ),
        code="torch.manual_seed(42)",
        paths=("data.seed", "network.seed", "training.seed"),
        places=("action.new_seed", "action.reset"),
        see=("initialiser",),
    ),
    Term(
        key="early_stopping",
        label=N_("Early stopping and patience"),
        text=N_(
            "Training ends when the validation loss has not improved for a set number of "
            "measurements (the patience), and the best weights are restored."
        ),
        code="if epochs_without_improvement >= patience: break",
        paths=("training.patience", "training.target_loss"),
        places=("action.restore_best",),
        see=("validation_loss", "overfitting"),
    ),
    Term(
        key="divergence",
        label=N_("Divergence"),
        text=N_(
            "The loss grows without limit until it is no longer a number (NaN). The learning rate "
            "is usually too high; lower it, or clip the gradients."
        ),
        code="torch.isfinite(loss)",
        places=("action.restore_last_finite",),
        see=("learning_rate", "gradient_clipping"),
    ),
    Term(
        key="overfitting",
        label=N_("Overfitting"),
        text=N_(
            "The network memorises the training rows, noise included: the training loss goes on "
            "falling while the validation loss rises. More data, fewer neurons, dropout or weight "
            "decay help."
        ),
        places=("view.show_validation",),
        see=("underfitting", "validation_loss", "early_stopping", "dropout"),
    ),
    Term(
        key="underfitting",
        label=N_("Underfitting"),
        text=N_(
            "The network is too simple, or has learned too little, to follow the data: training "
            "and validation loss are both high. More neurons, layers, features or epochs help."
        ),
        see=("overfitting", "layer", "feature"),
    ),
)
