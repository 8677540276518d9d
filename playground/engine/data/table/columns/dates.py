"""How dates and times are written in a column, and the seconds they stand for.

A pattern is strict: what is no day of the calendar (31/02) is no date. Years have four digits, or
two where a day and a month stand beside them (69 is 1969, 68 is 2068, as in POSIX).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.arrow import pa, pc

Part = Literal["elapsed", "year", "month", "weekday", "time"]

_CLOCK = (
    r"(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
    r"\s?(?P<p>[AaPp]\.?[Mm]\.?)?"
)
_TIME = rf"(?:[T ,]\s?{_CLOCK})?\s?(?P<z>Z|UTC|[+\-][0-9]{{2}}:?[0-9]{{2}})?"
_WEEKDAY = r"(?:[A-Za-zÀ-ÿ]{2,13}\.?,?\s)?"
_LETTERS = "[A-Za-zÀ-ÿ]{3,10}"
_NAME = rf"(?P<n>{_LETTERS})\.?"
_YEAR = r"(?P<y>[0-9]{4})"
_ANY_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"
_MONTH = r"(?P<m>[0-9]{1,2})"
_DAY = r"(?P<d>[0-9]{1,2})"

PATTERNS: dict[str, str] = {
    "yyyy-mm-dd": rf"{_YEAR}-{_MONTH}-{_DAY}{_TIME}",
    "yyyy/mm/dd": rf"{_YEAR}/{_MONTH}/{_DAY}{_TIME}",
    "yyyy.mm.dd": rf"{_YEAR}\.{_MONTH}\.{_DAY}{_TIME}",
    "dd/mm/yyyy": rf"{_DAY}/{_MONTH}/{_ANY_YEAR}{_TIME}",
    "mm/dd/yyyy": rf"{_MONTH}/{_DAY}/{_ANY_YEAR}{_TIME}",
    "dd.mm.yyyy": rf"{_DAY}\.{_MONTH}\.{_ANY_YEAR}{_TIME}",
    "dd-mm-yyyy": rf"{_DAY}-{_MONTH}-{_ANY_YEAR}{_TIME}",
    "mm-dd-yyyy": rf"{_MONTH}-{_DAY}-{_ANY_YEAR}{_TIME}",
    "dd month yyyy": (
        rf"{_WEEKDAY}{_DAY}(?:[ .\-]\s?|\sde\s){_NAME}(?:[ ,\-]\s?|\sde\s){_ANY_YEAR}{_TIME}"
    ),
    "month dd, yyyy": rf"{_WEEKDAY}{_NAME}[ \-]{_DAY}(?:st|nd|rd|th)?[, \-]\s?{_YEAR}{_TIME}",
    "month yyyy": rf"{_NAME}[ \-/.]\s?{_ANY_YEAR}",
    "yyyy month": rf"{_YEAR}[ \-/.]\s?{_NAME}",
    "yyyy-mm": rf"{_YEAR}[\-/]{_MONTH}",
    "mm-yyyy": rf"{_MONTH}[./\-]{_YEAR}",
    "yyyy-qq": rf"{_YEAR}[ \-/]?[QqTt](?P<q>[1-4])",
    "yyyymmdd": r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    "hh:mm": _CLOCK.replace("{1,2}", "{1,3}", 1),
}
"""What a text of each format matches as a whole, the likelier first."""

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        (
            "gennaio febbraio marzo aprile maggio giugno "
            "luglio agosto settembre ottobre novembre dicembre"
        ),
        "januari februari maart april mei juni juli augustus september oktober november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
del _SHORT_MONTHS["jui"]  # juin or juillet
_DAY_SECONDS = 86_400
_Fields = dict[str, Any]
"""What stands in each group of a pattern, an empty text where nothing does."""
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a column writes its dates: a key of PATTERNS."""

    key: str

    @property
    def is_clock(self) -> bool:
        """Whether it is a time of day or a duration, without a date."""
        return self.key == "hh:mm"

    @property
    def twin(self) -> "DateFormat | None":
        """The format with day and month exchanged, which only days above 12 tell apart."""
        key = self.key.translate(str.maketrans("dm", "md"))
        return DateFormat(key) if key in PATTERNS and key != self.key else None


def likely_patterns(texts: Sequence[str]) -> list[str]:
    """The keys of the patterns that any of a few texts matches."""
    return [
        key for key, pattern in PATTERNS.items() if any(map(re.compile(pattern).fullmatch, texts))
    ]


def any_date() -> str:
    """What matches a text of any pattern but `yyyymmdd`, its month by a name that is known."""
    month = rf"(?:{'|'.join(_SHORT_MONTHS)}|jui)[^\W\d_]*"
    texts = [text for key, text in PATTERNS.items() if key != "yyyymmdd"]
    pattern = "|".join(texts).replace(_LETTERS, month)
    return re.sub(r"\?P<\w>", "?:", pattern)


def read_dates(texts: "pa.Array", form: DateFormat) -> FloatArray:
    """Seconds since 1970 (UTC where a zone is given), or since midnight; NaN for no such date."""
    parts = pc.extract_regex(texts, f"^{PATTERNS[form.key]}$")
    fields = {each.name: pc.struct_field(parts, each.name).fill_null("") for each in parts.type}
    fits = np.asarray(pc.is_valid(parts))
    seconds = np.zeros(len(texts))
    if "H" in fields:
        seconds, on_clock = _clock_seconds(fields, longest=999 if form.is_clock else 23)
        fits &= on_clock
    if not form.is_clock:
        days, in_calendar = _days(fields)
        seconds += days * float(_DAY_SECONDS)
        fits &= in_calendar
    return np.where(fits, seconds, np.nan)


def parts_of(seconds: FloatArray, part: Part) -> FloatArray:
    """A part of dates as numbers: float64 `[rows]`, NaN where the date is missing.

    `elapsed` and `time` are the seconds as they are; `weekday` is 0 for Monday to 6 for Sunday.
    """
    if part in ("elapsed", "time"):
        return seconds
    known = np.isfinite(seconds)
    days = np.floor(np.where(known, seconds, 0) / _DAY_SECONDS).astype("int64")
    dates = days.astype("datetime64[D]")
    if part == "weekday":
        # 1 January 1970 was a Thursday.
        numbers = (days + 3) % 7
    elif part == "month":
        numbers = dates.astype("datetime64[M]").astype("int64") % 12 + 1
    else:
        numbers = dates.astype("datetime64[Y]").astype("int64") + 1970
    return np.where(known, numbers.astype(np.float64), np.nan)


def _clock_seconds(fields: _Fields, longest: int) -> tuple[FloatArray, _Mask]:
    hours, minutes, seconds = (_whole(fields[name]) for name in "HMS")
    afternoon, morning = (
        np.asarray(pc.starts_with(fields["p"], letter, ignore_case=True)) for letter in "pa"
    )
    hours = np.where(afternoon, hours % 12 + 12, np.where(morning, hours % 12, hours))
    fraction = _whole(fields["f"]) / 10.0 ** np.asarray(pc.utf8_length(fields["f"]))
    total = hours * 3600.0 + minutes * 60.0 + seconds + fraction
    if "z" in fields:
        total -= _of_each(fields["z"], _offset)
    return total, (hours <= longest) & (minutes < 60) & (seconds < 60)


def _days(fields: _Fields) -> tuple[IntArray, _Mask]:
    """Days since 1970, and which dates the calendar has."""
    years = _whole(fields["y"])
    short = np.asarray(pc.utf8_length(fields["y"])) == 2
    years = np.where(short, years + np.where(years < 69, 2000, 1900), years)
    months = _months(fields)
    days = _whole(fields["d"]) if "d" in fields else np.ones(len(years), dtype=np.int64)
    good = (months >= 1) & (months <= 12) & (years >= 1000)
    first = ((years - 1970) * 12 + np.where(good, months, 1) - 1).astype("datetime64[M]")
    longest = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype("int64")
    good &= (days >= 1) & (days <= longest)
    return first.astype("datetime64[D]").astype("int64") + days - 1, good


def _months(fields: _Fields) -> IntArray:
    if "m" in fields:
        return _whole(fields["m"])
    if "q" in fields:
        return _whole(fields["q"]) * 3 - 2
    return _of_each(fields["n"], _month).astype(np.int64)


def _month(name: str) -> int:
    """The number of a month by its name or by how it is shortened; 0 for another word."""
    return _MONTHS.get(name.lower()) or _SHORT_MONTHS.get(name.lower(), 0)


def _whole(texts: "pa.Array") -> IntArray:
    """int64, 0 where nothing stands."""
    return np.asarray(pc.cast(pc.if_else(pc.equal(texts, ""), "0", texts), pa.int64()))


def _of_each(texts: "pa.Array", value: Callable[[str], float]) -> FloatArray:
    """float64: the value of each text, worked out once for each different one."""
    distinct = texts.dictionary_encode()
    values = np.array([value(text) for text in distinct.dictionary.to_pylist()], dtype=np.float64)
    found: FloatArray = values[np.asarray(distinct.indices)]
    return found


def _offset(text: str) -> float:
    """Seconds that a zone is ahead of UTC."""
    if not text.startswith(("+", "-")):
        return 0.0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600.0 + int(digits[2:]) * 60.0
    return -seconds if text[0] == "-" else seconds
