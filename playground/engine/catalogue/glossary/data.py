"""What is learned from, and how it is prepared."""

from playground.engine.catalogue.glossary.term import Term
from playground.engine.common.language import N_

DATA: tuple[Term, ...] = (
    Term(
        key="dataset",
        label=N_("Dataset and sample"),
        text=N_(
            "What the network learns from: rows (samples, or points) of inputs, each with the "
            "target that the network is to predict."
        ),
        code="dataset = TensorDataset(inputs, targets)",
        paths=("data.source", "data.samples"),
        see=("feature", "target", "training_set"),
    ),
    Term(
        key="feature",
        label=N_("Feature (input)"),
        text=N_(
            "One number that the network is given for each row: a column of a table, or something "
            "computed from it, such as x₁²."
        ),
        code="inputs = torch.stack([x1, x2, x1 * x2], dim=1)",
        paths=("data.features", "data.ignore"),
        places=("network.inputs",),
        see=("target", "one_hot", "standardise"),
    ),
    Term(
        key="target",
        label=N_("Target, class and label"),
        text=N_(
            "What is to be predicted: a number in regression, a class in classification. The class "
            "of a row is also called its label. A regression may have several targets: the network "
            "then has an output for each, and the loss is the mean over all of them."
        ),
        code="inputs, targets = batch",
        paths=("data.target", "data.task"),
        see=("classification", "regression"),
    ),
    Term(
        key="classification",
        label=N_("Classification"),
        text=N_(
            "Predicting which of several classes a row belongs to, with a probability for each."
        ),
        code="loss_fn = nn.CrossEntropyLoss()",
        see=("softmax", "accuracy", "decision_boundary"),
    ),
    Term(
        key="regression",
        label=N_("Regression"),
        text=N_("Predicting a number, such as a price."),
        code="loss_fn = nn.MSELoss()",
        see=("mae", "r2", "parity"),
    ),
    Term(
        key="training_set",
        label=N_("Training and validation set"),
        text=N_(
            "The rows that the weights are learned from, and the rows that are kept back to see "
            "how the network does on data it has never seen."
        ),
        code="training, validation = random_split(dataset, [0.7, 0.3])",
        paths=("data.validation_fraction",),
        see=("validation_loss", "overfitting"),
    ),
    Term(
        key="noise",
        label=N_("Noise"),
        text=N_(
            "Random errors in the data that nothing can predict. A network that fits them has "
            "memorised, not learned."
        ),
        paths=("data.noise",),
        see=("overfitting",),
    ),
    Term(
        key="standardise",
        label=N_("Standardising"),
        text=N_(
            "Shifting and scaling every input to mean 0 and standard deviation 1, measured on the "
            "training set. With inputs of similar size, all weights learn at a similar speed."
        ),
        formula="x ← (x − mean) / deviation",
        code="x = (x - x.mean(dim=0)) / x.std(dim=0)",
        paths=("data.standardise",),
        see=("feature", "training_set"),
    ),
    Term(
        key="one_hot",
        label=N_("Category and one-hot"),
        text=N_(
            "A column of text becomes one input per category: 1 for the category of the row and 0 "
            "for all others."
        ),
        code="nn.functional.one_hot(codes, num_classes=3)",
        paths=("data.categories",),
        see=("feature", "missing"),
    ),
    Term(
        key="missing",
        label=N_("Missing value"),
        text=N_(
            "An empty cell. Its row is left out, or the cell is filled with the column's median or "
            "most frequent category."
        ),
        code="x = torch.where(x.isnan(), mean, x)",
        paths=("data.missing",),
        see=("one_hot", "dataset"),
    ),
)
