"""Columns of texts: categories, yes or no, identifiers, free text."""

from collections.abc import Set

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import IntArray
from playground.engine.data.table.columns.choices import ColumnChoice
from playground.engine.data.table.columns.evidence import Evidence
from playground.engine.data.table.columns.kinds import (
    MANY_CATEGORIES,
    Kind,
    Mask,
    Settled,
    TextCells,
)
from playground.engine.data.table.marks import SOMETIMES
from playground.engine.data.table.words import quoted, shorten

_MANY = 0.5
"""The part of a column from which on a mark of the table is rather a name in it."""
_RARE = 0.1
"""The part up to which a text that may be a mark is one."""
_MOST = 0.9
_LOOKED_AT = 1_000

_YES_NO = tuple(
    frozenset(pair.split("/"))
    for pair in (
        *("yes/no", "y/n", "true/false", "t/f", "on/off", "ja/nein", "j/n", "oui/non", "vrai/faux"),
        *("sim/não", "sim/nao", "s/n", "verdadeiro/falso", "v/f", "si/no", "sí/no"),
    )
)
_NEARLY_ALL = 0.6
_FEW = 10
"""So few different texts are categories, however few the rows."""
_FEWEST = 3
"""In fewer rows any column may be different in each."""


def settle_texts(name: str, evidence: Evidence, choice: ColumnChoice, marks: Set[str]) -> Settled:
    """The kind of a column of texts.

    Args:
        marks: what counts as missing in the numbers of the table, in lower case.
    """
    gaps = evidence.text_gaps
    if choice.kind != "category" and not evidence.chosen:
        gaps = gaps | _marked(evidence, marks)
    cells, merged = as_texts(evidence, gaps)
    kind, why = _kind_of(cells, choice)
    if merged and kind in ("category", "yes_no"):
        why += " " + _("Texts that differ only in blanks are taken for the same ({text}).").format(
            text=repr(shorten(merged))
        )
    problem = ""
    if kind == "category" and len(cells.texts) > choice.most_categories:
        problem = _(
            "Column {column} holds {n} different texts, but a category column can hold at most "
            "{most}; raise data.most_categories or ignore the column."
        ).format(
            column=repr(name), n=grouped(len(cells.texts)), most=grouped(choice.most_categories)
        )
    return Settled(name, cells, kind, why, marks=evidence.counted(gaps), problem=problem)


def _marked(evidence: Evidence, marks: Set[str]) -> Mask:
    """Where a text rather says that there is none, though it might be a name.

    It does so among the numbers of the table, or it is rare and unlike the other texts: among
    codes of two letters, NA is one of them.
    """
    share = evidence.counts / max(int(evidence.counts.sum()), 1)
    rare = evidence.are_in(SOMETIMES) & (share < _RARE) & ~evidence.text_gaps
    if rare.any() and _are_codes(evidence, ~(rare | evidence.text_gaps)):
        rare &= evidence.are_in(SOMETIMES - {"na", "nd"})
    return rare | (evidence.are_in(marks) & (share < _MANY))


def _are_codes(evidence: Evidence, wanted: Mask) -> bool:
    """Whether nearly all of the wanted texts are two capital letters."""
    places = np.flatnonzero(wanted)[:_LOOKED_AT].tolist()
    texts = [evidence.distinct_list[place] for place in places]
    codes = sum(len(text) == 2 and text.isalpha() and text.isupper() for text in texts)
    return bool(texts) and codes >= _MOST * len(texts)


def as_texts(evidence: Evidence, gaps: Mask) -> tuple[TextCells, str]:
    """The texts that are left, blanks made alike, and one that was written in several ways."""
    lookup: IntArray = np.full(len(gaps), -1, dtype=np.int64)
    places: dict[str, int] = {}
    merged = ""
    for place in np.flatnonzero(~gaps & (evidence.counts > 0)).tolist():
        text = " ".join(evidence.distinct_list[place].split())
        merged = text if text in places else merged
        lookup[place] = places.setdefault(text, len(places))
    texts = tuple(places)
    codes = lookup[evidence.codes]
    return _yes_no_merged(TextCells(codes, texts)), merged


def _yes_no_merged(cells: TextCells) -> TextCells:
    """`Yes`, `YES` and `yes` as one where nothing but yes and no is there."""
    folded = [text.casefold() for text in cells.texts]
    if len(cells.texts) <= 2 or not any(set(folded) <= pair for pair in _YES_NO):
        return cells
    counts = np.bincount(cells.codes[cells.codes >= 0], minlength=len(cells.texts))
    usual: dict[str, int] = {}
    for place in np.argsort(-counts, kind="stable").tolist():
        usual.setdefault(folded[place], place)
    kept = sorted(usual.values())
    lookup = np.array([kept.index(usual[text]) for text in folded] + [-1])
    return TextCells(lookup[cells.codes], tuple(cells.texts[place] for place in kept))


def _kind_of(cells: TextCells, choice: ColumnChoice) -> tuple[Kind, str]:
    count, present = len(cells.texts), int((cells.codes >= 0).sum())
    if not count:
        return "empty", _("Every value is missing.")
    if count == 1:
        return "constant", _("Every value is {value}.").format(value=repr(shorten(cells.texts[0])))
    if choice.kind == "category":
        return "category", _("As chosen.")
    if {text.casefold() for text in cells.texts} in _YES_NO:
        return "yes_no", _("Its values are {names}.").format(names=quoted(cells.texts))
    if count == present and count >= _FEWEST:
        return "identifier", _("The text is different in every row, like a name or an identifier.")
    n = grouped(count)
    if count > choice.most_categories:
        why = _("It holds {n} different texts, more than the {most} that a category may have.")
        return "text", why.format(n=n, most=grouped(choice.most_categories))
    if count > _FEW and count > _NEARLY_ALL * present:
        return "text", _("Nearly every row has a text of its own.")
    why = _("It holds {n} different texts.")
    if count > MANY_CATEGORIES:
        why = _("It holds {n} different texts; each becomes an input, which makes a wide network.")
    return "category", why.format(n=n)
