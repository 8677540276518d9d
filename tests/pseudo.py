"""A language in which every letter is marked and every text is longer: for the tests."""

import gettext
import re

from playground.engine.common.language import ENGLISH, Language

PSEUDO = Language("pseudo", "Pseudo", decimal=ENGLISH.decimal, group=ENGLISH.group)
LONGER = 0.4
"""By so much every text is longer than the English one; Portuguese is by about a quarter."""

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED = "åƀçđéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_MARKS = str.maketrans(_PLAIN, _MARKED)
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&(?=\w))")
"""Fields, tags and the sign before a letter that Alt chooses."""


def marked(sentence: str) -> str:
    """`sentence` with every letter marked; fields, tags and digits stay."""
    parts = _KEPT.split(sentence)
    text = "".join(part if odd % 2 else part.translate(_MARKS) for odd, part in enumerate(parts))
    letters = sum(letter in _MARKED for letter in text)
    return text + "ý" * round(letters * LONGER)


class PseudoTranslations(gettext.NullTranslations):
    """Every marked sentence is there, by `marked`."""

    def gettext(self, message: str) -> str:
        """One sentence."""
        return marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence that fits `n`, as in English."""
        return marked(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        """One sentence, wherever it stands."""
        return marked(message)
