"""A table's bytes as text: which encoding they are in, and the same table in UTF-8."""

import codecs
from dataclasses import dataclass

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress, silent
from playground.engine.spec.run import TableFile

PIECE = 4 * 2**20
"""Bytes handled between two calls of `progress`."""

CODECS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
CHOSEN = "chosen"
"""Stands for the reason where nothing was guessed; it is not shown."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How a table is taken: the key of the choice, and why, as a sentence.

    `why` is `CHOSEN` where nothing was guessed.
    """

    value: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class TableText:
    """A table, or its beginning, in UTF-8.

    Attributes:
        content: UTF-8 without byte order mark and without NUL.
        size: bytes of the whole file as given.
        complete: `content` is the whole table, not only its beginning.
        share: the part of the file that `content` holds, in 0..1.
    """

    name: str
    content: bytes
    encoding: Guess
    size: int
    complete: bool
    share: float


def decode_table(
    table: TableFile, choice: str = "auto", report: Progress = silent, limit: int | None = None
) -> TableText:
    """Decode `table`, or about its first `limit` bytes.

    Args:
        choice: a key of `data.encoding`.

    Raises:
        InputError: the bytes are not of that encoding, or hold NULs; names line and offset.
    """
    content = table.content
    if not content:
        raise InputError(
            _("{file} is empty; choose a table with a header and rows.").format(file=table.name)
        )
    complete = limit is None or len(content) <= limit
    part = content if complete else content[:limit]
    guess = _guess_encoding(part) if choice == "auto" else Guess(choice, CHOSEN)
    utf8 = _to_utf8(table.name, part, guess, complete, report)
    _refuse_nul(table.name, utf8)
    return TableText(table.name, utf8, guess, len(content), complete, len(part) / len(content))


def line_at(content: bytes, offset: int) -> int:
    """The physical line, from 1, that holds byte `offset` of UTF-8 or cp1252 text."""
    before = content[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _guess_encoding(part: bytes) -> Guess:
    if part.startswith(codecs.BOM_UTF8):
        return Guess("utf-8", _("The file starts with the byte order mark of UTF-8."))
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Guess("utf-16", _("The file starts with the byte order mark of UTF-16."))
    if _zero_bytes(part):
        return Guess("utf-16", _("Every second byte is zero."))
    if part.isascii():
        return Guess("utf-8", _("Every byte is plain ASCII."))
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(part)
    except UnicodeDecodeError as error:
        why = _("Byte {byte} in line {line} is not valid UTF-8.").format(
            byte=f"0x{part[error.start]:02X}", line=line_at(part, error.start)
        )
        return Guess("cp1252", why)
    return Guess("utf-8", _("Every character beyond ASCII is valid UTF-8."))


def _zero_bytes(part: bytes) -> str:
    """`le` or `be` where the zeros lie as in UTF-16 of mostly Latin text, else nothing."""
    sample = part[: 4096 // 2 * 2]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even == 0:
        return "le"
    if even > 0.6 * half and odd == 0:
        return "be"
    return ""


def _codec(part: bytes, choice: str) -> tuple[str, int]:
    """The codec to decode by and the length of the byte order mark."""
    if choice == "utf-8":
        return "utf-8", 3 if part.startswith(codecs.BOM_UTF8) else 0
    if choice == "utf-16":
        if part.startswith(codecs.BOM_UTF16_LE):
            return "utf-16-le", 2
        if part.startswith(codecs.BOM_UTF16_BE):
            return "utf-16-be", 2
        return f"utf-16-{_zero_bytes(part) or 'le'}", 0
    return "cp1252", 0


def _to_utf8(name: str, part: bytes, guess: Guess, complete: bool, report: Progress) -> bytes:
    codec, skip = _codec(part, guess.value)
    decoder = codecs.getincrementaldecoder(codec)("strict")
    pieces: list[bytes] = []
    for start in range(skip, len(part), PIECE):
        end = min(start + PIECE, len(part))
        report(start / len(part), _("Decoding text"))
        try:
            text = decoder.decode(part[start:end], final=complete and end == len(part))
        except UnicodeDecodeError as error:
            offset = end - len(error.object) + error.start
            raise InputError(_wrong_encoding(name, part, codec, guess, offset)) from None
        if codec != "utf-8":
            pieces.append(text.encode("utf-8", "replace"))
    if codec != "utf-8":
        return b"".join(pieces)
    # A beginning may end in the middle of a character.
    return part[skip : len(part) - len(decoder.getstate()[0])]


def _wrong_encoding(name: str, part: bytes, codec: str, guess: Guess, offset: int) -> str:
    before = part[:offset].decode(codec, "replace").encode("utf-8", "replace")
    if offset < len(part):
        sentence = _(
            "{file}, line {line}: byte {byte} at offset {offset} is not {encoding}; choose the "
            "encoding {one} or {other}."
        )
    else:
        sentence = _(
            "{file}, line {line}: the end is not {encoding}; choose the encoding {one} or {other}."
        )
    one, other = (label for key, label in CODECS.items() if key != guess.value)
    return sentence.format(
        file=name,
        line=line_at(before, len(before)),
        byte="".join(f"0x{byte:02X}" for byte in part[offset : offset + 1]),
        offset=offset,
        encoding=CODECS[guess.value],
        one=one,
        other=other,
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
