"""What is asked of a worker comes in the order in which it was asked."""

from playground.engine.run.mailbox import Mailbox
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec

ONE, OTHER = (settings.write(RunSpec(), "training.learning_rate", rate) for rate in (0.1, 0.2))


def everything(mailbox: Mailbox) -> list[object]:
    taken: list[object] = []
    while not mailbox.is_empty:
        taken.append(mailbox.take(lambda: True))
    return taken


def test_that_a_change_after_a_command_is_made_after_it() -> None:
    mailbox, command = Mailbox(), lambda: None
    mailbox.want(ONE)
    mailbox.send(command)
    mailbox.want(OTHER)
    assert everything(mailbox) == [ONE, command, OTHER]


def test_that_of_changes_that_follow_one_another_the_last_counts() -> None:
    mailbox = Mailbox()
    mailbox.want(ONE)
    mailbox.want(OTHER)
    assert everything(mailbox) == [OTHER]
