"""Files that are often taken for tables and are not opened, by their first bytes."""

import re

_KINDS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("HTML", re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<table|<meta)\b", re.IGNORECASE)),
    ("XML", re.compile(rb"\s*<\?xml\s")),
    ("PDF", re.compile(rb"%PDF-")),
    ("pickle", re.compile(rb"\x80[\x02-\x05](?:\x95|[}\](c])")),
    ("HDF5", re.compile(rb"\x89HDF\r\n")),
    ("NumPy", re.compile(rb"\x93NUMPY")),
    ("SQLite", re.compile(rb"SQLite format 3\0")),
    ("SPSS", re.compile(rb"\$FL[23]@\(#\)")),
    ("Stata", re.compile(rb"<stata_dta>")),
    ("RDS", re.compile(rb"RD[XA][23]\n|X\n\0\0\0[\2\3]")),
    ("tar", re.compile(rb"(?s).{257}ustar")),
    ("bzip2", re.compile(rb"BZh[1-9]1AY&SY")),
    ("xz", re.compile(rb"\xfd7zXZ\0")),
    ("zstd", re.compile(rb"\x28\xb5\x2f\xfd")),
    ("7z", re.compile(rb"7z\xbc\xaf\x27\x1c")),
    ("RAR", re.compile(rb"Rar!\x1a\x07")),
    ("Feather 1", re.compile(rb"FEA1")),
)
_JSON = re.compile(rb"""\s*(?:\[\s*[\[{"]|\{\s*")""")
_MARK = b"\xef\xbb\xbf"
_SEEN = 1024


def other_kind(content: bytes) -> str:
    """The name of the format that these bytes are; nothing where they may be a table as text."""
    head = content[:_SEEN].removeprefix(_MARK)
    if _JSON.match(head) and content[-_SEEN:].rstrip().endswith((b"]", b"}")):
        return "JSON"
    return next((name for name, pattern in _KINDS if pattern.match(head)), "")
