"""What is refused, in one plain sentence."""

from questionnaires.sentence import Sentence


class Refused(Exception):
    """Something that may not or cannot be done; its message is for the person at the machine."""


class NotNow(Refused):
    """What a study or wave, as it stands, does not allow; no path of the machine is in it.

    A page says it in the reader's language, a command in English.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Locked(NotNow):
    """A wave's ballots need a passphrase or recovery code, and no right one came with this."""


class NotOnTheMenu(NotNow):
    """A breakdown was asked for that was not frozen at the launch."""
