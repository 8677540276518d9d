"""Opens workbooks of the old binary format in a process of its own.

Their reader believes what a damaged file says of its sizes, and ends the process that it runs in
where there is no such memory.
"""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from playground.engine.common.errors import InputError
from playground.engine.common.fresh_python import fresh_python
from playground.engine.data.progress import silent
from playground.engine.data.table.containers.opened import Given, Opened
from playground.engine.data.table.containers.sheets import open_workbook, unreadable
from playground.engine.spec.run import TableFile

_MEMORY = 4 * 2**30
"""Bytes of address space for the largest sheet of the format, with room to spare."""


def open_apart(table: TableFile, wanted: str) -> Opened:
    """As `open_workbook`.

    Raises:
        InputError: as there.
    """
    question = {"name": table.name, "wanted": wanted}
    done = subprocess.run(
        fresh_python(__name__),
        input=json.dumps(question).encode() + b"\n" + table.content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
    if done.returncode:
        raise unreadable(table.name)
    head, _, content = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise InputError(answer["refused"])
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in answer.items()
    }
    return Opened(table.name, content, Given(**given))


def main(_arguments: Sequence[str]) -> int:
    """Answer the one question that stands on standard input."""
    _limit_memory()
    question = json.loads(sys.stdin.buffer.readline())
    table = TableFile(question["name"], sys.stdin.buffer.read())
    try:
        opened = open_workbook(table, question["wanted"], silent)
    except InputError as error:
        _answer({"refused": str(error)}, b"")
    else:
        _answer(dataclasses.asdict(opened.given), opened.content)
    return 0


def _answer(head: dict[str, object], content: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        # Windows has no such limit; there only what is taken counts.
        return
