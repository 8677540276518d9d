"""Extracts every marked sentence, brings the catalogues up to date, and tells what they lack.

    python tests/translations.py            update the .po files, compile them, say what is missing
    python tests/translations.py compile    compile them alone

A sentence that left the sources leaves the catalogue. One that is new, or whose English changed,
is written with an empty translation, and `tests/test_translations.py` fails until it has one.
"""

import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
DOMAIN = "playground"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
WIDTH = 100


def catalogues() -> list[Path]:
    """The `.po` file of each language but English."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def extracted() -> Catalog:
    """Every sentence that the sources mark, in the order of the files."""
    catalog = Catalog()
    found = extract_from_dir(
        ROOT / "playground",
        [("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
    )
    for file, line, message, comments, context in sorted(found, key=lambda row: row[:2]):
        catalog.add(message, locations=[(file, line)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    """The catalogue of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=DOMAIN)


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """`catalog` with exactly the sentences of `template`, nothing guessed."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def write(catalog: Catalog, path: Path) -> None:
    """Write it so that the same catalogue is always the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Line numbers would change with every edit of the sources.
        write_po(file, catalog, width=WIDTH, ignore_obsolete=True, include_lineno=False)


def texts_of(message: Message) -> tuple[str, ...]:
    """The translations of a message: two of them where it has a plural."""
    text = message.string
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text or ""),)


def ids_of(message: Message) -> tuple[str, ...]:
    """The English sentences of a message; none of the header."""
    if isinstance(message.id, (tuple, list)):
        return tuple(message.id)
    return (message.id,) if message.id else ()


def missing(catalog: Catalog) -> Iterator[Message]:
    """The messages that have no translation, or not every one."""
    return (message for message in catalog if ids_of(message) and not all(texts_of(message)))


def fields(sentence: str) -> set[str]:
    """The names in braces: `{file}` and `{line}`."""
    return {name for _text, name, _form, _conversion in string.Formatter().parse(sentence) if name}


def compile_all() -> None:
    """Write beside each `.po` file the `.mo` file that gettext reads."""
    for path in catalogues():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


def main(arguments: list[str]) -> int:
    """Update and compile; the exit status says whether something is missing."""
    lacking = 0
    if arguments != ["compile"]:
        template = extracted()
        for path in catalogues():
            catalog = updated(read(path), template)
            write(catalog, path)
            for message in missing(catalog):
                lacking += 1
                print(f"{path.parent.parent.name}: {ids_of(message)[0]!r}")  # noqa: T201
    compile_all()
    return int(lacking > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
