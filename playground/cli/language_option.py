"""`--language KEY`, which may stand anywhere: all that is said after it was read is in it."""

from collections.abc import Sequence

from playground.engine.common.errors import InputError
from playground.engine.common.language import LANGUAGES, Language, _, find_language, listed

OPTION = "--language"


def take_language(arguments: Sequence[str]) -> tuple[list[str], Language | None]:
    """The other arguments, and the language that was asked for last, if any was.

    Raises:
        InputError: there is no such language; the sentence names those there are.
    """
    rest: list[str] = []
    chosen: Language | None = None
    left = iter(arguments)
    for argument in left:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *left]
        elif name == OPTION:
            chosen = _known(value if equals else next(left, ""))
        else:
            rest.append(argument)
    return rest, chosen


def _known(name: str) -> Language:
    found = find_language(name)
    if found is None:
        keys = listed([row.key for row in LANGUAGES])
        raise InputError(
            _("{option} {name}: there is no such language; there are {keys}.").format(
                option=OPTION, name=repr(name), keys=keys
            )
        )
    return found
