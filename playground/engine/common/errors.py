"""What goes wrong because of what a person gave us, as opposed to a defect of ours."""


class InputError(Exception):
    """Something a person gave cannot be used.

    The message is one sentence that says what is wrong, where (file, line, column, control) and
    what to do. It is shown as it stands, without a traceback, in the window and on the command
    line.
    """


class NotEnoughData(InputError):
    """There is too little to learn from so far; a run that can wait for more does."""
