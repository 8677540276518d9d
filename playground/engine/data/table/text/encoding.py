"""Which encoding a table's bytes are in, and the same table in UTF-8."""

import codecs
import itertools
import re
import unicodedata
from typing import NamedTuple

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.text.decoded import CHOSEN, Guess, TableText, line_at
from playground.engine.data.table.words import choice_words, listed
from playground.engine.spec.run import TableFile

PIECE = 4 * 2**20
"""Bytes handled between two calls of `progress`."""

_LIKELY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *(
        "iso8859-2",
        "iso8859-5",
        "iso8859-7",
        "iso8859-15",
        "koi8-r",
        "cp866",
        "cp850",
        "cp852",
        "mac-roman",
    ),
    *("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "cp874"),
)
"""What tables are saved in; the other encodings of the world are met too seldom to be guessed."""

_RARE = {"cp850": 0.5, "cp852": 0.5, "cp866": 0.5, "mac-roman": 0.5, "cp1252": 1.5}
"""How often tables come in an encoding, beside the others; the letters must outweigh it."""

_NO_TEXT_FILES = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
_SAMPLE = 200_000
_ASCII = bytes(range(128))
_NAMED = 3


class _Fault(NamedTuple):
    line: int
    byte: int


def decode_table(
    table: TableFile, choice: str = "auto", report: Progress = silent, limit: int | None = None
) -> TableText:
    """Decode `table`, or about its first `limit` bytes.

    Args:
        choice: `auto`, or a codec of Python.

    Raises:
        InputError: no such codec, or the bytes are not of that encoding, or hold NULs.
    """
    content = table.content
    complete = limit is None or len(content) <= limit
    part = content if complete else content[:limit]
    guess = guess_encoding(part, complete) if choice == "auto" else _chosen(choice)
    utf8, faults = _to_utf8(table.name, part, guess, complete, report)
    utf8 = utf8.removeprefix(codecs.BOM_UTF8)  # written twice by some programs
    if complete:
        utf8 = utf8.rstrip(b"\x1a\0")  # how DOS and some loggers end a file
    if not utf8[:PIECE].strip() and not utf8.strip():
        raise InputError(
            _("{file} is empty; choose a table with a header and rows.").format(file=table.name)
        )
    _refuse_nul(table.name, utf8)
    share = len(part) / len(content)
    return TableText(
        table.name, utf8, guess, len(content), complete, share, _notes(table.name, faults)
    )


def guess_encoding(part: bytes, complete: bool = True) -> Guess:
    """The encoding of `part`, which may end in the middle of a character unless `complete`."""
    if part.startswith(codecs.BOM_UTF8):
        return Guess("utf-8", _("The file starts with the byte order mark of UTF-8."))
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Guess("utf-16", _("The file starts with the byte order mark of UTF-16."))
    if zero_bytes(part):
        return Guess("utf-16", _("Every second byte is zero."))
    if part.isascii():
        return Guess("utf-8", _("Every byte is plain ASCII."))
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(part, final=complete)
    except UnicodeDecodeError as error:
        if _mostly_utf8(part):
            return Guess("utf-8", _("Nearly every character beyond ASCII is valid UTF-8."))
        return _guess_code_page(part, error.start)
    return Guess("utf-8", _("Every character beyond ASCII is valid UTF-8."))


def zero_bytes(part: bytes) -> str:
    """`le` or `be` where the zeros lie as in UTF-16 of mostly Latin text, else nothing."""
    sample = part[: 4096 // 2 * 2]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even <= 0.05 * half:
        return "le"
    if even > 0.6 * half and odd <= 0.05 * half:
        return "be"
    return ""


_VALID = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _mostly_utf8(part: bytes) -> bool:
    """Whether few bytes spoil a text that is UTF-8 elsewhere, which no other encoding looks like.

    Lead and continuation bytes that meet by chance are rare: not even one in ten of a code page.
    """
    sample = part[: 2**20]
    valid = len(_VALID.findall(sample))
    rest = _VALID.sub(b"", sample)
    bad = len(rest) - len(rest.translate(None, _HIGH))
    return valid >= 2 * bad and valid > 0


_HIGH = bytes(range(0x80, 0x100))


def _guess_code_page(part: bytes, bad: int) -> Guess:
    import chardet

    # Lines without accents say nothing, and what is repeated would outweigh all else.
    lines = dict.fromkeys(re.split(rb"[\r\n;,\t|]+", part))
    sample, length = [], 0
    for line in lines:
        if not line.isascii():
            sample.append(line)
            length += len(line)
        if length > _SAMPLE:
            break
    guesses = chardet.detect_all(b"\n".join(sample), True, include_encodings=_LIKELY)
    # Detectors go by pairs of letters; a person also sees capitals and signs inside words.
    ranked = sorted(
        (
            (
                _likely(b"\n".join(sample), each["encoding"], each["confidence"]),
                each["encoding"],
            )
            for each in guesses
            if each["encoding"]
        ),
        reverse=True,
    )
    names = [codecs.lookup(name).name for _score, name in ranked]
    codec = next((name for name in (*names, *_LIKELY) if _decodes(part, name)), "cp1252")
    if _same_letters(part, codec):
        codec = "cp1252"
    why = _(
        "Byte {byte} in line {line} is not valid UTF-8, and the letters are most likely those of "
        "this encoding."
    ).format(byte=f"0x{part[bad]:02X}", line=line_at(part, bad))
    return Guess(codec, why)


def _same_letters(part: bytes, codec: str) -> bool:
    """Whether the letters beyond ASCII are the same in Windows-1252, which most people use."""
    letters = bytes(sorted(set(part.translate(None, _ASCII))))
    try:
        return letters.decode(codec) == letters.decode("cp1252")
    except UnicodeDecodeError:
        return codec == "iso8859-1"


def _likely(sample: bytes, name: str, confidence: float) -> float:
    rare = _RARE.get(codecs.lookup(name).name, 1.0)
    return _plausible(sample, name) * confidence * rare


_INSIDE = re.compile(r"(?:(?<=[^\W\d_])|(?=[£¥§©®¢¶¼½¾]))([^\x00-\x7f])(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")


def _plausible(sample: bytes, codec: str) -> float:
    """How few letters beyond ASCII stand where none would be written, in 0..1."""
    text = sample.decode(codec, "replace")
    beyond = sum(not char.isascii() for char in text) or 1
    odd = sum(unicodedata.category(char) in ("Cc", "Co", "Cn") for char in text if char > "~")
    odd += sum(text.count(sign) for sign in "¤¨¸¦¬")
    for match in _INSIDE.finditer(text):
        odd += not match[1].isalpha()
    for match in _WORD.finditer(text):
        word = match[0]
        odd += sum(
            a.islower() and b.isupper() and not b.isascii() for a, b in itertools.pairwise(word)
        )
        odd += (
            len(word) if len({unicodedata.name(char, " ").split()[0] for char in word}) > 1 else 0
        )
    return max(0.0, 1.0 - odd / beyond) ** 3 * (0.4 if odd else 1.0)


def _decodes(part: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _chosen(choice: str) -> Guess:
    try:
        info = codecs.lookup(choice)
    except LookupError:
        info = None
    # The private attribute is how `str.encode` itself tells encodings of texts from the rest.
    text = info is not None and getattr(info, "_is_text_encoding", True)
    if info is None or not text or info.name in _NO_TEXT_FILES:
        raise InputError(
            _(
                "data.encoding: {name} is no encoding of texts that Python knows; choose for "
                "example utf-8, cp1252 or latin-1."
            ).format(name=repr(choice))
        )
    return Guess(info.name, CHOSEN)


def _codec(part: bytes, name: str) -> tuple[str, int]:
    """The codec to decode by, and the length of the byte order mark."""
    if name in ("utf-8", "utf-8-sig"):
        return "utf-8", 3 if part.startswith(codecs.BOM_UTF8) else 0
    if name == "utf-16":
        if part.startswith(codecs.BOM_UTF16_LE):
            return "utf-16-le", 2
        if part.startswith(codecs.BOM_UTF16_BE):
            return "utf-16-be", 2
        return f"utf-16-{zero_bytes(part) or 'le'}", 0
    return name, 0


def _to_utf8(
    name: str, part: bytes, guess: Guess, complete: bool, report: Progress
) -> tuple[bytes, list[_Fault]]:
    codec, skip = _codec(part, guess.value)
    if codec == "utf-8" and part.isascii():
        return part, []
    decoder = codecs.getincrementaldecoder(codec)("strict")
    pieces: list[bytes] = []
    for start in range(skip, len(part), PIECE):
        end = min(start + PIECE, len(part))
        report(start / len(part), _("Decoding text"))
        try:
            text = decoder.decode(part[start:end], final=complete and end == len(part))
        except UnicodeDecodeError as error:
            if codec == "utf-8" and guess.why != CHOSEN:
                return part.decode("utf-8", "replace").encode("utf-8"), _faults(part)
            offset = end - len(error.object) + error.start
            raise InputError(_wrong_encoding(name, part, codec, guess, offset)) from None
        if codec != "utf-8":
            pieces.append(text.encode("utf-8", "replace"))
    if codec != "utf-8":
        return b"".join(pieces), []
    # A beginning may end in the middle of a character.
    return part[skip : len(part) - len(decoder.getstate()[0])], []


def _faults(part: bytes) -> list[_Fault]:
    """The bytes that are no UTF-8 (all of them, as they are few)."""
    found: list[_Fault] = []
    start = 0
    while start < len(part):
        try:
            codecs.utf_8_decode(memoryview(part)[start:], "strict", False)
        except UnicodeDecodeError as error:
            place = start + error.start
            found.append(_Fault(line_at(part, place), part[place]))
            start += error.end
        else:
            break
    return found


def _notes(name: str, faults: list[_Fault]) -> tuple[str, ...]:
    if not faults:
        return ()
    places = [
        _("line {line} (0x{byte})").format(line=grouped(line), byte=f"{byte:02X}")
        for line, byte in faults[:_NAMED]
    ]
    sentence = ngettext(
        "{file} holds {n} byte that is not valid UTF-8, in {places}; � stands for it.",
        "{file} holds {n} bytes that are not valid UTF-8, in {places}; � stands for each.",
        len(faults),
    )
    places_text = listed(places, _NAMED, len(faults))
    return (sentence.format(file=name, n=grouped(len(faults)), places=places_text),)


def _wrong_encoding(name: str, part: bytes, codec: str, guess: Guess, offset: int) -> str:
    before = part[:offset].decode(codec, "replace").encode("utf-8", "replace")
    if offset < len(part):
        sentence = _(
            "{file}, line {line}: byte {byte} at offset {offset} is not {encoding}; choose another "
            "encoding, or export the table again (by itself it would be read as {other})."
        )
    else:
        sentence = _(
            "{file}, line {line}: the end is not {encoding}; choose another encoding, or export "
            "the table again (by itself it would be read as {other})."
        )
    return sentence.format(
        file=name,
        line=line_at(before, len(before)),
        byte="".join(f"0x{byte:02X}" for byte in part[offset : offset + 1]),
        offset=offset,
        encoding=choice_words("encoding", guess.value),
        other=choice_words("encoding", guess_encoding(part).value),
    )


def _refuse_nul(name: str, content: bytes) -> None:
    offset = content.find(b"\0")
    if offset < 0:
        return
    raise InputError(
        _(
            "{file}, line {line}: there is a NUL byte, so this is not text in this encoding; "
            "choose another encoding or export the table again."
        ).format(file=name, line=line_at(content, offset))
    )
