"""Which words of a sentence are not in the pseudo-language, in which every letter is marked."""

import re

_FROM_THE_TABLE = re.compile(r"'[^']*'")
_MARKS_OF_MACHINES = re.compile(r"\bdata\.\w+|\b0x[0-9A-F]+|\bUTF-\d+|\bWindows-\d+")


def plain_words(sentence: str) -> set[str]:
    """The words in plain letters, apart from quoted names, settings, bytes and encodings."""
    rest = _MARKS_OF_MACHINES.sub("", _FROM_THE_TABLE.sub("", sentence))
    return set(re.findall(r"[A-Za-z_]{2,}", rest))
