"""What is asked of a worker comes in the order in which it was asked."""

from playground.engine.run.mailbox import Mailbox


def one() -> None: ...


def other() -> None: ...


def everything(mailbox: Mailbox) -> list[object]:
    taken: list[object] = []
    while not mailbox.is_empty:
        taken.append(mailbox.take(lambda: True))
    return taken


def test_that_a_change_after_a_command_is_made_after_it() -> None:
    mailbox, command, purpose = Mailbox(), lambda: None, object()
    mailbox.send(one, purpose)
    mailbox.send(command)
    mailbox.send(other, purpose)
    assert everything(mailbox) == [one, command, other]


def test_that_of_changes_that_follow_one_another_for_one_purpose_the_last_counts() -> None:
    mailbox, purpose = Mailbox(), object()
    mailbox.send(one, object())
    mailbox.send(one, purpose)
    mailbox.send(other, purpose)
    assert everything(mailbox) == [one, other]
