"""What the import dialog says of a table in words."""

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.preview import TablePreview


def rows_in_words(preview: TablePreview) -> str:
    """How many rows there are: `184 rows`, or `about 12 000 rows`."""
    if preview.exact:
        count = preview.row_count
        words = ngettext("{n} row", "{n} rows", count)
    else:
        count = _rounded(preview.row_count)
        words = ngettext("about {n} row", "about {n} rows", count)
    return words.format(n=grouped(count))


def _rounded(count: int) -> int:
    """An estimate with the two digits that mean something."""
    step: int = 10 ** max(0, len(str(count)) - 2)
    return round(count / step) * step
