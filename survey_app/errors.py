"""What is refused, in one plain sentence."""


class Refused(Exception):
    """Something that may not or cannot be done; its message is for the person who asked."""


class NotNow(Refused):
    """What a study or wave, as it stands, does not allow; no path of the machine is in it."""


class Locked(NotNow):
    """A wave's ballots need a passphrase or recovery code, and no right one came with this."""
