"""What is refused, in one plain sentence."""


class Refused(Exception):
    """Something that may not or cannot be done; its message is for the person who asked."""
