"""Which encoding a table's bytes are in, and the same table in UTF-8."""

import codecs
import itertools
import re
import unicodedata

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.text.decoded import CHOSEN, Guess, TableText, line_at
from playground.engine.data.table.words import choice_words, listed
from playground.engine.spec.run import TableFile

PIECE = 4 * 2**20
"""Bytes handled between two calls of `progress`."""

_OLD = ("cp866", "cp850", "cp852", "mac-roman")
"""Tables come in them seldom; the letters must outweigh it."""
_LIKELY = (
    *(f"cp{number}" for number in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)),
    *(f"iso8859-{part}" for part in (2, 5, 7, 15)),
    *("koi8-r", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "cp874", *_OLD),
)
"""What tables are saved in; the other encodings of the world are met too seldom to be guessed."""

_NO_TEXT_FILES = ("idna", "punycode", "unicode_escape", "raw_unicode_escape")
_SAMPLE = 200_000
_NAMED = 3
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(
    r"[\x7f-\x9f\ue000-\uf8ff\ufffd¤¨¸¦¬]"
    r"|(?:(?<=[^\W\d_])|(?=[£¥§©®¢¶¼½¾]))[^\x00-\x7f\w](?=[^\W\d_])"
)
"""Signs that stand in no text, and signs inside of words."""


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
    utf8, notes = _to_utf8(table.name, part, guess, complete, report)
    utf8 = utf8.removeprefix(codecs.BOM_UTF8)  # written twice by some programs
    if complete:
        utf8 = utf8.rstrip(b"\x1a\0")  # how DOS and some loggers end a file
    if not utf8[:PIECE].strip() and not utf8.strip():
        raise InputError(
            _("{file} is empty; choose a table with a header and rows.").format(file=table.name)
        )
    _refuse_nul(table.name, utf8)
    return TableText(
        table.name, utf8, guess, len(content), complete, len(part) / len(content), notes
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
        codecs.utf_8_decode(part, "strict", complete)
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


def _mostly_utf8(part: bytes) -> bool:
    """Whether few bytes spoil a text that is UTF-8 elsewhere, which no other encoding looks like.

    Lead and continuation bytes that meet by chance are rare: not even one in ten of a code page.
    """
    rest, valid = _UTF8.subn(b"", part[: 2**20])
    return valid >= max(1, 2 * len(_HIGH.findall(rest)))


def _guess_code_page(part: bytes, bad: int) -> Guess:
    import chardet

    # Lines without accents say nothing, and what is repeated would outweigh all else.
    cells = dict.fromkeys(re.split(rb"[\r\n;,\t|]+", part))
    sample = b"\n".join(cell for cell in cells if not cell.isascii())[:_SAMPLE]
    guesses = chardet.detect_all(sample, True, include_encodings=_LIKELY)
    # Detectors go by pairs of letters; a person also sees capitals and signs inside words.
    ranked = {
        name: each["confidence"] * _plausible(sample, name) * (0.5 if name in _OLD else 1.0)
        for each in guesses
        if each["encoding"] and (name := codecs.lookup(each["encoding"]).name)
    }
    names = sorted(ranked, key=lambda name: -ranked[name])
    codec = next(name for name in (*names, *_LIKELY, "iso8859-1") if _decodes(part, name))
    letters = b"".join(set(_HIGH.findall(part)))
    if letters.decode(codec, "replace") == letters.decode("cp1252", "replace"):
        codec = "cp1252"  # which most people use
    why = _(
        "Byte {byte} in line {line} is not valid UTF-8, and the letters are most likely those of "
        "this encoding."
    ).format(byte=f"0x{part[bad]:02X}", line=line_at(part, bad))
    return Guess(codec, why)


def _plausible(sample: bytes, codec: str) -> float:
    """How few letters beyond ASCII stand where none would be written, in 0..1."""
    text = sample.decode(codec, "replace")
    beyond = sum(not char.isascii() for char in text) or 1
    odd = len(_ODD.findall(text))
    for word in _WORD.findall(text):
        odd += sum(a.islower() and "~" < b.upper() == b for a, b in itertools.pairwise(word))
        scripts = {unicodedata.name(char, " ").split()[0] for char in word}
        odd += len(word) if len(scripts) > 1 else 0
    return max(0.0, 1.0 - odd / beyond) * (0.4 if odd else 1.0)


def _decodes(part: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _chosen(choice: str) -> Guess:
    try:
        name = codecs.lookup(choice).name
        "".encode(name)  # fails where it is no encoding of texts
    except (LookupError, UnicodeError):
        name = ""
    if not name or name in _NO_TEXT_FILES:
        raise InputError(
            _(
                "data.encoding: {name} is no encoding of texts that Python knows; choose for "
                "example utf-8, cp1252 or latin-1."
            ).format(name=repr(choice))
        )
    return Guess(name, CHOSEN)


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
) -> tuple[bytes, tuple[str, ...]]:
    """The text in UTF-8, and a sentence on bytes that are none."""
    codec, skip = _codec(part, guess.value)
    if codec == "utf-8" and part.isascii():
        return part, ()
    decoder = codecs.getincrementaldecoder(codec)("strict")
    pieces: list[bytes] = []
    for start in range(skip, len(part), PIECE):
        report(start / len(part), _("Decoding text"))
        end = min(start + PIECE, len(part))
        try:
            text = decoder.decode(part[start:end], final=complete and end == len(part))
        except UnicodeDecodeError as error:
            if codec == "utf-8" and guess.why != CHOSEN:
                return _replaced(name, part)
            offset = end - len(error.object) + error.start
            raise InputError(_wrong_encoding(name, part, codec, guess, offset)) from None
        if codec != "utf-8":
            pieces.append(text.encode("utf-8", "replace"))
    if codec != "utf-8":
        return b"".join(pieces), ()
    # A beginning may end in the middle of a character.
    return part[skip : len(part) - len(decoder.getstate()[0])], ()


def _replaced(name: str, part: bytes) -> tuple[bytes, tuple[str, ...]]:
    """UTF-8 with � for each of the few bytes that are none, and a sentence that names them."""
    text = part.decode("utf-8", "surrogateescape")
    found = list(re.finditer("[\udc80-\udcff]", text))
    places = [
        _("line {line} (0x{byte})").format(
            line=grouped(line_at(text[: each.start()].encode("utf-8", "replace"), len(part))),
            byte=f"{ord(each[0]) - 0xDC00:02X}",
        )
        for each in found[:_NAMED]
    ]
    sentence = ngettext(
        "{file} holds {n} byte that is not valid UTF-8, in {places}; � stands for it.",
        "{file} holds {n} bytes that are not valid UTF-8, in {places}; � stands for each.",
        len(found),
    )
    listing = listed(places, _NAMED, len(found))
    note = sentence.format(file=name, n=grouped(len(found)), places=listing)
    return re.sub("[\udc80-\udcff]", "\ufffd", text).encode(), (note,)


def _wrong_encoding(name: str, part: bytes, codec: str, guess: Guess, offset: int) -> str:
    before = part[:offset].decode(codec, "replace").encode("utf-8", "replace")
    return _(
        "{file}, line {line}: byte {byte} at offset {offset} is not {encoding}; choose another "
        "encoding, or export the table again (by itself it would be read as {other})."
    ).format(
        file=name,
        line=line_at(before, len(before)),
        byte=f"0x{part[offset]:02X}",
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
