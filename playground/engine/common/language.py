"""The language that a person is spoken to in: the standard library's gettext, one way for all.

Sentences are marked where they stand: `_("{file} has no header.").format(file=name)`. What is
declared before a language is chosen (the label of a row) is marked with `N_` and looked up with
`_` where it is shown. English is the language of the source, so it needs no catalogue.
"""

import contextlib
import gettext
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.assets import asset

DOMAIN = "playground"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the playground, and how numbers are written in it.

    Attributes:
        key: as gettext and `LANGUAGE` name it.
        name: what it is called in itself.
        decimal: the mark before the decimals.
        group: what stands between groups of three digits.
    """

    key: str
    name: str
    decimal: str = "."
    group: str = "\u202f"


ENGLISH = Language("en", "English")
LANGUAGES = (ENGLISH, Language("pt_BR", "Português (Brasil)", decimal=",", group="."))
"""Each but English has a catalogue in `assets/translations/`."""


class _Speech:
    """What the process speaks: chosen once at the start, or when a person chooses another."""

    def __init__(self) -> None:
        self.language = ENGLISH
        self.decimals: int | None = None
        self.sentences: gettext.NullTranslations = gettext.NullTranslations()


_speech = _Speech()


def spoken() -> Language:
    """The language that is spoken now."""
    return _speech.language


def speak(language: Language, sentences: gettext.NullTranslations | None = None) -> None:
    """Speak `language` from now on, here and in each `fresh_python` that is started from here.

    Args:
        sentences: its translations, where they are not those of its catalogue.

    Raises:
        FileNotFoundError: its catalogue is missing from this installation.
    """
    _speech.sentences = sentences or _catalogue(language)
    _speech.language = language


def decimals() -> int | None:
    """How many decimal places a person wants measured numbers with; None: as many as they need."""
    return _speech.decimals


def write_decimals(places: int | None) -> None:
    """Write measured numbers with so many decimal places from now on."""
    _speech.decimals = places


@contextlib.contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak `language` while the block runs."""
    before = _speech.language, _speech.sentences
    speak(language)
    try:
        yield
    finally:
        _speech.language, _speech.sentences = before


def speak_as(name: str) -> None:
    """Speak the language of this name, or English where it is none of ours."""
    speak(first_known([name]))


def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is ENGLISH:
        return gettext.NullTranslations()
    with asset(f"translations/{language.key}/LC_MESSAGES/{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def find_language(name: str) -> Language | None:
    """The language of a name such as `pt_BR.UTF-8`, `pt-BR`, `pt` or `en_GB`; none is ours: None.

    Of another country than ours, it is still understood: `pt_PT` is `pt_BR`.
    """
    wanted = name.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    if wanted in ("c", "posix"):
        return ENGLISH
    kin = [row for row in LANGUAGES if row.key.lower() == wanted]
    kin += [row for row in LANGUAGES if row.key.partition("_")[0] == wanted.partition("_")[0]]
    return kin[0] if kin else None


def language_of(environment: Mapping[str, str], otherwise: Iterable[str] = ()) -> Language:
    """The language that the environment asks programs for, as gettext reads it.

    `LANGUAGE` is a list; then come `LC_ALL`, `LC_MESSAGES` and `LANG`. A locale of `C` means
    English, whatever `LANGUAGE` says.

    Args:
        otherwise: names of languages, where the environment asks for none.
    """
    if environment.get("LC_ALL") in ("C", "POSIX"):
        return ENGLISH
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return first_known(value.split(":"))
    return first_known(otherwise)


def first_known(names: Iterable[str]) -> Language:
    """The first of the languages named that is ours; English where none is."""
    return next((row for name in names if (row := find_language(name))), ENGLISH)


def N_(sentence: str) -> str:
    """Mark a sentence for translation that is looked up later, where it is shown."""
    return sentence


def _(sentence: str) -> str:
    """A sentence in the language spoken."""
    return _speech.sentences.gettext(sentence) if sentence else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The one of two sentences that fits `number`, in the language spoken."""
    return _speech.sentences.ngettext(singular, plural, number)


def pgettext(context: str, sentence: str) -> str:
    """A sentence that means something else elsewhere; `context` says where this one stands."""
    return _speech.sentences.pgettext(context, sentence)


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence: `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
