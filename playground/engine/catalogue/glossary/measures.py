"""How good a network is, and the plots that show it."""

from playground.engine.catalogue.glossary.term import Term
from playground.engine.common.language import N_

MEASURES: tuple[Term, ...] = (
    Term(
        key="validation_loss",
        label=N_("Validation loss"),
        text=N_(
            "The loss on rows that the network does not learn from. When it rises while the "
            "training loss falls, the network is memorising."
        ),
        code="with torch.no_grad(): loss = loss_fn(model(x_val), y_val)",
        places=("status.validation_loss",),
        see=("overfitting", "training_set", "early_stopping"),
    ),
    Term(
        key="accuracy",
        label=N_("Accuracy"),
        text=N_(
            "The share of rows whose class is predicted correctly. Where one class is rare, look "
            "at balanced accuracy and F1, too."
        ),
        formula=N_("correct ÷ all"),
        code="(output.argmax(dim=1) == targets).float().mean()",
        places=("metrics", "dock.metrics"),
        see=("balanced_accuracy", "f1", "confusion_matrix"),
    ),
    Term(
        key="balanced_accuracy",
        label=N_("Balanced accuracy"),
        text=N_(
            "The mean of the recalls of all classes, so that a rare class counts as much as a "
            "common one."
        ),
        formula=N_("mean of recall over all classes"),
        code="sklearn.metrics.balanced_accuracy_score(targets, predicted)",
        see=("accuracy", "precision_recall"),
    ),
    Term(
        key="precision_recall",
        label=N_("Precision and recall"),
        text=N_(
            "Precision: of the rows predicted as a class, the share that is right. Recall: of the "
            "rows of a class, the share that was found."
        ),
        formula="TP / (TP + FP),  TP / (TP + FN)",
        code="sklearn.metrics.precision_recall_fscore_support(targets, predicted)",
        see=("f1", "confusion_matrix"),
    ),
    Term(
        key="f1",
        label=N_("F1 score"),
        text=N_(
            "The harmonic mean of precision and recall: high only if both are. Here, the mean over "
            "all classes."
        ),
        formula="F1 = 2·P·R / (P + R)",
        code="sklearn.metrics.f1_score(targets, predicted, average='macro')",
        see=("precision_recall", "accuracy"),
    ),
    Term(
        key="confusion_matrix",
        label=N_("Confusion matrix"),
        text=N_(
            "A table of true classes against predicted ones. The diagonal holds what is right; "
            "every other cell shows which class is mistaken for which."
        ),
        code="sklearn.metrics.confusion_matrix(targets, predicted)",
        see=("accuracy", "precision_recall"),
    ),
    Term(
        key="mae",
        label=N_("MAE and RMSE"),
        text=N_(
            "The typical error of a regression, in the units of the target. RMSE counts large "
            "errors more."
        ),
        formula="MAE = mean |f − y|,  RMSE = √(mean (f − y)²)",
        code="(output - targets).abs().mean()",
        see=("r2", "regression"),
    ),
    Term(
        key="r2",
        label=N_("R² (coefficient of determination)"),
        text=N_(
            "1 is perfect; 0 is no better than always predicting the mean, and below 0 is worse "
            "than that."
        ),
        formula="R² = 1 − Σ(f − y)² / Σ(y − ȳ)²",
        code="sklearn.metrics.r2_score(targets, predicted)",
        see=("mae", "parity"),
    ),
    Term(
        key="parity",
        label=N_("Predicted against true"),
        text=N_(
            "Each row as a point: the true value on the horizontal axis, the prediction on the "
            "vertical one. The nearer to the diagonal, the better."
        ),
        see=("r2", "regression"),
    ),
    Term(
        key="decision_boundary",
        label=N_("Decision surface and boundary"),
        text=N_(
            "The prediction at every point of the plane, shown as colours. The boundary is where "
            "one class gives way to another."
        ),
        code="model(grid).reshape(height, width)",
        places=("plot.predictions", "dock.predictions", "view.discretise"),
        see=("classification", "softmax", "pca"),
    ),
    Term(
        key="pca",
        label=N_("PCA (principal components)"),
        text=N_(
            "The directions in which the data vary most. The first two make a plane in which data "
            "of many columns can be drawn."
        ),
        code="U, S, V = torch.pca_lowrank(x, q=2)",
        paths=("view.predictions",),
        see=("feature", "decision_boundary"),
    ),
    Term(
        key="smoothing",
        label=N_("Smoothing"),
        text=N_(
            "The training loss jumps from batch to batch. The smoothed curve is a weighted mean "
            "over neighbouring steps; the measured losses stay as they are."
        ),
        paths=("view.smoothing",),
        see=("loss", "batch"),
    ),
)
