"""Which rows train and which validate.

Each row draws one random number; the rows with the smallest (within their class) validate. So a
larger fraction adds rows to the validation part without exchanging the ones it has.
"""

from collections.abc import Iterator
from typing import cast

import numpy as np

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import IntArray, RawData
from playground.engine.data.streams import stream
from playground.engine.data.table.words import listed


def split(raw: RawData, fraction: float, seed: int) -> tuple[IntArray, IntArray]:
    """Split the rows of `raw` into (train, validation) as fits what is learned."""
    if raw.task == "regression":
        return split_rows(len(raw.targets), fraction, seed)
    return split_classes(cast(IntArray, raw.targets), fraction, seed)


def split_notes(
    raw: RawData, fraction: float, train: IntArray, validation: IntArray
) -> Iterator[str]:
    """What a person should know of how `raw` was split, in sentences."""
    if fraction > 0 and not len(validation):
        yield ngettext(
            "The only row is used for training; none is left for validation.",
            "All {n} rows are used for training: there are too few to use some for validation.",
            len(train),
        ).format(n=grouped(len(train)))
    elif len(validation) and raw.class_names:
        counts = np.bincount(cast(IntArray, raw.targets), minlength=len(raw.class_names))
        single = [raw.class_labels[number] for number in np.flatnonzero(counts == 1)]
        if single:
            yield ngettext(
                "Class {names} has a single row, which is used for training.",
                "Classes {names} have a single row each, which is used for training.",
                len(single),
            ).format(names=listed(single, 8))


def split_rows(rows: int, fraction: float, seed: int) -> tuple[IntArray, IntArray]:
    """Split `rows` at random into (train, validation), int64 row numbers, ascending.

    `fraction` (0 to 0.9) of the rows validate, rounded; at least 1 where the fraction is above 0
    and there are 3 rows. At least 2 rows train where there are 2.
    """
    return split_classes(np.zeros(rows, dtype=np.int64), fraction, seed)


def split_classes(classes: IntArray, fraction: float, seed: int) -> tuple[IntArray, IntArray]:
    """Split rows so that each class keeps its proportion: (train, validation), ascending.

    Beside what `split_rows` promises: a class with one row trains; a class with more has a row in
    training, and, where the validation part has as many rows as there are such classes, one in
    validation.

    Args:
        classes: int64 `[rows]`, class numbers from 0.
    """
    rows = len(classes)
    wanted = _validation_rows(rows, fraction)
    counts = np.bincount(classes, minlength=1)
    shares = _shares(counts, wanted)
    order = np.lexsort((stream(seed, "split").random(rows), classes))
    starts = np.cumsum(counts) - counts
    sorted_classes = classes[order]
    ranks = np.arange(rows) - starts[sorted_classes]
    validates = np.zeros(rows, dtype=np.bool_)
    validates[order] = ranks < shares[sorted_classes]
    return np.flatnonzero(~validates), np.flatnonzero(validates)


def _validation_rows(rows: int, fraction: float) -> int:
    most = max(rows - 2, 0)
    least = 1 if fraction > 0 else 0
    return min(max(round(fraction * rows), least), most)


def _shares(counts: IntArray, wanted: int) -> IntArray:
    """How many rows of each class validate: the largest remainders within each class's bounds."""
    most = np.maximum(counts - 1, 0)
    splittable = int(np.count_nonzero(most))
    least = np.minimum(most, 1 if wanted >= splittable else 0)
    quotas = wanted * counts / max(int(counts.sum()), 1)
    shares = np.clip(np.floor(quotas).astype(np.int64), least, most)
    while shares.sum() < min(wanted, int(most.sum())):
        shares[np.argmax(np.where(shares < most, quotas - shares, -np.inf))] += 1
    while shares.sum() > wanted:
        shares[np.argmin(np.where(shares > least, quotas - shares, np.inf))] -= 1
    return shares
