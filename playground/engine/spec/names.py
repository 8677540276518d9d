"""Lists of names as a person types them: with commas between them, quoted as the cells of a CSV."""

import csv
import io
import re
from collections.abc import Iterable

from playground.engine.common.errors import InputError
from playground.engine.common.language import _

_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)", re.DOTALL)
"""A list as Python writes it; brackets that belong to names stay: `weight (kg),price ($)`."""
_QUOTED = re.compile(r'[,"\r\n]|^\s|\s$|^[\[(]')
"""What a name holds that has to be quoted. All names of the lists are read without outer blanks."""


def read_names(text: str, setting: str = "") -> tuple[str, ...]:
    """The names in `text`: `a,b` and `[a, b]` are a and b; `"a, b",c` is one name with a comma.

    Args:
        setting: what the sentence calls it.

    Raises:
        InputError: a quotation mark is not closed, or something stands behind a closed one.
    """
    text = text.strip()
    found = _IN_BRACKETS.fullmatch(text)
    inner = next((part for part in found.groups() if part is not None), "") if found else text
    try:
        rows = list(csv.reader([inner], skipinitialspace=True, strict=True))
    except csv.Error:
        sentence = _(
            "{name}: the quotation marks in {value} do not match; quote a whole name, such as "
            "{example}."
        )
        raise InputError(
            sentence.format(name=setting, value=repr(text), example='"a, b",c')
        ) from None
    return tuple(name.strip() for row in rows for name in row)


def write_names(names: Iterable[str]) -> str:
    """The list as `read_names` reads it; only names that need it are quoted."""
    text = io.StringIO()
    for number, name in enumerate(names):
        quoted = '"' + name.replace('"', '""') + '"' if _QUOTED.search(name) else name
        text.write("," * (number > 0) + quoted)
    return text.getvalue()
